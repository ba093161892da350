// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_PROTOBUF_HPP
#define SPATE_FORMAT_PROTOBUF_HPP

/// `protobuf`: a Protocol Buffers message a row, each behind its size; and the .proto file and the descriptors that readers need.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/format/detail/protobuf/describe.hpp>
#include <spate/format/detail/protobuf/model.hpp>
#include <spate/format/detail/protobuf/names.hpp>
#include <spate/format/detail/protobuf/pieces.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What messages are called, in the .proto file and in descriptors; the encoded rows have no names.
struct protobuf_options {
    /// The name of the message of a row: a letter or "_", then letters, digits and "_".
    std::string message = "Row";
    /// The package, as "shop.orders", or nothing.
    std::string package = {};
    /// The name of the .proto file, as the descriptors have it.
    std::string file = "row.proto";
};

/// Length-delimited Protocol Buffers: for each row its size as a varint, then a message of proto3, as parseDelimitedFrom and its like in other languages read
/// them. Fields are numbered from 1 on in the order of the schema (19000 to 19999, which belong to protobuf, are left out). The bytes are those that
/// protobuf's own serialisers make of the same message: fields in order, lists of numbers packed, zeros and empty values left out where nothing may be absent.
///
/// | type | in the message |
/// |---|---|
/// | boolean | bool |
/// | int8, int16, int32; int64 | sint32; sint64, where int32 would take 10 bytes for each negative number |
/// | uint8, uint16, uint32; uint64 | uint32; uint64 |
/// | float16, bfloat16, float32; float64 | float; double |
/// | decimal | string, exact, with all its places: "-12.50" |
/// | date | sint32, days since 1970-01-01 |
/// | timestamp | sint64, in its unit (seconds to nanoseconds) since 1970-01-01T00:00:00Z |
/// | uuid | string of 36 letters |
/// | text, json | string |
/// | binary, bits | bytes |
/// | structure | a message within |
/// | list, vector | repeated, packed where elements are numbers |
/// | ... of lists, or with elements that may be null | repeated, of messages with one field `values` or `value` |
/// | anything that may be null | optional; a list a message with one field `values` |
///
/// Names that protobuf does not allow, or cannot tell apart in JSON, are changed ("_" for other characters, "_2" behind the second); then all fields of the
/// message have their original names as json_name.
///
/// Throws config_error for options that are no names, and for a row of more than 2^31 - 1 bytes. Determinism: a row's bytes depend on its values alone.
/// Cost: some 5 ns a field; texts and vectors of float32 and float64 are copied once. Thread safety: an encoder belongs to one thread. Source: protobuf.dev,
/// Encoding.
struct protobuf {
    class encoder_type {
    public:
        using block_info = no_block_info;

        explicit encoder_type(const detail::protobuf_file::message_model& message) : rows_{message} {}

        static void head(text_buffer&) noexcept {}
        static void begin(text_buffer&, bool) noexcept {}
        void encode(const batch& rows, text_buffer& out) { rows_.encode(rows, out); }
        static block_info finish(text_buffer&) noexcept { return {}; }
        static void tail(std::span<const encoded_block<block_info>>, text_buffer&) noexcept {}

    private:
        detail::protobuf_file::row_writer rows_;
    };

    protobuf_options options = {};

    [[nodiscard]] encoder_type encoder(const record_type& type) const { return encoder_type{model(type)}; }
    /// Whole batches of rows, of some 4 MiB and at most 8192.
    [[nodiscard]] static std::size_t block_rows(const record_type& type) { return detail::usual_block_rows(type); }
    /// The table's messages. Throws config_error for options that are no names.
    [[nodiscard]] detail::protobuf_file::message_model model(const record_type& type) const {
        check();
        return detail::protobuf_file::model_maker{}.table(options.message, type);
    }

private:
    void check() const {
        namespace file = detail::protobuf_file;
        const auto quoted = [](const std::string& name) { return "\"" + name + "\""; };
        if (!file::is_identifier(options.message))
            detail::raise_config("message", quoted(options.message), "is not the name of a message", "take letters, digits and _, as Row");
        for (std::size_t at = 0; at <= options.package.size() && !options.package.empty();) {
            const std::size_t end = std::min(options.package.find('.', at), options.package.size());
            if (!file::is_identifier(std::string_view{options.package}.substr(at, end - at)))
                detail::raise_config("package", quoted(options.package), "is not the name of a package", "take names with points between them, as shop.orders");
            at = end + 1;
        }
        if (options.file.empty()) detail::raise_config("file", quoted(options.file), "is not the name of a file", "take one that ends in .proto");
    }
};

static_assert(record_format<protobuf>);

/// A message's name for a table's: OrderLines for "order lines". "Row" where nothing of it can be in a name.
[[nodiscard]] inline std::string proto_message_name(std::string_view table) {
    const std::string name = detail::protobuf_file::made_valid(table);
    return name == "field" && table != "field" ? "Row" : detail::protobuf_file::pascal_case(name);
}

/// The .proto file of a table's messages, to compile with protoc. Throws config_error for options that are no names.
[[nodiscard]] inline std::string proto_text(const record_type& type, const protobuf_options& options = {}) {
    std::string out = "syntax = \"proto3\";\n\n";
    if (!options.package.empty()) out += "package " + options.package + ";\n\n";
    detail::protobuf_file::put_message(protobuf{options}.model(type), "", out);
    return out;
}

/// A FileDescriptorSet of the same messages, serialised: what `protoc --descriptor_set_out` makes of proto_text, for readers that need no compiler. Throws
/// config_error for options that are no names.
[[nodiscard]] inline std::string proto_descriptor_set(const record_type& type, const protobuf_options& options = {}) {
    namespace detail_file = detail::protobuf_file;
    const detail_file::message_model message = protobuf{options}.model(type);
    std::string file, out;
    detail_file::descriptor_writer to{file};
    to.text(1, options.file);
    if (!options.package.empty()) to.text(2, options.package);
    to.text(4, detail_file::descriptor_of(message, options.package.empty() ? "." : "." + options.package + "."));
    to.text(12, "proto3");
    detail_file::descriptor_writer{out}.text(1, file);
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_PROTOBUF_HPP
