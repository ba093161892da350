// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_CATALOGUE_HPP
#define SPATE_SCHEMA_CATALOGUE_HPP

/// `catalogue().load("ecommerce") | rows(10)`: the schemas that have an id, which are the built-in ones and those that a user has added. Needs nlohmann-json
/// and yaml-cpp; the target spate::specifications brings them.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include <spate/core/error.hpp>
#include <spate/schema/builtin_schemas.hpp>
#include <spate/schema/detail/schema_directory.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/load.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/specification.hpp>
#include <spate/schema/yaml.hpp>

namespace spate::inline v0 {

/// What is told of a schema beside what it says itself.
struct schema_description {
    /// Where it is empty, that of the schema is taken: `description` of a collection, `about` of a specification.
    std::string description;
    std::vector<std::string> tags, use_cases;
};

/// A schema of a catalogue.
struct catalogue_entry : schema_description {
    std::string id;
    /// What people call it; of a schema that was added, the name of its table, or its id.
    std::string name;
    bool built_in = false;
    /// Where it is stored; empty if it is built in.
    std::string file;
    /// What is wrong with a file that stands among the schemas, or with what is told of it; empty if nothing is.
    std::string problem;
};

/// The built-in schemas, and those in a directory: ID.json or ID.yaml, the bytes that were added, and ID.meta.json with description, tags and use cases. A
/// schema is a collection (see read_collection) or a specification of spate's own (see make_schema). An id is 1 to 64 of the letters A to Z and a to z, digits,
/// _ and -.
///
/// Errors: config_error with the parameter `id` for an id that cannot be meant, with what would be right; io_error with the path where the system refuses.
/// Thread safety: all members from any thread, and from several processes: what is added or removed is so as a whole, under a lock (flock) on the directory's
/// file .lock; readers need none. Cost: nothing is kept; each call reads the files that it needs.
class schema_catalogue {
public:
    /// Nothing is touched before `add` makes the directory. With an empty name there are only built-in schemas, and none can be added.
    explicit schema_catalogue(std::string directory) : directory_{std::move(directory)} {}

    [[nodiscard]] const std::string& directory() const noexcept { return directory_; }

    /// All schemas: the built-in ones in their order, then the others by id. Files .json, .yaml and .yml that are no schemas are there with `problem` set, and
    /// with an empty id if their name is none; other files are passed over.
    [[nodiscard]] std::vector<catalogue_entry> list() const {
        std::vector<catalogue_entry> out;
        for (const builtin_schema& one : builtin_schemas()) out.push_back(entry_of(one));
        for (const std::string& name : detail::names_in(directory_)) {
            const std::string_view ending = ending_of(name);
            if (ending.empty() || name.starts_with('.') || name.ends_with(meta_ending)) continue;
            const std::string id = name.substr(0, name.size() - ending.size()), path = directory_ + "/" + name;
            if (!detail::is_schema_id(id)) {
                out.push_back(entry_with_problem("", path, "its name is no id; ids are 1 to 64 letters, digits, _ and -"));
            } else if (find_builtin_schema(id) != nullptr) {
                out.push_back(entry_with_problem("", path, "\"" + id + "\" is a built-in schema, which is used; give the file another name"));
            } else if (const std::string used = path_of(id); used != path && !used.empty()) {
                out.push_back(entry_with_problem("", path, "\"" + id + "\" is " + used + "; remove one of them"));
            } else {
                out.push_back(stored_entry(id, path));
                // Another process may have removed it since the names were read.
                if (!out.back().problem.empty() && !detail::is_there(path)) out.pop_back();
            }
        }
        return out;
    }

    /// One of them. Throws config_error for an id that is not there, with the nearest one or all; a file that is no schema has `problem` set.
    [[nodiscard]] catalogue_entry entry(std::string_view id) const {
        if (const builtin_schema* const found = find_builtin_schema(id)) return entry_of(*found);
        return stored_entry(std::string{id}, existing(id));
    }

    /// The text of a schema, as it was added. Throws as entry does, and io_error.
    [[nodiscard]] std::string text(std::string_view id) const {
        if (const builtin_schema* const found = find_builtin_schema(id)) return std::string{found->text};
        return detail::read_specification_text(existing(id));
    }

