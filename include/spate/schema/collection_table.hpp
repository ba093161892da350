// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_COLLECTION_TABLE_HPP
#define SPATE_SCHEMA_COLLECTION_TABLE_HPP

/// `make_table(collection)`: the table whose rows a collection takes.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/detail/config.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/json.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/with_default.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/attempt.hpp>
#include <spate/schema/detail/collection/column_type.hpp>
#include <spate/schema/detail/collection/few_values.hpp>
#include <spate/schema/detail/collection/given_values.hpp>
#include <spate/schema/detail/collection/plain_values.hpp>
#include <spate/schema/detail/collection/primary_values.hpp>
#include <spate/schema/detail/default_value.hpp>
#include <spate/schema/detail/runtime_members.hpp>
#include <spate/schema/generator_kinds.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0 {

struct collection_table_options {
    /// With an auto_id key's column: 1, 2, 3 ... Databases make it themselves, and refuse files that have it.
    bool include_auto_id = false;
    /// Sparse vectors as JSON texts {"indices": [...], "values": [...]}, not as structures of two lists.
    bool sparse_as_json = false;
};

namespace detail {

/// Makes the fields of a table from those of a collection.
class collection_reader {
public:
    collection_reader(const collection& of, const collection_table_options& options, problem_list& problems)
        : of_{of}, options_{options}, problems_{problems}, generators_{specification_node::sequence()} {
        for (const collection_field& one : of.fields)
            if (!left_out(one)) generators_.add(generator_node(one));
    }

    [[nodiscard]] std::optional<runtime_schema> read() {
        std::vector<runtime_field> fields;
        std::size_t i = 0;
        for (const collection_field& one : of_.fields) {
            if (left_out(one)) continue;
            std::optional<erased_field> made;
            const specification_node& generator = generators_.items()[i];
            attempt(given(one, "generator") != nullptr ? generator : one.node, subject_of(one), problems_, [&] { made = values(one, generator); });
            ++i;
            if (made) fields.push_back({one.name, std::move(*made)});
        }
        if (i == 0)
            problems_.add(of_.node.mark(), "fields", "have nothing but a key that the database makes", "add another field, or include the auto_id column");
        std::optional<runtime_schema> out;
        if (!problems_.empty()) return out;
        problem_list first{problems_.file()};
        attempt(generators_, "", first, [&] { out = runtime_schema{fields, of_.name}.with_capacity(rows_); });
        if (!out)
            for (const config_error& error : runtime_members::errors_of(std::move(fields))) add_error(generators_, "", problems_, error);
        if (problems_.empty()) problems_.add(first);
        if (out) check_nulls(*out);
        return out;
    }

private:
    [[nodiscard]] bool left_out(const collection_field& field) const noexcept { return field.auto_id && !options_.include_auto_id; }
    [[nodiscard]] static std::string subject_of(const collection_field& field) { return "field \"" + field.name + "\""; }

    [[nodiscard]] std::optional<erased_field> values(const collection_field& field, const specification_node& generator) {
        if (field.auto_id) return sequence(1, 1);
        const specification_node* const written = given(field, "generator");
        if (field.is_primary) {
            std::optional<primary_keys> keys = written != nullptr ? given_keys(field, generator, reader(), subject_of(field)) : usual_keys(field);
            if (!keys) return {};
            rows_ = keys->rows;
            return std::move(keys->values);
        }
        std::optional<erased_field> made;
        if (given(field, "enum_values") != nullptr)
            made = listed_values(field);
        else if (written != nullptr)
            made = given_values(field, generator, reader(), subject_of(field));
        else if (given(field, "cardinality_ratio") != nullptr)
            made = few_values(field);
        else
            made = usual_values(field);
        if (!made) return made;
        if (const specification_node* const fallback = given(field, "default_value"))
            made = with_default(std::move(*made), ratio{1, 10}, default_value(column_type(field), *fallback, "default_value"));
        if (field.type == collection_type::sparse_float_vector && options_.sparse_as_json) made = json_of(erased_generator{std::move(*made)});
        const bool has_nulls = written != nullptr && given(*written, "nulls") != nullptr;
        if (field.nullable && !has_nulls) made = nullable(std::move(*made), ratio{1, 10});
        return made;
    }

    [[nodiscard]] specification_reader& reader() noexcept { return reader_; }

    // A generator that is made from other fields tells only now whether it may be null.
    void check_nulls(const runtime_schema& table) {
        std::size_t i = 0;
        for (const collection_field& one : of_.fields) {
            if (left_out(one)) continue;
            const data_type type = table.fields()[i++].generator.type();
            const specification_node& place = given(one, "generator") != nullptr ? *given(one, "generator") : one.node;
            if (type.nullable && !one.nullable)
                problems_.add(place.mark(), subject_of(one), "generator: may be null, which the field is not",
                              "add \"nullable\": true to the field, or leave nulls out");
        }
    }

    const collection& of_;
    const collection_table_options& options_;
    problem_list& problems_;
    specification_node generators_;
    specification_tables no_tables_{{}, [](const std::string& name) -> std::shared_ptr<const runtime_schema> {
                                        raise_config("table", "\"" + name + "\"", "is asked of a collection, which stands alone",
                                                     "use another generator, or write a specification of spate's own");
                                    }};
    specification_reader reader_{generator_kinds(), problems_, &no_tables_, &generators_};
    std::uint64_t rows_ = runtime_schema::most_rows;
};

}  // namespace detail

/// The table of a collection's fields, named after the collection, with seed 0: with_seed gives another. What its columns are, and what they hold, is in the
/// guide to collections; limits are kept in every row, keys are all different, and size() and capacity() are as many rows as there are different keys, at most
/// 2^48.
///
/// `file` is what messages call the collection's text. Requires a collection that read_collection made. Throws specification_error for generators that are
/// wrong, or whose values the field cannot hold, and for a collection without any column. Determinism: as runtime_schema.
SPATE_WHEN_USED
[[nodiscard]] runtime_schema make_table(const collection& of, const collection_table_options& options = {}, std::string file = {}) {
    problem_list problems{std::move(file)};
    std::optional<runtime_schema> made = detail::collection_reader{of, options, problems}.read();
    problems.raise_if_any();
    return std::move(*made);
}
SPATE_COMPILED_ONCE(runtime_schema make_table<void>(const collection&, const collection_table_options&, std::string))

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_COLLECTION_TABLE_HPP
