// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_JSON_SCHEMA_HPP
#define SPATE_SCHEMA_JSON_SCHEMA_HPP

/// The JSON Schema of specifications, for editors.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/generator_kinds.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0 {

namespace detail {

// A text of a generator kind as a JSON string; it has no control characters.
[[nodiscard]] inline std::string schema_text(std::string_view text) {
    std::string out = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    return out += '"';
}

[[nodiscard]] inline std::string schema_of(const parameter& of) {
    std::string out = "{";
    switch (of.kind) {
        case parameter_kind::integer:
            out += R"("type": "integer")";
            break;
        case parameter_kind::number:
            out += R"("type": "number")";
            break;
        case parameter_kind::boolean:
            out += R"("type": "boolean")";
            break;
        case parameter_kind::text:
            out += R"("type": ["string", "number"])";
            break;
        case parameter_kind::one_of:
            out += R"("enum": [)";
            for (std::size_t i = 0; i < of.names.size(); ++i) out += (i == 0 ? "" : ", ") + schema_text(of.names[i]);
            out += ']';
            break;
        case parameter_kind::texts:
            out += R"("type": "array", "items": {"type": ["string", "number", "boolean"]}, "minItems": 1)";
            break;
        case parameter_kind::numbers:
            out += R"("type": "array", "items": {"type": "number"}, "minItems": 1)";
            break;
        case parameter_kind::generator:
            out += R"("$ref": "#/$defs/generator")";
            break;
        case parameter_kind::fields:
            out += R"("type": "array", "items": {"$ref": "#/$defs/field"}, "minItems": 1)";
            break;
        case parameter_kind::generators:
            out += R"("type": "object", "additionalProperties": {"$ref": "#/$defs/generator"})";
            break;
        case parameter_kind::map:
            out += R"("type": "object")";
            break;
        case parameter_kind::whole:
            out += R"("type": "integer")";
            break;
        case parameter_kind::share:
            out += R"("type": "number", "minimum": 0, "maximum": 1)";
            break;
        case parameter_kind::any:
            break;
    }
    return out + (out.size() == 1 ? "" : ", ") + "\"description\": " + schema_text(of.about) + "}";
}

[[nodiscard]] inline std::string schema_of_table() {
    return R"(    "name": {"type": "string", "description": "of the table; columns hang on it"},
    "about": {"type": "string"},
    "$schema": {"type": "string", "description": "where this description of specifications lies, for editors"},
    "seed": {"type": "integer", "minimum": 0},
    "rows": {"type": "integer", "minimum": 0, "maximum": 281474976710656},
    "fields": {"type": "array", "items": {"$ref": "#/$defs/field"}, "minItems": 1})";
}

// Which keys go with each type: one condition for each, so that an editor's messages speak of one type only.
[[nodiscard]] inline std::string schema_of_kinds(const std::vector<generator_kind>& kinds, bool named) {
    std::string out = "{\n      \"type\": \"object\",\n      \"required\": [" + std::string{named ? "\"name\", " : ""} +
                      "\"type\"],\n      \"properties\": {\n        \"type\": {\"enum\": [";
    for (std::size_t i = 0; i < kinds.size(); ++i) out += (i == 0 ? "" : ", ") + schema_text(kinds[i].name);
    out += "]}\n      },\n      \"allOf\": [\n";
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const generator_kind& kind = kinds[i];
        out += "        {\"if\": {\"properties\": {\"type\": {\"const\": " + schema_text(kind.name) +
               "}}}, \"then\": {\"description\": " + schema_text(kind.about) + ", \"additionalProperties\": false";
        std::string required;
        out += ", \"properties\": {\"type\": true, \"about\": {\"type\": \"string\"}";
        for (const parameter& one : common_parameters()) out += ", " + schema_text(one.name) + ": " + schema_of(one);
        out += named ? ", \"name\": {\"type\": \"string\", \"minLength\": 1}" : ", \"name\": {\"type\": \"string\"}";
        for (const parameter& one : kind.parameters) {
            out += ", " + schema_text(one.name) + ": " + schema_of(one);
            if (one.required) required += (required.empty() ? "" : ", ") + schema_text(one.name);
        }
        out += "}";
        out += R"(, "dependentRequired": {"default": ["default_share"], "default_share": ["default"]})";
        if (!required.empty()) out += ", \"required\": [" + required + "]";
        out += i + 1 == kinds.size() ? "}}\n" : "}},\n";
    }
    return out + "      ]\n    }";
}

}  // namespace detail

/// A JSON Schema (draft 2020-12) of what make_schema takes, made from the same table: give it to an editor, and it completes and checks specifications in
/// JSON and YAML while they are written.
[[nodiscard]] inline std::string specification_json_schema(const std::vector<generator_kind>& kinds = generator_kinds()) {
    return R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "A table of spate",
  "type": "object",
  "anyOf": [{"required": ["fields"]}, {"required": ["tables"]}],
  "additionalProperties": false,
  "properties": {
)" + detail::schema_of_table() +
           R"(,
    "tables": {
      "type": "object",
      "description": "the tables that foreign keys refer to",
      "additionalProperties": {"anyOf": [{"$ref": "#/$defs/table"}, {"type": "string", "description": "a file, relative to this one"}]}
    }
  },
  "$defs": {
    "table": {
      "type": "object",
      "required": ["fields"],
      "additionalProperties": false,
      "properties": {
)" + detail::schema_of_table() +
           R"(
      }
    },
    "field": )" +
           detail::schema_of_kinds(kinds, true) + ",\n    \"generator\": " + detail::schema_of_kinds(kinds, false) + "\n  }\n}\n";
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_JSON_SCHEMA_HPP
