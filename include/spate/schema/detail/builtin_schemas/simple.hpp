// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_SIMPLE_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_SIMPLE_HPP

/// The built-in collection `simple`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view simple_schema = R"json({
  "collection_name": "simple_example",
  "description": "A few things with a price and an embedding: the smallest table that is worth a search",
  "fields": [
    {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the thing, given by the database"},
    {"name": "name", "type": "VarChar", "max_length": 100, "description": "What it is called",
     "generator": {"type": "product_name"}},
    {"name": "description", "type": "VarChar", "max_length": 500, "description": "A few sentences about it",
     "generator": {"type": "text", "min_bytes": 40, "max_bytes": 200, "average_bytes": 110}},
    {"name": "price", "type": "Float", "min": 0.01, "max": 1000.0, "description": "What it costs",
     "generator": {"type": "lognormal", "log_mean": 3.3, "log_deviation": 0.9, "min": 0.5, "max": 999.99, "places": 2}},
    {"name": "in_stock", "type": "Bool", "description": "Whether it can be sent today",
     "generator": {"type": "boolean", "probability": 0.85}},
    {"name": "embedding", "type": "FloatVector", "dim": 128, "description": "Where it lies among the others",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_SIMPLE_HPP
