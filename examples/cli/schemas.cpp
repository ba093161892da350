// SPDX-License-Identifier: Apache-2.0
#include "schemas.hpp"

#include <utility>

#include <spate/core/error.hpp>
#include <spate/schema/catalogue.hpp>
#include <spate/schema/collection_table.hpp>
#include <spate/schema/generator_kinds.hpp>
#include <spate/schema/json_schema.hpp>
#include <spate/schema/load.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/specification.hpp>

namespace cli {
namespace {

schema_entry entry_of(spate::catalogue_entry from) {
    return {std::move(from.id),        std::move(from.name), std::move(from.description), std::move(from.tags),
            std::move(from.use_cases), from.built_in,        std::move(from.file),        std::move(from.problem)};
}

}  // namespace

std::string schema_catalogue::directory() const { return spate::catalogue().directory(); }
std::vector<schema_entry> schema_catalogue::list() const {
    std::vector<schema_entry> out;
    for (spate::catalogue_entry& one : spate::catalogue().list()) out.push_back(entry_of(std::move(one)));
    return out;
}
schema_entry schema_catalogue::entry(const std::string& id) const { return entry_of(spate::catalogue().entry(id)); }
std::string schema_catalogue::text(const std::string& id) const { return spate::catalogue().text(id); }
spate::specification_node schema_catalogue::node(const std::string& id) const { return spate::catalogue().node(id); }
std::string schema_catalogue::place(const std::string& id) const { return spate::catalogue().place(id); }
void schema_catalogue::check(const std::string& id) const { (void)spate::catalogue().load(id); }
void schema_catalogue::add(const std::string& id, const std::string& file, const schema_entry& about) const {
    spate::catalogue().add(id, file, {about.description, about.tags, about.use_cases});
}
void schema_catalogue::remove(const std::string& id) const { spate::catalogue().remove(id); }

spate::specification_node load_node(const std::string& path) { return spate::load_specification(path); }

spate::runtime_schema table_of(const spate::specification_node& root, const std::string& place, std::string_view table) {
    return spate::read_schema(root, place, table);
}

spate::runtime_schema table_of_collection(const spate::specification_node& root, const std::string& place, bool include_auto_id, bool sparse_as_json) {
    return spate::make_table(spate::read_collection(root, place), {.include_auto_id = include_auto_id, .sparse_as_json = sparse_as_json}, place);
}

std::vector<std::string> declared_tables(const spate::specification_node& root) { return spate::table_names(root); }

spate::specification_node declared_table(const spate::specification_node& root, std::string_view name, std::string_view file) {
    return spate::table_node(root, name, file, spate::open_specification);
}

std::string problem_of_specification(const spate::specification_node& root) {
    try {
        (void)spate::make_schema(root);
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return {};
}

std::string json_schema_text() { return spate::specification_json_schema(); }

std::vector<std::string_view> generator_names() {
    std::vector<std::string_view> out;
    for (const spate::generator_kind& one : spate::generator_kinds()) out.push_back(one.name);
    return out;
}

}  // namespace cli
