// SPDX-License-Identifier: Apache-2.0
#include <spate/store/row_batches.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <span>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

static_assert(std::ranges::input_range<spate::row_batches<float>>);
static_assert(std::input_iterator<spate::row_batches<float>::iterator>);

TEST_CASE("batches of any size are all rows in order, without the dropped ones") {
    const test::scratch place;
    spate::store to{place / "store"};
    to.save<std::uint16_t>("a", test::elements_of<std::uint16_t>(300), {100, 3});
    for (const bool dropped : {false, true}) {
        if (dropped) to.drop_rows("a", std::vector<std::uint64_t>{0, 1, 50, 98, 99});
        const auto wanted = to.load<std::uint16_t>("a");
        for (const std::uint64_t size : {1u, 7u, 49u, 100u, 1000u}) {
            std::vector<std::uint16_t> all;
            auto batches = to.stream_load<std::uint16_t>("a", size);
            for (auto at = batches.begin(); at != batches.end(); ++at) {
                CHECK(at.first() == all.size() / 3);
                CHECK((*at).size() % 3 == 0);
                CHECK((*at).size() <= size * 3);
                all.insert(all.end(), (*at).begin(), (*at).end());
            }
            CHECK(all == wanted);
        }
    }
}

TEST_CASE("an array without rows has no batch, and a number is one") {
    const test::scratch place;
    spate::store to{place / "store"};
    to.save<double>("none", std::span<const double>{}, {0, 2});
    to.save<double>("one", std::vector<double>{3}, {});
    for ([[maybe_unused]] const auto part : to.stream_load<double>("none", 5)) FAIL("there is a batch");
    std::size_t count = 0;
    for (const std::span<const double> part : to.stream_load<double>("one", 5)) {
        CHECK(part[0] == 3);
        ++count;
    }
    CHECK(count == 1);
    CHECK_THROWS_AS((void)to.stream_load<double>("one", 0), spate::config_error);
}
