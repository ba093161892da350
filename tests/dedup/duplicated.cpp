// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/duplicated.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <spate/bytes/concat.hpp>
#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/bytes/text_bytes.hpp>
#include <spate/core/size.hpp>
#include <spate/shape/compressible.hpp>

#include "../support/hash.hpp"

using namespace spate;

namespace {

std::uint64_t rounded(std::uint64_t units, std::uint64_t n, std::uint64_t d) {
    return static_cast<std::uint64_t>((2 * static_cast<uint128>(units) * d + n) / (2 * static_cast<uint128>(n)));
}

template <class Source>
std::vector<std::byte> part_of(const Source& source, std::uint64_t offset, std::size_t size) {
    std::vector<std::byte> bytes(size, std::byte{0x5a});
    source.fill(offset, bytes);
    return bytes;
}

// How often each content occurs among units [first, first + count).
template <class Source>
std::map<std::uint64_t, std::uint64_t> count_units(const Source& source, std::size_t unit, std::uint64_t first, std::uint64_t count) {
    std::map<std::uint64_t, std::uint64_t> counts;
    std::vector<std::byte> bytes;
    const std::size_t at_once = std::max<std::size_t>(1, (1 << 20) / unit);
    for (std::uint64_t i = 0; i < count; i += at_once) {
        const auto units = static_cast<std::size_t>(std::min<std::uint64_t>(at_once, count - i));
        bytes.resize(units * unit);
        source.fill((first + i) * unit, bytes);
        for (std::size_t u = 0; u < units; ++u) ++counts[test::hash(std::span{bytes}.subspan(u * unit, unit))];
    }
    return counts;
}

struct asked_ratio {
    std::uint64_t n, d;
};
constexpr asked_ratio ratios[] = {{1, 1}, {107, 100}, {3, 2}, {3, 1}, {64, 1}};

}  // namespace

