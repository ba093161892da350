// SPDX-License-Identifier: Apache-2.0
#include <spate/field/type.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("field/type: widths are those of the values in a column") {
    for (const type_id one : {type_id::int8, type_id::uint8}) CHECK(width_of(one) == 1);
    for (const type_id two : {type_id::int16, type_id::uint16, type_id::float16, type_id::bfloat16}) CHECK(width_of(two) == 2);
    for (const type_id four : {type_id::int32, type_id::uint32, type_id::float32, type_id::date}) CHECK(width_of(four) == 4);
    for (const type_id eight : {type_id::int64, type_id::uint64, type_id::float64, type_id::decimal, type_id::timestamp}) CHECK(width_of(eight) == 8);
    CHECK(width_of(type_id::uuid) == 16);
    for (const type_id none :
         {type_id::boolean, type_id::text, type_id::binary, type_id::json, type_id::bits, type_id::list, type_id::vector, type_id::structure})
        CHECK(width_of(none) == 0);
    for (const type_id text : {type_id::text, type_id::binary, type_id::json}) CHECK(is_text_like(text));
    for (const type_id other : {type_id::uuid, type_id::bits, type_id::list, type_id::boolean}) CHECK_FALSE(is_text_like(other));
}

TEST_CASE("field/type: types differ in all that they say, children too") {
    const data_type list{.id = type_id::list, .children = {{.id = type_id::int32}}};
    data_type other = list;
    CHECK(other == list);
    other.children[0].nullable = true;
    CHECK(other != list);
    other = list;
    other.names = {"a"};
    CHECK(other != list);
    CHECK(data_type{.id = type_id::vector, .size = 2} != data_type{.id = type_id::vector, .size = 3});
    CHECK(field_type{"a", list} != field_type{"b", list});
    CHECK(data_type{.id = type_id::decimal, .digits = 9} != data_type{.id = type_id::decimal, .digits = 8});
    CHECK(data_type{.id = type_id::decimal, .digits = 9, .places = 2} != data_type{.id = type_id::decimal, .digits = 9, .places = 3});
}
