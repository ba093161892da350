// SPDX-License-Identifier: Apache-2.0
// How fast do rows become a Delta table, generation included, and events of 1,000 types? bench_delta_delta FOLDER WHAT COUNT writes FOLDER anew, in one commit
// for rows (as a batch job does) and several for events, and prints the rate as JSON: WHAT is rows, events (one table) or typed (one for each type).

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <spate/delta/delta_sink.hpp>
#include <spate/delta/delta_source.hpp>
#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

namespace {

using namespace spate;

std::shared_ptr<const delta_source> table(std::uint64_t count) {
    return delta_rows(schema(field<"id">(sequence()), field<"user">(uniform_int(1, 1'000'000)), field<"city">(one_of({"Paris", "Rome", "Oslo", "Bern"})),
                             field<"price">(uniform_real(0.5, 99)), field<"quantity">(uniform_int<std::int32_t>(1, 50)),
                             field<"at">(timestamps("2026-01-01", "2027-01-01", 6)), field<"ok">(boolean(0.9)), field<"discount">(uniform_real(0, 0.1))) |
                      rows(count));
}

mixed_events mix() {
    mix_specification made{.name = "bench", .from = seed{1}};
    made.common = {{"user_id", uniform_int(1, 1'000'000)}, {"at", event_time(schedule{1767225600000000000, ratio{1'000'000, 1}})}};
    for (int i = 0; i < 1000; ++i)
        made.types.push_back({"type-" + std::to_string(i),
                              {1, 1},
                              {{"a", uniform_int(0, 1000)},
                               {"b", uniform_real(0, 1)},
                               {"c", one_of({"one", "two", "three"})},
                               {"d", uuid4()},
                               {"e", uniform_int(0, 1'000'000'000)},
                               {"f", boolean(0.5)}}});
    made.partition_key = "user_id";
    made.when = schedule{1767225600000000000, ratio{1'000'000, 1}};
    return mixed_events{made};
}

}  // namespace

int main(int count, char** given) {
    if (count != 4) {
        std::fputs("usage: FOLDER rows|events|typed COUNT\n", stderr);
        return 2;
    }
    try {
        const std::string_view what = given[2];
        const std::uint64_t rows = std::strtoull(given[3], nullptr, 10);
        delta_options options{.path = given[1]};
        options.rows_per_commit = what == "rows" ? rows : std::uint64_t{1} << 20;
        std::filesystem::remove_all(options.path);
        delta_sink sink{options, what == "rows" ? table(rows) : what == "events" ? delta_events(mix()) : delta_typed_events(mix())};
        const auto begin = std::chrono::steady_clock::now();
        sink.open({.name = "bench"}, 0);
        sink.send(0, rows);
        sink.close();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        std::printf("{\"M rows/s\": %.4f, \"seconds\": %.3f, \"bytes\": %llu}\n", static_cast<double>(rows) / seconds / 1e6, seconds,
                    static_cast<unsigned long long>(sink.counts().bytes));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
