// SPDX-License-Identifier: Apache-2.0
#include "summary.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <spate/schema/read_collection.hpp>

#include "../json.hpp"
#include "../schemas.hpp"

namespace cli {
namespace {

using spate::specification_node;
using kind = specification_node::kind;

std::string text_in(const specification_node& map, std::string_view key) {
    const specification_node* const found = map.is(kind::map) ? map.find(key) : nullptr;
    return found != nullptr && found->is(kind::text) ? found->text() : std::string{};
}

// A value on one line: lists with their first three items, of maps only their type.
std::string short_text(const specification_node& value) {
    if (value.is(kind::boolean)) return value.boolean() ? "true" : "false";
    if (value.is(kind::null)) return "null";
    if (value.is(kind::map)) return text_in(value, "type").empty() ? "{...}" : text_in(value, "type");
    if (!value.is(kind::sequence)) return value.text();
    std::string out = "[";
    for (std::size_t i = 0; i < std::min<std::size_t>(value.items().size(), 3); ++i) out += (i == 0 ? "" : ", ") + short_text(value.items()[i]);
    return out + (value.items().size() > 3 ? ", ...]" : "]");
}

field_summary field_of(const specification_node& field) {
    field_summary out{text_in(field, "name"), text_in(field, "type"), {}, text_in(field, "description") + text_in(field, "about"), {}};
    for (std::size_t i = 0; i < field.keys().size(); ++i) {
        const std::string& key = field.keys()[i];
        const specification_node& value = field.items()[i];
        if (key == "name" || key == "type" || key == "description" || key == "about") continue;
        if (key == "dim") out.dim = value.text();
        if (value.is(kind::boolean) && !value.boolean()) continue;
        const std::string shown = value.is(kind::boolean) ? (key == "is_primary"         ? "primary"
                                                             : key == "is_partition_key" ? "partition key"
                                                                                         : key)
                                                          : key + "=" + short_text(value);
        out.properties += (out.properties.empty() ? "" : ", ") + shown;
    }
    return out;
}

// As RFC 8259 has it; YAML has other numbers, too.
bool is_json_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])) == 0) return false;
    if (text.size() > 1 && text[0] == '0' && std::isdigit(static_cast<unsigned char>(text[1])) != 0) return false;
    if (const std::size_t point = text.find('.'); point != std::string_view::npos)
        if (point + 1 == text.size() || std::isdigit(static_cast<unsigned char>(text[point + 1])) == 0) return false;
    return std::isdigit(static_cast<unsigned char>(text.back())) != 0 && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}

std::string number_text(const specification_node& number) {
    if (is_json_number(number.text())) return number.text();
    return number.is(kind::integer) ? std::to_string(number.integer()) : json_number(number.real());
}

}  // namespace

std::string schema_summary::dims() const {
    std::vector<std::string> out;
    for (const field_summary& one : fields)
        if (!one.dim.empty()) out.push_back(one.dim);
    return joined(out);
}

schema_summary summary_of(const specification_node& root) {
    schema_summary out;
    out.is_collection = spate::is_collection(root);
    out.name = text_in(root, out.is_collection ? "collection_name" : "name");
    out.tables = declared_tables(root);
    const specification_node* const fields = root.is(kind::map) ? root.find("fields") : &root;
    if (fields != nullptr)
        for (const specification_node& one : fields->items()) out.fields.push_back(field_of(one));
    return out;
}

std::string json_of(const specification_node& node, std::size_t indent) {
    if (node.is(kind::null)) return "null";
    if (node.is(kind::boolean)) return node.boolean() ? "true" : "false";
    if (node.is_number()) return number_text(node);
    if (node.is(kind::text)) return json_string(node.text());
    const bool map = node.is(kind::map);
    if (node.items().empty()) return map ? "{}" : "[]";
    // Fields are on one line each, as people write them.
    const bool lines = std::any_of(node.items().begin(), node.items().end(), [](const specification_node& one) { return !one.items().empty(); }) && indent < 4;
    const std::string blanks = lines ? "\n" + std::string(indent + 2, ' ') : "";
    std::string out;
    for (std::size_t i = 0; i < node.items().size(); ++i) {
        out += (i == 0 ? "" : lines ? "," : ", ") + blanks;
        if (map) out += json_string(node.keys()[i]) + ": ";
        out += json_of(node.items()[i], indent + 2);
    }
    if (lines) out += "\n" + std::string(indent, ' ');
    return (map ? "{" : "[") + out + (map ? "}" : "]");
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& one : texts) out += (out.empty() ? "" : ", ") + one;
    return out;
}

}  // namespace cli
