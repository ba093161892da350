// SPDX-License-Identifier: Apache-2.0
#include <spate/field/json_value.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace spate;

namespace {

// One value of fixed width, as JSON behind a text that must stay.
template <class Value>
std::string json(const data_type& type, const Value& value) {
    column one;
    one.start(type, 1);
    std::memcpy(one.values<char>(), &value, sizeof value);
    std::string out = "before";
    append_json(out, type, one, 0);
    REQUIRE(out.starts_with("before"));
    return out.substr(6);
}

std::string json_of_bytes(type_id id, std::string_view bytes) {
    column one;
    one.start({.id = id}, 1, bytes.size());
    std::memcpy(one.values<char>(), bytes.data(), bytes.size());
    one.offsets()[1] = static_cast<std::int32_t>(bytes.size());
    std::string out;
    append_json(out, {.id = id}, one, 0);
    return out;
}

}  // namespace

TEST_CASE("field/json_value: numbers, exactly") {
    CHECK(json({.id = type_id::int8}, std::int8_t{-128}) == "-128");
    CHECK(json({.id = type_id::int16}, std::int16_t{-300}) == "-300");
    CHECK(json({.id = type_id::int32}, std::int32_t{-70000}) == "-70000");
    CHECK(json({.id = type_id::int64}, std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(json({.id = type_id::uint8}, std::uint8_t{255}) == "255");
    CHECK(json({.id = type_id::uint16}, std::uint16_t{65535}) == "65535");
    CHECK(json({.id = type_id::uint32}, std::uint32_t{4294967295}) == "4294967295");
    CHECK(json({.id = type_id::uint64}, std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(json({.id = type_id::float16}, std::uint16_t{0x3e00}) == "1.5");
    CHECK(json({.id = type_id::bfloat16}, std::uint16_t{0xbfc0}) == "-1.5");
    CHECK(json({.id = type_id::float32}, 0.1f) == "0.1");
    CHECK(json({.id = type_id::float64}, 0.1) == "0.1");
    CHECK(json({.id = type_id::float64}, std::numeric_limits<double>::infinity()) == "null");
    CHECK(json({.id = type_id::float32}, std::numeric_limits<float>::quiet_NaN()) == "null");
    CHECK(json({.id = type_id::decimal, .digits = 5, .places = 2}, std::int64_t{-5}) == "-0.05");
}

TEST_CASE("field/json_value: booleans, times and identifiers") {
    CHECK(json({.id = type_id::boolean}, std::uint8_t{1}) == "true");
    CHECK(json({.id = type_id::boolean}, std::uint8_t{0}) == "false");
    CHECK(json({.id = type_id::date}, std::int32_t{-1}) == "\"1969-12-31\"");
    CHECK(json({.id = type_id::timestamp, .places = 3}, std::int64_t{1}) == "\"1970-01-01T00:00:00.001Z\"");
    unsigned char uuid[16];
    for (unsigned char i = 0; i < 16; ++i) uuid[i] = static_cast<unsigned char>(17 * i);
    CHECK(json({.id = type_id::uuid}, uuid) == "\"00112233-4455-6677-8899-aabbccddeeff\"");
}

TEST_CASE("field/json_value: texts are escaped, bytes are base64, JSON is itself") {
    CHECK(json_of_bytes(type_id::text, "a \"b\" \\ \n \x01 é") == R"("a \"b\" \\ \n \u0001 é")");
    CHECK(json_of_bytes(type_id::binary, "Man") == "\"TWFu\"");
    CHECK(json_of_bytes(type_id::binary, "Ma") == "\"TWE=\"");
    CHECK(json_of_bytes(type_id::binary, "M") == "\"TQ==\"");
    CHECK(json_of_bytes(type_id::json, "{\"a\":[1]}") == "{\"a\":[1]}");
    CHECK(json({.id = type_id::bits, .size = 16}, std::uint16_t{0xffff}) == "\"//8=\"");
}

TEST_CASE("field/json_value: bits are numbers where that is asked for, within lists and structures, too") {
    const data_type bits{.id = type_id::bits, .size = 24}, list{.id = type_id::list, .children = {bits}},
        whole{.id = type_id::structure, .children = {list}, .names = {"l"}};
    column one;
    one.start(whole, 1);
    one.child(0).start(list, 1);
    one.child(0).offsets()[1] = 2;
    one.child(0).child(0).start(bits, 2);
    for (std::uint8_t i = 0; i < 6; ++i) one.child(0).child(0).values<std::uint8_t>()[i] = static_cast<std::uint8_t>(51 * i);
    std::string out = "before";
    append_json(out, whole, one, 0, json_bits::bytes);
    CHECK(out == R"(before{"l":[[0,51,102],[153,204,255]]})");
    out.clear();
    append_json(out, whole, one, 0);
    CHECK(out == R"({"l":["ADNm","mcz/"]})");
}

TEST_CASE("field/json_value: lists, vectors and structures, whose names are escaped") {
    const data_type number{.id = type_id::int32, .nullable = true}, list{.id = type_id::list, .children = {number}},
        vector{.id = type_id::vector, .size = 2, .children = {number}};
    const data_type whole{.id = type_id::structure, .children = {list, vector}, .names = {"l\"", "v"}};
    column one;
    one.start(whole, 2);
    one.child(0).start(list, 2);
    one.child(0).offsets()[1] = 0;
    one.child(0).offsets()[2] = 3;
    one.child(0).child(0).start(number, 3);
    for (std::int32_t i = 0; i < 3; ++i) one.child(0).child(0).values<std::int32_t>()[i] = i;
    one.child(0).child(0).make_validity()[0] = 0b101;
    one.child(0).child(0).set_nulls(1);
    one.child(1).start(vector, 2);
    one.child(1).child(0).start(number, 4);
    for (std::int32_t i = 0; i < 4; ++i) one.child(1).child(0).values<std::int32_t>()[i] = 10 * i;
    std::string out;
    append_json(out, whole, one, 0);
    append_json(out, whole, one, 1);
    CHECK(out == R"({"l\"":[],"v":[0,10]}{"l\"":[0,null,2],"v":[20,30]})");
}
