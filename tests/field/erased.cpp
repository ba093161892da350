// SPDX-License-Identifier: Apache-2.0
#include <spate/field/erased.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/field/cardinality.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/with_default.hpp>

#include "laws.hpp"

using namespace spate;

namespace {
// A number of the type that it was bound to.
struct bound_type : number_field<std::int64_t> {
    std::vector<std::string> names{"base"};
    std::int64_t bound = -1;
    [[nodiscard]] std::span<const std::string> inputs() const { return names; }
    void bind(std::span<const field_type> types) { bound = static_cast<std::int64_t>(types[0].type.id); }
    void fill(const field_rows& rows, std::span<const column* const>, column& out) const {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::int64_t>()[i] = bound;
    }
};
struct doubled : number_field<std::int64_t> {
    std::vector<std::string> names{"base"};
    [[nodiscard]] std::span<const std::string> inputs() const { return names; }
    void bind(std::span<const field_type> types) { CHECK(types[0].name == "base"); }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::int64_t>()[i] = 2 * inputs[0]->values<std::int64_t>()[i];
    }
};
}  // namespace

TEST_CASE("field/erased: fills what the generator fills, alone and from others") {
    erased_field base = sequence(3, 4), from = doubled{};
    CHECK(base.type().id == type_id::int64);
    CHECK(base.inputs().empty());
    REQUIRE(from.inputs().size() == 1);
    from.bind(std::vector<field_type>{{"base", base.type()}});
    column first, second;
    base.fill({{}, 10, 5}, {}, first);
    const column* const inputs[] = {&first};
    from.fill({{}, 10, 5}, inputs, second);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(first.values<std::int64_t>()[i] == 43 + 4 * static_cast<std::int64_t>(i));
        CHECK(second.values<std::int64_t>()[i] == 2 * first.values<std::int64_t>()[i]);
    }
}

TEST_CASE("field/erased: one that is to stand alone must") {
    const erased_generator alone{erased_field{sequence(1)}};
    column out;
    alone.fill({{}, 7, 1}, out);
    CHECK(out.values<std::int64_t>()[0] == 8);
    CHECK_THROWS_WITH_AS((void)erased_generator{erased_field{doubled{}}},
                         "generator: is made from the field \"base\", which it does not see here; use one that stands alone", config_error);
}

TEST_CASE("field/erased: a copy that is bound changes no other") {
    const erased_field unbound = bound_type{};
    erased_field one = unbound, other = unbound;
    one.bind(std::vector<field_type>{{"base", {.id = type_id::text}}});
    other.bind(std::vector<field_type>{{"base", {.id = type_id::date}}});
    const auto value = [](const erased_field& of) {
        column out;
        of.fill({{}, 0, 1}, {}, out);
        return out.values<std::int64_t>()[0];
    };
    CHECK(value(one) == static_cast<std::int64_t>(type_id::text));
    CHECK(value(other) == static_cast<std::int64_t>(type_id::date));
    CHECK(value(unbound) == -1);
}

TEST_CASE("field/erased: lists, distinct values and defaults are made of it") {
    const erased_generator of{erased_field{sequence(5)}};
    laws::check_partition(list_of(of, 0, 3));
    laws::check_partition(distinct(10, of));
    column nine;
    nine.start(of.type(), 1);
    nine.values<std::int64_t>()[0] = 9;
    column out;
    with_default(of, 1.0, std::move(nine)).fill({{}, 0, 2}, out);
    CHECK(out.values<std::int64_t>()[1] == 9);
}

TEST_CASE("field/erased: integers of every width are lengths") {
    const auto values = [](erased_field of) { return laws::values(erased_integers{std::move(of)}, 2); };
    const auto all_of = [](std::int64_t number) { return std::vector<std::int64_t>{number, number}; };
    CHECK(values(uniform_int<std::int8_t>(-7, -7)) == all_of(-7));
    CHECK(values(uniform_int<std::int16_t>(-700, -700)) == all_of(-700));
    CHECK(values(uniform_int<std::int32_t>(-70'000, -70'000)) == all_of(-70'000));
    CHECK(values(uniform_int<std::int64_t>(-7'000'000'000, -7'000'000'000)) == all_of(-7'000'000'000));
    CHECK(values(uniform_int<std::uint8_t>(200, 200)) == all_of(200));
    CHECK(values(uniform_int<std::uint16_t>(60'000, 60'000)) == all_of(60'000));
    CHECK(values(uniform_int<std::uint32_t>(4'000'000'000, 4'000'000'000)) == all_of(4'000'000'000));
    CHECK(values(uniform_int<std::uint64_t>(~std::uint64_t{0}, ~std::uint64_t{0})) == all_of(std::numeric_limits<std::int64_t>::max()));
    CHECK_THROWS_WITH_AS((void)erased_integers{erased_field{uuid4()}}, "generator: gives other values than integers; use one of integers, like {type: integer}",
                         config_error);
    CHECK_THROWS_WITH_AS((void)erased_integers{erased_field{nullable(sequence(), 0.5)}}, "generator: has nulls; use one of integers, like {type: integer}",
                         config_error);
}
