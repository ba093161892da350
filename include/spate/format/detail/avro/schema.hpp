// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_AVRO_SCHEMA_HPP
#define SPATE_FORMAT_DETAIL_AVRO_SCHEMA_HPP

/// A table's type as an Avro schema, with all that it says or in its Parsing Canonical Form.
/// Source: Apache Avro 1.12.0 specification, "Schema Declaration", "Logical Types" and "Parsing Canonical Form for Schemas".

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/avro/names.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail::avro_file {

/// The canonical form has what decoding needs alone: no logical types, defaults and properties, and names with their namespace.
enum class schema_form : unsigned char { full, canonical };

class schema_writer {
public:
    /// Throws config_error for a name that is none, and for a decimal of 0 or more than 18 digits.
    [[nodiscard]] static std::string text(const record_type& type, const std::string& name, schema_form form = schema_form::full) {
        if (!is_full_name(name) || is_primitive(name))
            raise_config("name", '"' + name + '"', "is not a name of an Avro record", "use letters, digits and underscores, and points before a part of them");
        schema_writer writer;
        writer.canonical_ = form == schema_form::canonical;
        const std::string simple = name.substr(name.rfind('.') + 1);
        writer.taken_.insert(simple);
        if (writer.canonical_) writer.space_ = name.substr(0, name.size() - simple.size());
        std::vector<std::string_view> names;
        std::vector<const data_type*> types;
        for (const field_type& field : type) {
            names.emplace_back(field.name);
            types.push_back(&field.type);
        }
        writer.record(writer.canonical_ ? simple : name, simple, names, types);
        return writer.out_;
    }

private:
    void record(const std::string& name, const std::string& path, const std::vector<std::string_view>& given, const std::vector<const data_type*>& types) {
        const std::vector<std::string> names = field_names(given);
        begin_named("record", name);
        out_ += R"("fields":[)";
        for (std::size_t i = 0; i < names.size(); ++i) {
            const bool nullable = types[i]->nullable;
            out_ += std::string{i == 0 ? "" : ","} + R"({"name":")" + names[i] + R"(","type":)";
            column_ = given[i];
            of(*types[i], path + '_' + names[i]);
            if (nullable && !canonical_) out_ += R"(,"default":null)";
            if (names[i] != given[i] && !canonical_) out_ += R"(,"columnName":)" + json_text(given[i]);
            out_ += '}';
        }
        out_ += "]}";
    }
    void of(const data_type& type, const std::string& path) {
        if (type.nullable) out_ += R"(["null",)";
        value(type, path);
        if (type.nullable) out_ += ']';
    }
    void value(const data_type& type, const std::string& path) {
        switch (type.id) {
            case type_id::boolean:
                return plain("boolean");
            case type_id::int8:
            case type_id::int16:
            case type_id::int32:
            case type_id::uint8:
            case type_id::uint16:
                return plain("int");
            case type_id::int64:
            case type_id::uint32:
                return plain("long");
            case type_id::uint64:
                return decimal(20, 0);
            case type_id::float16:
            case type_id::bfloat16:
            case type_id::float32:
                return plain("float");
            case type_id::float64:
                return plain("double");
            case type_id::decimal:
                if (type.digits == 0 || type.digits > 18 || type.places > type.digits)
                    raise_config("avro", std::string{column_},
                                 "is a decimal of " + std::to_string(type.digits) + " digits, " + std::to_string(type.places) + " of them places",
                                 "use 1 to 18 digits and no more places than digits");
                return decimal(type.digits, type.places);
            case type_id::date:
                return logical("int", "date");
            case type_id::timestamp:
                return logical("long", type.places <= 3 ? "timestamp-millis" : type.places == 6 ? "timestamp-micros" : "timestamp-nanos");
            case type_id::uuid:
                return logical("string", "uuid");
            case type_id::text:
                return plain("string");
            case type_id::json:
                return annotated("string", R"("sqlType":"JSON")");
            case type_id::binary:
                return plain("bytes");
            case type_id::bits:
                begin_named("fixed", unique_name(path, taken_));
                out_ += R"("size":)" + std::to_string(type.size / 8) + '}';
                return;
            case type_id::list:
            case type_id::vector:
                out_ += R"({"type":"array","items":)";
                of(type.children[0], path);
                out_ += '}';
                return;
            case type_id::structure: {
                std::vector<std::string_view> names{type.names.begin(), type.names.end()};
                std::vector<const data_type*> types;
                for (const data_type& child : type.children) types.push_back(&child);
                const std::string name = unique_name(path, taken_);
                return record(name, name, names, types);
            }
        }
    }
    void plain(std::string_view name) { out_.append("\"").append(name).append("\""); }
    // The begin of a record or a fixed, up to what only the one or the other has.
    void begin_named(std::string_view kind, const std::string& name) {
        const std::string type = R"("type":")" + std::string{kind} + '"', named = R"("name":")" + space_ + name + '"';
        out_ += '{' + (canonical_ ? named + ',' + type : type + ',' + named) + ',';
    }
    // A primitive type, and what readers may know of it besides.
    void annotated(std::string_view of, const std::string& properties) {
        if (canonical_) return plain(of);
        out_.append(R"({"type":")").append(of).append("\",").append(properties).append("}");
    }
    void logical(std::string_view of, std::string_view name) { annotated(of, R"("logicalType":")" + std::string{name} + '"'); }
    void decimal(unsigned digits, unsigned places) {
        annotated("bytes", R"("logicalType":"decimal","precision":)" + std::to_string(digits) + R"(,"scale":)" + std::to_string(places));
    }

    bool canonical_ = false;
    std::string space_;  // before names, of the canonical form
    std::string out_;
    std::string_view column_;
    std::set<std::string> taken_;
};

}  // namespace spate::inline v0::detail::avro_file

#endif  // SPATE_FORMAT_DETAIL_AVRO_SCHEMA_HPP
