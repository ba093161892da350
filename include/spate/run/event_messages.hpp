// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_EVENT_MESSAGES_HPP
#define SPATE_RUN_EVENT_MESSAGES_HPP

/// `event_messages`: the events of a mix as messages.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/event/mixed_events.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/detail/json_lines.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

/// What the value of an event's message is: its payload, or a whole JSON document,
/// {"@timestamp":"2026-11-26T20:38:00.123Z","event_type_id":"view","partition_key":"u7","payload":{...}}, in which payloads that are not JSON are base64.
enum class envelope : unsigned char { payload, document };

/// A stream's messages, or those of a shard: places are numbered within it. The key is the partition key, the timestamp that of the event; lost events are left
/// out. Payloads are handed on where they were made, without a copy.
///
/// Determinism: as the mix. Cost: that of the mix and some 10 ns a message; documents some 100 ns more. Thread safety: as a message_source.
class event_messages final : public message_source {
public:
    /// Requires shard.index < shard.count.
    explicit event_messages(mixed_events events, envelope value = envelope::payload, stream_shard shard = {})
        : events_{std::move(events)}, value_{value}, shard_{shard} {
        const auto& types = events_.specification().types;
        types_.reserve(types.size());
        for (const event_type& one : types) types_.push_back(one.id);
    }

    [[nodiscard]] std::uint64_t size() const noexcept override { return shard_.below(mixed_events::size()); }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override { return std::make_unique<event_maker>(*this); }
    [[nodiscard]] std::span<const std::string_view> types() const noexcept override { return types_; }
    [[nodiscard]] const mixed_events& events() const noexcept { return events_; }

private:
    class event_maker final : public message_maker {
    public:
        explicit event_maker(const event_messages& of) : events_{of.events_}, value_{of.value_}, shard_{of.shard_}, lines_{document_type(events_.type())} {}

        [[nodiscard]] std::span<const message> make(std::uint64_t first, std::size_t count) override {
            const std::uint64_t place = shard_.place(first);
            events_.fill(place, count, rows_);
            if (value_ == envelope::document) encode_documents();
            const column &ids = rows_.columns[0], &keys = rows_.columns[2], &payloads = rows_.columns[3];
            const auto* const numbers = ids.values<std::uint32_t>();
            const auto* const times = rows_.columns[1].values<std::int64_t>();
            const text_dictionary& names = *ids.dictionary();
            out_.resize(count);
            std::size_t made = 0;
            for (std::size_t row = 0; row < count; ++row) {
                message& one = out_[made];
                one.place = place + row;
                one.timestamp = times[row];
                one.type_number = numbers[row];
                one.type = names[numbers[row]];
                one.key = keys.text(row);
                one.value = value_ == envelope::document ? lines_.next() : payloads.text(row);
                made += !payloads.is_null(row);
            }
            return {out_.data(), made};
        }

    private:
        // The columns of a document under their names there, the timestamp first.
        [[nodiscard]] static record_type document_type(const record_type& of) {
            return {{"@timestamp", of[1].type}, {"event_type_id", of[0].type}, {"partition_key", of[2].type}, {"payload", of[3].type}};
        }
        void encode_documents() {
            std::swap(rows_.columns[0], rows_.columns[1]);
            lines_.encode(rows_);
            std::swap(rows_.columns[0], rows_.columns[1]);
        }

        mixed_events events_;
        envelope value_;
        stream_shard shard_;
        detail::json_lines lines_;
        batch rows_;
        std::vector<message> out_;
    };

    mixed_events events_;
    envelope value_;
    stream_shard shard_;
    std::vector<std::string_view> types_;
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_EVENT_MESSAGES_HPP
