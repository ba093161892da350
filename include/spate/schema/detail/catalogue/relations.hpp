// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_CATALOGUE_RELATIONS_HPP
#define SPATE_SCHEMA_DETAIL_CATALOGUE_RELATIONS_HPP

/// Fields that are made from other fields and other tables, in specifications.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/runtime_foreign_key.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0::detail {

// Two fields are of one row only if they draw from one table in one way.
inline void check_via(const generator_parameters& given) {
    if (!given.has("via") || given.reader().siblings == nullptr) return;
    for (const specification_node& one : given.reader().siblings->items()) {
        const auto text = [&](std::string_view key) {
            const specification_node* const found = one.is(specification_node::kind::map) ? one.find(key) : nullptr;
            return found != nullptr && (found->is(specification_node::kind::text) || found->is_number()) ? found->text() : std::string{};
        };
        if (text("name") != given.text("via")) continue;
        const specification_node* const zipf = one.find("zipf");
        if (text("type") != "foreign_key" || text("table") != given.text("table") ||
            (zipf != nullptr && zipf->is_number() ? zipf->real() : 0) != given.number("zipf"))
            raise_config("via", "\"" + given.text("via") + "\"", "is no foreign key with the same table and zipf",
                         "give both the same, so that they draw the same rows");
    }
}

[[nodiscard]] inline erased_field foreign_key_of(const generator_parameters& given) {
    check_via(given);
    if (given.reader().tables == nullptr) raise_config("table", given.text("table"), "is not known here", "use make_schema");
    std::shared_ptr<const runtime_schema> parent = given.reader().tables->make(given.text("table"));
    // Where the table is wrong, the reader knows it already, and nothing is made of the whole.
    if (parent == nullptr) return sequence();
    return runtime_foreign_key{std::move(parent), given.text("field"), {.zipf = given.number("zipf"), .via = given.text("via")}};
}

inline void add_relations(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    out.push_back({"foreign_key",
                   "the values of a field in some rows of another table of the specification",
                   {{"table", text, "a name under `tables`", true},
                    {"field", text, "whose values", true},
                    {"zipf", number, "rows are as popular as their rank to the power of minus this; 0, equally, unless given"},
                    {"via", text, "another foreign key of this table: both are of the same row"}},
                   foreign_key_of});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_CATALOGUE_RELATIONS_HPP
