// SPDX-License-Identifier: Apache-2.0
#include <spate/field/referred_rows.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

namespace {

// Values of far and near rows must be those that the generator makes one by one, whether the table is made as a whole or row by row.
template <class Generator>
void check_rows(const Generator& generator) {
    std::vector<std::uint64_t> rows;
    for (std::uint64_t i = 0; i < 700; ++i) rows.push_back(i * i % 1999);
    const auto make = [&](std::uint64_t first, std::size_t count, const auto& use) {
        column made;
        generator.fill({laws::some_key, first, count}, made);
        use(static_cast<const column&>(made));
    };
    column filled, alone;
    for (const std::uint64_t table_rows : {std::uint64_t{1999}, std::uint64_t{1} << 40}) {
        fill_from_rows(generator.type(), rows, table_rows, make, filled);
        laws::check_column(generator.type(), filled, rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            generator.fill({laws::some_key, rows[i], 1}, alone);
            REQUIRE(laws::same_value(generator.type(), filled, i, alone, 0));
        }
    }
    if constexpr (scattered_field<Generator>) {
        generator.fill_scattered(laws::some_key, rows, filled);
        laws::check_column(generator.type(), filled, rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            generator.fill({laws::some_key, rows[i], 1}, alone);
            REQUIRE(laws::same_value(generator.type(), filled, i, alone, 0));
        }
    }
}

// Texts of one dictionary in even rows, of another in odd ones, and of none in every fifth.
struct mixed_texts : text_field {
    choice_field even = one_of({"a", "bb"}), odd = one_of({"ccc", "dddd"});
    void fill(const field_rows& rows, column& out) const {
        if (rows.first % 5 == 4)
            samples::letters{}.fill(rows, out);
        else
            (rows.first % 2 == 0 ? even : odd).fill(rows, out);
    }
};

}  // namespace

TEST_CASE("field/referred_rows: rows are those of the table, the same alone and together") {
    for (const double zipf : {0.0, 1.2}) {
        const referred_rows drawn{1000, zipf};
        std::vector<std::uint64_t> rows(600), alone(600);
        drawn.fill(laws::some_key, 77, rows);
        std::iota(alone.begin(), alone.end(), std::uint64_t{77});
        drawn.fill_scattered(laws::some_key, alone);
        CHECK(rows == alone);
        for (const std::uint64_t row : rows) REQUIRE(row < 1000);
    }
    CHECK_THROWS_AS((referred_rows{0, 0}), config_error);
    CHECK_THROWS_AS((referred_rows{10, -3}), config_error);
}

TEST_CASE("field/referred_rows: columns of any type") {
    check_rows(sequence(5, -3));
    check_rows(permuted_int(1000, 7));
    check_rows(uuid4());
    check_rows(samples::coin{});
    check_rows(samples::letters{});
    check_rows(one_of({"a", "bb"}));
    check_rows(nullable(samples::letters{}, 0.3));
    check_rows(nullable(one_of({"a", "bb"}), 0.3));
    check_rows(nullable(samples::coin{}, 0.3));
    check_rows(list_of(samples::letters{}, 0, 4));
}

TEST_CASE("field/referred_rows: texts of several dictionaries") {
    const mixed_texts texts;
    std::vector<std::uint64_t> rows;
    for (std::uint64_t i = 0; i < 100; ++i) rows.push_back(i * 3 + i / 10);
    column filled, alone;
    fill_from_rows(
        texts.type(), rows, 100'000,
        [&](std::uint64_t first, std::size_t count, const auto& use) {
            texts.fill({laws::some_key, first, count}, alone);
            use(static_cast<const column&>(alone));
        },
        filled);
    laws::check_column(texts.type(), filled, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        texts.fill({laws::some_key, rows[i], 1}, alone);
        REQUIRE(filled.text(i) == alone.text(0));
    }
}
