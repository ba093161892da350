// SPDX-License-Identifier: Apache-2.0
#include <spate/field/nullable.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <optional>

#include <spate/field/derived.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/nullable: as many nulls as were asked for, and no other value changes") {
    for (const double share : {0.0, 0.001, 0.1, 0.5, 0.999, 1.0}) {
        std::int64_t row = 0, nulls = 0;
        bool same = true;
        for (const std::optional<std::int64_t> value : laws::values(nullable(sequence(1), share), 1'000'000)) {
            ++row;
            nulls += !value.has_value();
            same &= !value.has_value() || *value == row;
        }
        CHECK(same);
        CAPTURE(share);
        CHECK(std::fabs(static_cast<double>(nulls) - share * 1e6) <= 5 * std::sqrt(share * (1 - share) * 1e6));
    }
}

TEST_CASE("field/nullable: every partition of rows gives the same, of any layout; nulls of nulls add up") {
    laws::check_partition(nullable(samples::below_of(10), 0.3));
    laws::check_partition(nullable(samples::letters{}, 0.3));
    laws::check_partition(nullable(samples::city{}, 0.99));
    laws::check_partition(nullable(samples::coin{}, ratio{1, 3}));
    laws::check_partition(nullable(samples::sixteen{}, 1.0));
    const auto inner = derived<"n">([](std::int64_t n) { return n < 50 ? std::nullopt : std::optional{n}; }).resolve(samples::below_of(100));
    laws::check_partition(nullable(inner, 0.5), {samples::below_of(100)});
    laws::check_partition(nullable(erased_field{sequence()}, 0.5), {});
}

TEST_CASE("field/nullable: of a derived field, and under one") {
    const auto table = schema(field<"n">(nullable(sequence(), 0.5)),
                              field<"twice">(nullable(derived<"n">([](std::optional<std::int64_t> n) { return n ? 2 * *n : -1; }), 0.5)));
    int both = 0;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const auto [n, twice] = table.row(i);
        if (twice) CHECK(*twice == (n ? 2 * *n : -1));
        both += n && twice;
    }
    CHECK(both > 10);
    CHECK(table.type()[1].type.nullable);
}

TEST_CASE("field/nullable: a probability is at most 1") {
    CHECK_THROWS_WITH_AS((void)nullable(sequence(), 1.5), "nullable: probability: 1.5 is not a probability; give a number from 0 to 1", config_error);
}
