// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_FIELD_RULES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_FIELD_RULES_HPP

/// One field of a collection, read from its map by the rules of its type.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/map_reader.hpp>
#include <spate/schema/detail/collection/types.hpp>
#include <spate/schema/detail/collection/value_rules.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] inline const std::vector<std::string_view>& collection_field_keys() {
    static const std::vector<std::string_view> all{"name",        "type",          "is_primary",        "auto_id",     "is_partition_key", "nullable",
                                                   "min",         "max",           "max_length",        "dim",         "element_type",     "max_capacity",
                                                   "description", "default_value", "cardinality_ratio", "enum_values", "generator"};
    return all;
}

[[nodiscard]] inline const std::vector<key_hint>& collection_field_hints() {
    static const std::vector<key_hint> all{{"nulls", "use nullable: true, or `nulls` within `generator`"},
                                           {"null", "use nullable"},
                                           {"primary", "use is_primary"},
                                           {"primarykey", "use is_primary"},
                                           {"partitionkey", "use is_partition_key"},
                                           {"autoid", "use auto_id"},
                                           {"default", "use default_value"},
                                           {"values", "use enum_values"},
                                           {"cardinality", "use cardinality_ratio"},
                                           {"weights", "use `generator`, like {\"type\": \"choice\", \"values\": [...], \"weights\": [...]}"},
                                           {"length", "use max_length"},
                                           {"maxbytes", "use max_length"},
                                           {"dimension", "use dim"},
                                           {"elements", "use dim"},
                                           {"datatype", "use type"},
                                           {"dtype", "use type"},
                                           {"capacity", "use max_capacity"},
                                           {"elementdatatype", "use element_type"},
                                           {"about", "use description"}};
    return all;
}

[[nodiscard]] inline const std::vector<key_hint>& unsupported_field_keys() {
    static const std::vector<key_hint> all{{"enableanalyzer", "leave it out: rows do not depend on it, set it where the collection is made"},
                                           {"enablematch", "leave it out: rows do not depend on it, set it where the collection is made"},
                                           {"analyzerparams", "leave it out: rows do not depend on it, set it where the collection is made"},
                                           {"multianalyzerparams", "leave it out: rows do not depend on it, set it where the collection is made"},
                                           {"isclusteringkey", "leave it out: rows do not depend on it, set it where the collection is made"},
                                           {"forceallnull", "use nullable: true, and `nulls: 1` within `generator`"},
                                           {"forcealldefault", "use default_value, which a tenth of the rows have, or one value as enum_values"}};
    return all;
}

// The type that a key names; what it cannot be is told.
[[nodiscard]] inline std::optional<collection_type> read_type(const map_reader& map, std::string_view key, bool scalars_only) {
    const specification_node* const given = map.find(key);
    if (given == nullptr) return {};
    if (!given->is(specification_node::kind::text)) {
        map.refuse(key, given->shown(), "give a text, like \"Int64\"");
        return {};
    }
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < collection_type_names.size(); ++i) {
        const auto type = static_cast<collection_type>(i);
        if (scalars_only && !is_scalar(type)) continue;
        if (collection_type_names[i] == given->text()) return type;
        known.push_back(collection_type_names[i]);
    }
    map.refuse(key, given->value_text() + (scalars_only ? " is no type of elements" : " is no type"), bare_suggestion(given->text(), known));
    return {};
}

class field_rules {
public:
    field_rules(const map_reader& map, collection_field& field) : map_{map}, field_{field} {}

    void check() {
        texts();
        vectors();
        arrays();
        keys();
        // What min and max are wrong about, values need not be told.
        check_bounds(map_, field_);
        if (!map_.good()) return;
        check_default_value(map_, field_);
        check_distribution(map_, field_);
        check_generator(map_, field_);
    }

private:
    [[nodiscard]] std::string like(std::string_view more) const {
        return "add it, like {\"name\": \"" + (field_.name.empty() ? "title" : field_.name) + "\", \"type\": \"" + std::string{to_string(field_.type)} +
               "\", " + std::string{more} + "}";
    }
    void need(std::string_view key, std::string_view more) const {
        if (!map_.has(key)) map_.refuse(of_type(field_) + " needs " + std::string{key}, like(more));
    }
    void forbid(std::string_view key, std::string_view whose) const {
        if (map_.has(key)) map_.refuse(key, "is given for " + of_type(field_), "leave it out: it is for " + std::string{whose});
    }

    void texts() {
        const bool array = field_.type == collection_type::array;
        if (!is_text(field_.type) && !array) return forbid("max_length", "VarChar, String and arrays of them");
        field_.max_length = map_.whole("max_length", 1, 65535, "give the most bytes of a text, like 128");
        if (!array) need("max_length", "\"max_length\": 128");
    }

