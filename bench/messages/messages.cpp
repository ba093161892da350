// SPDX-License-Identifier: Apache-2.0
// How fast are messages for brokers and servers made, of events of 1 and 1,000 types and of rows? Beside each: what they are made of alone, the mix's records,
// or the rows as NDJSON in memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/event_messages.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "../support/events.hpp"
#include "../support/measure.hpp"

using namespace spate;

namespace {

constexpr std::uint64_t at_once = 8 * message_maker::block;

// Makes messages, and reads of each what a client would.
struct candidate {
    std::unique_ptr<message_maker> maker;
    std::uint64_t next = 0, bytes = 0;

    void operator()() {
        for_each_message(*maker, next, next + at_once, [this](const message& one) { bytes += one.value.size() + one.key.size(); });
        next += at_once;
        bench::keep(&bytes);
    }
};

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    struct made {
        const char* what;
        std::shared_ptr<candidate> ours;
        double required;
    };
    const auto table = schema(field<"id">(sequence()), field<"city">(one_of({"Paris", "Rome", "Oslo"})), field<"n">(uniform_int(0, 1000000)),
                              field<"m">(uniform_int(0, 1000000)), field<"state">(one_of({"open", "closed", "lost"}))) |
                       rows(std::uint64_t{1} << 46);
    const mixed_events one = bench::mix_of(1), thousand = bench::mix_of(1000);
    const auto of = [](const message_source& source) { return std::make_shared<candidate>(candidate{source.maker()}); };
    const std::vector<made> all{{"events of 1 type, 1 core", of(event_messages{one}), 0},
                                {"events of 1000 types, 1 core", of(event_messages{thousand}), 7},
                                {"events of 1000 types as documents, 1 core", of(event_messages{thousand, envelope::document}), 0},
                                {"rows of 5 columns, 1 core", of(row_messages{table, {.key = "city"}}), 0}};

    batch rows;
    text_buffer text;
    auto encoder = ndjson{}.encoder(table.type());
    std::uint64_t next = 0;
    std::vector<bench::candidate> candidates;
    for (const made& each : all) candidates.push_back({[ours = each.ours] { (*ours)(); }, static_cast<double>(at_once)});
    const auto events_of = [&](const mixed_events& mix) {
        candidates.push_back({[&] {
                                  for (std::uint64_t done = 0; done < at_once; done += message_maker::block) mix.fill(next + done, message_maker::block, rows);
                                  next += at_once;
                                  bench::keep(rows.columns[3].values<char>());
                              },
                              static_cast<double>(at_once)});
    };
    events_of(one);
    events_of(thousand);
    events_of(thousand);
    candidates.push_back({[&] {
                              for (std::uint64_t done = 0; done < at_once; done += message_maker::block) {
                                  text.clear();
                                  table.fill(next + done, message_maker::block, rows);
                                  encoder.encode(rows, text);
                              }
                              next += at_once;
                              bench::keep(text.text().data());
                          },
                          static_cast<double>(at_once)});

    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report out{"messages"};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const candidate& ours = *all[i].ours;
        const double each = static_cast<double>(ours.bytes) / static_cast<double>(ours.next);
        char note[64];
        std::snprintf(note, sizeof note, "%.0f bytes each with the key, %.2f GB/s", each, bench::median(found[i]) * each / bench::giga);
        bench::check line{.row = "messages",
                          .what = all[i].what,
                          .unit = "M messages/s",
                          .ours = bench::median(found[i]) / 1e6,
                          .limit = bench::median(found[all.size() + i]) / 1e6,
                          .limit_is = i < 3 ? "the mix's records" : "the rows as NDJSON",
                          .note = note};
        bench::rates millions;
        for (const double rate : found[i]) millions.push_back(rate / 1e6);
        line.reached = bench::spread_of(millions);
        if (all[i].required > 0) line.required = all[i].required;
        out.add(line);
    }
    out.print();
}
