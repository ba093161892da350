// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_DESCRIBE_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_DESCRIBE_HPP

/// Messages as .proto text and as descriptors. Source: protobuf.dev, Protocol Buffers Version 3 Language Specification, and google/protobuf/descriptor.proto.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/field/type.hpp>
#include <spate/format/detail/protobuf/model.hpp>
#include <spate/format/detail/protobuf/names.hpp>
#include <spate/format/detail/protobuf/wire.hpp>

namespace spate::inline v0::detail::protobuf_file {

/// The name of a type that is no message, and its number in FieldDescriptorProto.
struct scalar_type {
    std::string_view name;
    unsigned number;
};

[[nodiscard]] constexpr scalar_type scalar_of(type_id id) noexcept {
    switch (id) {
        case type_id::boolean:
            return {"bool", 8};
        case type_id::int8:
        case type_id::int16:
        case type_id::int32:
        case type_id::date:
            return {"sint32", 17};
        case type_id::int64:
        case type_id::timestamp:
            return {"sint64", 18};
        case type_id::uint8:
        case type_id::uint16:
        case type_id::uint32:
            return {"uint32", 13};
        case type_id::uint64:
            return {"uint64", 4};
        case type_id::float16:
        case type_id::bfloat16:
        case type_id::float32:
            return {"float", 2};
        case type_id::float64:
            return {"double", 1};
        case type_id::binary:
        case type_id::bits:
            return {"bytes", 12};
        default:
            return {"string", 9};
    }
}

/// What a type's name does not say of a field's values; nothing where there is no more to say.
[[nodiscard]] inline std::string note_of(const field_model& field) {
    const data_type& type = field.type;
    std::string out;
    if (field.is_vector) out = std::to_string(field.elements) + " values";
    const auto say = [&out](const std::string& what) { out += (out.empty() ? "" : ", ") + what; };
    if (!field.message.empty()) return out;
    switch (type.id) {
        case type_id::int8:
        case type_id::uint8:
            say("8 bits");
            break;
        case type_id::int16:
        case type_id::uint16:
            say("16 bits");
            break;
        case type_id::float16:
            say("float16");
            break;
        case type_id::bfloat16:
            say("bfloat16");
            break;
        case type_id::decimal:
            say("decimal(" + std::to_string(type.digits) + ", " + std::to_string(type.places) + ")");
            break;
        case type_id::date:
            say("days since 1970-01-01");
            break;
        case type_id::timestamp:
            say((type.places == 0   ? "seconds"
                 : type.places == 3 ? "milliseconds"
                 : type.places == 6 ? "microseconds"
                                    : "nanoseconds") +
                std::string{" since 1970-01-01T00:00:00Z"});
            break;
        case type_id::uuid:
            say("UUID");
            break;
        case type_id::json:
            say("JSON");
            break;
        case type_id::bits:
            say(std::to_string(type.size) + " bits");
            break;
        default:
            break;
    }
    return out;
}

/// A string literal of .proto files.
[[nodiscard]] inline std::string string_literal(std::string_view text) {
    std::string out = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 0x20 || byte == 0x7f) {
            out += '\\';
            for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + (byte >> shift & 7));
            continue;
        }
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    return out + '"';
}

inline void put_message(const message_model& message, const std::string& indent, std::string& out) {
    out += indent + "message " + message.name + " {\n";
    const std::string inner = indent + "  ";
    for (const field_model& field : message.fields) {
        for (const message_model& one : field.message) put_message(one, inner, out);
        out += inner + (field.optional ? "optional " : field.repeated ? "repeated " : "");
        out += field.message.empty() ? std::string{scalar_of(field.type.id).name} : field.message[0].name;
        out += " " + field.name + " = " + std::to_string(field.number);
        if (field.json_name != default_json_name(field.name)) out += " [json_name = " + string_literal(field.json_name) + "]";
        out += ";";
        if (const std::string note = note_of(field); !note.empty()) out += "  // " + note;
        out += "\n";
    }
    out += indent + "}\n";
}

/// Appends fields of a descriptor to a text.
class descriptor_writer {
public:
    explicit descriptor_writer(std::string& out) : out_{out} {}
    void number(std::uint32_t field, std::uint64_t value) {
        char bytes[16];
        out_ += tag(field, wire_varint);
        out_.append(bytes, put_varint(bytes, value));
    }
    void text(std::uint32_t field, std::string_view value) {
        char bytes[16];
        out_ += tag(field, wire_bytes);
        out_.append(bytes, put_varint(bytes, value.size()));
        out_ += value;
    }

private:
    std::string& out_;
};

/// A DescriptorProto. `scope` is the full name of what is around it, and a point.
[[nodiscard]] inline std::string descriptor_of(const message_model& message, const std::string& scope) {
    const std::string inner = scope + message.name + ".";
    std::string out;
    descriptor_writer to{out};
    to.text(1, message.name);
    std::uint64_t oneof = 0;
    for (const field_model& field : message.fields) {
        std::string described;
        descriptor_writer one{described};
        one.text(1, field.name);
        one.number(3, field.number);
        one.number(4, field.repeated ? 3 : 1);
        one.number(5, field.message.empty() ? scalar_of(field.type.id).number : 11);
        if (!field.message.empty()) one.text(6, inner + field.message[0].name);
        if (field.optional) one.number(9, oneof++);
        one.text(10, field.json_name);
        if (field.optional) one.number(17, 1);
        to.text(2, described);
    }
    for (const field_model& field : message.fields)
        for (const message_model& nested : field.message) to.text(3, descriptor_of(nested, inner));
    for (const std::string& name : message.oneofs) {
        std::string described;
        descriptor_writer{described}.text(1, name);
        to.text(8, described);
    }
    return out;
}

}  // namespace spate::inline v0::detail::protobuf_file

#endif  // SPATE_FORMAT_DETAIL_PROTOBUF_DESCRIBE_HPP
