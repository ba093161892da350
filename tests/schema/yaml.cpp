// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/yaml.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace spate;
using kind = specification_node::kind;

namespace {
std::string refused(std::string_view text) {
    try {
        (void)parse_yaml(text, "t.yaml");
    } catch (const specification_error& error) {
        return error.what();
    }
    return "";
}
}  // namespace

TEST_CASE("schema/yaml: values, their kinds and their places") {
    const specification_node root =
        parse_yaml("a: [1, -2.5e3]\nb:\n  - no\n  - \"7\"\n  - ~\n  - True\n  - +3\n  - .5\n  - 1e\n  - v1.2\nc: {d: x y}\n", "t.yaml");
    REQUIRE(root.is(kind::map));
    CHECK(root.keys() == std::vector<std::string>{"a", "b", "c"});
    CHECK(root.find("a")->items()[0].integer() == 1);
    CHECK(root.find("a")->items()[1].real() == -2500);
    CHECK(root.find("a")->items()[1].mark() == source_mark{1, 8});
    const auto& list = root.find("b")->items();
    REQUIRE(list.size() == 8);
    CHECK(list[0].text() == "no");
    CHECK(list[1].is(kind::text));
    CHECK(list[1].text() == "7");
    CHECK(list[2].is(kind::null));
    CHECK(list[3].boolean());
    CHECK(list[4].integer() == 3);
    CHECK(list[5].real() == 0.5);
    CHECK(list[6].is(kind::text));
    CHECK(list[7].is(kind::text));
    CHECK(list[7].mark() == source_mark{10, 5});
    CHECK(root.key_mark(2) == source_mark{11, 1});
    CHECK(root.find("c")->find("d")->text() == "x y");
}

TEST_CASE("schema/yaml: aliases stand for what they name") {
    const specification_node root = parse_yaml("a: &x {k: [1, 2]}\nb: *x\nc: [*x, &y 5, *y]\n");
    CHECK(root.find("b")->find("k")->items()[1].integer() == 2);
    CHECK(root.find("c")->items()[2].integer() == 5);
    CHECK(root.find("b")->mark().line == 1);
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string name = "a" + std::to_string(i), last = "*a" + std::to_string(i - 1);
        bomb += name + ": &" + name + " [" + last + ", " + last + ", " + last + ", " + last + ", " + last + ", " + last + ", " + last + ", " + last + "]\n";
    }
    CHECK(refused(bomb).find("more than 100000 values") != std::string::npos);
    CHECK(refused("a: &x [*x]\n") == "t.yaml:1:8: an alias stands inside what it names; write the value out");
}

TEST_CASE("schema/yaml: what is no YAML, and what is too much of it, is refused with its place") {
    CHECK(refused("a: [1, 2\nb: 3\n").starts_with("t.yaml:"));
    CHECK(refused("a: 1\na: 2\nb: {c: 1, c: 2}\n") ==
          "t.yaml:2:1: the key \"a\" is there twice in one map; leave one of them out\n"
          "t.yaml:3:11: the key \"c\" is there twice in one map; leave one of them out");
    CHECK(refused("a: 1\n---\nb: 2\n") == "t.yaml:2:1: a second document follows the first; keep one");
    CHECK(refused("a: {b: x{4}}\n").find("put texts with any of { } [ ] , : # between quotes") != std::string::npos);
    CHECK(refused("a: !!int \"3\"\n").find("the tag tag:yaml.org,2002:int is not known here") != std::string::npos);
    CHECK(refused("? [1, 2]\n: 3\n") == "t.yaml:1:3: a key is a list; use a text");
    CHECK(refused(std::string(65, '[') + std::string(65, ']')).find("nested more than 64 deep") != std::string::npos);
}

TEST_CASE("schema/yaml: what is no YAML is told with what would be right") {
    const std::string alike = "; indent all keys of a map alike, and all items of a list";
    CHECK(refused("a:\n  - b: 1\n   c: 2\n").ends_with(alike));
    CHECK(refused("a:\n  b: 1\n c: 2\n").ends_with(alike));
    CHECK(refused("a:\n\t- b\n").ends_with("; indent with blanks, not with tabs"));
    CHECK(refused("a:\n  b: 1\n \tc: 2\n").ends_with("; indent with blanks, not with tabs"));
    CHECK(refused("a: b: c\n").ends_with("; put texts with a colon between quotes, and indent all keys of a map alike"));
    CHECK(refused("a: \"x").ends_with("; close the quotes"));
    CHECK(refused("a: @x\n").ends_with("; put texts that begin with @ or ` between quotes"));
    CHECK(refused("a: *x\n").ends_with("; name a value before with &, or put texts that begin with * between quotes"));
    CHECK(refused("a: \"\\q\"\n").ends_with("; use single quotes, or two backslashes for one"));
}

TEST_CASE("schema/yaml: numbers of other bases, and those that are no numbers of a double") {
    const specification_node root = parse_yaml("[0x1F, 0o17, 0xffffffffffffffff, 0x, 0o8, \"0x10\", 1e-400, 0.5e308]\n");
    const auto& list = root.items();
    CHECK(list[0].integer() == 31);
    CHECK(list[1].integer() == 15);
    CHECK(list[2].whole<std::uint64_t>() == 18446744073709551615u);
    for (const int i : {3, 4, 5}) CHECK(list[static_cast<std::size_t>(i)].is(kind::text));
    CHECK(list[6].real() == 0);
    CHECK(list[7].real() == 0.5e308);
    CHECK(refused("a:\n- 1e400\n- -1e400\n") ==
          "t.yaml:2:3: 1e400 is too large; give a number below 1.8e308, or quote it if it is a text\n"
          "t.yaml:3:3: -1e400 is too large; give a number below 1.8e308, or quote it if it is a text");
    CHECK(refused("a: 0x10000000000000000\n").find("is too large") != std::string::npos);
    CHECK(refused("a: 1" + std::string(400, '0') + "\n").find("is too large") != std::string::npos);
    CHECK(refused("a: -.inf\n").find("1:4: -.inf is no finite number") != std::string::npos);
    CHECK(refused("a: .nan\n").find(".nan is no finite number") != std::string::npos);
}

TEST_CASE("schema/yaml: what is not UTF-8 is refused with its place") {
    CHECK(refused("a: 1\nname: caf\xe9\n") == "t.yaml:2:10: is not UTF-8; write it in UTF-8");
    CHECK(parse_yaml("name: caf\xc3\xa9\n").find("name")->text() == "caf\xc3\xa9");
}
