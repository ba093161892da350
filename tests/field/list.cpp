// SPDX-License-Identifier: Apache-2.0
#include <spate/field/list.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/list: element k of row i is the generator's row i * longest + k, and all lengths are as likely") {
    std::int64_t row = 0;
    std::array<int, 5> lengths{};
    bool right = true;
    for (const std::vector<std::int64_t>& list : laws::values(list_of(sequence(), 1, 4), 100'000)) {
        REQUIRE((!list.empty() && list.size() <= 4));
        ++lengths[list.size()];
        for (std::size_t k = 0; k < list.size(); ++k) right &= list[k] == row * 4 + static_cast<std::int64_t>(k);
        ++row;
    }
    CHECK(right);
    double chi_square = 0;
    for (std::size_t length = 1; length <= 4; ++length) chi_square += (lengths[length] - 25000.0) * (lengths[length] - 25000.0) / 25000;
    CHECK(chi_square < 16.3);
}

TEST_CASE("field/list: every partition of rows gives the same lists, of elements of any layout") {
    laws::check_partition(list_of(samples::below_of(1000), 0, 3));
    laws::check_partition(list_of(samples::coin{}, 0, 3));
    laws::check_partition(list_of(samples::letters{}, 0, 3));
    laws::check_partition(list_of(samples::city{}, 2, 2));
    laws::check_partition(list_of(samples::sixteen{}, 0, 2));
    laws::check_partition(list_of(nullable(samples::letters{}, 0.4), 0, 3));
    laws::check_partition(list_of(list_of(samples::letters{}, 0, 2), 0, 3));
    laws::check_partition(nullable(list_of(sequence(), 0, 0), 0.5));
}

TEST_CASE("field/list: lengths from a generator are kept within bounds") {
    const auto lists = laws::values(list_of(sequence(), sequence(-2), 3), 8);
    std::vector<std::size_t> lengths;
    for (const auto& list : lists) lengths.push_back(list.size());
    CHECK(lengths == std::vector<std::size_t>{0, 0, 0, 1, 2, 3, 3, 3});
    laws::check_partition(list_of(samples::letters{}, samples::below_of(5), 4));
}

TEST_CASE("field/list: what makes no sense") {
    CHECK_THROWS_WITH_AS((void)list_of(sequence(), 3, 2), "list_of: length: 3..2 is an empty range; give the smaller number first", config_error);
    CHECK_THROWS_AS((void)list_of(sequence(), 3, 65537), config_error);
}
