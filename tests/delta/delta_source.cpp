// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_source.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

using namespace spate;

namespace {

mixed_events mix() {
    mix_specification made{.name = "m", .from = seed{5}};
    made.types = {{"a", {2, 3}, {{"x", uniform_int(0, 9)}}}, {"b", {1, 3}, {{"y", uniform_int(0, 9)}}}};
    made.arrival = {.late = {1, 10}, .lost = {1, 5}, .mean_delay = 1'000'000'000};
    return mixed_events{made};
}

}  // namespace

TEST_CASE("delta/delta_source: rows of a table and of its shards, from the place from which they are missing") {
    const auto table = schema(field<"id">(sequence())) | rows(1'000'000);
    std::vector<batch> out(1);
    const std::vector<std::uint64_t> none{0}, later{300}, all{9999};
    const auto source = delta_rows(table);
    CHECK(source->tables() == 1);
    CHECK(source->folder(0).empty());
    source->fill(100, 400, out, none);
    CHECK(out[0].count == 400);
    CHECK(out[0].columns[0].values<std::int64_t>()[0] == 100);
    source->fill(100, 400, out, later);
    CHECK(out[0].count == 200);
    CHECK(out[0].columns[0].values<std::int64_t>()[0] == 300);
    source->fill(100, 400, out, all);
    CHECK(out[0].count == 0);
    const auto second = delta_rows(table, {1, 2});
    second->fill(512, 3, out, none);
    CHECK(out[0].columns[0].values<std::int64_t>()[0] == 1536);
}

TEST_CASE("delta/delta_source: events without those that are lost, as one table and as one for each type") {
    const auto unified = delta_events(mix()), typed = delta_typed_events(mix());
    std::vector<batch> one(1), two(2);
    std::uint64_t rows = 0, of_types = 0, delivered = 0;
    CHECK(!unified->type(0)[3].type.nullable);
    CHECK(typed->folder(1) == "b");
    for (std::uint64_t first = 0; first < 2048; first += 512) {
        unified->fill(first, 512, one, std::vector<std::uint64_t>{0});
        typed->fill(first, 512, two, std::vector<std::uint64_t>{0, 0});
        std::size_t row = 0;
        for (std::uint64_t place = first; place < first + 512; ++place) {
            const event_record expected = mix()[place];
            if (expected.label == arrival_label::lost) continue;
            ++delivered;
            REQUIRE(row < one[0].count);
            CHECK(one[0].columns[0].text(row) == expected.event_type_id);
            CHECK(one[0].columns[3].text(row) == expected.serialized_payload);
            CHECK(!one[0].columns[3].is_null(row));
            CHECK(one[0].columns[5].text(row) == to_string(expected.label));
            ++row;
        }
        rows += one[0].count;
        of_types += two[0].count + two[1].count;
    }
    CHECK(delivered < 2048);
    CHECK(rows == delivered);
    CHECK(of_types == delivered);
    // The second table has all up to place 1000.
    typed->fill(512, 512, two, std::vector<std::uint64_t>{0, 1000});
    CHECK(two[0].count > 100);
    CHECK(two[1].count < 20);
}
