// SPDX-License-Identifier: Apache-2.0
// Writes Delta tables for delta.py, with SPATE_DELTA as lines: SOURCE, FIRST, END, CHUNK, and KEY=VALUE for each further one. SOURCE is rows, events or typed;
// the keys are those of a sink's configuration, and stream, seed, resume (true) and shard (i/n). Sends places in chunks, says where it began and what is
// acknowledged.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <spate/delta/delta_options.hpp>
#include <spate/delta/delta_sink.hpp>
#include <spate/delta/delta_source.hpp>
#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "../support/scratch.hpp"

namespace {

using namespace spate;

std::shared_ptr<const delta_source> rows_of(std::uint64_t seed_number, stream_shard shard) {
    const auto table =
        schema(field<"id">(sequence()), field<"city">(nullable(one_of({"Paris", "a/b=c", "Z\xc3\xbcrich 100%", "Rome"}), 0.1)),
               field<"n">(nullable(uniform_int<std::int32_t>(-1'000'000, 1'000'000), 0.1)), field<"small">(uniform_int<std::uint8_t>(0, 255)),
               field<"price">(uniform_real(-5, 99)), field<"ratio">(uniform_real<float>(0, 1)), field<"at">(timestamps("2020-01-01", "2030-01-01", 6)),
               field<"day">(dates("2026-01-01", "2026-01-05")), field<"amount">(decimal(-99999, 9'999'999, 2)), field<"ok">(boolean(0.3)), field<"u">(uuid4()),
               field<"words">(prose({.min_bytes = 5, .max_bytes = 90})), field<"tags">(list_of(one_of({"x", "y"}), 0, 3)),
               field<"step">(structure(field<"k">(sequence(5, 7)), field<"name">(nullable(one_of({"p", "q"}), 0.3)))))
            .with_seed(seed{seed_number});
    return delta_rows(table | rows(std::uint64_t{1} << 40), shard);
}

mixed_events mix_of(std::uint64_t seed_number) {
    mix_specification mix{.name = "shop", .from = seed{seed_number}};
    mix.common = {{"user_id", one_of({"u-1", "u-2", "u-3"})}, {"at", event_time(schedule{1767225600000000000, ratio{1000, 1}})}};
    mix.types = {{"login", {6, 10}, {{"count", uniform_int(-5, 1000)}}},
                 {"purchase/new", {3, 10}, {{"price", uniform_real(0.5, 99)}, {"note", nullable(one_of({"x", "y z"}), 0.5)}}},
                 {"never", {0, 1}, {{"x", sequence()}}},
                 {"rare", {1, 5000}, {{"tags", list_of(uniform_int(0, 9), 0, 3)}}}};
    mix.partition_key = "user_id";
    mix.when = schedule{1767225600000000000, ratio{1000, 1}};
    mix.arrival = {.late = {1, 20}, .duplicate = {1, 20}, .lost = {1, 20}, .mean_delay = 1'000'000'000};
    return mixed_events{mix};
}

int write(const std::vector<std::string>& given) {
    const std::string_view source = given[0];
    std::uint64_t first = std::strtoull(given[1].c_str(), nullptr, 10);
    const std::uint64_t end = std::strtoull(given[2].c_str(), nullptr, 10), chunk = std::strtoull(given[3].c_str(), nullptr, 10);
    sink_configuration keys{.type = sink_type::delta};
    for (std::size_t i = 4; i < given.size(); ++i) {
        const std::string_view one = given[i];
        const std::size_t at = one.find('=');
        keys.set(one.substr(0, at), std::string{one.substr(at + 1)});
    }
    const std::uint64_t seed_number = std::strtoull(keys.text("seed", "1").c_str(), nullptr, 10);
    stream_shard shard;
    std::sscanf(keys.text("shard", "0/1").c_str(), "%llu/%llu", reinterpret_cast<unsigned long long*>(&shard.index),
                reinterpret_cast<unsigned long long*>(&shard.count));
    const delivery_stream stream{.name = keys.text("stream", "spate"),
                                 .shard = shard.index,
                                 .shards = shard.count,
                                 .specification = seed_number,
                                 .note = "seed=" + std::to_string(seed_number) + " start=0"};
    const std::shared_ptr<const delta_source> rows = source == "rows"     ? rows_of(seed_number, shard)
                                                     : source == "events" ? delta_events(mix_of(seed_number), shard)
                                                                          : delta_typed_events(mix_of(seed_number), shard);
    delta_sink sink{delta_options_of(keys), rows};
    sink.check(stream);
    if (keys.text("resume") == "true")
        if (const std::optional<delivery_position> known = sink.position(stream)) {
            first = known->next;
            std::printf("note %s\n", known->note.c_str());
        }
    sink.open(stream, first);
    std::printf("first %llu\n", static_cast<unsigned long long>(first));
    std::fflush(stdout);
    for (std::uint64_t at = first; at < end;) {
        const std::uint64_t next = std::min(end, at + chunk);
        sink.send(at, next);
        at = next;
    }
    sink.close();
    std::printf("acknowledged %llu\n", static_cast<unsigned long long>(sink.acknowledged()));
    return 0;
}

}  // namespace

TEST_CASE("integration/delta_files: writes what delta.py asks for, and by itself a small table") {
    const char* const asked = std::getenv("SPATE_DELTA");
    std::optional<test::scratch> folder;
    std::vector<std::string> given{"rows", "0", "1000", "100", "path=", "rows_per_commit=300"};
    if (asked == nullptr) {
        given[4] += folder.emplace() / "table";
    } else {
        given.clear();
        std::istringstream lines{asked};
        for (std::string line; std::getline(lines, line);) given.push_back(line);
        REQUIRE(given.size() >= 4);
    }
    int failed = 1;
    try {
        failed = write(given);
    } catch (const std::exception& error) {
        std::printf("error %s\n", error.what());
    }
    std::fflush(stdout);
    CHECK(failed == 0);
}
