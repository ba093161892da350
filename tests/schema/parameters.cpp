// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/parameters.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("schema/parameters: values by name, and what stands for those that are missing") {
    const auto map = specification_node::map({{"n", 5},
                                              {"negative", -1},
                                              {"share", 0.25},
                                              {"on", true},
                                              {"text", "x"},
                                              {"list", specification_node::sequence({"a", 2})},
                                              {"weights", specification_node::sequence({1, 0.5})}});
    problem_list problems;
    const std::vector<generator_kind> none;
    specification_reader reader{none, problems};
    const generator_parameters given{map, reader, "field \"f\""};
    CHECK(given.has("n"));
    CHECK_FALSE(given.has("m"));
    CHECK(given.integer("n") == 5);
    CHECK(given.integer("m", 9) == 9);
    CHECK(given.count("n") == 5);
    CHECK_THROWS_WITH_AS((void)given.count("negative"), "negative: -1 is negative; use 0 or more", config_error);
    CHECK(given.number("share") == 0.25);
    CHECK(given.number("n") == 5);
    CHECK(given.boolean("on"));
    CHECK(given.text("text") == "x");
    CHECK(given.text("n") == "5");
    CHECK(given.text("m", "y") == "y");
    CHECK(given.exact("share", ratio{}) == ratio{1, 4});
    CHECK(given.texts("list") == std::vector<std::string>{"a", "2"});
    CHECK(given.ratios("weights") == std::vector<ratio>{ratio{1, 1}, ratio{1, 2}});
    CHECK(given.count("m", 3) == 3);
    CHECK(given.number("m", 0.5) == 0.5);
    CHECK(given.boolean("m", true));
    CHECK_FALSE(given.boolean("m"));
    CHECK(given.exact("m", ratio{2, 3}) == ratio{2, 3});
    CHECK_THROWS_AS((void)given.exact("negative", ratio{}), config_error);
    CHECK(given.texts("m").empty());
    CHECK(given.ratios("m").empty());
    CHECK(given.node("n")->integer() == 5);
    CHECK(given.node("m") == nullptr);
    CHECK(&given.reader() == &reader);
    CHECK(given.subject() == "field \"f\"");
}

TEST_CASE("schema/parameters: what every generator takes") {
    REQUIRE(common_parameters().size() == 3);
    CHECK(common_parameters()[0].name == "nulls");
    CHECK(common_parameters()[1].name == "default");
    CHECK(common_parameters()[2].name == "default_share");
    for (const parameter& one : common_parameters()) CHECK_FALSE(one.required);
}
