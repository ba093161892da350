// SPDX-License-Identifier: Apache-2.0
#include <spate/field/point_rule.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/exponential.hpp>
#include <spate/field/gamma.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/words.hpp>

using namespace spate;

namespace {

const key128 key{11, 22};

// The column's value, as the rule alone says it.
bool agrees(const point_rule& rule, const data_type& type, const column& from, std::size_t i, std::uint64_t row) {
    std::uint64_t drawn[2] = {}, null = 0;
    words(key, row * rule.words, {drawn, rule.words});
    if (rule.nullable) {
        words(column_key(key, "null"), row, {&null, 1});
        const bool is_null = rule.always_null || null < rule.null_below;
        if (is_null != from.is_null(i)) return false;
    }
    const auto same = [&](const auto& value) { return std::memcmp(from.values<std::byte>() + i * sizeof value, &value, sizeof value) == 0; };
    switch (rule.how) {
        case point_rule::kind::reals:
        case point_rule::kind::drawn_reals:
            return type.id == type_id::float32 ? same(static_cast<float>(rule.real(drawn))) : same(rule.real(drawn));
        case point_rule::kind::truths:
            return from.boolean(i) == (rule.integer(row, drawn) != 0);
        case point_rule::kind::uuid4:
        case point_rule::kind::uuid7:
            return same(rule.uuid(row, drawn));
        case point_rule::kind::choices:
            return rule.texts != nullptr
                       ? from.text(i) == (*rule.texts)[rule.choice(drawn[0])]
                       : std::memcmp(from.values<std::byte>() + i * width_of(type.id),
                                     static_cast<const std::byte*>(rule.numbers) + rule.choice(drawn[0]) * width_of(type.id), width_of(type.id)) == 0;
        default: {
            const std::uint64_t bits = rule.integer(row, drawn);
            return std::memcmp(from.values<std::byte>() + i * width_of(type.id), &bits, width_of(type.id)) == 0;
        }
    }
}

void check(const erased_field& one) {
    const point_rule rule = one.point();
    REQUIRE(rule.how != point_rule::kind::none);
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{777}, (std::uint64_t{1} << 46) - 1000}) {
        column out;
        one.fill({key, first, 900}, {}, out);
        for (std::size_t i = 0; i < 900; ++i) REQUIRE(agrees(rule, one.type(), out, i, first + i));
    }
}

}  // namespace

TEST_CASE("field/point_rule: a rule gives what the generator fills in") {
    check(uniform_int(-7, 9));
    check(uniform_int<std::uint8_t>(0, 255));
    check(uniform_int<std::int16_t>(-30000, 3));
    check(uniform_int<std::int64_t>(-5, std::int64_t{1} << 61));
    check(uniform_int<std::uint64_t>(0, ~std::uint64_t{0}));
    check(uniform_real(-3.5, 99));
    check(uniform_real<float>(0, 1));
    check(uniform_real<float>(-1e9f, 3));
    check(normal(3, 2));
    check(exponential(0.5));
    check(uniform_real(0, 1).clamped(0.25, 0.5));
    check(boolean(0.3));
    check(boolean(1));
    check(one_of({"a", "b", "c"}));
    check(one_of({"a", "b", "c"}, {1, 0, 5}));
    check(one_of<std::int16_t>({1, -2, 3}));
    check(one_of<double>({0.5, 2}, {3, 1}));
    check(uuid4());
    check(uuid7(1767225600000, {1000, 7}));
    check(sequence(5, -3));
    check(timestamps({.start = "2020-01-01", .rate = {1000, 3}}));
    check(timestamps({.start = "2020-01-01", .step = "3ms", .jitter = "2ms"}));
    check(timestamps("1999-01-01", "2001-01-01", 9));
    check(nullable(uniform_int(0, 9), 0.25));
    check(nullable(uuid4(), 1));
    check(nullable(erased_field{sequence()}, 0.5));
}

TEST_CASE("field/point_rule: generators without one") {
    CHECK(erased_field{list_of(sequence(), 0, 2)}.point().how == point_rule::kind::none);
    CHECK(erased_field{nullable(list_of(sequence(), 0, 2), 0.5)}.point().how == point_rule::kind::none);
    CHECK(erased_field{nullable(nullable(sequence(), 0.5), 0.5)}.point().how == point_rule::kind::none);
}
