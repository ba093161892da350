// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_SCHEMA_HPP
#define SPATE_DELTA_DELTA_SCHEMA_HPP

/// `delta_schema(type)`: the columns of a table as a Delta log names them.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

namespace detail {

[[nodiscard]] inline std::string delta_struct(const std::vector<field_type>& fields, const std::string& path);

// A type as JSON: a name between quotes, or an object. `path` is the column, for errors.
[[nodiscard]] inline std::string delta_type(const data_type& type, const std::string& path) {
    const auto refuse = [&](std::string_view what, std::string_view problem, std::string_view remedy) { raise_config(path, what, problem, remedy); };
    const auto named = [](std::string_view name) { return '"' + std::string{name} + '"'; };
    switch (type.id) {
        case type_id::boolean:
            return named("boolean");
        case type_id::int8:
            return named("byte");
        case type_id::int16:
        case type_id::uint8:
            return named("short");
        case type_id::int32:
        case type_id::uint16:
            return named("integer");
        case type_id::int64:
        case type_id::uint32:
            return named("long");
        case type_id::uint64:
            return named("decimal(20,0)");
        case type_id::float16:
            refuse("float16", "has no type in Delta tables", "use float32, or bfloat16, which is widened");
            break;
        case type_id::bfloat16:
        case type_id::float32:
            return named("float");
        case type_id::float64:
            return named("double");
        case type_id::decimal:
            return named("decimal(" + std::to_string(type.digits) + ',' + std::to_string(type.places) + ')');
        case type_id::date:
            return named("date");
        case type_id::timestamp:
            if (type.places > 6) refuse("timestamp", "of nanoseconds has no type in Delta tables, whose times are in microseconds", "use 6 places or fewer");
            return named("timestamp");
        case type_id::text:
        case type_id::json:
        case type_id::uuid:
            return named("string");
        case type_id::binary:
        case type_id::bits:
            return named("binary");
        case type_id::list:
        case type_id::vector:
            return R"({"type":"array","elementType":)" + delta_type(type.children.at(0), path + ".element") + R"(,"containsNull":)" +
                   (type.children[0].nullable ? "true}" : "false}");
        case type_id::structure: {
            std::vector<field_type> fields;
            for (std::size_t i = 0; i < type.children.size(); ++i) fields.push_back({type.names.at(i), type.children[i]});
            return delta_struct(fields, path);
        }
    }
    return {};
}

[[nodiscard]] inline bool same_but_for_capitals(std::string_view a, std::string_view b) noexcept {
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char left, char right) { return lower(left) == lower(right); });
}

[[nodiscard]] inline std::string delta_struct(const std::vector<field_type>& fields, const std::string& path) {
    std::string out = R"({"type":"struct","fields":[)";
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string here = path.empty() ? fields[i].name : path + '.' + fields[i].name;
        // Parquet readers of Spark take none of these in names, and Delta forbids them without column mapping.
        if (fields[i].name.empty() || fields[i].name.find_first_of(" ,;{}()\n\t=") != std::string::npos)
            raise_config(here, fields[i].name, "is no name for a column of a Delta table", "leave out blanks and , ; { } ( ) =");
        for (std::size_t k = 0; k < i; ++k)
            if (same_but_for_capitals(fields[k].name, fields[i].name))
                raise_config(here, fields[i].name, "and " + fields[k].name + " are one name to Delta, which knows no capitals",
                             "give one of them another name");
        out += i == 0 ? "" : ",";
        out += R"({"name":)" + json_text(fields[i].name) + R"(,"type":)" + delta_type(fields[i].type, here) + R"(,"nullable":)" +
               (fields[i].type.nullable ? "true" : "false") + R"(,"metadata":{}})";
    }
    return out + "]}";
}

}  // namespace detail

/// A table's columns as the text of metaData.schemaString, partition columns among them. Files must hold what `parquet` writes of the type, but for uuid,
/// which must be text there:
///
/// | type | in Delta |
/// |---|---|
/// | int8, int16, int32, int64 | byte, short, integer, long |
/// | uint8, uint16, uint32, uint64 | short, integer, long, decimal(20,0) |
/// | bfloat16, float32; float64 | float; double |
/// | boolean, date, decimal | the same; decimal(digits,places) |
/// | timestamp of up to 6 places | timestamp, in UTC |
/// | text, json, uuid | string |
/// | binary, bits | binary |
/// | list, vector | array |
/// | structure | struct |
///
/// Throws config_error naming the column for float16, timestamps of nanoseconds, names that Delta does not take, and two that differ in capitals alone. Source:
/// delta-io/delta, PROTOCOL.md, "Schema Serialization Format".
[[nodiscard]] inline std::string delta_schema(const record_type& type) { return detail::delta_struct(type, {}); }

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_SCHEMA_HPP
