// SPDX-License-Identifier: Apache-2.0
#include <spate/run/row_messages.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

namespace {

auto orders() {
    return schema(field<"id">(sequence()), field<"city">(nullable(one_of({"Paris", "a \"b\"", "Köln"}), 0.2)),
                  field<"at">(nullable(timestamps("1960-01-01", "1980-01-01", 6), 0.2)), field<"seconds">(timestamps("2020-01-01", "2030-01-01", 0)),
                  field<"n">(nullable(uniform_int(-5, 1000), 0.2))) |
           rows(3000);
}

std::vector<std::string> lines_of(const auto& table) {
    std::vector<std::byte> text(std::size_t{1} << 20);
    text.resize(run(table, ndjson{}, memory_sink{text}).bytes);
    std::vector<std::string> out(1);
    for (const std::byte one : text) {
        if (one == std::byte{'\n'})
            out.emplace_back();
        else
            out.back() += static_cast<char>(one);
    }
    out.pop_back();
    return out;
}

}  // namespace

TEST_CASE("a message is a row as ndjson writes it, with a key and a timestamp of columns") {
    const auto table = orders();
    const std::vector<std::string> lines = lines_of(table);
    REQUIRE(lines.size() == 3000);
    for (const std::string name : {"city", "n", "id", ""}) {
        const row_messages source{table, {.key = name, .timestamp = name == "id" ? "seconds" : "at"}};
        CHECK(source.size() == 3000);
        const auto maker = source.maker();
        std::size_t row = 0, with_time = 0;
        for_each_message(*maker, 0, 3000, [&](const message& one) {
            CHECK(one.place == row);
            CHECK(one.value == lines[row]);
            const auto json = nlohmann::json::parse(one.value);
            std::string key;
            if (!name.empty() && !json[name].is_null()) key = json[name].is_string() ? json[name].get<std::string>() : json[name].dump();
            CHECK(one.key == key);
            with_time += one.timestamp != -1;
            ++row;
        });
        CHECK(row == 3000);
        CHECK(with_time > 2000);
    }
}

TEST_CASE("timestamps are milliseconds, rounded down") {
    const auto table = orders();
    batch all;
    table.fill(0, 512, all);
    const auto micro = row_messages{table, {.timestamp = "at"}}.maker(), whole = row_messages{table, {.timestamp = "seconds"}}.maker();
    const auto fine = micro->make(0, 512), coarse = whole->make(0, 512);
    for (std::size_t i = 0; i < 512; ++i) {
        const std::int64_t units = all.columns[2].values<std::int64_t>()[i], floor = units >= 0 ? units / 1000 : -((-units + 999) / 1000);
        CHECK(fine[i].timestamp == (all.columns[2].is_null(i) ? -1 : floor));
        CHECK(coarse[i].timestamp == all.columns[3].values<std::int64_t>()[i] * 1000);
    }
}

TEST_CASE("rows of shards keep their places") {
    const auto table = orders();
    std::vector<std::string> got(3000);
    const std::vector<std::string> lines = lines_of(table);
    for (std::uint64_t index = 0; index < 2; ++index) {
        const row_messages source{table, {.shard = {index, 2}}};
        const auto maker = source.maker();
        for_each_message(*maker, 0, source.size(), [&](const message& one) { got[one.place] += one.value; });
    }
    CHECK(got == lines);
}

TEST_CASE("columns that cannot be keys or timestamps are refused") {
    const auto table = orders();
    CHECK_THROWS_WITH((row_messages{table, {.key = "town"}}), "key: \"town\" is no column of the table; name one of id, city, at, seconds, n");
    CHECK_THROWS_AS((row_messages{table, {.timestamp = "n"}}), config_error);
    const auto lists = schema(field<"l">(list_of(sequence(), 1, 2))) | rows(3);
    CHECK_THROWS_AS((row_messages{lists, {.key = "l"}}), config_error);
}
