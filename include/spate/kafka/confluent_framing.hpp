// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_CONFLUENT_FRAMING_HPP
#define SPATE_KAFKA_CONFLUENT_FRAMING_HPP

/// What Confluent's serializers put before a payload: which schema of a registry it was written with.

#include <cstdint>
#include <span>
#include <string>

namespace spate::inline v0 {

/// Appends 0 and the schema's number in 4 bytes, big end first. Avro's payload follows.
/// Source: Confluent, "Schema Registry: Formats, Serializers, and Deserializers", wire format.
inline void append_confluent_avro(std::string& out, std::uint32_t schema_id) {
    const char head[5]{0, static_cast<char>(schema_id >> 24), static_cast<char>(schema_id >> 16 & 0xff), static_cast<char>(schema_id >> 8 & 0xff),
                       static_cast<char>(schema_id & 0xff)};
    out.append(head, sizeof head);
}

/// The same, and then which message of the schema's file it is: the path of indexes down to it, as their number and each of them in zigzag varints; one 0 for
/// the first message, which is what is meant without a path. Protobuf's payload follows. Requires indexes of at least 0.
inline void append_confluent_protobuf(std::string& out, std::uint32_t schema_id, std::span<const std::int32_t> path = {}) {
    append_confluent_avro(out, schema_id);
    if (path.empty() || (path.size() == 1 && path.front() == 0)) {
        out += '\0';
        return;
    }
    const auto append = [&out](std::uint64_t value) {
        for (value <<= 1; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
        out += static_cast<char>(value);
    };
    append(path.size());
    for (const std::int32_t index : path) append(static_cast<std::uint64_t>(index));
}

}  // namespace spate::inline v0

#endif  // SPATE_KAFKA_CONFLUENT_FRAMING_HPP
