// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/protobuf/names.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace spate::detail::protobuf_file;
using names = std::vector<std::string>;

TEST_CASE("format/protobuf_names: names that are not allowed are changed, and no two are alike") {
    CHECK(valid_names({"id", "created_at"}) == names{"id", "created_at"});
    CHECK(valid_names({"order-line", "1st", "", "Köln", "_", "日本"}) == names{"order_line", "f_1st", "field", "K_ln", "field_2", "field_3"});
    // Those that may stay as they are do, also where they come later.
    CHECK(valid_names({"a b", "a_b"}) == names{"a_b_2", "a_b"});
    // In JSON, these would be one.
    CHECK(valid_names({"orderLine", "order_line", "ORDERLINE"}) == names{"orderLine", "order_line_2", "ORDERLINE_3"});
    CHECK(valid_names({"a", "a_2", "_a"}) == names{"a", "a_2", "_a_3"});
}

TEST_CASE("format/protobuf_names: names in JSON are the original ones where a field had to be renamed") {
    CHECK(default_json_name("created_at") == "createdAt");
    CHECK(default_json_name("_a__b1") == "AB1");
    CHECK(json_names({"created_at", "x"}, {"created_at", "x"}, {}) == names{"createdAt", "x"});
    CHECK(json_names({"created_at", "x y"}, {"created_at", "x_y"}, {}) == names{"created_at", "x y"});
    CHECK(json_names({"[x]", "", "_row"}, {"_x_", "field", "_row_2"}, {"_row"}) == names{"X", "field", "Row2"});
    CHECK(json_names({"[x]", "X"}, {"_x_2", "X"}, {}) == names{"X2", "X"});
    CHECK(json_names({"[x]", "X2"}, {"_x_2", "X2"}, {}) == names{"X2_", "X2"});
}

TEST_CASE("format/protobuf_names: oneofs and messages") {
    CHECK(presence_names({"a", "b", "_a"}, {true, false, true}) == names{"X_a", "XX_a"});
    CHECK(presence_names({"a", "b"}, {false, true}) == names{"_b"});
    CHECK(pascal_case("order_lines") == "OrderLines");
    CHECK(pascal_case("_1") == "M1");
    CHECK(is_identifier("_a1"));
    CHECK(!is_identifier("1a"));
    CHECK(!is_identifier("a-b"));
    CHECK(!is_identifier(""));
}
