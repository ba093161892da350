// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/duplicated_bytes.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/bytes/text_bytes.hpp>
#include <spate/core/size.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/rng/ars.hpp>
#include <spate/shape/compressible.hpp>

#include "../support/random.hpp"
#include "oracle.hpp"

using namespace spate;

namespace {

const std::vector<reference_row> some_rows{{40, 2}, {7, 3}, {3, 20}, {1, 200}};

test::table_rows pairs(const reference_table& from) {
    test::table_rows out;
    for (std::size_t i = 0; i < from.rows(); ++i) out.emplace_back(from.row(i).references, from.row(i).contents);
    return out;
}

// What the definition says of a stream over random bytes.
template <class Base>
std::vector<std::byte> expected(const duplication& asked, const Base& endless, std::uint64_t size) {
    const seed origin = endless.origin();
    const std::uint64_t extent = asked.unit * asked.run, extents = size / extent, units = size / asked.unit;
    std::vector<test::place> places;
    std::uint64_t wanted;
    if (asked.popularity.what() == popularity::kind::uniform) {
        const std::uint64_t group = asked.group.value_or(65'536);
        places = test::ratio_places(std::max<std::uint64_t>(extents, 1), group, derive_key(origin, "dedup order", {group}), asked.ratio.numerator(),
                                    asked.ratio.denominator());
        wanted = asked.ratio.divide(units);
    } else {
        const std::uint64_t group = asked.group.value_or(unlimited);
        places = test::table_places(std::max<std::uint64_t>(extents, 1), group, derive_key(origin, "dedup order", {group}),
                                    [&](std::uint64_t n) { return pairs(asked.popularity.table(n, asked.ratio, asked.max_references).table); });
        std::uint64_t all = 0, contents = 0;
        for (const reference_row& row : asked.popularity.rows()) all += row.references * row.contents, contents += row.contents;
        wanted = all == 0 ? asked.ratio.divide(units) : units * contents / all;
    }
    const std::uint64_t contents = test::distinct(places);
    const bool fresh = asked.run == 1 || contents * asked.run < wanted;
    seed from = origin;
    if (asked.pool)
        from = seed{derive_key(seed{*asked.pool}, "dedup pool", {asked.version}).low};
    else if (asked.version != 0)
        from = seed{derive_key(origin, "dedup version", {asked.version}).low};
    return test::bytes_of(places, endless.with_seed(from), extent, asked.shift, size, extents == 0 ? 0 : fresh ? contents : contents - 1);
}

template <class Source>
void check_bytes(const Source& data, const std::vector<std::byte>& wanted, std::uint64_t draws) {
    REQUIRE(data.size() == wanted.size());
    std::vector<std::byte> all(wanted.size(), std::byte{0x5a});
    data.fill(0, all);
    REQUIRE(all == wanted);
    // Any part, in any order, streaming or not; nothing beside it is touched.
    test::dice dice{draws};
    for (int round = 0; round < 12; ++round) {
        const std::uint64_t first = dice.below(wanted.size()), size = round % 3 == 0 ? dice.below(wanted.size() - first + 1)
                                                                                     : dice.below(std::min<std::uint64_t>(20'000, wanted.size() - first) + 1);
        std::vector<std::byte> part(size + 1, std::byte{0x5a});
        data.fill(first, std::span{part}.first(size), round % 2 == 0 ? store_mode::cached : store_mode::streaming);
        REQUIRE(std::equal(part.begin(), part.end() - 1, wanted.begin() + static_cast<std::ptrdiff_t>(first)));
        REQUIRE(part[size] == std::byte{0x5a});
    }
    // Cells, alone and in part, are the fill.
    if constexpr (cell_source<Source>) {
        const std::size_t cell = Source::cell_size;
        for (int round = 0; round < 12 && wanted.size() > 4 * cell; ++round) {
            std::vector<std::byte> room(3 * cell);
            const std::uint64_t index = dice.below(wanted.size() / cell - 2), other = dice.below(wanted.size() / cell);
            const std::size_t prefix = static_cast<std::size_t>(dice.from(1, cell));
            const cell_request requests[] = {{index, room.data(), cell}, {index + 1, room.data() + cell, cell}, {other, room.data() + 2 * cell, prefix}};
            data.make(requests, store_mode::cached);
            REQUIRE(std::equal(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(2 * cell), wanted.begin() + static_cast<std::ptrdiff_t>(index * cell)));
            REQUIRE(std::equal(room.begin() + static_cast<std::ptrdiff_t>(2 * cell), room.begin() + static_cast<std::ptrdiff_t>(2 * cell + prefix),
                               wanted.begin() + static_cast<std::ptrdiff_t>(other * cell)));
        }
    }
}

}  // namespace

TEST_CASE("dedup/duplicated_bytes: every composition of options is what the oracle writes down") {
    std::uint64_t draws = 0;
    for (const bool histogram : {false, true})
        for (const std::uint64_t unit : {std::uint64_t{512}, std::uint64_t{4096}, std::uint64_t{6144}})
            for (const std::uint64_t run : {std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{40}})
                for (const std::uint64_t shift : {std::uint64_t{0}, std::uint64_t{100}, std::uint64_t{511}})
                    for (const std::optional<std::uint64_t> group : {std::optional<std::uint64_t>{}, std::optional<std::uint64_t>{17}})
                        for (const auto& [pool, version] : {std::pair<std::optional<std::uint64_t>, std::uint64_t>{{}, 0}, {{}, 2}, {7, 0}, {7, 3}}) {
                            duplication asked{.unit = unit, .group = group, .run = run, .shift = shift, .pool = pool, .version = version};
                            if (histogram)
                                asked.popularity = from_histogram(some_rows);
                            else
                                asked.ratio = ++draws % 2 == 0 ? ratio{3, 2} : ratio{9, 2};
                            const std::uint64_t size = std::min<std::uint64_t>(1'500'000, 60 * unit * run) + draws % 3 * 777;
                            CAPTURE(histogram);
                            CAPTURE(unit);
                            CAPTURE(run);
                            CAPTURE(shift);
                            CAPTURE(version);
                            const random_bytes base{seed{20}};
                            const auto data = base | take(size) | duplicated(asked);
                            check_bytes(data, expected(asked, base, size), draws);
                        }
}

TEST_CASE("dedup/duplicated_bytes: on text, on compressible and on larger cells, with zipf and a maximum") {
    const duplication asked{.ratio = 3.0, .unit = 4096, .group = 100, .popularity = zipf(1.1), .max_references = 12, .run = 2, .pool = 1, .version = 1};
    duplication rotated = asked;
    rotated.shift = 1000;
    for (const duplication& one : {asked, rotated}) {
        const auto check = [&](const auto& base) { check_bytes(base | take(1'400'001) | duplicated(one), expected(one, base, 1'400'001), 5); };
        check(text_bytes{seed{3}});
        check(random_bytes<rng::shishua<65536>>{seed{3}});
        check(random_bytes<rng::shishua<512>>{seed{3}});
        if (one.shift != 0) continue;  // would cut what is compressed together
        check(random_bytes{seed{3}} | compressible(2.0));
        check(random_bytes<rng::ars<5>>{seed{3}} | compressible({.ratio = 3.0, .unit = 512}));
    }
}

TEST_CASE("dedup/duplicated_bytes: streams smaller than an extent are the contents' beginning") {
    for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{4095}, std::uint64_t{4096}, std::uint64_t{40'000}, std::uint64_t{65'535}}) {
        const duplication asked{.ratio = 2.0, .run = 16, .shift = 5, .version = 1};
        check_bytes(random_bytes{seed{1}} | take(size) | duplicated(asked), expected(asked, random_bytes{seed{1}}, size), size);
    }
}

TEST_CASE("dedup/duplicated_bytes: another seed is the stream of that seed, with its pool and version") {
    for (const duplication& asked :
         {duplication{.ratio = 2.0, .group = 50}, duplication{.ratio = 2.0, .group = 50, .version = 3},
          duplication{.ratio = 2.0, .group = 50, .run = 3, .shift = 8, .pool = 4}, duplication{.ratio = 2.0, .popularity = zipf(1.0), .pool = 4, .version = 1},
          duplication{.popularity = from_histogram(some_rows), .version = 1}}) {
        const auto of = [&](std::uint64_t value) { return random_bytes{seed{value}} | take(800'000) | duplicated(asked); };
        std::vector<std::byte> made(800'000), fresh(800'000);
        const auto reseeded = of(1).with_seed(seed{2});
        reseeded.fill(0, made);
        of(2).fill(0, fresh);
        CHECK(made == fresh);
        CHECK(reseeded.origin() == seed{2});
        const auto back = reseeded.with_seed(seed{1});
        back.fill(0, made);
        of(1).fill(0, fresh);
        CHECK(made == fresh);
    }
}

TEST_CASE("dedup/duplicated_bytes: says what it is made of") {
    const auto data = random_bytes{seed{5}} | take(1_MiB) | duplicated({.ratio = 2.0, .unit = 1024, .group = 9, .run = 4, .shift = 3, .pool = 6, .version = 7});
    CHECK(data.size() == 1_MiB);
    CHECK(data.unit() == 1024);
    CHECK(data.extent() == 4096);
    CHECK(data.origin() == seed{5});
    CHECK(data.layout().run == 4);
    CHECK(data.layout().shift == 3);
    CHECK(data.layout().group == 9);
    CHECK(data.layout().pool == 6);
    CHECK(data.layout().version == 7);
    CHECK(data.mapper().size() == 256);
    CHECK(data.mapper().distinct() == 128);
    CHECK(data.contents().origin() == content_seed(seed{5}, 6, 7));
    static_assert(sizeof data <= 1024);
    static_assert(noexcept(data.fill(0, std::span<std::byte>{}))&& noexcept(data.with_seed(seed{1})));
    static_assert(store_aware_source<decltype(data)> && reseedable_source<std::remove_const_t<decltype(data)>> && cell_source<decltype(data)>);
}

TEST_CASE("dedup/duplicated_bytes: takes any mapper, one without numbers of references too") {
    struct halves {
        std::uint64_t operator()(std::uint64_t i) const noexcept { return i / 2; }
        void map(std::uint64_t first, std::span<std::uint64_t> ids) const noexcept {
            for (std::uint64_t& id : ids) id = first++ / 2;
        }
        std::uint64_t size() const noexcept { return 10; }
        std::uint64_t distinct() const noexcept { return 5; }
    };
    const random_bytes base{seed{1}};
    const duplicated_bytes data{base | take(10 * 4096), halves{}, extent_layout{}};
    std::vector<std::byte> bytes(10 * 4096), wanted(4096);
    data.fill(0, bytes);
    for (std::size_t i = 0; i < 10; ++i) {
        base.fill(i / 2 * 4096, wanted);
        CHECK(std::equal(wanted.begin(), wanted.end(), bytes.begin() + static_cast<std::ptrdiff_t>(i * 4096)));
    }
    static_assert(!reseedable_source<std::remove_const_t<decltype(data)>>);
}
