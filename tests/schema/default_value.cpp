// SPDX-License-Identifier: Apache-2.0
// Defaults of fields in specifications, of every type.
#include <doctest/doctest.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <spate/field/json_value.hpp>
#include <spate/schema/detail/generator_kinds/numbers.hpp>
#include <spate/schema/specification.hpp>
#include <spate/schema/yaml.hpp>

using namespace spate;

namespace {

// The field's value where all rows have the default, as JSON.
std::string value(const std::string& rest) {
    const runtime_schema table = make_schema(parse_yaml("fields:\n- {name: b, type: boolean}\n- {name: a, default_share: 1, " + rest + "}\n"));
    batch rows;
    table.fill(77, 3, rows);
    std::string out;
    append_json(out, table.type()[1].type, rows.columns[1], 2);
    return out;
}
std::string refused(const std::string& rest) {
    try {
        (void)value(rest);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}
bool is_refused(const std::string& rest, std::string_view why) { return refused(rest).find(why) != std::string::npos; }

}  // namespace

TEST_CASE("schema/default_value: of every type") {
    CHECK(value("type: sequence, default: -5") == "-5");
    for (const char* type : {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"})
        CHECK(value("type: integer, integer: " + std::string{type} + ", default: 127") == "127");
    CHECK(value("type: integer, integer: uint64, default: 18446744073709551615") == "18446744073709551615");
    CHECK(value("type: uniform, default: 0.5") == "0.5");
    CHECK(value("type: uniform, float: float32, default: -3") == "-3");
    CHECK(value("type: boolean, default: true") == "true");
    CHECK(value("type: boolean, probability: 1, default: false") == "false");
    CHECK(value("type: decimal, min: \"1.00\", max: \"9.99\", default: 0.5") == "0.50");
    CHECK(value("type: decimal, min: \"1.00\", max: \"9.99\", default: \"-9.99\"") == "-9.99");
    CHECK(value("type: city, default: \"\"") == "\"\"");
    CHECK(value("type: email, default: none@example.com") == "\"none@example.com\"");
    CHECK(value("type: text, default: 12") == "\"12\"");
    CHECK(value("type: uuid4, default: 00112233-4455-6677-8899-AABBCCDDEEFF") == "\"00112233-4455-6677-8899-aabbccddeeff\"");
    CHECK(value("type: date, start: \"2026-01-01\", default: \"1969-12-31\"") == "\"1969-12-31\"");
    CHECK(value("type: timestamp, from: \"2026-01-01\", to: \"2026-02-01\", places: 6, default: \"1969-12-31T23:59:59.000001Z\"") ==
          "\"1969-12-31T23:59:59.000001Z\"");
    CHECK(value("type: json, of: {type: sequence}, default: {a: [1, 2.5, null, true], b: \"x\\\"\"}") == R"({"a":[1,2.5,null,true],"b":"x\""})");
    CHECK(value("type: json, of: {type: sequence}, default: null") == "null");
    CHECK(value("type: list, of: {type: sequence}, max_length: 2, default: []") == "[]");
    CHECK(value("type: list, of: {type: list, of: {type: city}, max_length: 2}, max_length: 3, default: [[a], [], [b, c]]") == R"([["a"],[],["b","c"]])");
    CHECK(value("type: list, of: {type: sequence, nulls: 0.5}, max_length: 2, default: [1, null]") == "[1,null]");
    CHECK(value("type: vector, elements: 2, default: [0, 0.5]") == "[0,0.5]");
    CHECK(value("type: vector, elements: 2, element: float16, default: [-1.5, 65504]") == "[-1.5,65504]");
    CHECK(value("type: vector, elements: 2, element: bfloat16, default: [-1.5, 2]") == "[-1.5,2]");
    CHECK(value("type: vector, elements: 2, element: int8, default: [-128, 127]") == "[-128,127]");
    CHECK(value("type: object, fields: [{name: x, type: sequence}, {name: y, type: city}], default: {y: b, x: 1}") == R"({"x":1,"y":"b"})");
    CHECK(value("type: sparse_vector, dimension: 9, default: {indices: [3], values: [0.5]}") == R"({"indices":[3],"values":[0.5]})");
    CHECK(value("type: depends_on, field: b, cases: {\"true\": {type: city}}, otherwise: {type: city}, default: x") == "\"x\"");
    CHECK(value("type: distinct, of: {type: city}, count: 3, default: x") == "\"x\"");
}

TEST_CASE("schema/default_value: lists without elements, and elements that are null, of any type") {
    CHECK(value("type: list, max_length: 3, of: {type: vector, elements: 64, element: bit}, default: []") == "[]");
    for (const char* of : {"{type: sequence}", "{type: city}", "{type: uuid4}", "{type: object, fields: [{name: x, type: city}]}", "{type: boolean}"})
        CHECK(value("type: list, max_length: 3, of: " + std::string{of} + ", default: []") == "[]");
    CHECK(value("type: list, max_length: 2, of: {type: vector, elements: 3, nulls: 0.5}, default: [null]") == "[null]");
    CHECK(value("type: list, max_length: 2, of: {type: vector, elements: 64, element: bit, nulls: 0.5}, default: [null, null]") == "[null,null]");
    CHECK(value("type: list, max_length: 2, of: {type: object, fields: [{name: x, type: sequence}], nulls: 0.5}, default: [null, {x: 5}]") ==
          R"([null,{"x":5}])");
    CHECK(value("type: list, max_length: 2, default: [null], of: {type: object, nulls: 0.5, fields: [{name: a, type: city}, {name: b, type: uuid4}, "
                "{name: c, type: boolean}, {name: d, type: date, start: \"2026-01-01\"}, {name: e, type: list, max_length: 2, of: {type: city}}, "
                "{name: f, type: vector, elements: 2}, {name: g, type: json, of: {type: city}}, {name: h, type: uniform, nulls: 0.5}, "
                "{name: i, type: object, fields: [{name: x, type: decimal, min: \"0\", max: \"1\"}]}, "
                "{name: j, type: vector, elements: 64, element: bit}]}") == "[null]");
    CHECK(is_refused("type: list, max_length: 2, of: {type: object, fields: [{name: x, type: sequence}]}, default: [null]",
                     "default: null is no value of a field without nulls; give one, or `nulls`"));
    CHECK(is_refused("type: object, fields: [{name: x, type: sequence}], default: null", "default: null is no value of a field without nulls"));
    CHECK(is_refused("type: list, max_length: 2, of: {type: vector, elements: 64, element: bit, nulls: 0.5}, default: [null, [1]]",
                     "is asked of a field of bits"));
}

TEST_CASE("schema/default_value: numbers in JSON are those that are written") {
    CHECK(value("type: json, of: {type: sequence}, default: [18446744073709551615, 12345678901234567890.5, 1.10, -0.5e-3, 1E+300, 0]") ==
          "[18446744073709551615,12345678901234567890.5,1.10,-0.5e-3,1E+300,0]");
    CHECK(value("type: json, of: {type: sequence}, default: [.5, 5., +2.50, +18446744073709551616, -.5e1, 00.5]") ==
          "[0.5,5,2.50,18446744073709551616,-5,0.5]");
    std::string infinite;
    detail::append_node(infinite, specification_node{std::numeric_limits<double>::infinity()});
    CHECK(infinite == "null");
}

#if defined(__x86_64__)
TEST_CASE("schema/default_value: small floats are the same where the processor flushes them to zero") {
    // Of the first field, whose only row is read; the processor's state is that of -ffast-math meanwhile.
    const auto bits = [](const std::string& rest) {
        const unsigned before = __builtin_ia32_stmxcsr();
        __builtin_ia32_ldmxcsr(before | 0x8040u);
        const runtime_schema table = make_schema(parse_yaml("fields:\n- {name: a, " + rest + "}\n"));
        batch rows;
        table.fill(0, 1, rows);
        __builtin_ia32_ldmxcsr(before);
        const column& made = rows.columns[0];
        return made.id() == type_id::vector ? std::uint32_t{made.child(0).values<std::uint16_t>()[0]} : made.values<std::uint32_t>()[0];
    };
    CHECK(bits("type: uniform, float: float32, default_share: 1, default: 1e-40") == 71362);
    CHECK(bits("type: uniform, float: float32, default_share: 1, default: -1.0e-45") == 0x80000001);
    CHECK(bits("type: vector, elements: 1, element: bfloat16, default_share: 1, default: [1e-40]") == 1);
    const auto smallest = detail::fitting<float>(specification_node::number("1e-40"), "min");
    CHECK(std::bit_cast<std::uint32_t>(smallest) == 71362);
    const unsigned before = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before | 0x8040u);
    const auto flushed = detail::fitting<float>(specification_node::number("1e-40"), "min");
    __builtin_ia32_ldmxcsr(before);
    CHECK(std::bit_cast<std::uint32_t>(flushed) == 71362);
}
#endif

TEST_CASE("schema/default_value: within the bounds of the generator's lists and sparse vectors, at any depth") {
    CHECK(value("type: list, of: {type: sequence}, max_length: 2, default: [1, 2]") == "[1,2]");
    CHECK(is_refused("type: list, of: {type: sequence}, max_length: 2, default: [1, 2, 3, 4, 5]",
                     "line 3:89: field \"a\": default: 5 elements are more than max_length; give at most 2"));
    CHECK(is_refused("type: list, of: {type: list, of: {type: city}, max_length: 1}, max_length: 2, default: [[a], [b, c]]",
                     "default: 2 elements are more than max_length; give at most 1"));
    CHECK(is_refused("type: object, fields: [{name: x, type: list, of: {type: city}, max_length: 1}], default: {x: [a, b]}", "are more than max_length"));
    CHECK(is_refused("type: distinct, count: 3, of: {type: list, of: {type: city}, max_length: 1}, default: [a, b]", "are more than max_length"));
    const std::string sparse = "type: sparse_vector, dimension: 5, default: ";
    CHECK(value(sparse + "{indices: [0, 4], values: [1, 2]}") == R"({"indices":[0,4],"values":[1,2]})");
    CHECK(value(sparse + "{indices: [], values: []}") == R"({"indices":[],"values":[]})");
    CHECK(is_refused(sparse + "{indices: [1, 9], values: [1]}", "default: 2 indices have another number of values; give a value for each index"));
    CHECK(is_refused(sparse + "{indices: [1, 5], values: [1, 1]}", "default: 5 is no index below the dimension; give less than 5"));
    CHECK(is_refused(sparse + "{indices: [2, 1], values: [1, 1]}", "default: 1 is an index behind one that is not less"));
    CHECK(is_refused(sparse + "{indices: [2, 2], values: [1, 1]}", "give different indices, in their order"));
    CHECK(is_refused("type: list, max_length: 2, of: {type: sparse_vector, dimension: 5, nulls: 0.5}, default: [null, {indices: [1], values: []}]",
                     "give a value for each index"));
    CHECK(is_refused("type: list, of: {type: list, of: {type: sequence}, max_length: 0}, max_length: 2, default: [[1], []]", "give at most 0"));
}

TEST_CASE("schema/default_value: of fields whose type hangs on those that they are made from") {
    CHECK(value("type: expression, value: \"if(b, 1.5e0, 2.5e0)\", default: 7") == "7");
    CHECK(value("type: expression, value: \"if(b, 1.5, 2.5)\", default: 7.5") == "7.5");
    CHECK(value("type: expression, value: \"if(b, 'abc', 'x')\", default: zz") == "\"zz\"");
    CHECK(value("type: expression, value: \"if(b, 'abc', 'x')\", default: 5") == "\"5\"");
    CHECK(value("type: expression, value: \"not b\", default: true") == "true");
    CHECK(value("type: expression, value: \"if(b, 1, null)\", default: null") == "null");
    CHECK(value("type: expression, value: \"if(b, 1, 2)\", result: int8, default: -128") == "-128");
    CHECK(value("type: expression, value: 1.5 + 1, default: 0.5") == "0.5");
    CHECK(value("type: template, text: \"a{b}\", default: \"\"") == "\"\"");
    CHECK(value("type: template, text: plain, default: x") == "\"x\"");
    CHECK(is_refused("type: expression, value: \"if(b, 1.5e0, 2.5e0)\", default: zz",
                     "line 3:3: field \"a\": default: \"zz\" is no value of the field; give a number"));
    CHECK(is_refused("type: expression, value: \"if(b, 1, 2)\", result: int8, default: 128", "give a whole number from -128 to 127"));
    CHECK(is_refused("type: expression, value: \"if(b, 1.5, 2.5)\", default: 0.55", "field \"a\": default: 0.55 has more decimal places than the field"));
    CHECK(is_refused("type: template, text: \"a{b}\", default: null", "field \"a\": default: null is no value of a field without nulls"));
    const auto half =
        make_schema(parse_yaml("fields:\n- {name: i, type: sequence, nulls: 0.5}\n"
                               "- {name: e, type: expression, value: \"coalesce(i * 2.5e0, -1)\", default: 7, default_share: 0.5}\n"
                               "- {name: t, type: template, text: \"a{i}\", default: null, default_share: 0.5}\n"));
    batch rows;
    half.fill(0, 10'000, rows);
    std::size_t defaults = 0;
    for (std::size_t i = 0; i < 10'000; ++i) {
        const double made = rows.columns[1].values<double>()[i];
        defaults += made == 7;
        if (made != 7) REQUIRE(made == (rows.columns[0].is_null(i) ? -1 : 2.5 * static_cast<double>(i)));
        if (!rows.columns[2].is_null(i)) REQUIRE(rows.columns[2].text(i) == "a" + std::to_string(i));
    }
    CHECK(defaults > 4'800);
    CHECK(defaults < 5'200);
    CHECK(rows.columns[2].nulls() > 7'350);
    CHECK(rows.columns[2].nulls() < 7'650);
}

TEST_CASE("schema/default_value: a share of the rows that are not null") {
    const auto table = make_schema(parse_yaml("fields:\n- {name: a, type: sequence, start: 1, default: 0, default_share: 0.5, nulls: 0.5}\n"));
    batch rows;
    table.fill(0, 100'000, rows);
    std::size_t defaults = 0, others = 0;
    for (std::size_t i = 0; i < 100'000; ++i) {
        if (rows.columns[0].is_null(i)) continue;
        const std::int64_t value = rows.columns[0].values<std::int64_t>()[i];
        ++(value == 0 ? defaults : others);
        if (value != 0) REQUIRE(value == static_cast<std::int64_t>(i) + 1);
    }
    CHECK(rows.columns[0].nulls() > 49'300);
    CHECK(rows.columns[0].nulls() < 50'700);
    CHECK(defaults > 24'300);
    CHECK(defaults < 25'700);
    CHECK(others > 24'300);
    // The elements of lists have defaults too.
    const auto lists = make_schema(
        parse_yaml("fields:\n- {name: a, type: list, min_length: 2, max_length: 2, of: {type: sequence, start: 1, default: 0, default_share: 0.5}}\n"));
    lists.fill(0, 1000, rows);
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < 2000; ++i) zeros += rows.columns[0].child(0).values<std::int64_t>()[i] == 0;
    CHECK(zeros > 900);
    CHECK(zeros < 1100);
}

TEST_CASE("schema/default_value: a value that is none of the field's, at its place, with what would be right") {
    CHECK(refused("type: integer, integer: uint8, default: 256") ==
          "line 3:71: field \"a\": default: 256 is no value of the field; give a whole number from 0 to 255");
    CHECK(is_refused("type: sequence, default: 1.5", "default: 1.5 is no value of the field; give a whole number from -9223372036854775808"));
    CHECK(is_refused("type: sequence, default: x", "default: \"x\" is no value of the field"));
    CHECK(is_refused("type: sequence, default: null", "default: null is no value of"));
    CHECK(is_refused("type: uniform, default: x", "default: \"x\" is no value of the field; give a number"));
    CHECK(is_refused("type: uniform, float: float32, default: 1.0e+300", "is no value of the field; give a number"));
    CHECK_THROWS_AS((void)parse_yaml("default: .inf"), specification_error);
    CHECK(is_refused("type: vector, elements: 2, element: float16, default: [0, 70000]", "default: 70000 is no value"));
    CHECK(is_refused("type: boolean, default: 1", "default: 1 is no value of the field; give true or false"));
    CHECK(is_refused("type: decimal, min: \"1.00\", max: \"9.99\", default: 0.555", "has more decimal places than the field; give at most 2"));
    CHECK(is_refused("type: decimal, min: \"1.00\", max: \"9.99\", default: 10", "has more digits than the field; give at most 3"));
    CHECK(is_refused("type: decimal, min: \"1.00\", max: \"9.99\", default: x", "default: \"x\" is not a decimal"));
    CHECK(is_refused("type: decimal, min: \"1.00\", max: \"9.99\", default: true", "default: a boolean is no value of the field; give a number"));
    CHECK(is_refused("type: city, default: [x]", "default: a list is no value of the field; give a text"));
    CHECK(is_refused("type: city, default: null", "default: null is no value of a field without nulls; give one, or `nulls`"));
    CHECK(is_refused("type: uuid4, default: 00112233-4455-6677-8899-aabbccddeefg", "give a UUID like"));
    CHECK(is_refused("type: uuid4, default: 00112233-4455-6677-8899-aabbccddeef", "give a UUID like"));
    CHECK(is_refused("type: uuid4, default: 00112233-4455-6677-8899+aabbccddeeff", "give a UUID like"));
    CHECK(is_refused("type: date, start: \"2026-01-01\", default: \"2026-02-30\"", "default: \"2026-02-30\""));
    CHECK(is_refused("type: date, start: \"2026-01-01\", default: \"2026-02-20T00:00:00Z\"", "is no date; write it like 2026-08-01"));
    CHECK(is_refused("type: date, start: \"2026-01-01\", default: 5", "default: 5 is no value of the field; give a text like \"2026-01-01\""));
    CHECK(is_refused("type: timestamp, from: \"2026-01-01\", to: \"2026-02-01\", default: noon", "default: \"noon\""));
    CHECK(is_refused("type: list, of: {type: sequence}, max_length: 2, default: 5", "give a list"));
    CHECK(is_refused("type: list, of: {type: sequence}, max_length: 2, default: [x]", "default: \"x\" is no value of the field"));
    CHECK(is_refused("type: vector, elements: 2, default: [1]", "default: a list is no value of the field; give a list of 2 numbers"));
    CHECK(is_refused("type: vector, elements: 8, element: bit, default: [1]", "is asked of a field of bits, for which there is no such value; leave it out"));
    CHECK(is_refused("type: object, fields: [{name: x, type: city}, {name: y, type: city}], default: {x: a}", "give a map of its members: x, y"));
    CHECK(is_refused("type: object, fields: [{name: x, type: city}], default: {y: a}", "give a map of its members: x"));
    CHECK(is_refused("type: object, fields: [{name: x, type: city}], default: {x: a, y: b}", "give a map of its members: x"));
}

TEST_CASE("schema/default_value: a default and its share go together") {
    const auto all_refused = [](const std::string& rest) {
        try {
            (void)make_schema(parse_yaml("fields:\n- {name: a, type: sequence, " + rest + "}\n"));
        } catch (const config_error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(all_refused("default: 1") == "line 2:38: field \"a\": default: is given without its share of the rows; add one, like default_share: 0.1");
    CHECK(all_refused("default_share: 0.5") == "line 2:44: field \"a\": default_share: is given without a default; add one, like default: 0");
    CHECK(all_refused("default: 1, default_share: 2") == "line 2:56: field \"a\": default_share: 2 is no share of the rows; give a number from 0 to 1");
    CHECK(all_refused("default: 1, default_share: x").find("default_share: \"x\" is no share of the rows") != std::string::npos);
    CHECK(all_refused("defalt: 1").find("did you mean \"default\"?") != std::string::npos);
}
