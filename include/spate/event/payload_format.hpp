// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_PAYLOAD_FORMAT_HPP
#define SPATE_EVENT_PAYLOAD_FORMAT_HPP

/// How an event's fields become its payload.

#include <cstddef>
#include <string_view>

namespace spate::inline v0 {

/// The encodings of payloads. All of them write the fields in the order of the event's type, the common ones first.
enum class payload_format : unsigned char {
    json,                ///< a JSON object on one line, without the line's end
    avro,                ///< the bare datum of the type's Avro record, as a schema registry's readers take it
    avro_single_object,  ///< the same behind the marker C3 01 and the schema's fingerprint (Avro 1.12.0, "Single-object encoding")
    protobuf,            ///< a message without a length before it
    binary               ///< a row of the binary format (format/binary_rows.hpp)
};

inline constexpr std::string_view payload_format_names[] = {"json", "avro", "avro_single_object", "protobuf", "binary"};

[[nodiscard]] constexpr std::string_view to_string(payload_format format) noexcept { return payload_format_names[static_cast<std::size_t>(format)]; }

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_PAYLOAD_FORMAT_HPP
