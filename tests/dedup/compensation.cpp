// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/compensation.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/core/size.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/dedup/predict.hpp>

#include "../support/hash.hpp"

using namespace spate;

namespace {

// A gear chunker as restic, borg and casync have it, in its simplest form: chunks from average / 4 to 4 * average bytes.
double chunked_ratio(const std::vector<std::byte>& bytes, std::size_t average) {
    static const std::array<std::uint64_t, 256> gear = [] {
        std::array<std::uint64_t, 256> table{};
        for (std::size_t i = 0; i < table.size(); ++i) table[i] = mix(i + 12'345);
        return table;
    }();
    const std::size_t least = average / 4, most = average * 4;
    std::set<std::pair<std::uint64_t, std::size_t>> seen;
    std::size_t unique = 0;
    for (std::size_t begin = 0; begin < bytes.size();) {
        std::uint64_t state = 0;
        std::size_t end = std::min(begin + least, bytes.size());
        const std::size_t limit = std::min(begin + most, bytes.size());
        // Beyond the minimum a border comes with probability 1 / (average - minimum).
        const std::uint64_t threshold = ~std::uint64_t{0} / (average - least);
        for (std::size_t warm = end > begin + 64 ? end - 64 : begin; warm < end; ++warm) state = (state << 1) + gear[std::to_integer<std::size_t>(bytes[warm])];
        while (end < limit) {
            state = (state << 1) + gear[std::to_integer<std::size_t>(bytes[end++])];
            if (state < threshold) break;
        }
        if (seen.emplace(test::hash(std::span{bytes}.subspan(begin, end - begin)), end - begin).second) unique += end - begin;
        begin = end;
    }
    return static_cast<double>(bytes.size()) / static_cast<double>(unique);
}

template <class Call>
std::string refused(const Call& call) {
    try {
        (void)call();
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("dedup/compensation: the formula, in exact fractions") {
    CHECK(compensated_ratio(ratio{1, 1}, 64 * 8192, 8192) == ratio{1, 1});
    CHECK(compensated_ratio(ratio{2, 1}, 64 * 8192, 8192) == ratio{124, 60});  // 2 * 62 / (64 - 4)
    CHECK(compensated_ratio(ratio{3, 2}, 64 * 8192, 8192) == ratio{93, 61});   // 1.5 * 62 / (64 - 3)
    CHECK(compensated_ratio(ratio{3, 1}, 12 * 4096, 4096) == ratio{30, 6});
    CHECK(compensated_ratio(ratio{3, 2}, 1_MiB, 10'007) == ratio{3 * (1'048'576 - 20'014), 2 * (1'048'576 - 10'007 * 3)});
    for (const double asked : {1.07, 1.5, 2.0, 3.0, 10.0})
        for (const std::uint64_t run : {std::uint64_t{999'983}, std::uint64_t{64} << 20, std::uint64_t{1} << 40})
            for (const std::uint64_t average : {std::uint64_t{8192}, std::uint64_t{16'411}}) {
                const double x = static_cast<double>(run) / static_cast<double>(average);
                CHECK(compensated_ratio(ratio{asked}, run, average).value() == doctest::Approx(asked * (x - 2) / (x - 2 * asked)).epsilon(1e-8));
                CHECK(compensated_ratio(ratio{asked}, run, average).at_least_one());
            }
}

TEST_CASE("dedup/compensation: where it cannot be made up for it says from which run on it can") {
    CHECK(refused([] {
              return compensated_ratio(ratio{2, 1}, 7 * 8192, 8192);
          }) ==
          "cdc_average: 8192 leaves a ratio of 2 unreachable: a chunker loses about two chunks of each run of 57344 bytes; use runs of at least 65536 bytes");
    CHECK(refused([] { return compensated_ratio(ratio{2, 1}, 8 * 8192, 8192); }) == "accepted");
    CHECK(refused([] { return compensated_ratio(ratio{2, 1}, 8 * 8192 - 1, 8192); }).find("at least 65536") != std::string::npos);
    CHECK(refused([] { return compensated_ratio(ratio{1, 1}, 3 * 8192, 8192); }).find("at least 32768") != std::string::npos);
    CHECK(refused([] { return compensated_ratio(ratio{1, 2}, 1 << 20, 8192); }).starts_with("dedup: 0.5 is below 1"));
    CHECK(refused([] { return compensated_ratio(ratio{2, 1}, 1 << 20, 0); }).starts_with("cdc_average: 0 is no size of chunks"));
}

TEST_CASE("dedup/compensation: a gear chunker finds what was asked for") {
    struct example {
        double asked;
        std::uint64_t run;
        std::size_t average;
        double off;
    };
    for (const auto& [asked, run, average, off] :
         {example{1.5, 64, 4096, 0.02}, example{2.0, 64, 4096, 0.02}, example{3.0, 64, 4096, 0.02}, example{1.07, 64, 4096, 0.02},
          example{1.5, 128, 8192, 0.02}, example{2.0, 32, 4096, 0.04}, example{1.5, 16, 4096, 0.05}, example{1.5, 6, 4096, 0.07}, example{2.0, 8, 4096, 0.08},
          example{3.0, 12, 4096, 0.14}}) {
        CAPTURE(asked);
        CAPTURE(run);
        const duplication like{.ratio = asked, .group = unlimited, .run = run, .cdc_average = average};
        const auto data = random_bytes{seed{5}} | take(40_MiB) | duplicated(like);
        std::vector<std::byte> bytes(40_MiB);
        data.fill(0, bytes);
        const double found = chunked_ratio(bytes, average);
        MESSAGE("asked " << asked << ", run of " << run << " units, average " << average << ": the chunker finds " << found << ", fixed blocks "
                         << predict(like, 40_MiB).ratio());
        CHECK(std::abs(found / asked - 1) < off);
        CHECK(predict(like, 40_MiB).ratio() == doctest::Approx(mapped_ratio(like).value()).epsilon(0.01));
    }
}

TEST_CASE("dedup/compensation: rotated runs are found by a chunker, and by fixed blocks only as far as predicted") {
    const duplication like{.ratio = 3.0, .group = unlimited, .run = 256, .shift = 100};
    std::vector<std::byte> bytes(60_MiB);
    (random_bytes{seed{5}} | take(60_MiB) | duplicated(like)).fill(0, bytes);
    const double chunked = chunked_ratio(bytes, 4096);
    std::set<std::uint64_t> seen;
    for (std::size_t at = 0; at < bytes.size(); at += 4096) seen.insert(test::hash(std::span{bytes}.subspan(at, 4096)));
    MESSAGE("mapped 3, the chunker finds " << chunked << ", fixed blocks " << predict(like, 60_MiB).ratio());
    CHECK(chunked > 2.8);
    CHECK(predict(like, 60_MiB) == predicted_units{15'360, 15'360});
    CHECK(seen.size() == 15'360);
}
