// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/problems.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace spate;

TEST_CASE("schema/problems: distances of names, with swapped neighbours as one step") {
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("weights", "wieghts") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("same", "same") == 0);
    CHECK(edit_distance("ca", "abc") == 3);
}

TEST_CASE("schema/problems: suggestions") {
    CHECK(suggestion("wieghts", {"values", "weights"}) == "did you mean \"weights\"?");
    CHECK(suggestion("zzz", {"values", "weights"}) == "use one of: values, weights");
    CHECK(suggestion("x", {}) == "there is none");
}

TEST_CASE("schema/problems: all are shown, with their places, up to a hundred") {
    problem_list none;
    none.raise_if_any();
    problem_list some{"orders.yaml"};
    some.add({7, 5}, "field \"city\"", "unknown key \"wieghts\"", "did you mean \"weights\"?");
    some.add({}, "", "has no fields", "");
    try {
        some.raise_if_any();
        FAIL("nothing was thrown");
    } catch (const config_error& error) {
        CHECK(std::string{error.what()} == "orders.yaml:7:5: field \"city\": unknown key \"wieghts\"; did you mean \"weights\"?\norders.yaml: has no fields");
    }
    problem_list many;
    for (int i = 0; i < 150; ++i) many.add({}, "", "x", "");
    CHECK(many.size() == 150);
    try {
        many.raise_if_any();
        FAIL("nothing was thrown");
    } catch (const specification_error& error) {
        CHECK(error.messages().size() == 101);
        CHECK(error.messages().back() == "and 50 more problems");
    }
}
