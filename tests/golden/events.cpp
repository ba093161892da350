// SPDX-License-Identifier: Apache-2.0
// Events of mixes: they may never change, whatever the compiler and its flags.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>

#include <spate/core/hash.hpp>
#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/person.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>

namespace {

using namespace spate;

mix_specification golden_mix() {
    mix_specification mix{.name = "golden", .from = seed{42}, .partition_key = "user"};
    mix.when = schedule{1767225600000000000, ratio{1000, 7}};
    mix.common = {{"name", one_of({"a", "b \"c\""}, {0.9, 0.1})}, {"user", uniform_int(1, 500)}, {"at", event_time(mix.when)}, {"id", uuid4()}};
    mix.types = {{"login", {6, 10}, {{"count", uniform_int<std::int64_t>(-5, std::int64_t{1} << 60)}, {"share", uniform_real<float>(0, 1)}}},
                 {"purchase",
                  {3, 10},
                  {{"price", decimal(0, 99999, 2)},
                   {"height", normal(170, 10)},
                   {"ok", boolean(0.3)},
                   {"note", nullable(one_of({"x", "y"}), 0.5)},
                   {"ratio", uniform_real(-3, 3)}}},
                 {"logout",
                  {1, 10},
                  {{"number", one_of<std::int32_t>({1, -2, 30000})},
                   {"tick", timestamps({.start = "2020-01-01", .step = "1ms", .jitter = "900us", .places = 6})},
                   {"order", uuid7(1767225600000, 1000)},
                   {"i", sequence(7, 3)},
                   {"tags", list_of(one_of({"p", "q"}), 0, 3)},
                   {"who", full_name()}}}};
    return mix;
}

std::uint64_t golden(const mixed_events& events) {
    std::uint64_t sum = 0;
    const auto add = [&sum](std::uint64_t value) { sum = mix(sum ^ value) + 0x9e3779b97f4a7c15u; };
    batch rows;
    events.fill(999'500, 1000, rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
        for (const std::size_t text : {0u, 2u, 3u}) add(hash_name(rows.columns[text].text(i)));
        add(rows.columns[1].values<std::uint64_t>()[i]);
        if (rows.columns.size() == 6) {
            add(rows.columns[4].values<std::uint64_t>()[i]);
            add(hash_name(rows.columns[5].text(i)));
        }
    }
    return sum;
}
template <class Change>
std::uint64_t golden_with(const Change& change) {
    mix_specification mix = golden_mix();
    change(mix);
    return golden(mixed_events{std::move(mix)});
}

}  // namespace

TEST_CASE("golden/events: mixes of event types") {
    CHECK(golden_with([](mix_specification&) {}) == 11138838844680226519u);
    CHECK(golden_with([](mix_specification& mix) { mix.selection = type_selection::exact; }) == 10979123528901086147u);
    CHECK(golden_with([](mix_specification& mix) { mix.payload = payload_format::avro; }) == 15667656022617159224u);
    CHECK(golden_with([](mix_specification& mix) { mix.payload = payload_format::avro_single_object; }) == 15564405911437667313u);
    CHECK(golden_with([](mix_specification& mix) { mix.payload = payload_format::protobuf; }) == 4346894719816508832u);
    CHECK(golden_with([](mix_specification& mix) { mix.payload = payload_format::binary; }) == 7766658816873741311u);
    CHECK(golden_with([](mix_specification& mix) {
              mix.arrival = {.late = {1, 10}, .out_of_order = {1, 10}, .duplicate = {1, 10}, .lost = {1, 10}};
          }) == 16250807148264357105u);
    CHECK(golden_with([](mix_specification& mix) {
              mix.common.push_back({"correlation_id", uuid4(), row_source::instance});
              mix.flows = {{.name = "visit", .share = {1, 2}, .steps = {{.type = 0}, {.type = 2, .least_delay = 10'000'000, .most_delay = 20'000'000'000}}}};
          }) == 6141341098745948537u);
}
