// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/row.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

using namespace spate;

using order = record_row<named_value<"id", std::int64_t>, named_value<"city", std::string>>;

static_assert(std::regular<order>);
static_assert(std::tuple_size_v<order> == 2);
static_assert(std::same_as<std::tuple_element_t<1, order>, std::string>);

TEST_CASE("schema/row: values by name, by place and by binding") {
    const order row{7, "Rome"};
    CHECK(row.get<"id">() == 7);
    CHECK(row.get<"city">() == "Rome");
    CHECK(row.get<0>() == 7);
    CHECK(get<1>(row) == "Rome");
    const auto& [id, city] = row;
    CHECK(id == 7);
    CHECK(&city == &row.get<"city">());
    CHECK(row.values() == std::tuple<std::int64_t, std::string>{7, "Rome"});
    CHECK(order::names[1] == "city");
}

TEST_CASE("schema/row: a value of its own") {
    order row{7, "a text that is too long to be kept inside of a string"};
    const order copy = row;
    CHECK(copy == row);
    CHECK(std::move(row).get<"city">() == copy.get<"city">());
    CHECK(copy != order{8, copy.get<"city">()});
    CHECK(order{} == order{0, ""});
}
