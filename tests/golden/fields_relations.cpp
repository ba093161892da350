// SPDX-License-Identifier: Apache-2.0
// The values of expressions, templates and foreign keys of specifications: they may never change, whatever the compiler and its flags.
#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/person.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/value_text.hpp>
#include <spate/schema/expression.hpp>
#include <spate/schema/runtime_foreign_key.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/template_text.hpp>

#include "../support/isa.hpp"

namespace {

using namespace spate;

// The first field, of 1000 rows.
template <class Generator>
std::uint64_t golden(const Generator& generator) {
    const runtime_schema table{{{"made", generator},
                                {"n", sequence(1)},
                                {"i", uniform_int<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000)},
                                {"price", decimal(-99999, 99999, 2)},
                                {"r", uniform_real<double>(-1000, 1000)},
                                {"f", uniform_real<float>(0, 1)},
                                {"flag", boolean(ratio{1, 3})},
                                {"name", full_name()},
                                {"maybe", nullable(uniform_real<double>(-1, 1), 0.3)},
                                {"day", dates("2020-01-01", "2026-12-31")},
                                {"at", timestamps("2020-01-01T00:00:00Z", "2026-12-31T00:00:00Z", 6)},
                                {"key", uuid4()}},
                               "golden",
                               seed{42}};
    const data_type type = table.type()[0].type;
    batch rows;
    table.fill(123'456, 1000, rows);
    std::uint64_t sum = 0;
    for (std::size_t row = 0; row < rows.count; ++row) {
        const column& made = rows.columns[0];
        const std::size_t width = width_of(type.id);
        const std::string_view value = made.is_null(row)             ? "null"
                                       : type.id == type_id::boolean ? (made.boolean(row) ? "true" : "false")
                                       : width != 0                  ? std::string_view{made.values<char>() + row * width, width}
                                                                     : made.text(row);
        sum = mix(sum ^ hash_name(value)) + 0x9e3779b97f4a7c15u;
    }
    return sum;
}

std::uint64_t computed(const char* text) { return golden(expression{text}); }

}  // namespace

TEST_CASE("golden/fields_relations: expressions") {
    CHECK(computed("i * n + i % 1000 - abs(i)") == 0x1229f4e61598c977u);
    CHECK(computed("i * i * i") == 0x750a9e8fb7a42c26u);
    CHECK(computed("price * n * (1 - 0.19)") == 0xe1e94a84d23df59eu);
    CHECK(computed("r * f + price / 7 - r / n") == 0xd5c394dff5c014d6u);
    CHECK(computed("r / f / r * 3.7e-3 + n * 1e17") == 0x3c0d17dd3e3abb7bu);
    CHECK(computed("(r * 1e200) * (r * 1e200) + r * 1e-200 * 1e-120") == 0x8678283466379c74u);
    CHECK(computed("round(r / 3, 5)") == 0xde239ef09d0ae62du);
    CHECK(computed("floor(r / 7) * 10 + ceil(maybe * 5) + round(f * 100)") == 0x196877dc70e9b2e1u);
    CHECK(computed("min(r, price, n) + max(f, maybe)") == 0xc61adec21414a8dbu);
    CHECK(computed("if(flag and r > 0 or name < 'M', coalesce(maybe, r), null)") == 0x8ca52a7bb3c888b2u);
    CHECK(computed("(r > price) == (not flag)") == 0xaed27833d5607c4eu);
    CHECK(computed("day + n % 100") == 0x96fd08cadd439c84u);
    CHECK(computed("at + 0.25 * n") == 0x806439162aa1044au);
    CHECK(golden(expression{"r * 1.7 / f", data_type{.id = type_id::float32}}) == 0xfc67d1044177705au);
    CHECK(golden(expression{"r * 1.7 / f", data_type{.id = type_id::decimal, .digits = 9, .places = 3}}) == 0xedd628cfceec3e6bu);
    CHECK(golden(expression{"r / f", data_type{.id = type_id::int16}}) == 0x180018d59e76a474u);
}

TEST_CASE("golden/fields_relations: templates") {
    CHECK(golden(template_text{"{name|ascii|lower}{n}@example.com {{{r}}} {f} {price} {flag|upper} {day} {at} {key}"}) == 0x81926c71dfdb55bau);
    CHECK(golden(template_text{"{maybe}/{name|words}"}) == 0x5870273f42e97e47u);
    CHECK(golden(template_text{"{maybe|empty}"}) == 0x1c3933c4cd507fafu);
}

TEST_CASE("golden/fields_relations: foreign keys") {
    const auto parent = std::make_shared<const runtime_schema>(
        std::vector<runtime_field>{
            {"id", permuted_int(100'000, 1)}, {"name", full_name()}, {"key", nullable(uuid4(), 0.1)}, {"label", template_text{"{name}-{id}"}}},
        "customers", seed{42}, 100'000);
    CHECK(golden(runtime_foreign_key{parent, "id", {}}) == 0x76801a91c63051dbu);
    CHECK(golden(runtime_foreign_key{parent, "id", {.zipf = 1.1}}) == 0x9ba3006a2bc36c3cu);
    CHECK(golden(runtime_foreign_key{parent, "key", {.zipf = 1.1}}) == 0x6233fe1777549972u);
    CHECK(golden(runtime_foreign_key{parent, "label", {}}) == 0xaa946433c184e7dfu);
    const auto few = std::make_shared<const runtime_schema>(parent->with_rows(1000));
    CHECK(golden(runtime_foreign_key{few, "label", {.zipf = 0.8}}) == 0xe63d7142aac536e8u);
}
