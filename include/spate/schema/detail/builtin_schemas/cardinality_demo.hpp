// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_CARDINALITY_DEMO_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_CARDINALITY_DEMO_HPP

/// The built-in collection `cardinality_demo`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view cardinality_demo_schema = R"json({
  "collection_name": "cardinality_demo",
  "description": "Fields of few, some and nearly as many values as rows, for indexes and filters",
  "fields": [
    {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the row, given by the database"},
    {"name": "status", "type": "VarChar", "max_length": 20, "enum_values": ["active", "pending", "completed", "cancelled"], "description": "One of four"},
    {"name": "country_code", "type": "VarChar", "max_length": 2, "cardinality_ratio": 0.01, "description": "Few: one for 100 rows, at most all countries",
     "generator": {"type": "country_code"}},
    {"name": "user_segment", "type": "Int32", "min": 1, "max": 100, "cardinality_ratio": 0.01, "description": "Few: one for 100 rows, at most 100"},
    {"name": "product_sku", "type": "VarChar", "max_length": 50, "cardinality_ratio": 0.2, "description": "Some: one for 5 rows",
     "generator": {"type": "key_text", "prefix": "SKU-", "length": 12, "alphabet": "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"}},
    {"name": "session_id", "type": "VarChar", "max_length": 64, "cardinality_ratio": 0.95, "description": "Many: 95 of 100 rows have their own",
     "generator": {"type": "key_text", "prefix": "session_", "length": 24}},
    {"name": "priority_level", "type": "Int8", "enum_values": [1, 2, 3, 4, 5], "description": "One of five numbers"},
    {"name": "temperature", "type": "Float", "min": -50.0, "max": 50.0, "cardinality_ratio": 0.1, "description": "Some: one for 10 rows"},
    {"name": "score", "type": "Double", "min": 0.0, "max": 100.0, "cardinality_ratio": 0.8, "description": "Many: 80 of 100 rows have their own"},
    {"name": "feature_vector", "type": "FloatVector", "dim": 128, "description": "Where the row lies among the others",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_CARDINALITY_DEMO_HPP
