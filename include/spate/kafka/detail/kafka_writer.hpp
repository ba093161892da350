// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_DETAIL_KAFKA_WRITER_HPP
#define SPATE_KAFKA_DETAIL_KAFKA_WRITER_HPP

/// One message as the client library takes it: framed, with its key, its time and its headers.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <librdkafka/rdkafka.h>

#include <spate/core/error.hpp>
#include <spate/kafka/confluent_framing.hpp>
#include <spate/kafka/kafka_options.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0::detail {

// Belongs to one thread at a time.
class kafka_writer {
public:
    // The number of the schema of each type. Throws config_error where one has none; `source` may be null.
    void read(const kafka_options& options, const message_source* source) {
        framing_ = options.framing;
        has_headers_ = options.headers;
        if (framing_ == kafka_framing::none || source == nullptr) return;
        std::optional<std::uint32_t> others;
        for (const auto& [type, number] : options.schema_ids)
            if (type.empty()) others = number;
        const std::span<const std::string_view> types = source->types();
        numbers_.assign(std::max<std::size_t>(types.size(), 1), others.value_or(0));
        for (std::size_t i = 0; i < types.size(); ++i) {
            const auto found = std::find_if(options.schema_ids.begin(), options.schema_ids.end(), [&](const auto& one) { return one.first == types[i]; });
            if (found != options.schema_ids.end())
                numbers_[i] = found->second;
            else if (!others)
                raise_config("schema_ids", types[i], "has no number", "add " + std::string{types[i]} + "=NUMBER, or one number for all others");
        }
        if (types.empty() && !others) raise_config("schema_ids", "", "hold no number for messages without a type", "give one number");
    }

    // The value as it is sent; valid until the next call.
    [[nodiscard]] std::string_view framed(const message& one) {
        if (framing_ == kafka_framing::none) return one.value;
        frame_.clear();
        const std::uint32_t number = numbers_[one.type_number < numbers_.size() ? one.type_number : 0];
        if (framing_ == kafka_framing::confluent_avro)
            append_confluent_avro(frame_, number);
        else
            append_confluent_protobuf(frame_, number);
        frame_ += one.value;
        return frame_;
    }

    // The most bytes of a batch of this message alone besides its key and its value: the heads of batch and record, and its headers.
    [[nodiscard]] std::size_t envelope(const message& one) const noexcept { return 100 + (has_headers_ ? one.type.size() + 50 : 0); }

    // Copies the message into the client's queue.
    [[nodiscard]] rd_kafka_resp_err_t push(rd_kafka_t* client, rd_kafka_topic_t* topic, const message& one, std::string_view value, void* opaque) const {
        rd_kafka_vu_t with[8];
        std::size_t count = 0;
        const auto add = [&](rd_kafka_vtype_t type) -> auto& {
            with[count].vtype = type;
            return with[count++].u;
        };
        const auto add_text = [&](rd_kafka_vtype_t type, std::string_view text) {
            auto& to = add(type);
            to.mem.ptr = const_cast<char*>(text.data());
            to.mem.size = text.size();
        };
        const auto add_header = [&](const char* name, std::string_view text) {
            auto& to = add(RD_KAFKA_VTYPE_HEADER);
            to.header.name = name;
            to.header.val = text.data();
            to.header.size = static_cast<ssize_t>(text.size());
        };
        add(RD_KAFKA_VTYPE_RKT).rkt = topic;
        add(RD_KAFKA_VTYPE_MSGFLAGS).i = RD_KAFKA_MSG_F_COPY;
        // Null would be a tombstone.
        add_text(RD_KAFKA_VTYPE_VALUE, value.data() == nullptr ? std::string_view{""} : value);
        if (!one.key.empty()) add_text(RD_KAFKA_VTYPE_KEY, one.key);
        if (one.timestamp >= 0) add(RD_KAFKA_VTYPE_TIMESTAMP).i64 = one.timestamp;
        add(RD_KAFKA_VTYPE_OPAQUE).ptr = opaque;
        char place[24];
        if (has_headers_) {
            char* const end = std::to_chars(place, place + sizeof place, one.place).ptr;
            if (!one.type.empty()) add_header("event_type", one.type);
            add_header("place", {place, static_cast<std::size_t>(end - place)});
        }
        rd_kafka_error_t* const failure = rd_kafka_produceva(client, with, count);
        if (failure == nullptr) return RD_KAFKA_RESP_ERR_NO_ERROR;
        const rd_kafka_resp_err_t code = rd_kafka_error_code(failure);
        rd_kafka_error_destroy(failure);
        return code;
    }

private:
    kafka_framing framing_ = kafka_framing::none;
    bool has_headers_ = false;
    std::vector<std::uint32_t> numbers_;
    std::string frame_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_KAFKA_DETAIL_KAFKA_WRITER_HPP
