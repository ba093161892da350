// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/predict.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/core/size.hpp>
#include <spate/dedup/duplicated.hpp>

#include "../support/random.hpp"
#include "oracle.hpp"

using namespace spate;

namespace {

const std::vector<reference_row> some_rows{{40, 2}, {7, 3}, {3, 20}, {1, 200}};

std::vector<std::byte> bytes_of(const duplication& asked, std::uint64_t size, std::uint64_t from = 9) {
    std::vector<std::byte> bytes(size);
    (random_bytes{seed{from}} | take(size) | duplicated(asked)).fill(0, bytes);
    return bytes;
}

void check_blocks(const duplication& asked, std::uint64_t size, std::initializer_list<std::uint64_t> blocks) {
    const std::vector<std::byte> bytes = bytes_of(asked, size);
    CAPTURE(asked.unit);
    CAPTURE(asked.run);
    CAPTURE(asked.shift);
    CAPTURE(size);
    for (const std::uint64_t block : blocks) {
        CAPTURE(block);
        const auto found = predict_blocks(asked, size, block);
        if (!found) {
            CHECK(asked.extent() % block != 0);
            continue;
        }
        const auto [units, unique] = test::count_blocks(bytes, block);
        REQUIRE(found->units == units);
        REQUIRE(found->unique == unique);
    }
    REQUIRE(predict(asked, size) == *predict_blocks(asked, size, asked.unit));
}

}  // namespace

