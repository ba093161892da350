// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_READER_TABLES_HPP
#define SPATE_TESTS_SUPPORT_READER_TABLES_HPP

/// The tables that other readers are given: each type alone, random tables of all types, tables of random generators, and one of a schema in C++.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <spate/schema/json.hpp>
#include <spate/schema/specification.hpp>

#include "compiled_table.hpp"
#include "random_records.hpp"
#include "random_specification.hpp"
#include "value_dump.hpp"

namespace test {

struct reader_table {
    std::string name;
    spate::record_type type;
    spate::batch rows;
    /// The rows as value_dump.hpp writes them; where generators make the rows, each of them was made alone for it.
    std::string dump;
    /// Of generators: what they were made from.
    std::string specification;
    /// Whose dictionaries the rows refer to.
    std::shared_ptr<const void> owner = {};
};

/// How many tables there are for a seed, each of which is a function of the seed and its number.
constexpr std::size_t each_type_tables = 48, random_tables = 200, generated_tables = 200, compiled_tables = 2;
constexpr std::size_t reader_tables = each_type_tables + random_tables + generated_tables + compiled_tables;

/// The generator of random choices about a table.
inline random_records reader_choices(std::uint64_t seed, std::size_t table, std::uint64_t use) { return random_records{(seed * 1000 + table) * 10 + use}; }

inline reader_table make_reader_table(std::uint64_t seed, std::size_t which) {
    random_records random = reader_choices(seed, which, 0);
    reader_table out;
    if (which < each_type_tables) {
        const auto id = static_cast<spate::type_id>(which / 2);
        out.type.push_back({"c", random.type_of(id, 2)});
        out.type[0].type.nullable = which % 2 == 1;
        random.fill(out.type, 700, out.rows);
        out.name = std::string{type_names[which / 2]} + (which % 2 == 1 ? "_null" : "");
    } else if (which < each_type_tables + random_tables) {
        out.type = random.type(1 + random.below(6));
        random.fill(out.type, random.one_in(12) ? random.below(2) : random.below(500), out.rows);
        out.name = "random" + std::to_string(which - each_type_tables);
    } else if (which >= reader_tables - compiled_tables) {
        const auto table = std::make_shared<const decltype(compiled_table(seed))>(compiled_table(seed));
        out.owner = table;
        out.type = table->type();
        out.name = "compiled" + std::to_string(which - (reader_tables - compiled_tables));
        const std::uint64_t first = random.below(1u << 20);
        table->fill(first, static_cast<std::size_t>(1 + random.below(500)), out.rows);
        for (std::size_t row = 0; row < out.rows.count; ++row) dump_native_row(out.type, table->row(first + row), out.dump);
        return out;
    } else {
        const std::size_t i = which - each_type_tables - random_tables;
        const std::string_view kind = spate::generator_kinds()[i % spate::generator_kinds().size()].name;
        out.specification = random_specification{random}.table(kind, 1 + random.below(6));
        const auto owner = std::make_shared<const spate::runtime_schema>(spate::make_schema(spate::parse_json(out.specification)));
        const spate::runtime_schema& table = *owner;
        out.owner = owner;
        const std::uint64_t first = random.one_in(2) ? 0 : random.below(1u << 20);
        out.type = table.type();
        out.name = "generated" + std::to_string(i);
        table.fill(first, static_cast<std::size_t>(1 + random.below(300)), out.rows);
        // A clock gives other values when it is asked again.
        if (kind != "wall_clock") {
            spate::batch one;
            for (std::size_t row = 0; row < out.rows.count; ++row) {
                table.fill(first + row, 1, one);
                dump_row(out.type, one, 0, out.dump);
            }
            return out;
        }
    }
    for (std::size_t row = 0; row < out.rows.count; ++row) dump_row(out.type, out.rows, row, out.dump);
    return out;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_READER_TABLES_HPP
