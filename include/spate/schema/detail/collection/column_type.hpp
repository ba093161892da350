// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_COLUMN_TYPE_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_COLUMN_TYPE_HPP

/// The columns that the fields of a collection become.

#include <spate/field/type.hpp>
#include <spate/schema/collection.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] inline data_type scalar_column(collection_type type) {
    switch (type) {
        case collection_type::boolean:
            return {.id = type_id::boolean};
        case collection_type::int8:
            return {.id = type_id::int8};
        case collection_type::int16:
            return {.id = type_id::int16};
        case collection_type::int32:
            return {.id = type_id::int32};
        case collection_type::int64:
            return {.id = type_id::int64};
        case collection_type::float32:
            return {.id = type_id::float32};
        case collection_type::float64:
            return {.id = type_id::float64};
        default:
            return {.id = type_id::text};
    }
}

/// The column of a field without nulls.
[[nodiscard]] inline data_type column_type(const collection_field& field) {
    const auto vector = [&](type_id element) { return data_type{.id = type_id::vector, .size = *field.dim, .children = {{.id = element}}}; };
    switch (field.type) {
        case collection_type::json:
            return {.id = type_id::json};
        case collection_type::array:
            return {.id = type_id::list, .children = {scalar_column(*field.element_type)}};
        case collection_type::float_vector:
            return vector(type_id::float32);
        case collection_type::float16_vector:
            return vector(type_id::float16);
        case collection_type::bfloat16_vector:
            return vector(type_id::bfloat16);
        case collection_type::int8_vector:
            return vector(type_id::int8);
        case collection_type::binary_vector:
            return {.id = type_id::bits, .size = *field.dim};
        case collection_type::sparse_float_vector:
            return {.id = type_id::structure,
                    .children = {{.id = type_id::list, .children = {{.id = type_id::uint32}}}, {.id = type_id::list, .children = {{.id = type_id::float32}}}},
                    .names = {"indices", "values"}};
        default:
            return scalar_column(field.type);
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_COLUMN_TYPE_HPP
