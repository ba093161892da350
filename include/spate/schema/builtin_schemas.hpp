// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_BUILTIN_SCHEMAS_HPP
#define SPATE_SCHEMA_BUILTIN_SCHEMAS_HPP

/// The schemas that are built in.

#include <span>
#include <string_view>
#include <vector>

namespace spate::inline v0 {

/// A schema that is built in: a collection in JSON, and what is told of it.
struct builtin_schema {
    std::string_view id, name, description;
    std::vector<std::string_view> tags, use_cases;
    std::string_view text;
};

/// All of them.
[[nodiscard]] inline std::span<const builtin_schema> builtin_schemas() {
    static const std::vector<builtin_schema> all{
        {"simple",
         "Simple example",
         "A few fields to begin with",
         {"basic"},
         {"learning", "tests"},
         R"({"collection_name": "simple_example", "fields": [
  {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Primary key"},
  {"name": "name", "type": "VarChar", "max_length": 100},
  {"name": "price", "type": "Float", "min": 0.01, "max": 1000.0},
  {"name": "embedding", "type": "FloatVector", "dim": 128}
]})"}};
    return all;
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_BUILTIN_SCHEMAS_HPP
