// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_RELATIONS_HPP
#define SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_RELATIONS_HPP

/// Fields that are made from other fields and other tables, in specifications.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/expression.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/runtime_foreign_key.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/template_text.hpp>

namespace spate::inline v0::detail {

// Two fields are of one row only if they draw from one table in one way.
inline void check_via(const generator_parameters& given) {
    if (!given.has("via") || given.reader().siblings == nullptr) return;
    if (given.text("via") == given.text("name"))
        raise_config("via", "\"" + given.text("via") + "\"", "is the field itself", "name another foreign key of this table, or leave it out");
    for (const specification_node& one : given.reader().siblings->items()) {
        const auto text = [&](std::string_view key) {
            const specification_node* const found = one.is(specification_node::kind::map) ? one.find(key) : nullptr;
            return found != nullptr && (found->is(specification_node::kind::text) || found->is_number()) ? found->text() : std::string{};
        };
        if (text("name") != given.text("via")) continue;
        const specification_node* const zipf = one.find("zipf");
        if (text("type") != "foreign_key" || text("table") != given.text("table") ||
            (zipf != nullptr && zipf->is_number() ? zipf->real() : 0) != given.number("zipf"))
            raise_config("via", "\"" + given.text("via") + "\"", "is no foreign key with the same table and zipf",
                         "give both the same, so that they draw the same rows");
    }
}

[[nodiscard]] inline erased_field foreign_key_of(const generator_parameters& given) {
    check_via(given);
    if (given.reader().tables == nullptr) raise_config("table", given.text("table"), "is not known here", "use make_schema");
    std::shared_ptr<const runtime_schema> parent = given.reader().tables->make(given.text("table"));
    // Where the table is wrong, the reader knows it already, and nothing is made of the whole.
    if (parent == nullptr) return sequence();
    return runtime_foreign_key{std::move(parent), given.text("field"), {.zipf = given.number("zipf"), .via = given.text("via")}};
}

// The names beside a field, as far as they can be read.
[[nodiscard]] inline std::vector<std::string_view> names_beside(const generator_parameters& given) {
    std::vector<std::string_view> names;
    for (const specification_node& one : given.reader().siblings->items()) {
        const specification_node* const name = one.is(specification_node::kind::map) ? one.find("name") : nullptr;
        if (name != nullptr && name->is(specification_node::kind::text)) names.push_back(name->text());
    }
    return names;
}

// Names are checked where their places are known; what bind finds wrong later is said of the field.
template <class Made>
[[nodiscard]] erased_field of_siblings(Made made, const std::string& parameter, const generator_parameters& given) {
    if (given.reader().siblings != nullptr) made.check_names(names_beside(given), given.text("name"));
    if (given.has("name")) made.rename("field \"" + given.text("name") + "\": " + parameter);
    return made;
}

[[nodiscard]] inline erased_field template_of(const generator_parameters& given) {
    template_text made{given.text("text")};
    return of_siblings(std::move(made), "text", given);
}

[[nodiscard]] inline std::optional<data_type> result_of(const generator_parameters& given) {
    const bool decimal = given.has("places") || given.has("digits");
    if (given.has("result") && decimal) raise_config("result", "\"" + given.text("result") + "\"", "is given besides places or digits", "give one of them");
    if (decimal) {
        const std::uint64_t places = given.count("places"), digits = given.count("digits", most_digits);
        if (places > most_digits) raise_config("places", std::to_string(places), "is not from 0 to 18", "use 2 for money");
        if (digits < 1 || digits > most_digits || digits < places)
            raise_config("digits", std::to_string(digits), "is not a number of digits that values fit into", "give 1 to 18, at least the places");
        return data_type{.id = type_id::decimal, .digits = static_cast<std::uint8_t>(digits), .places = static_cast<std::uint8_t>(places)};
    }
    if (!given.has("result")) return {};
    constexpr std::pair<std::string_view, type_id> ids[] = {
        {"int8", type_id::int8},     {"int16", type_id::int16},   {"int32", type_id::int32},   {"int64", type_id::int64},     {"uint8", type_id::uint8},
        {"uint16", type_id::uint16}, {"uint32", type_id::uint32}, {"uint64", type_id::uint64}, {"float32", type_id::float32}, {"float64", type_id::float64}};
    for (const auto& [name, id] : ids)
        if (name == given.text("result")) return data_type{.id = id};
    return {};
}

[[nodiscard]] inline erased_field expression_of(const generator_parameters& given) {
    expression made{given.text("value"), result_of(given)};
    return of_siblings(std::move(made), "value", given);
}

inline void add_relations(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back({"foreign_key",
                   "the values of a field in some rows of another table of the specification",
                   {{"table", text, "a name under `tables`", true},
                    {"field", text, "whose values", true},
                    {"zipf", number, "rows are as popular as their rank to the power of minus this; 0, equally, unless given"},
                    {"via", text, "another foreign key of this table: both are of the same row"}},
                   foreign_key_of});
    out.push_back({"template",
                   "a text with places for other fields, like {first|lower}.{last|lower}@example.com",
                   {{"text", text, "with {field} or {field|option}: lower, upper, ascii, words, empty; {{ is a brace", true}},
                   template_of});
    out.push_back({"expression",
                   "a number, a boolean, a text or a time computed from other fields",
                   {{"value", text, "like price * quantity * (1 - discount), or if(country == 'FR', 0.2, 0.19)", true},
                    {"result",
                     one_of,
                     "the type to which numbers are rounded; that which follows unless given",
                     false,
                     {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"}},
                    {"places", integer, "makes the column decimal, with so many places behind the point, 0 to 18"},
                    {"digits", integer, "of the decimal, in all; 18 unless given"}},
                   expression_of});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_RELATIONS_HPP
