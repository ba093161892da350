// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <spate/delta/delta_schema.hpp>

#include <doctest/doctest.h>

using namespace spate;

namespace {

std::string type_of(const data_type& type) { return detail::delta_type(type, "c"); }

std::string refusal_of(const record_type& type) {
    try {
        (void)delta_schema(type);
    } catch (const config_error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("delta/delta_schema: every type has the name that Delta gives it") {
    const std::pair<type_id, const char*> plain[] = {{type_id::boolean, "boolean"}, {type_id::int8, "byte"},           {type_id::int16, "short"},
                                                     {type_id::int32, "integer"},   {type_id::int64, "long"},          {type_id::uint8, "short"},
                                                     {type_id::uint16, "integer"},  {type_id::uint32, "long"},         {type_id::uint64, "decimal(20,0)"},
                                                     {type_id::bfloat16, "float"},  {type_id::float32, "float"},       {type_id::float64, "double"},
                                                     {type_id::date, "date"},       {type_id::timestamp, "timestamp"}, {type_id::uuid, "string"},
                                                     {type_id::text, "string"},     {type_id::json, "string"},         {type_id::binary, "binary"},
                                                     {type_id::bits, "binary"}};
    for (const auto& [id, name] : plain) CHECK(type_of({.id = id}) == '"' + std::string{name} + '"');
    CHECK(type_of({.id = type_id::decimal, .digits = 12, .places = 3}) == "\"decimal(12,3)\"");
    const data_type text{.id = type_id::text}, maybe{.id = type_id::int64, .nullable = true};
    CHECK(type_of({.id = type_id::list, .children = {maybe}}) == R"({"type":"array","elementType":"long","containsNull":true})");
    CHECK(type_of({.id = type_id::vector, .size = 3, .children = {text}}) == R"({"type":"array","elementType":"string","containsNull":false})");
}

TEST_CASE("delta/delta_schema: columns, structures within them, and what may be null") {
    const data_type inner{.id = type_id::structure, .nullable = true, .children = {{.id = type_id::int32}}, .names = {"a\xc3\xa9"}};
    CHECK(delta_schema({{"id", {.id = type_id::int64}}, {"s", inner}}) ==
          R"({"type":"struct","fields":[{"name":"id","type":"long","nullable":false,"metadata":{}},)"
          R"({"name":"s","type":{"type":"struct","fields":[{"name":"aé","type":"integer","nullable":false,"metadata":{}}]},"nullable":true,"metadata":{}}]})");
}

TEST_CASE("delta/delta_schema: what Delta has no type or name for is refused with its column") {
    const data_type half{.id = type_id::float16};
    CHECK(refusal_of({{"v", {.id = type_id::vector, .size = 2, .children = {half}}}}) ==
          "v.element: float16 has no type in Delta tables; use float32, or bfloat16, which is widened");
    CHECK(refusal_of({{"t", {.id = type_id::structure, .children = {{.id = type_id::timestamp, .places = 9}}, .names = {"at"}}}}) ==
          "t.at: timestamp of nanoseconds has no type in Delta tables, whose times are in microseconds; use 6 places or fewer");
    CHECK(refusal_of({{"id", {.id = type_id::int8}}, {"x", {}}, {"Id", {.id = type_id::int8}}}) ==
          "Id: Id and id are one name to Delta, which knows no capitals; give one of them another name");
    CHECK(refusal_of({{"a b", {.id = type_id::int8}}}) == "a b: a b is no name for a column of a Delta table; leave out blanks and , ; { } ( ) =");
}