    void vectors() {
        if (!is_vector(field_.type)) return forbid("dim", "vectors");
        switch (field_.type) {
            case collection_type::sparse_float_vector:
                field_.dim = map_.whole("dim", 1, 4294967295, "give what indices are below, like 30000, or leave it out");
                return;
            case collection_type::binary_vector: {
                need("dim", "\"dim\": 128");
                const specification_node* const given = map_.find("dim");
                const std::optional<std::int64_t> bits = given == nullptr ? std::nullopt : whole_number(*given);
                if (given == nullptr) return;
                if (!bits || *bits < 8 || *bits > 262144 || *bits % 8 != 0)
                    map_.refuse("dim", given->value_text() + " is no multiple of 8 from 8 to 262144", "give a number of bits, like 128");
                else
                    field_.dim = static_cast<std::uint32_t>(*bits);
                return;
            }
            default:
                need("dim", "\"dim\": 128");
                field_.dim = map_.whole("dim", 2, 32768, "give the number of elements, like 128; Milvus takes no vector of one");
        }
    }

    void arrays() {
        if (field_.type != collection_type::array) {
            forbid("element_type", "arrays");
            return forbid("max_capacity", "arrays");
        }
        field_.element_type = read_type(map_, "element_type", true);
        field_.max_capacity = map_.whole("max_capacity", 1, 4096, "give the most elements of an array, like 10");
        need("element_type", "\"element_type\": \"VarChar\", \"max_capacity\": 10, \"max_length\": 50");
        need("max_capacity", "\"element_type\": \"VarChar\", \"max_capacity\": 10, \"max_length\": 50");
        if (!field_.element_type) return;
        const std::string of{to_string(*field_.element_type)};
        if (is_text(*field_.element_type) && !map_.has("max_length"))
            map_.refuse("an array of " + of + " needs max_length, of its elements",
                        like("\"element_type\": \"" + of + "\", \"max_capacity\": 10, \"max_length\": 50"));
        if (!is_text(*field_.element_type) && map_.has("max_length"))
            map_.refuse("max_length", "is given for an array of " + of, "leave it out: it is for VarChar, String and arrays of them");
    }

    void keys() {
        const bool wide = field_.type == collection_type::int64 || is_text(field_.type);
        if (field_.is_primary && !wide) map_.refuse("is_primary", "is given for " + of_type(field_), "use Int64, VarChar or String");
        if (field_.is_primary && field_.nullable) map_.refuse("nullable", "is given for the primary key", "leave it out: every row has a key");
        if (field_.auto_id && !field_.is_primary)
            map_.refuse("auto_id", "is given for a field that is not the primary key", "leave it out, or add \"is_primary\": true");
        else if (field_.auto_id && field_.type != collection_type::int64)
            map_.refuse("auto_id", "is given for " + of_type(field_), "use Int64, or leave it out");
        if (field_.is_partition_key) {
            if (!wide) map_.refuse("is_partition_key", "is given for " + of_type(field_), "use Int64, VarChar or String");
            if (field_.is_primary) map_.refuse("is_partition_key", "is given for the primary key", "use another field");
            if (field_.nullable) map_.refuse("nullable", "is given for the partition key", "leave it out: every row has a partition");
        }
        if (field_.nullable && is_vector(field_.type)) map_.refuse("nullable", "is given for " + of_type(field_), "leave it out: vectors have no nulls");
    }

    const map_reader& map_;
    collection_field& field_;
};

/// Reads the map of the field with the number `i`; all that is wrong is added to the problems.
[[nodiscard]] inline collection_field read_collection_field(const specification_node& node, std::size_t i, problem_list& problems) {
    collection_field out;
    if (!node.is(specification_node::kind::map)) {
        problems.add(node.mark(), "field " + std::to_string(i + 1), "is " + std::string{node.kind_name()},
                     "write a map, like {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}");
        return out;
    }
    const specification_node* const name = node.find("name");
    const bool named = name != nullptr && name->is(specification_node::kind::text) && !name->text().empty();
    const map_reader map{node, named ? "field \"" + name->text() + "\"" : "field " + std::to_string(i + 1), problems};
    out.node = node;
    if (!map.has("name")) map.refuse("has no name", "add one, like \"name\": \"id\"");
    out.name = map.name("name");
    out.is_primary = map.flag("is_primary");
    out.auto_id = map.flag("auto_id");
    out.is_partition_key = map.flag("is_partition_key");
    out.nullable = map.flag("nullable");
    out.description = map.text("description");
    map.refuse_unknown(collection_field_keys(), collection_field_hints(), unsupported_field_keys());
    const bool misspelt = !map.good();
    if (!map.has("type") && !misspelt) map.refuse("has no type", "add one, like \"type\": \"Int64\"");
    const std::optional<collection_type> type = read_type(map, "type", false);
    if (!type) return out;
    out.type = *type;
    field_rules{map, out}.check();
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_FIELD_RULES_HPP