TEST_CASE("dedup/predict: unique blocks are those that are counted in the bytes, at the unit and at others") {
    test::dice dice{1};
    for (const std::uint64_t run : {std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{8}})
        for (const std::uint64_t shift : {std::uint64_t{0}, std::uint64_t{512}, std::uint64_t{100}, std::uint64_t{256}})
            for (const std::uint64_t group : {std::uint64_t{1}, std::uint64_t{5}, std::uint64_t{50}, unlimited})
                for (const int kind : {0, 1, 2, 3, 4}) {
                    duplication asked{.unit = 1024, .group = group, .run = run, .shift = shift};
                    if (kind == 0) asked.ratio = {3, 2};
                    if (kind == 1) asked.ratio = 64.0;
                    if (kind == 2) asked.ratio = {7, 3};
                    if (kind == 3) asked.popularity = from_histogram(some_rows);
                    if (kind == 4) asked.ratio = 4.0, asked.popularity = zipf(1.0);
                    check_blocks(asked, dice.from(1, 200'000) + 1, {512, 1024, 1536, 2048, 3072, 4096, 8192, 512 * 1024});
                    if (group == 5 || kind == 1) check_blocks(asked, 1024 * run * 65 + 1024 * (run / 2), {512, 1024, 2048});
                }
}

TEST_CASE("dedup/predict: without duplicates every block size is predicted; in streams without an extent too") {
    CHECK(predict_blocks({}, 10_MiB, 64_KiB) == predicted_units{160, 160});
    CHECK(predict_blocks({.ratio = 2.0}, 10_MiB, 64_KiB) == std::nullopt);
    CHECK(predict_blocks({.ratio = 2.0, .run = 16}, 10_MiB, 64_KiB) == predicted_units{160, 80});
    CHECK(predict_blocks({.ratio = 2.0}, 10_MiB, 512) == predicted_units{20'480, 10'240});
    CHECK(predict_blocks({.ratio = 2.0}, 10_MiB, 1000) == std::nullopt);
    CHECK(predict_blocks({.ratio = 2.0}, 10_MiB, 0) == std::nullopt);
    CHECK(predict({.ratio = 2.0, .run = 1024}, 1_MiB) == predicted_units{256, 256});
    CHECK(predict({.ratio = 2.0}, 1000) == predicted_units{0, 0});
    CHECK(predict({.ratio = 2.0}, 1000).ratio() == 1.0);
    CHECK(predict({.ratio = 2.0}, 1_MiB).ratio() == 2.0);
}

TEST_CASE("dedup/predict: unique is round(N / ratio) for single units, and within a run of it for runs, up to the largest sizes") {
    for (const ratio by : {ratio{}, ratio{107, 100}, ratio{3, 2}, ratio{3, 1}, ratio{64, 1}})
        for (const std::uint64_t unit : {std::uint64_t{512}, 4_KiB, 128_KiB, 1_MiB})
            for (const std::uint64_t size : {1_MiB, 1_GiB + 12'345'678, 100_TiB + 999'999, 4_EiB}) {
                const std::uint64_t units = size / unit;
                CHECK(predict({.ratio = by, .unit = unit}, size) == predicted_units{units, std::max<std::uint64_t>(by.divide(units), 1)});
                for (const std::uint64_t run : {std::uint64_t{2}, std::uint64_t{7}, std::uint64_t{64}, std::uint64_t{1000}}) {
                    const predicted_units found = predict({.ratio = by, .unit = unit, .run = run}, size);
                    CHECK(found.units == units);
                    if (units < run) continue;  // no extent, so no duplicate
                    const std::uint64_t wanted = by.divide(units);
                    CAPTURE(by.value());
                    CAPTURE(units);
                    CAPTURE(run);
                    CHECK(std::max(found.unique, wanted) - std::min(found.unique, wanted) <= run);
                }
            }
}

TEST_CASE("dedup/predict: a partial rewrite with the next version leaves what is counted in the bytes") {
    test::dice dice{2};
    for (const std::uint64_t run : {std::uint64_t{1}, std::uint64_t{4}})
        for (const std::uint64_t group : {std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{20}, unlimited})
            for (const int kind : {0, 1, 2, 3, 4}) {
                duplication asked{.unit = 512, .group = group, .run = run};
                if (kind == 0) asked.ratio = {3, 2};
                if (kind == 1) asked.ratio = 64.0;
                if (kind == 2) asked.ratio = {7, 3}, asked.pool = 3;
                if (kind == 3) asked.popularity = from_histogram(some_rows);
                if (kind == 4) asked.ratio = 4.0, asked.popularity = zipf(1.0);
                const std::uint64_t units = dice.from(1, 300), size = units * 512 + dice.below(512);
                const std::vector<std::byte> before = bytes_of(asked, size);
                asked.version = 1;
                const std::vector<std::byte> after = bytes_of(asked, size);
                asked.version = 0;
                for (int round = 0; round < 30; ++round) {
                    std::uint64_t first = dice.below(units + 1), last = dice.below(units + 1);
                    if (first > last) std::swap(first, last);
                    if (round == 0) first = 0, last = units;
                    if (round == 1) first = last;
                    if (round == 2) first = 0;
                    if (round == 3) last = units;
                    if (round == 4) first = std::min(last, first / run * run);
                    std::vector<std::byte> bytes = before;
                    std::copy(after.begin() + static_cast<std::ptrdiff_t>(first * 512), after.begin() + static_cast<std::ptrdiff_t>(last * 512),
                              bytes.begin() + static_cast<std::ptrdiff_t>(first * 512));
                    const auto [blocks, unique] = test::count_blocks(bytes, 512);
                    CAPTURE(run);
                    CAPTURE(group);
                    CAPTURE(kind);
                    CAPTURE(units);
                    CAPTURE(first);
                    CAPTURE(last);
                    const auto found = predict_rewrite(asked, size, seed{9}, first, last);
                    REQUIRE(found.has_value());
                    REQUIRE(*found == predicted_units{blocks, unique});
                }
                CHECK(predict_rewrite(asked, size, seed{9}, 0, units) == predict(asked, size));
                CHECK(predict_rewrite(asked, size, seed{9}, units / 2, units / 2) == predict(asked, size));
            }
}

TEST_CASE("dedup/predict: whole groups of a petabyte cost nothing") {
    const duplication asked{.ratio = 2.0};
    const auto found = predict_rewrite(asked, 1_PiB, seed{1}, 65'536 * std::uint64_t{1000}, 65'536 * std::uint64_t{900'000});
    CHECK(found == predicted_units{1_PiB / 4096, 1_PiB / 8192});
    // One group cut in the middle: each half has most of the contents of the group, of which a half then is there twice.
    const auto cut = predict_rewrite(asked, 1_PiB, seed{1}, 0, 65'536 * 1000 + 32'768);
    CHECK(cut->unique > 1_PiB / 8192 + 10'000);
    CHECK(cut->unique < 1_PiB / 8192 + 32'768);
}

TEST_CASE("dedup/predict: what cannot be predicted is said so") {
    const auto refused = [](const auto& call) -> std::string {
        try {
            (void)call();
        } catch (const config_error& error) {
            return error.what();
        }
        return "accepted";
    };
    CHECK(refused([] { return predict({}, unlimited); }) == "size: unlimited has no number of units; predict a finite size, like the group's");
    CHECK(refused([] { return predict({}, 0); }).starts_with("size: 0 leaves no unit"));
    CHECK(refused([] { return predict({.run = 0}, 1_MiB); }).starts_with("run: 0 is no"));
    CHECK(refused([] { return predict_rewrite({}, 1_MiB, seed{1}, 3, 257); }) ==
          "range: 3 to 257 is not within the 256 units; give the first unit, and the one behind the last");
    CHECK(refused([] { return predict_rewrite({}, 1_MiB, seed{1}, 4, 3); }).starts_with("range: 4 to 3 is not"));
    CHECK(predict_rewrite({.shift = 8}, 1_MiB, seed{1}, 0, 3) == std::nullopt);
}
