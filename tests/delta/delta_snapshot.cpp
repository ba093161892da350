// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_snapshot.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("delta/delta_snapshot: commits follow one another") {
    delta_snapshot table;
    CHECK_FALSE(table.exists());
    delta_actions first;
    first.protocol = delta_protocol{1, 2, {}, {}};
    first.metadata = delta_metadata{.id = "i", .configuration = {{"a", "b"}}};
    first.adds = {{.path = "x", .size = 1}, {.path = "y", .size = 2}};
    first.transactions = {{"app", 5, 0}};
    table.apply(first);
    CHECK(table.version == 0);
    CHECK(table.property("a") == "b");
    CHECK_FALSE(table.property("c"));
    CHECK(table.transaction("app") == 5);
    CHECK_FALSE(table.transaction("other"));

    delta_actions second;
    second.removes = {delta_remove_of(table.files.at("x"), 77)};
    second.adds = {{.path = "z", .size = 3}};
    second.transactions = {{"app", 9, 0}, {"other", 1, 0}};
    table.apply(second);
    CHECK(table.version == 1);
    CHECK(table.metadata.id == "i");
    CHECK(table.files.size() == 2);
    CHECK(table.files.contains("y"));
    CHECK(table.removed.at("x").deletion_timestamp == 77);
    CHECK(table.removed.at("x").size == 1);
    CHECK(table.transaction("app") == 9);

    delta_actions third;
    third.adds = {{.path = "x", .size = 4}};
    table.apply(third);
    CHECK(table.files.at("x").size == 4);
    CHECK(table.removed.empty());
}
