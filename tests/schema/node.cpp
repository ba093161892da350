// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/node.hpp>

#include <doctest/doctest.h>

using namespace spate;
using kind = specification_node::kind;

TEST_CASE("schema/node: built in code as it is read from a text") {
    const auto node = specification_node::map({{"type", "choice"}, {"values", specification_node::sequence({"a", 1, 2.5, true, nullptr})}});
    REQUIRE(node.is(kind::map));
    CHECK(node.mark() == source_mark{});
    CHECK(node.find("type")->text() == "choice");
    const auto& items = node.find("values")->items();
    REQUIRE(items.size() == 5);
    CHECK(items[1].is(kind::integer));
    CHECK(items[1].text() == "1");
    CHECK(items[2].real() == 2.5);
    CHECK(items[2].text() == "2.5");
    CHECK(items[3].boolean());
    CHECK(items[4].is(kind::null));
    CHECK(items[4].kind_name() == "null");
    CHECK(node.kind_name() == "a map");
}

TEST_CASE("schema/node: numbers keep how they are written, and are integers where they fit") {
    CHECK(specification_node::number("-7").integer() == -7);
    CHECK(specification_node::number("+7").integer() == 7);
    CHECK(specification_node::number("9223372036854775807").integer() == 9223372036854775807);
    CHECK(specification_node::number("9223372036854775808").is(kind::real));
    CHECK(specification_node::number("1.50").text() == "1.50");
    CHECK(specification_node::number("1e3").real() == 1000);
}
