// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_LOAD_HPP
#define SPATE_SCHEMA_LOAD_HPP

/// `load_schema("orders.yaml") | rows(1000)`, `load_collection("shop.json")`. Need nlohmann-json and yaml-cpp; the target spate::specifications brings them.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>

#include <spate/core/error.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/collection_table.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/specification.hpp>
#include <spate/schema/yaml.hpp>

namespace spate::inline v0 {

namespace detail {

// Whether a file is JSON by its name, or YAML.
[[nodiscard]] inline bool is_json_file(const std::string& path) {
    std::string name = path.substr(path.size() - std::min(path.size(), std::size_t{5}));
    for (char& letter : name)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    const bool json = name.ends_with(".json");
    if (!json && !name.ends_with(".yaml") && !name.ends_with(".yml"))
        raise_config("schema", "\"" + path + "\"", "is neither JSON nor YAML by its name", "name it .json, .yaml or .yml");
    return json;
}

[[nodiscard]] inline std::string read_specification_text(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) raise(io_error{std::error_code{errno, std::generic_category()}, "open", path, 0});
    constexpr std::size_t most = std::size_t{64} << 20;
    std::string text;
    std::size_t size = 0;
    do {
        text.resize(size + 65536);
        size += std::fread(text.data() + size, 1, 65536, file);
    } while (size == text.size() && size <= most);
    const int error = std::ferror(file) != 0 ? errno : 0;
    std::fclose(file);
    text.resize(size);
    if (error != 0) raise(io_error{std::error_code{error, std::generic_category()}, "read", path, size});
    if (size > most) raise_config("schema", "\"" + path + "\"", "has more than 64 MiB", "give a specification, not data");
    return text;
}

}  // namespace detail

/// Reads a specification from a file: JSON if its name ends in .json, YAML if in .yaml or .yml, in small or capital letters. Throws io_error for a file that
/// cannot be read, config_error for another name and for more than 64 MiB, and specification_error as parse_json, parse_yaml and make_schema do.
[[nodiscard]] inline specification_node load_specification(const std::string& path) {
    const bool json = detail::is_json_file(path);
    const std::string text = detail::read_specification_text(path);
    return json ? parse_json(text, path) : parse_yaml(text, path);
}

/// Reads the file of a table that another specification names; what is wrong with it is config_error, too.
[[nodiscard]] inline specification_node open_specification(const std::string& path) {
#if defined(__cpp_exceptions)
    try {
#endif
        return load_specification(path);
#if defined(__cpp_exceptions)
    } catch (const io_error& error) {
        detail::raise_config("file", "\"" + path + "\"", "cannot be read: " + error.code().message(),
                             "give a path that is relative to the specification which names it");
    }
#endif
}

/// The collection that a file describes, see read_collection. Throws as load_specification and read_collection do.
[[nodiscard]] inline collection load_collection(const std::string& path) { return read_collection(load_specification(path), path); }

/// The table that a node describes, be it a specification or a collection (is_collection decides), or of a specification the one of the name `table` among
/// those that it declares. Throws as make_schema, read_collection and make_table do, config_error for a `table` of a collection.
[[nodiscard]] inline runtime_schema read_schema(const specification_node& root, const std::string& file = {}, std::string_view table = {}) {
    if (!is_collection(root)) return make_schema(root, file, table, open_specification);
    if (!table.empty()) detail::raise_config("table", "\"" + std::string{table} + "\"", "is asked of a collection", "leave it out: a collection is one table");
    return make_table(read_collection(root, file), {}, file);
}

/// The table that a file describes, as read_schema. Throws as load_specification and read_schema do; all that is wrong with it is told at once.
[[nodiscard]] inline runtime_schema load_schema(const std::string& path, std::string_view table = {}) {
    return read_schema(load_specification(path), path, table);
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_LOAD_HPP