TEST_CASE("dedup/duplicated: the bytes hold exactly round(N / ratio) distinct units, of any size") {
    for (const auto& [unit, units] : {std::pair<std::size_t, std::uint64_t>{512, 20'001}, {4096, 5003}, {6144, 1001}, {128 << 10, 200}, {1 << 20, 33}})
        for (const asked_ratio by : ratios) {
            CAPTURE(unit);
            CAPTURE(by.n);
            const std::uint64_t wanted = std::max<std::uint64_t>(1, rounded(units, by.n, by.d));
            const auto plain = random_bytes{seed{1}} | take(units * unit) | duplicated({.ratio = {by.n, by.d}, .unit = unit, .group = 1000});
            CHECK(plain.size() == units * unit);
            CHECK(plain.unit() == unit);
            CHECK(count_units(plain, unit, 0, units).size() == wanted);
        }
}

TEST_CASE("dedup/duplicated: compression, text and other bases change nothing in the counts") {
    constexpr std::size_t unit = 4096;
    constexpr std::uint64_t units = 3001;
    for (const asked_ratio by : ratios) {
        CAPTURE(by.n);
        const duplication asked{.ratio = {by.n, by.d}, .unit = unit, .group = 700};
        const std::uint64_t wanted = rounded(units, by.n, by.d);
        CHECK(count_units(random_bytes{seed{1}} | compressible(2.0) | take(units * unit) | duplicated(asked), unit, 0, units).size() == wanted);
        CHECK(count_units(random_bytes{seed{1}} | compressible(40.0) | take(units * unit) | duplicated(asked), unit, 0, units).size() == wanted);
        CHECK(count_units(text_bytes{seed{1}} | take(units * unit) | duplicated(asked), unit, 0, units).size() == wanted);
        CHECK(count_units(counter_bytes{} | take(units * unit) | duplicated(asked), unit, 0, units).size() == wanted);
        // Sectors of compressible data are all different, so the same holds for them.
        const duplication sectors{.ratio = {by.n, by.d}, .unit = 512, .group = 700};
        CHECK(count_units(random_bytes{seed{1}} | compressible({.ratio = 4.0, .unit = 512}) | take(units * 512) | duplicated(sectors), 512, 0, units).size() ==
              wanted);
    }
}

TEST_CASE("dedup/duplicated: exact after whole groups; reference counts within a group differ by at most one") {
    constexpr std::size_t unit = 512;
    for (const asked_ratio by : ratios)
        for (const std::uint64_t group : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{7}, std::uint64_t{1000}, std::uint64_t{65'536}}) {
            CAPTURE(by.n);
            CAPTURE(group);
            const auto endless = random_bytes{seed{2}} | duplicated({.ratio = {by.n, by.d}, .unit = unit, .group = group});
            CHECK(endless.size() == unlimited);
            const std::uint64_t most = group > 10'000 ? 2 : 12;
            std::set<std::uint64_t> seen;
            for (std::uint64_t k = 0; k < most; ++k) {
                const auto counts = count_units(endless, unit, k * group, group);
                for (const auto& [hash, count] : counts) seen.insert(hash);
                REQUIRE(seen.size() == std::max<std::uint64_t>(1, rounded((k + 1) * group, by.n, by.d)));
                const auto [least, often] = std::minmax_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
                REQUIRE(often->second - least->second <= 1);
            }
            // A finite stream is the endless one in its whole groups.
            const std::uint64_t units = most * group - group / 2;
            const auto finite = random_bytes{seed{2}} | take(units * unit) | duplicated({.ratio = {by.n, by.d}, .unit = unit, .group = group});
            const std::size_t whole = static_cast<std::size_t>(units / group * group) * unit;
            if (units >= group) CHECK(part_of(finite, 0, whole) == part_of(endless, 0, whole));
        }
}

TEST_CASE("dedup/duplicated: sizes around a group and around a unit") {
    for (const std::uint64_t units : {1u, 2u, 999u, 1000u, 1001u, 2000u})
        for (const asked_ratio by : ratios)
            for (const std::size_t rest : {std::size_t{0}, std::size_t{1}, std::size_t{511}, std::size_t{3000}, std::size_t{4095}}) {
                constexpr std::size_t unit = 4096;
                CAPTURE(units);
                CAPTURE(by.n);
                CAPTURE(rest);
                const auto data = random_bytes{seed{3}} | take(units * unit + rest) | duplicated({.ratio = {by.n, by.d}, .unit = unit, .group = 1000});
                CHECK(data.size() == units * unit + rest);
                const std::uint64_t wanted = std::max<std::uint64_t>(1, rounded(units, by.n, by.d));
                CHECK(count_units(data, unit, 0, units).size() == wanted);
                // The rest is what the base has behind the last distinct unit, so it repeats nothing.
                CHECK(part_of(data, units * unit, rest) == part_of(random_bytes{seed{3}}, wanted * unit, rest));
            }
    for (const std::size_t size : {std::size_t{1}, std::size_t{300}, std::size_t{4095}}) {
        const auto data = random_bytes{seed{3}} | take(size) | duplicated({.ratio = 2.0});
        CHECK(data.size() == size);
        CHECK(part_of(data, 0, size) == part_of(random_bytes{seed{3}}, 0, size));
    }
}

TEST_CASE("dedup/duplicated: every unit is a whole unit of the base") {
    constexpr std::size_t unit = 8192;
    const auto data = random_bytes{seed{4}} | take(1000 * unit) | duplicated({.ratio = 1.5, .unit = unit, .group = 100});
    for (std::uint64_t i = 0; i < 1000; i += 37) CHECK(part_of(data, i * unit, unit) == part_of(random_bytes{seed{4}}, data.mapper()(i) * unit, unit));
    const auto sectors = random_bytes{seed{4}} | duplicated({.ratio = 1.5, .unit = 512, .group = 100});
    for (std::uint64_t i = 0; i < 1000; i += 7) CHECK(part_of(sectors, i * 512, 512) == part_of(random_bytes{seed{4}}, sectors.mapper()(i) * 512, 512));
}

TEST_CASE("dedup/duplicated: neighbouring seeds have other contents in another order") {
    const auto of = [](std::uint64_t value) { return random_bytes{seed{value}} | take(8_MiB) | duplicated({.ratio = 2.0}); };
    const auto base = count_units(of(100), 512, 0, 16'384);
    for (const std::uint64_t other : {101u, 99u, 100u ^ 1u}) {
        for (const auto& [hash, count] : count_units(of(other), 512, 0, 16'384)) REQUIRE(!base.contains(hash));
        std::size_t same = 0;
        for (std::uint64_t i = 0; i < 2048; ++i) same += of(other).mapper()(i) == of(100).mapper()(i);
        CHECK(same < 20);
    }
}

TEST_CASE("dedup/duplicated: what makes no sense is refused by name, with what would be right") {
    const auto refused = [](const duplication& asked, std::uint64_t size = 1_MiB) -> std::string {
        try {
            (void)(random_bytes{seed{1}} | take(size) | duplicated(asked));
        } catch (const config_error& error) {
            return error.what();
        }
        return "accepted";
    };
    CHECK(refused({.ratio = 2.0, .unit = 1000}) == "unit: 1000 is not a multiple of 512; use 512 or 1024");
    CHECK(refused({.ratio = 2.0, .unit = 0}) == "unit: 0 is not a multiple of 512; use 512");
    CHECK(refused({.ratio = 2.0, .unit = 100}) == "unit: 100 is not a multiple of 512; use 512");
    CHECK(refused({.ratio = 2.0, .unit = 64_MiB}) == "accepted");
    CHECK(refused({.ratio = 2.0, .unit = 64_MiB + 512}).starts_with("unit: 67109376 is more than 64 MiB"));
    CHECK(refused({.ratio = {1, 2}}).starts_with("dedup: 0.5 is below 1"));
    CHECK(refused({.ratio = 2.0, .group = 0}).starts_with("group: 0 is not"));
    CHECK(refused({.ratio = 2.0}, 0).starts_with("size: 0 leaves no unit"));
    CHECK_THROWS_AS((void)(random_bytes{seed{1}} | duplicated({.ratio = 2.0, .group = unlimited})), config_error);
}

TEST_CASE("dedup/duplicated: the bytes hold a histogram's contents exactly as often as it says") {
    const std::vector<reference_row> rows{{500, 1}, {90, 4}, {7, 30}, {2, 300}, {1, 1000}};
    const popularity like = from_histogram(rows);
    const auto data = random_bytes{seed{1}} | take(like.units() * 4096) | duplicated({.popularity = like});
    std::map<std::uint64_t, std::uint64_t> found;
    for (const auto& [hash, count] : count_units(data, 4096, 0, like.units())) ++found[count];
    REQUIRE(found.size() == rows.size());
    for (const reference_row& row : rows) CHECK(found[row.references] == row.contents);
}

TEST_CASE("dedup/duplicated: streams of one pool share their contents, in orders of their own") {
    const auto of = [](std::uint64_t value, std::optional<std::uint64_t> pool, std::uint64_t size) {
        return random_bytes{seed{value}} | take(size) | duplicated({.ratio = 2.0, .group = 100, .pool = pool});
    };
    const auto first = count_units(of(1, 9, 2_MiB), 4096, 0, 512), second = count_units(of(2, 9, 2_MiB), 4096, 0, 512);
    CHECK(first.size() == 256);
    CHECK(first == second);
    const auto longer = count_units(of(3, 9, 8_MiB), 4096, 0, 2048);
    CHECK(longer.size() == 1024);
    for (const auto& [hash, count] : first) REQUIRE(longer.contains(hash));
    for (const auto& other :
         {count_units(of(1, 10, 2_MiB), 4096, 0, 512), count_units(of(1, {}, 2_MiB), 4096, 0, 512), count_units(of(9, {}, 2_MiB), 4096, 0, 512)})
        for (const auto& [hash, count] : other) REQUIRE(!first.contains(hash));
    std::size_t same = 0;
    for (std::uint64_t i = 0; i < 512; ++i) same += of(1, 9, 2_MiB).mapper()(i) == of(2, 9, 2_MiB).mapper()(i);
    CHECK(same < 30);
}

TEST_CASE("dedup/duplicated: versions have nothing in common but their order") {
    const auto of = [](std::uint64_t version, std::optional<std::uint64_t> pool) {
        return random_bytes{seed{1}} | take(2_MiB) | duplicated({.ratio = 2.0, .group = 100, .pool = pool, .version = version});
    };
    for (const std::optional<std::uint64_t> pool : {std::optional<std::uint64_t>{}, std::optional<std::uint64_t>{3}}) {
        std::set<std::uint64_t> seen;
        for (const std::uint64_t version : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, ~std::uint64_t{0}}) {
            const auto counts = count_units(of(version, pool), 512, 0, 4096);
            CHECK(counts.size() == 2048);
            for (const auto& [hash, count] : counts) REQUIRE(seen.insert(hash).second);
            for (std::uint64_t i = 0; i < 512; ++i) REQUIRE(of(version, pool).mapper()(i) == of(0, pool).mapper()(i));
        }
    }
    CHECK(part_of(of(0, {}), 0, 2_MiB) == part_of(random_bytes{seed{1}} | take(2_MiB) | duplicated({.ratio = 2.0, .group = 100}), 0, 2_MiB));
}

namespace {

// A base that compresses 8 KiB together, as far as it says.
struct shaped : random_bytes<> {
    explicit shaped(seed from, std::uint64_t together = 8192) : random_bytes<>{from}, together_{together} {}
    [[nodiscard]] std::uint64_t compress_unit() const noexcept { return together_; }
    [[nodiscard]] shaped with_seed(seed other) const noexcept { return shaped{other, together_}; }

private:
    std::uint64_t together_;
};

}  // namespace

TEST_CASE("dedup/duplicated: what is compressed together is not cut") {
    const auto refused = [](const duplication& asked, std::uint64_t together = 8192) -> std::string {
        try {
            (void)(shaped{seed{1}, together} | duplicated(asked));
        } catch (const config_error& error) {
            return error.what();
        }
        return "accepted";
    };
    CHECK(refused({.unit = 4096}) == "unit: 4096 cuts the 8192 bytes that are compressed together; use 8192");
    CHECK(refused({.unit = 12'288}) == "unit: 12288 cuts the 8192 bytes that are compressed together; use 8192 or 16384");
    CHECK(refused({.unit = 8192}) == "accepted");
    CHECK(refused({.unit = 1_MiB, .run = 3}) == "accepted");
    CHECK(refused({.unit = 32'768, .shift = 512}) ==
          "shift: 512 cuts the 8192 bytes that are compressed together; use a multiple of 8192 below the unit, or 0");
    CHECK(refused({.unit = 8192, .shift = 512}) == "shift: 512 cuts the 8192 bytes that are compressed together; use 0, or larger units");
    CHECK(refused({.unit = 32'768, .shift = 16'384}) == "accepted");
    CHECK(refused({.unit = 4096}, 0) == "accepted");
    CHECK((shaped{seed{1}} | duplicated({.unit = 8192})).compress_unit() == 8192);
    CHECK((shaped{seed{1}} | duplicated({.unit = 8192, .version = 1})).compress_unit() == 8192);
}

TEST_CASE("dedup/duplicated: a pool or a version needs a base with a seed") {
    const auto refused = [](const duplication& asked) -> std::string {
        try {
            (void)(counter_bytes{} | duplicated(asked));
        } catch (const config_error& error) {
            return error.what();
        }
        return "accepted";
    };
    CHECK(refused({.pool = 3}) == "pool: 3 needs a base that has a seed; use one made of random_bytes or text_bytes, or leave it out");
    CHECK(refused({.version = 2}) == "version: 2 needs a base that has a seed; use one made of random_bytes or text_bytes, or leave it out");
    CHECK(refused({.run = 4, .shift = 8}) == "accepted");
}

TEST_CASE("dedup/duplicated: models what it says") {
    using over_random = decltype(random_bytes{seed{1}} | duplicated({}));
    static_assert(store_aware_source<over_random> && reseedable_source<over_random> && cell_source<over_random>);
    using over_zero = decltype(zero_bytes{} | duplicated({}));
    static_assert(store_aware_source<over_zero> && !cell_source<over_zero> && !reseedable_source<over_zero>);
    static_assert(sizeof(over_random) <= 1024);
    CHECK((random_bytes{seed{5}} | duplicated({.ratio = 2.0})).origin() == seed{5});
}
