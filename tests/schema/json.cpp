// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/json.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace spate;
using kind = specification_node::kind;

namespace {
std::string refused(std::string_view text) {
    try {
        (void)parse_json(text, "t.json");
    } catch (const specification_error& error) {
        return error.what();
    }
    return "";
}
}  // namespace

TEST_CASE("schema/json: values, their kinds and their places") {
    const specification_node root =
        parse_json("{\"a\": [1, -2.5e3,\n  \"x\\u00e9\"], \"b\":{\"c\" : null,\n\"d\":true}, \"e\": 18446744073709551615}", "t.json");
    REQUIRE(root.is(kind::map));
    CHECK(root.mark() == source_mark{1, 1});
    CHECK(root.keys() == std::vector<std::string>{"a", "b", "e"});
    const specification_node& list = *root.find("a");
    REQUIRE(list.is(kind::sequence));
    CHECK(list.mark() == source_mark{1, 7});
    REQUIRE(list.items().size() == 3);
    CHECK(list.items()[0].integer() == 1);
    CHECK(list.items()[0].mark() == source_mark{1, 8});
    CHECK(list.items()[1].is(kind::real));
    CHECK(list.items()[1].real() == -2500);
    CHECK(list.items()[1].text() == "-2.5e3");
    CHECK(list.items()[1].mark() == source_mark{1, 11});
    CHECK(list.items()[2].text() == "x\xc3\xa9");
    CHECK(list.items()[2].mark() == source_mark{2, 3});
    const specification_node& inner = *root.find("b");
    CHECK(root.key_mark(1) == source_mark{2, 15});
    CHECK(inner.find("c")->is(kind::null));
    CHECK(inner.find("c")->mark() == source_mark{2, 26});
    CHECK(inner.key_mark(1) == source_mark{3, 1});
    CHECK(inner.find("d")->boolean());
    CHECK(inner.find("missing") == nullptr);
    CHECK(root.find("e")->is(kind::real));
    CHECK(root.find("e")->text() == "18446744073709551615");
    CHECK(root.find("e")->mark() == source_mark{3, 17});
    CHECK(parse_json(" 7").integer() == 7);
}

TEST_CASE("schema/json: what is no JSON is refused with its place") {
    CHECK(refused("{\"a\": 1,}").starts_with("t.json:1:9: is not JSON: syntax error"));
    CHECK(refused("{\"a\": 1} x").starts_with("t.json:1:10: is not JSON"));
    CHECK(refused("{} {}").starts_with("t.json:1:4: is not JSON"));
    CHECK(refused("").starts_with("t.json:1:1: is not JSON"));
    CHECK(refused("{\"a\":\n tru}").starts_with("t.json:2:"));
    CHECK(refused("\"\xff\"").starts_with("t.json:1:2: is not JSON"));
    CHECK(refused(std::string(65, '[')) == "t.json:1:65: is nested more than 64 deep");
    CHECK(refused("{\"a\": [1, -1e400]}") == "t.json:1:11: -1e400 is too large; give a number below 1.8e308");
    CHECK(refused("[" + std::string(63, '[') + std::string(63, ']') + "]").empty());
}

TEST_CASE("schema/json: every key that is there twice is named") {
    CHECK(refused("{\"a\": 1, \"b\": {\"c\": 1,\n \"c\": 2}, \"a\": {\"x\": 3}}") ==
          "t.json:2:2: the key \"c\" is there twice in one object; leave one of them out\n"
          "t.json:2:11: the key \"a\" is there twice in one object; leave one of them out");
}
