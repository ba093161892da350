// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_COLLECTION_HPP
#define SPATE_SCHEMA_COLLECTION_HPP

/// `collection`: a table of a vector database, as its schema files describe it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/node.hpp>

namespace spate::inline v0 {

/// The types of a collection's fields, those of Milvus 2.6.
enum class collection_type : unsigned char {
    boolean,
    int8,
    int16,
    int32,
    int64,
    float32,
    float64,
    varchar,
    string,
    json,
    array,
    float_vector,
    binary_vector,
    float16_vector,
    bfloat16_vector,
    int8_vector,
    sparse_float_vector
};

/// How files name the types, in the order of collection_type.
inline constexpr std::array<std::string_view, 17> collection_type_names{
    "Bool", "Int8",  "Int16",       "Int32",        "Int64",         "Float",          "Double",     "VarChar",          "String",
    "JSON", "Array", "FloatVector", "BinaryVector", "Float16Vector", "BFloat16Vector", "Int8Vector", "SparseFloatVector"};

[[nodiscard]] constexpr std::string_view to_string(collection_type type) noexcept { return collection_type_names[static_cast<std::size_t>(type)]; }

/// A field of a collection. What a schema file does not say is absent.
struct collection_field {
    std::string name;
    collection_type type = collection_type::int64;
    bool is_primary = false, auto_id = false, is_partition_key = false, nullable = false;
    /// In bytes; of the elements, in an array of texts.
    std::optional<std::uint32_t> max_length;
    /// Elements, bits of a binary vector; of a sparse one the bound of its indices.
    std::optional<std::uint32_t> dim;
    std::optional<collection_type> element_type;
    std::optional<std::uint32_t> max_capacity;
    std::string description;
    /// The field as it is written, with what only generators need: min, max, default_value, cardinality_ratio, enum_values, generator.
    specification_node node;
};

/// A collection, all of whose fields keep the rules of read_collection.
struct collection {
    std::string name, description;
    std::vector<collection_field> fields;
    /// The file as it was read: a map, or the list of fields alone.
    specification_node node;

    /// The field by which rows are found. Every collection has one.
    [[nodiscard]] const collection_field& primary() const noexcept {
        std::size_t i = 0;
        while (i + 1 < fields.size() && !fields[i].is_primary) ++i;
        return fields[i];
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_COLLECTION_HPP
