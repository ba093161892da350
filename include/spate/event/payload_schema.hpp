// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_PAYLOAD_SCHEMA_HPP
#define SPATE_EVENT_PAYLOAD_SCHEMA_HPP

/// What readers of payloads need: a schema for each type of events, and the name of the file to have it in.

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/payload_format.hpp>
#include <spate/format/avro_schema.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What a schema's file name ends in: ".avsc", ".proto", ".json" for binary rows, and nothing for JSON, which needs no schema.
[[nodiscard]] constexpr std::string_view payload_schema_extension(payload_format format) noexcept {
    constexpr std::string_view extensions[] = {"", ".avsc", ".avsc", ".proto", ".json"};
    return extensions[static_cast<std::size_t>(format)];
}

/// The schema of a type's payloads: of Avro a record named by avro_record_name ("user.login" is user_login), of protobuf the .proto file of a message named by
/// proto_message_name (UserLogin), of binary rows the JSON of their files' header; empty for JSON. It depends on the type and its id alone: types whose ids
/// give one name have one schema if their fields are the same. Throws config_error for what the format cannot hold: decimals of more than 18 digits in Avro.
[[nodiscard]] inline std::string payload_schema_text(payload_format format, const record_type& type, std::string_view event_type_id) {
    switch (format) {
        case payload_format::avro:
        case payload_format::avro_single_object:
            return avro_schema_text(type, avro_record_name(event_type_id));
        case payload_format::protobuf:
            return proto_text(type, {.message = proto_message_name(event_type_id)});
        case payload_format::binary:
            return binary_rows_schema(type);
        case payload_format::json:
            break;
    }
    return {};
}

/// What stands before the datum in the payloads of payload_format::avro_single_object. Throws as payload_schema_text does.
[[nodiscard]] inline std::array<char, 10> payload_single_object_head(const record_type& type, std::string_view event_type_id) {
    return avro_single_object_head(avro_fingerprint(avro_canonical_form(type, avro_record_name(event_type_id))));
}

/// Names of files for types of events, without what they end in: each id with an underscore for what is no ASCII letter, digit, point, minus or underscore,
/// and for a point or minus at its begin; 200 bytes of it at most. Where another type has the name, in capital letters or small ones, _2, _3 and so on follows.
/// Ids that are such names keep them, if no earlier one differs in capital letters alone.
[[nodiscard]] inline std::vector<std::string> payload_schema_names(std::span<const std::string_view> event_type_ids) {
    constexpr std::size_t most_bytes = 200;
    const auto is_letter = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_';
    };
    const auto in_small_letters = [](std::string text) {
        for (char& letter : text)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        return text;
    };
    const auto made = [&](std::string_view id) {
        std::string out;
        for (const char letter : id.substr(0, most_bytes))
            if (is_letter(letter) || ((letter == '.' || letter == '-') && !out.empty()))
                out += letter;
            else if ((static_cast<unsigned char>(letter) & 0xc0u) != 0x80)
                out += '_';
        return out.empty() ? std::string{"_"} : out;
    };
    std::set<std::string> taken;
    std::vector<std::string> out(event_type_ids.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::string name = made(event_type_ids[i]);
        if (name == event_type_ids[i] && taken.insert(in_small_letters(name)).second) out[i] = std::move(name);
    }
    std::map<std::string, std::size_t> last;  // the number behind a name that was last given
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!out[i].empty()) continue;
        const std::string name = made(event_type_ids[i]), small = in_small_letters(name);
        std::size_t& number = last.try_emplace(small, 0).first->second;
        do {
            ++number;
            out[i] = number == 1 ? name : name + '_' + std::to_string(number);
        } while (!taken.insert(in_small_letters(out[i])).second);
    }
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_PAYLOAD_SCHEMA_HPP
