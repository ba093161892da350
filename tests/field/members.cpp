// SPDX-License-Identifier: Apache-2.0
#include <spate/field/members.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>

using namespace spate;

TEST_CASE("field/members: filled in the order that they need, kept in their own") {
    const auto next = [](std::int64_t n) { return n + 1; };
    const auto make = [](auto... fields) { return detail::member_set<decltype(fields)...>{std::tuple{fields...}}; };
    const auto set = make(field<"c">(derived<"b">(next)), field<"b">(derived<"a">(next)), field<"a">(sequence(10)));
    CHECK(set.type()[0].name == "c");
    std::vector<column> columns(3);
    const std::vector<key128> keys(3, {1, 2});
    set.fill(keys.data(), 5, 2, columns.data());
    for (std::size_t i = 0; i < 3; ++i) CHECK(columns[i].values<std::int64_t>()[1] == static_cast<std::int64_t>(18 - i));
    std::vector<column> some(3);
    set.fill_one(1, keys.data(), 5, 1, some.data());
    CHECK(some[1].values<std::int64_t>()[0] == 16);
    CHECK(some[0].size() == 0);
    std::vector<std::string> names;
    set.each_key_name([&](std::size_t, std::string_view name) { names.emplace_back(name); });
    CHECK(names == std::vector<std::string>{"c", "b", "a"});
}
