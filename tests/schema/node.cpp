// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/node.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

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

TEST_CASE("schema/node: whole numbers of any type that they fit into") {
    const auto number = [](const char* text) { return specification_node::number(text); };
    CHECK(number("255").whole<std::uint8_t>() == 255);
    CHECK_FALSE(number("256").whole<std::uint8_t>());
    CHECK_FALSE(number("-1").whole<std::uint64_t>());
    CHECK(number("18446744073709551615").whole<std::uint64_t>() == 18446744073709551615u);
    CHECK_FALSE(number("18446744073709551616").whole<std::uint64_t>());
    CHECK(number("+7").whole<std::int8_t>() == 7);
    CHECK_FALSE(number("7.5").whole<int>());
    CHECK_FALSE(number("7e1").whole<int>());
    CHECK(specification_node{-3}.whole<std::int64_t>() == -3);
    CHECK_FALSE(specification_node{"7"}.whole<int>());
    CHECK_FALSE(specification_node{true}.whole<int>());
}

TEST_CASE("schema/node: members keep their order and their places") {
    specification_node map = specification_node::map();
    map.set_mark({3, 1});
    specification_node value{"x"};
    value.set_mark({3, 8});
    map.add("b", {3, 5}, value);
    map.add("a", {4, 5}, nullptr);
    CHECK(map.mark() == source_mark{3, 1});
    CHECK(map.keys() == std::vector<std::string>{"b", "a"});
    CHECK(map.key_mark(1) == source_mark{4, 5});
    CHECK(map.key_mark(2) == source_mark{});
    CHECK(map.find("b")->mark() == source_mark{3, 8});
    CHECK(map.find("a")->is(kind::null));
    CHECK(map.find("c") == nullptr);
    // In code, an integer and a real are what they are written as.
    CHECK(specification_node{2.0}.is(kind::real));
    CHECK(specification_node{2}.real() == 2);
    const char* const names[] = {"null", "a boolean", "an integer", "a number", "a text", "a list", "a map"};
    const specification_node of_each[] = {nullptr, false, 1, 1.5, "", specification_node::sequence(), map};
    for (std::size_t i = 0; i < 7; ++i) {
        CHECK(of_each[i].kind_name() == names[i]);
        CHECK(of_each[i].is_number() == (i == 2 || i == 3));
        CHECK(static_cast<std::size_t>(of_each[i].what()) == i);
    }
}

TEST_CASE("schema/node: what messages call a value") {
    CHECK(specification_node{"10M"}.shown() == "\"10M\" is a text");
    CHECK(specification_node::number("1.5").shown() == "1.5 is a number");
    CHECK(specification_node::map().shown() == "is a map");
}
