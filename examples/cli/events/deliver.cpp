// SPDX-License-Identifier: Apache-2.0
#include "deliver.hpp"

#include <memory>
#include <string>

#include <spate/event/payload_format.hpp>
#include <spate/run/event_messages.hpp>

#include "../delivery/fingerprint.hpp"
#include "../instants.hpp"
#include "source.hpp"

namespace cli {
namespace {

delivered_stream stream_of(const events_request& asked) {
    const spate::mix_specification& mix = asked.mix();
    delivered_stream out{.stream = {.name = stream_name(*asked.delivery, mix.name, asked.file), .shard = asked.shard.index, .shards = asked.shard.count},
                         .source = {.table = any_table{delivered_events{asked.events, nullptr, false}},
                                    .counted = any_table{delivered_events{asked.events, nullptr, true}},
                                    .shard = asked.shard,
                                    .events = asked.events}};
    out.stream.note = note_text(mix.from.value, mix.when.start());
    out.stream.specification = fingerprint(
        {std::string{to_string(mix.payload)}, mix.partition_key},
        {mix.from.value, static_cast<std::uint64_t>(mix.when.start()), asked.fingerprint, fingerprint(mix.when), fingerprint(any_table{asked.events}, 0)});
    out.source.messages = [events = asked.events, shard = asked.shard](bool as_documents) -> std::shared_ptr<const spate::message_source> {
        return std::make_shared<spate::event_messages>(events, as_documents ? spate::envelope::document : spate::envelope::payload, shard);
    };
    out.size = spate::mixed_events::size();
    out.options.first = asked.first;
    out.options.count = asked.count;
    out.options.paced = asked.paced;
    if (!asked.paced) return out;
    out.when = mix.when;
    out.options.duration = asked.duration;
    out.source.messages_per_second = asked.configuration.rate.value() / static_cast<double>(asked.shard.count);
    return out;
}

}  // namespace

stream_maker events_stream(events_request& asked, const typed_options& typed) {
    return [&asked, typed](const std::string& note) {
        const stream_note kept = parse_note(note);
        const bool takes_seed = asked.seed_was_drawn && kept.seed, takes_start = asked.start_is_now && kept.start;
        if (takes_seed || takes_start) {
            typed_options again = typed;
            if (takes_seed) again["seed"] = std::to_string(*kept.seed);
            if (takes_start) again["start-time"] = instant_text(*kept.start);
            asked = parse_events(again);
        }
        return stream_of(asked);
    };
}

}  // namespace cli
