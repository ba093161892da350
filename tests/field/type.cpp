// SPDX-License-Identifier: Apache-2.0
#include <spate/field/type.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("field/type: widths are those of the values in a column") {
    CHECK(width_of(type_id::int8) == 1);
    CHECK(width_of(type_id::bfloat16) == 2);
    CHECK(width_of(type_id::date) == 4);
    CHECK(width_of(type_id::decimal) == 8);
    CHECK(width_of(type_id::uuid) == 16);
    for (const type_id none :
         {type_id::boolean, type_id::text, type_id::binary, type_id::json, type_id::bits, type_id::list, type_id::vector, type_id::structure})
        CHECK(width_of(none) == 0);
    CHECK(is_text_like(type_id::json));
    CHECK_FALSE(is_text_like(type_id::uuid));
}

TEST_CASE("field/type: types differ in all that they say, children too") {
    const data_type list{.id = type_id::list, .children = {{.id = type_id::int32}}};
    data_type other = list;
    CHECK(other == list);
    other.children[0].nullable = true;
    CHECK(other != list);
    CHECK(data_type{.id = type_id::decimal, .digits = 9, .places = 2} != data_type{.id = type_id::decimal, .digits = 9, .places = 3});
}
