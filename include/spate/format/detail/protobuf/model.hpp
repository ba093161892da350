// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_MODEL_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_MODEL_HPP

/// A table's type as messages and their fields, from which the encoder, the .proto text and the descriptors are made.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/type.hpp>
#include <spate/format/detail/protobuf/names.hpp>
#include <spate/format/detail/protobuf/wire.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail::protobuf_file {

struct field_model;

struct message_model {
    std::string name;
    std::vector<field_model> fields;
    /// The names of the oneofs in which optional fields are, in order.
    std::vector<std::string> oneofs;
    /// Whether the fields are a structure's members; else there is one, which is the value or the list that needs a message around it.
    bool members = false;
};

/// Repeated fields are those of lists and vectors, of which none is null; `type` is that of the elements then.
struct field_model {
    std::string name, json_name;
    std::uint32_t number = 0;
    data_type type;
    bool repeated = false, optional = false;
    /// Of a vector: how many elements there are.
    bool is_vector = false;
    std::uint32_t elements = 0;
    /// None or one.
    std::vector<message_model> message;
};

/// Numbers 19000 to 19999 belong to protobuf itself.
[[nodiscard]] constexpr std::uint32_t field_number(std::size_t index) noexcept { return static_cast<std::uint32_t>(index < 18999 ? index + 1 : index + 1001); }

class model_maker {
public:
    [[nodiscard]] message_model table(const std::string& name, const record_type& type) {
        messages_.insert(name);
        std::vector<std::string> names;
        std::vector<data_type> types;
        for (const field_type& field : type) {
            names.push_back(field.name);
            types.push_back(field.type);
        }
        return message(name, names, types, true);
    }

private:
    [[nodiscard]] static bool is_list(const data_type& type) noexcept { return type.id == type_id::list || type.id == type_id::vector; }

    [[nodiscard]] message_model message(std::string name, const std::vector<std::string>& originals, const std::vector<data_type>& types, bool members) {
        const std::vector<std::string> names = valid_names(originals);
        std::vector<bool> optional;
        for (const data_type& type : types) optional.push_back(type.nullable);
        message_model out{std::move(name), {}, presence_names(names, optional), members};
        const std::vector<std::string> json = json_names(originals, names, out.oneofs);
        out.fields.reserve(names.size());
        for (std::size_t i = 0; i < names.size(); ++i) out.fields.push_back(field(names[i], json[i], field_number(i), types[i], names));
        return out;
    }
    // `siblings`: all names of the message, which no message within it may have.
    [[nodiscard]] field_model field(const std::string& name, const std::string& json, std::uint32_t number, const data_type& type,
                                    const std::vector<std::string>& siblings) {
        field_model out;
        out.name = name;
        out.json_name = json;
        out.number = number;
        out.optional = type.nullable;
        out.type = type;
        if (is_list(type) && type.nullable) {
            data_type list = type;
            list.nullable = false;
            out.message.push_back(around(message_name(name, siblings), list));
        } else if (is_list(type)) {
            const data_type& element = type.children[0];
            out.repeated = true;
            out.is_vector = type.id == type_id::vector;
            out.elements = type.size;
            if (element.nullable || is_list(element))
                out.message.push_back(around(message_name(name + "_item", siblings), element));
            else if (element.id == type_id::structure)
                out.message.push_back(structure(message_name(name, siblings), element));
            out.type = element;
        } else if (type.id == type_id::structure) {
            out.message.push_back(structure(message_name(name, siblings), type));
        }
        return out;
    }
    [[nodiscard]] message_model structure(std::string name, const data_type& type) { return message(std::move(name), type.names, type.children, true); }
    // A message around one value.
    [[nodiscard]] message_model around(std::string name, const data_type& type) {
        return message(std::move(name), {is_list(type) ? "values" : "value"}, {type}, false);
    }
    // Messages of a file have different names, wherever they stand: some languages forbid that a class is named as one around it.
    [[nodiscard]] std::string message_name(std::string_view field, const std::vector<std::string>& siblings) {
        const std::string name = pascal_case(field);
        std::string out = name;
        for (std::size_t i = 2; messages_.contains(out) || std::find(siblings.begin(), siblings.end(), out) != siblings.end(); ++i)
            out = name + std::to_string(i);
        messages_.insert(out);
        return out;
    }

    std::set<std::string, std::less<>> messages_;
};

}  // namespace spate::inline v0::detail::protobuf_file

#endif  // SPATE_FORMAT_DETAIL_PROTOBUF_MODEL_HPP
