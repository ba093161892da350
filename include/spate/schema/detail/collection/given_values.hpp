// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_GIVEN_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_GIVEN_VALUES_HPP

/// What the fields of a collection hold whose file gives them a generator.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/fitted.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/column_type.hpp>
#include <spate/schema/detail/collection/few_values.hpp>
#include <spate/schema/detail/collection/plain_values.hpp>
#include <spate/schema/detail/collection/types.hpp>
#include <spate/schema/detail/collection/value_rules.hpp>
#include <spate/schema/detail/read_generator.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0::detail {

/// A member that says something; null says nothing.
[[nodiscard]] inline const specification_node* given(const specification_node& map, std::string_view key) noexcept {
    const specification_node* const found = map.find(key);
    return found == nullptr || found->is(specification_node::kind::null) ? nullptr : found;
}
[[nodiscard]] inline const specification_node* given(const collection_field& field, std::string_view key) noexcept { return given(field.node, key); }

/// The generator of a field, with what the field says of it already: its name, and of a vector how many elements it has, and of which type. Of a field without
/// a generator, its name alone.
[[nodiscard]] inline specification_node generator_node(const collection_field& field) {
    const specification_node* const written = given(field, "generator");
    specification_node out = specification_node::map();
    if (written != nullptr) out = *written;
    out.set_mark(written != nullptr ? written->mark() : field.node.mark());
    const auto add = [&](const char* key, specification_node value) {
        if (out.find(key) == nullptr) out.add(key, out.mark(), std::move(value));
    };
    add("name", field.name);
    const specification_node* const type = out.find("type");
    if (written == nullptr || type == nullptr || !type->is(specification_node::kind::text) || !is_vector(field.type)) return out;
    if (type->text() == "sparse_vector" && field.dim) add("dimension", static_cast<std::int64_t>(*field.dim));
    if (type->text() != "vector" || !field.dim) return out;
    add("elements", static_cast<std::int64_t>(*field.dim));
    add("element", field.type == collection_type::binary_vector     ? "bit"
                   : field.type == collection_type::int8_vector     ? "int8"
                   : field.type == collection_type::float16_vector  ? "float16"
                   : field.type == collection_type::bfloat16_vector ? "bfloat16"
                                                                    : "float32");
    return out;
}

/// What a field keeps its values within.
[[nodiscard]] inline fit_limits limits_of(const collection_field& field) {
    fit_limits out;
    const specification_node *const min = given_number(field, "min"), *const max = given_number(field, "max");
    if (is_integer(field.type)) {
        if (min != nullptr) out.min = number_limit{integer_bounds(field).low};
        if (max != nullptr) out.max = number_limit{integer_bounds(field).high};
    } else if (is_real(field.type)) {
        if (min != nullptr) out.min = number_limit{min->real()};
        if (max != nullptr) out.max = number_limit{max->real()};
    }
    const bool texts = is_text(field.type) || (field.element_type && is_text(*field.element_type));
    if (texts) out.max_bytes = field.max_length;
    if (field.type == collection_type::array) out.max_elements = field.max_capacity;
    return out;
}

// Throws config_error for a generator that may give what Milvus takes for no value: an empty list in a nullable array, or a sparse vector without entries.
inline void refuse_empty(const collection_field& field, const specification_node& generator) {
    const std::string& type = generator.find("type")->text();
    const auto below = [&](std::string_view key, std::int64_t least) { return generator.find(key) != nullptr && generator.find(key)->integer() < least; };
    if (field.type == collection_type::array && field.nullable &&
        (type != "list" || generator.find("length") != nullptr || generator.find("default") != nullptr || generator.find("min_length") == nullptr ||
         below("min_length", 1)))
        raise_config("generator", "", "may give an empty list, which Milvus takes for null in a nullable array",
                     "give {\"type\": \"list\", \"min_length\": 1, ...} without length and default, or leave nullable out");
    if (field.type != collection_type::sparse_float_vector) return;
    if (type != "sparse_vector") raise_config("type", "\"" + type + "\"", "is no generator of sparse vectors", "use sparse_vector");
    for (const std::string_view key : {"nulls", "default"})
        if (generator.find(key) != nullptr) raise_config(key, "", "is given for a sparse vector", "leave it out");
    if (below("min_entries", 1) || below("max_entries", 1)) raise_config("min_entries", "", "lets vectors be empty, which Milvus refuses", "give 1 or more");
    if (field.dim && generator.find("dimension")->integer() > static_cast<std::int64_t>(*field.dim))
        raise_config("dimension", generator.find("dimension")->text(), "is more than dim, " + std::to_string(*field.dim), "give dim, or leave it out");
}

/// The values of a field's generator, within the field's limits; nothing where it is wrong, which the reader is told. Throws config_error for one whose values
/// the field cannot hold.
[[nodiscard]] inline std::optional<erased_field> given_values(const collection_field& field, const specification_node& generator, specification_reader& reader,
                                                              const std::string& subject) {
    std::optional<erased_field> made = read_generator(generator, reader, subject);
    if (!made) return made;
    refuse_empty(field, generator);
    made = fitted(std::move(*made), column_type(field), limits_of(field));
    const specification_node* const share = given_number(field, "cardinality_ratio");
    return share == nullptr ? made : growing_values(share->real(), erased_generator{std::move(*made)});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_GIVEN_VALUES_HPP
