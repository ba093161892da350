// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_GIVEN_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_GIVEN_VALUES_HPP

/// What the fields of a collection hold whose file says how: by a generator, or by the share of different values.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/field/erased.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/column_type.hpp>
#include <spate/schema/detail/collection/plain_values.hpp>
#include <spate/schema/detail/collection/primary_values.hpp>
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

/// The values of a field's generator, within the field's limits; nothing where it is wrong, which the reader is told.
[[nodiscard]] inline std::optional<erased_field> given_values(const collection_field& field, const specification_node& generator, specification_reader& reader,
                                                              const std::string& subject) {
    std::optional<erased_field> made = read_generator(generator, reader, subject);
    if (made && made->inputs().empty()) {
        data_type type = made->type();
        type.nullable = false;
        if (type != column_type(field)) raise_config("generator", "", "gives another type of column", "give one of the field's type");
    }
    return made;
}

[[nodiscard]] inline std::optional<primary_keys> given_keys(const collection_field& field, const specification_node& generator, specification_reader& reader,
                                                            const std::string& subject) {
    std::optional<erased_field> made = given_values(field, generator, reader, subject);
    if (!made) return {};
    return primary_keys{std::move(*made)};
}

/// Values of a field of which only a share differs.
[[nodiscard]] inline erased_field few_values(const collection_field& field) { return usual_values(field); }

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_GIVEN_VALUES_HPP