    /// A schema as it is read from its text. Throws as entry and load_specification do.
    [[nodiscard]] specification_node node(std::string_view id) const {
        if (const builtin_schema* const found = find_builtin_schema(id)) return parse_json(found->text, place(id));
        return load_specification(existing(id));
    }

    /// What messages call a schema: its file, or "schema simple".
    [[nodiscard]] std::string place(std::string_view id) const { return find_builtin_schema(id) != nullptr ? "schema " + std::string{id} : existing(id); }

    /// The table of a schema, or the one of the name `table` among those that a specification declares. Throws as node, read_collection and make_schema do.
    [[nodiscard]] runtime_schema load(std::string_view id, std::string_view table = {}) const { return read_schema(node(id), place(id), table); }

    /// Adds a copy of a file. It is read and checked as a whole before anything is written; when this returns, the copy is on the device. Throws config_error
    /// for an id that is none, that is built in or that is there already, for a file that is not .json, .yaml or .yml and for a specification that names other
    /// files; specification_error for all that is wrong with it; io_error.
    void add(const std::string& id, const std::string& file, const schema_description& about = {}) const {
        if (!detail::is_schema_id(id)) detail::raise_config("id", "\"" + id + "\"", "is no id of a schema", "use 1 to 64 letters, digits, _ and -");
        if (find_builtin_schema(id) != nullptr)
            detail::raise_config("id", "\"" + id + "\"", "is a built-in schema, which cannot be shadowed", "choose another id");
        const bool json = detail::is_json_file(file);
        const std::string text = detail::read_specification_text(file);
        const specification_node root = json ? parse_json(text, file) : parse_yaml(text, file);
        refuse_other_files(root, file);
        check(root, file);
        if (directory_.empty())
            detail::raise_config("SPATE_SCHEMA_DIR", "", "is not set, and neither is HOME", "set it to the directory in which schemas are kept");
        detail::make_directories(directory_);
        const detail::directory_lock lock{directory_};
        if (const std::string there = path_of(id); !there.empty())
            detail::raise_config("id", "\"" + id + "\"", "is there already: " + there, "choose another id, or remove that schema first");
        nlohmann::ordered_json meta;
        meta["description"] = about.description;
        meta["tags"] = about.tags;
        meta["use_cases"] = about.use_cases;
        // Who sees the schema sees what is told of it, too.
        detail::write_whole(meta_path(id), meta.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
        detail::write_whole(directory_ + "/" + id + (json ? ".json" : ".yaml"), text);
    }

    /// Removes a schema that was added. Throws config_error for one that is built in or not there; io_error.
    void remove(std::string_view id) const {
        if (find_builtin_schema(id) != nullptr)
            detail::raise_config("id", "\"" + std::string{id} + "\"", "is a built-in schema, which cannot be removed", "name one that was added");
        (void)existing(id);
        const detail::directory_lock lock{directory_};
        for (std::string path = existing(id); !path.empty(); path = path_of(id))
            if (::unlink(path.c_str()) != 0) detail::raise_last_error("remove", path);
        if (::unlink(meta_path(id).c_str()) != 0 && errno != ENOENT) detail::raise_last_error("remove", meta_path(id));
    }

private:
    static constexpr std::string_view meta_ending = ".meta.json";

    [[nodiscard]] static std::string_view ending_of(std::string_view name) {
        for (const std::string_view ending : detail::schema_endings)
            if (name.ends_with(ending)) return ending;
        return {};
    }

    [[nodiscard]] static catalogue_entry entry_of(const builtin_schema& from) {
        catalogue_entry out;
        out.id = from.id;
        out.name = from.name;
        out.description = from.description;
        out.tags.assign(from.tags.begin(), from.tags.end());
        out.use_cases.assign(from.use_cases.begin(), from.use_cases.end());
        out.built_in = true;
        return out;
    }

    [[nodiscard]] static catalogue_entry entry_with_problem(std::string id, std::string file, std::string problem) {
        catalogue_entry out;
        out.id = std::move(id);
        out.name = out.id;
        out.file = std::move(file);
        out.problem = std::move(problem);
        return out;
    }

    [[nodiscard]] std::string meta_path(std::string_view id) const { return directory_ + "/" + std::string{id} + std::string{meta_ending}; }

    // Where a schema is stored; empty if it is not.
    [[nodiscard]] std::string path_of(std::string_view id) const {
        if (directory_.empty() || !detail::is_schema_id(id)) return {};
        for (const std::string_view ending : detail::schema_endings)
            if (std::string path = directory_ + "/" + std::string{id} + std::string{ending}; detail::is_there(path)) return path;
        return {};
    }

    [[nodiscard]] std::string existing(std::string_view id) const {
        std::string path = path_of(id);
        if (!path.empty()) return path;
        std::vector<std::string> known;
        for (const builtin_schema& one : builtin_schemas()) known.emplace_back(one.id);
        for (const std::string& name : detail::names_in(directory_))
            if (const std::string_view ending = ending_of(name); !ending.empty() && !name.ends_with(meta_ending))
                if (std::string other = name.substr(0, name.size() - ending.size()); detail::is_schema_id(other)) known.push_back(std::move(other));
        detail::raise_config("id", "\"" + std::string{id} + "\"", "is no schema of the catalogue", suggestion(id, {known.begin(), known.end()}));
    }

    // Without fields of its own a specification is but its tables.
    static void check(const specification_node& root, const std::string& file) {
        const std::vector<std::string> tables = table_names(root);
        (void)read_schema(root, file, tables.empty() || root.find("fields") != nullptr ? std::string_view{} : std::string_view{tables.front()});
    }

    static void refuse_other_files(const specification_node& root, const std::string& file) {
        const specification_node* const tables = root.is(specification_node::kind::map) ? root.find("tables") : nullptr;
        if (tables == nullptr || !tables->is(specification_node::kind::map)) return;
        problem_list problems{file};
        for (std::size_t i = 0; i < tables->items().size(); ++i)
            if (const specification_node& one = tables->items()[i]; one.is(specification_node::kind::text))
                problems.add(one.mark(), "table \"" + tables->keys()[i] + "\"", "is in the file " + one.value_text() + ", and a schema is stored alone",
                             "write its fields here");
        problems.raise_if_any();
    }

    [[nodiscard]] catalogue_entry stored_entry(const std::string& id, const std::string& path) const {
        catalogue_entry out = entry_with_problem(id, path, "");
        const auto note = [&](const std::exception& error) { out.problem += (out.problem.empty() ? "" : "\n") + std::string{error.what()}; };
        try {
            const specification_node root = load_specification(path);
            check(root, path);
            const auto text = [&](std::string_view key) {
                const specification_node* const found = root.is(specification_node::kind::map) ? root.find(key) : nullptr;
                return found != nullptr && found->is(specification_node::kind::text) ? found->text() : std::string{};
            };
            const bool is_own = !is_collection(root);
            if (std::string name = text(is_own ? "name" : "collection_name"); !name.empty()) out.name = std::move(name);
            out.description = text(is_own ? "about" : "description");
        } catch (const std::exception& error) {
            note(error);
        }
        try {
            if (detail::is_there(meta_path(id))) read_meta(id, out);
        } catch (const std::exception& error) {
            note(error);
        }
        return out;
    }

    void read_meta(const std::string& id, catalogue_entry& out) const {
        const specification_node root = load_specification(meta_path(id));
        if (const specification_node* const found = root.find("description"); found != nullptr && !found->text().empty()) out.description = found->text();
        const auto texts = [&](std::string_view key, std::vector<std::string>& to) {
            if (const specification_node* const found = root.find(key))
                for (const specification_node& one : found->items()) to.push_back(one.text());
        };
        texts("tags", out.tags);
        texts("use_cases", out.use_cases);
    }

    std::string directory_;
};

/// The catalogue of the user: the directory is SPATE_SCHEMA_DIR if that is set, else spate/schemas where the platform keeps data of users ($XDG_DATA_HOME or
/// ~/.local/share; on macOS ~/Library/Application Support).
[[nodiscard]] inline schema_catalogue catalogue() { return schema_catalogue{detail::schema_directory()}; }

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_CATALOGUE_HPP
