// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_sink.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/local_store.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "../support/scratch.hpp"

using namespace spate;

namespace {

std::shared_ptr<const delta_source> numbers() { return delta_rows(schema(field<"id">(sequence()), field<"n">(uniform_int(0, 9))) | rows(1'000'000)); }

mixed_events mix() {
    mix_specification made{.name = "m", .from = seed{5}};
    made.types = {{"a", {2, 3}, {{"x", uniform_int(0, 9)}}}, {"b", {1, 3}, {{"y", uniform_int(0, 9)}}}};
    return mixed_events{made};
}

delta_snapshot table_at(const std::string& path) {
    delta_log log{std::make_shared<local_store>(path)};
    return log.update();
}

struct counted {
    std::uint64_t rows = 0;
    std::set<std::uint64_t> begins;
};

// The rows of the active files, and the least id of each.
counted count(const delta_snapshot& table, const std::string& column) {
    counted out;
    for (const auto& [path, file] : table.files) {
        out.rows += std::stoull(file.stats.substr(file.stats.find(':') + 1));
        const std::string key = "\"minValues\":{\"" + column + "\":";
        out.begins.insert(std::stoull(file.stats.substr(file.stats.find(key) + key.size())));
    }
    return out;
}

}  // namespace

TEST_CASE("delta/delta_sink: a commit for each so many rows; what was sent and not committed is sent again after a break, and nothing else") {
    const test::scratch folder;
    const delta_options options{.path = folder / "t", .partitions = 2, .rows_per_commit = 1000};
    const delivery_stream stream{.name = "s", .specification = 7, .note = "seed=7"};
    {
        delta_sink sink{options, numbers()};
        CHECK(sink.keeps_position());
        sink.check(stream);
        CHECK(test::file_names(std::string{folder / ""}).empty());
        CHECK(!sink.position(stream));
        sink.open(stream, 0);
        sink.send(0, 700);
        CHECK(sink.acknowledged() == 0);
        sink.send(700, 2500);
        CHECK(sink.acknowledged() == 2000);
        CHECK(sink.counts().sent == 2500);
        CHECK(sink.counts().acknowledged == 2000);
        CHECK(sink.counts().requests == 2);
        CHECK(sink.counts().bytes > 1000);
    }
    CHECK(count(table_at(folder / "t"), "id").rows == 2000);
    {
        delta_sink sink{options, numbers()};
        const std::optional<delivery_position> known = sink.position(stream);
        REQUIRE(known);
        CHECK(*known == delivery_position{2000, 7, "seed=7"});
        sink.open(stream, known->next);
        sink.send(2000, 2500);
        sink.flush();
        CHECK(sink.acknowledged() == 2500);
        sink.close();
    }
    const counted all = count(table_at(folder / "t"), "id");
    CHECK(all.rows == 2500);
    CHECK(all.begins.contains(0));
    CHECK(all.begins.contains(1000));
    CHECK(all.begins.contains(2000));
    delta_sink again{options, numbers()};
    CHECK_THROWS_WITH_AS(again.open(stream, 0), doctest::Contains("already"), config_error);
}

TEST_CASE("delta/delta_sink: rows do not wait for others longer than they may") {
    const test::scratch folder;
    delta_sink sink{{.path = folder / "t", .commit_interval = std::chrono::milliseconds{20}}, numbers()};
    sink.open({}, 0);
    sink.send(0, 10);
    CHECK(sink.acknowledged() == 0);
    std::this_thread::sleep_for(std::chrono::milliseconds{25});
    sink.send(10, 20);
    CHECK(sink.acknowledged() == 20);
    // And nothing need come after them.
    sink.send(20, 25);
    sink.idle();
    CHECK(sink.acknowledged() == 20);
    std::this_thread::sleep_for(std::chrono::milliseconds{25});
    sink.idle();
    CHECK(sink.acknowledged() == 25);
}

