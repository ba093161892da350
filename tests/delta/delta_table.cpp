// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_table.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "../support/scratch.hpp"

using namespace spate;

namespace {

const record_type columns{{"id", {.id = type_id::int64}}, {"city", {.id = type_id::text}}};

delta_add file(std::string name) { return {.path = std::move(name), .size = 1, .stats = R"({"numRecords":1})"}; }

}  // namespace

TEST_CASE("delta/delta_table: a commit says how far the stream is, with what it was made from; another stream has a position of its own") {
    const test::scratch folder;
    const delta_options options{.path = folder / "t", .table_name = "shop"};
    const delivery_stream stream{.name = "s", .specification = 0xabcdef, .note = "seed=1 start=5"}, other{.name = "s-0-of-1", .specification = 1};
    delta_table table{options, "", columns};
    table.read();
    CHECK(!table.exists());
    CHECK(!table.position(stream));
    table.check(true);
    table.begin(stream, "run-1", 0, false);
    table.commit({file("a.parquet")}, 100);
    table.commit({}, 150);
    CHECK(table.next() == 150);
    CHECK(table.log().snapshot().version == 1);
    CHECK(table.log().snapshot().metadata.name == "shop");
    delta_table again{options, "", columns};
    again.read();
    REQUIRE(again.position(stream));
    CHECK(*again.position(stream) == delivery_position{150, 0xabcdef, "seed=1 start=5"});
    CHECK(again.run(stream) == "run-1");
    CHECK(again.has("run-1"));
    CHECK(!again.has("run"));
    CHECK(!again.position(other));
    again.begin(stream, "run-1", 120, false);
    CHECK(again.next() == 150);
    again.begin(stream, "run-2", 120, false);
    CHECK(again.next() == 120);
}

TEST_CASE("delta/delta_table: two runs of one stream conflict, two streams do not, and the first to come makes the table") {
    const test::scratch folder;
    const delta_options options{.path = folder / "t"};
    const delivery_stream one{.name = "one"}, two{.name = "two"};
    delta_table first{options, "", columns}, second{options, "", columns}, twin{options, "", columns};
    for (delta_table* each : {&first, &second, &twin}) each->read();
    first.begin(one, "a", 0, false);
    second.begin(two, "b", 0, false);
    twin.begin(one, "c", 0, false);
    first.commit({file("1")}, 10);
    second.commit({file("2")}, 20);
    first.commit({file("3")}, 30);
    CHECK(second.log().snapshot().version == 1);
    CHECK_THROWS_AS(twin.commit({file("4")}, 10), delta_conflict);
    delta_table reader{options, "", columns};
    reader.read();
    CHECK(reader.log().snapshot().files.size() == 3);
    CHECK(reader.position(one)->next == 30);
    CHECK(reader.position(two)->next == 20);
}

TEST_CASE("delta/delta_table: overwriting removes all files in the commit that adds the first ones, others' too, and may change the columns") {
    const test::scratch folder;
    const delta_options options{.path = folder / "t"};
    const delivery_stream one{.name = "one"}, two{.name = "two"};
    delta_table first{options, "", columns};
    first.read();
    first.begin(one, "a", 0, false);
    first.commit({file("1"), file("2")}, 10);
    const record_type wider{{"id", {.id = type_id::int64}}, {"city", {.id = type_id::text}}, {"n", {.id = type_id::int32}}};
    delta_table second{options, "", wider};
    second.read();
    CHECK_THROWS_WITH_AS(second.check(true), doctest::Contains("n is not there"), delivery_error);
    second.check(false);
    second.begin(two, "b", 0, true);
    CHECK(second.overwrites());
    first.commit({file("3")}, 20);
    second.commit({file("4")}, 5);
    CHECK(second.log().snapshot().files.size() == 1);
    CHECK(second.log().snapshot().files.contains("4"));
    CHECK(second.log().snapshot().metadata.id == first.log().snapshot().metadata.id);
    second.commit({file("5")}, 9);
    CHECK(second.log().snapshot().files.size() == 2);
    CHECK_THROWS_WITH_AS(first.commit({file("6")}, 30), doctest::Contains("other columns"), delivery_error);
}

TEST_CASE("delta/delta_table: what does not fit is said before anything is written") {
    const test::scratch folder;
    const delta_options options{.path = folder / "t"};
    delta_table first{options, "", columns};
    first.read();
    first.begin({}, "a", 0, false);
    first.commit({}, 1);
    const auto differs = [&](const record_type& given, const delta_options& with, const std::string& part) {
        CAPTURE(part);
        delta_table other{with, "", given};
        other.read();
        CHECK_THROWS_WITH_AS(other.check(true), doctest::Contains(part.c_str()), delivery_error);
    };
    differs({{"id", {.id = type_id::int32}}, {"city", {.id = type_id::text}}}, options, "id is \"long\" there and \"integer\" here");
    differs({{"key", {.id = type_id::int64}}, {"city", {.id = type_id::text}}}, options, "column 1 is id there and key here");
    differs({{"id", {.id = type_id::int64, .nullable = true}}, {"city", {.id = type_id::text}}}, options, "id has no nulls there");
    differs({{"id", {.id = type_id::int64}}}, options, "city is not here");
    CHECK_THROWS_AS((delta_table{options, "", {{"big", {.id = type_id::uint64}}}}), config_error);
    delta_options parted = options;
    parted.partition_by = {"id"};
    differs({{"id", {.id = type_id::int64}}, {"city", {.id = type_id::text}}}, parted, "parted by no column, not by id");
}
