// SPDX-License-Identifier: Apache-2.0
// How fast are payloads in each format, held against JSON of the same events? Of 1,000 types: once with numbers, choices and UUIDs, once with what has a column
// of its own besides: texts that are made up, lists and structures.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/field.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/uuid.hpp>

#include "../support/measure.hpp"

namespace {

using namespace spate;

constexpr payload_format formats[] = {payload_format::json, payload_format::avro, payload_format::avro_single_object, payload_format::protobuf,
                                      payload_format::binary};

mix_specification mix_of(std::uint32_t types, bool nested) {
    mix_specification mix{.name = "bench", .from = seed{1}};
    mix.when = schedule{1767225600000000000, ratio{1000000, 1}};
    mix.common = {{"event_id", uuid4()},
                  {"event_timestamp", event_time(mix.when)},
                  {"user_id", uniform_int<std::int64_t>(1, 1000000)},
                  {"level", one_of({"low", "medium", "high", "critical"}, {0.4, 0.3, 0.2, 0.1})}};
    for (std::uint32_t i = 0; i < types; ++i) {
        const std::string number = std::to_string(i);
        event_type one{.id = "service." + number, .weight = ratio{1 + i % 10, 1}};
        one.fields = {{"count_" + number, nullable(uniform_int<std::int32_t>(0, 100 + static_cast<std::int32_t>(i)), 0.1)},
                      {"amount_" + number, uniform_real(0.0, 1000.0)},
                      {"active_" + number, boolean(0.5)}};
        if (nested) {
            one.fields.push_back({"tags_" + number, list_of(one_of({"red", "green", "blue"}), 0, 4)});
            one.fields.push_back({"place_" + number, structure(field<"x">(uniform_real<float>(0, 1)), field<"code">(letters(9)))});
        }
        mix.types.push_back(std::move(one));
    }
    return mix;
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    constexpr std::uint64_t at_once = 1024;
    constexpr std::size_t each = std::size(formats);
    std::vector<mixed_events> mixes;
    for (const bool nested : {false, true}) {
        mix_specification mix = mix_of(1000, nested);
        for (const payload_format format : formats) {
            mix.payload = format;
            mixes.emplace_back(mix);
        }
    }
    column payloads;
    std::vector<std::uint64_t> next(mixes.size());
    std::vector<double> bytes(mixes.size());
    std::vector<bench::candidate> candidates;
    for (std::size_t i = 0; i < mixes.size(); ++i)
        candidates.push_back({[&, i] {
                                  mixes[i].payloads(next[i], at_once, payloads);
                                  next[i] += at_once;
                                  bytes[i] = static_cast<double>(payloads.offsets()[at_once]) / at_once;
                                  bench::keep(payloads.values<char>());
                              },
                              static_cast<double>(at_once)});
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report out{"event-payloads"};
    for (std::size_t i = 0; i < mixes.size(); ++i) {
        const std::size_t json = i / each * each;
        if (i == json) continue;
        char note[96];
        std::snprintf(note, sizeof note, "%.0f bytes each, JSON %.0f at %.2f M events/s", bytes[i], bytes[json], bench::median(found[json]) / 1e6);
        out.add({.row = "event-payloads",
                 .what = std::string{to_string(formats[i % each])} + " payload, 1000 types" + (i < each ? "" : " with lists and structures") + ", 1 core",
                 .unit = "M events/s",
                 .ours = bench::median(found[i]) / 1e6,
                 .reached = bench::spread_of(bench::over(found[i], found[json])),
                 .of = "JSON",
                 .required = formats[i % each] == payload_format::binary ? -1.0 : 1.0,
                 .note = note});
    }
    out.print();
}