TEST_CASE("delta/delta_sink: a commit has as many files as it was told, wherever it begins") {
    const test::scratch folder;
    delta_sink sink{{.path = folder / "t", .partitions = 2, .rows_per_commit = 8'000}, numbers()};
    sink.open({}, 0);
    sink.send(0, 32'000);
    sink.close();
    CHECK(table_at(folder / "t").files.size() == 8);
    CHECK(count(table_at(folder / "t"), "id").rows == 32'000);
}

TEST_CASE("delta/delta_sink: modes") {
    const test::scratch folder;
    delta_options options{.path = folder / "t"};
    const auto write = [&](delta_mode mode, const std::string& name, std::uint64_t rows) {
        options.mode = mode;
        delta_sink sink{options, numbers()};
        sink.open({.name = name}, 0);
        sink.send(0, rows);
        sink.close();
        return sink.acknowledged();
    };
    CHECK(write(delta_mode::error, "a", 100) == 100);
    CHECK_THROWS_WITH_AS(write(delta_mode::error, "b", 100), doctest::Contains("forbids"), config_error);
    CHECK(write(delta_mode::append, "b", 50) == 50);
    CHECK(count(table_at(folder / "t"), "id").rows == 150);
    CHECK(write(delta_mode::ignore, "c", 100) == 100);
    CHECK(count(table_at(folder / "t"), "id").rows == 150);
    CHECK(write(delta_mode::overwrite, "a", 30) == 30);
    CHECK(count(table_at(folder / "t"), "id").rows == 30);
    CHECK(write(delta_mode::overwrite, "a", 40) == 40);
    CHECK(count(table_at(folder / "t"), "id").rows == 40);
}

TEST_CASE("delta/delta_sink: of typed tables those that are ahead of the first at a kill are not given their rows twice") {
    const test::scratch folder;
    delta_options options{.path = folder / "t", .rows_per_commit = 1000};
    const delivery_stream stream{.name = "s"};
    {
        delta_sink sink{options, delta_typed_events(mix())};
        sink.open(stream, 0);
        sink.send(0, 3000);
        sink.close();
    }
    const std::uint64_t of_a = count(table_at(folder / "t/a"), "event_index").rows, of_b = count(table_at(folder / "t/b"), "event_index").rows;
    CHECK(of_a + of_b == 3000);
    CHECK(of_b > 800);
    // As if it had been killed before the last commit of the first table.
    std::filesystem::remove(folder / ("t/a/" + detail::delta_commit_name(table_at(folder / "t/a").version)));
    options.rows_per_commit = 700;
    delta_sink sink{options, delta_typed_events(mix())};
    const std::optional<delivery_position> known = sink.position(stream);
    REQUIRE(known);
    CHECK(known->next == 2000);
    sink.open(stream, 2000);
    sink.send(2000, 3000);
    sink.close();
    CHECK(count(table_at(folder / "t/a"), "event_index").rows == of_a);
    CHECK(count(table_at(folder / "t/b"), "event_index").rows == of_b);
    options.mode = delta_mode::overwrite;
    delta_sink over{options, delta_typed_events(mix())};
    over.open(stream, 0);
    CHECK(table_at(folder / "t/b").files.empty());
    over.send(0, 100);
    over.close();
    CHECK(count(table_at(folder / "t/a"), "event_index").rows + count(table_at(folder / "t/b"), "event_index").rows == 100);
}

TEST_CASE("delta/delta_sink: typed tables of a stream that was killed before its first commit was whole are not given their rows twice") {
    const test::scratch folder;
    delta_options options{.path = folder / "t", .rows_per_commit = 1000};
    const delivery_stream stream{.name = "s"};
    {
        delta_sink sink{options, delta_typed_events(mix())};
        sink.open(stream, 0);
        sink.send(0, 1000);
    }
    const std::uint64_t of_a = count(table_at(folder / "t/a"), "event_index").rows, of_b = count(table_at(folder / "t/b"), "event_index").rows;
    CHECK(of_a + of_b == 1000);
    // The first table's commits of rows are the last ones.
    std::filesystem::remove(folder / ("t/a/" + detail::delta_commit_name(table_at(folder / "t/a").version)));
    {
        delta_sink without{options, delta_typed_events(mix())};
        CHECK_THROWS_WITH_AS(without.open({.name = "s", .specification = 1}, 0), doctest::Contains("already"), config_error);
    }
    delta_sink sink{options, delta_typed_events(mix())};
    const std::optional<delivery_position> known = sink.position(stream);
    REQUIRE(known);
    CHECK(known->next == 0);
    sink.open(stream, 0);
    sink.send(0, 1000);
    sink.close();
    CHECK(count(table_at(folder / "t/a"), "event_index").rows == of_a);
    CHECK(count(table_at(folder / "t/b"), "event_index").rows == of_b);
}
