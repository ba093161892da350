// SPDX-License-Identifier: Apache-2.0
#include "generate_options.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/format/avro_codecs.hpp>
#include <spate/format/milvus.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/read_collection.hpp>

#include "options.hpp"
#include "output_root.hpp"
#include "schema/summary.hpp"
#include "schemas.hpp"

namespace cli {
namespace {

using spate::config_error;

constexpr std::uint64_t most_rows = spate::runtime_schema::most_rows;
constexpr std::string_view format_names[] = {"parquet", "json", "ndjson", "csv", "avro", "protobuf", "binary"};

struct given_schema {
    spate::specification_node root;
    /// What messages call it.
    std::string place;
    std::string stem;
};

given_schema load_file(const std::string& path) {
    const std::size_t slash = path.rfind('/'), name = slash == std::string::npos ? 0 : slash + 1;
    try {
        return {load_node(path), path, path.substr(name, path.rfind('.') - name)};
    } catch (const spate::io_error& error) {
        throw config_error{"schema", path, "cannot be read: " + error.code().message(), "name a file, like products.json or products.yaml"};
    }
}

given_schema load_entry(const std::string& id) {
    const schema_catalogue all;
    const std::vector<schema_entry> entries = all.list();
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const schema_entry& one) { return one.id == id; });
    if (found == entries.end()) {
        std::vector<std::string_view> ids;
        std::string names;
        for (const schema_entry& one : entries)
            if (!one.id.empty()) ids.push_back(one.id), names += (names.empty() ? "" : ", ") + one.id;
        const std::string nearest = spate::suggestion(id, ids);
        throw config_error{"builtin", id, "is not the id of a schema", (nearest.starts_with("did you mean") ? nearest + " There are " : "use one of ") + names};
    }
    return {all.node(id), all.place(id), id};
}

given_schema load_given(const typed_options& typed) {
    const bool file = has(typed, "schema"), builtin = has(typed, "builtin");
    if (file && builtin)
        throw config_error{"builtin", typed.at("builtin"), "does not go with --schema: rows are of one table", "leave out the one or the other"};
    if (!file && !builtin)
        throw config_error{"schema", "", "is missing, and --builtin, too", "name a file, like --schema products.json, or a schema, like --builtin ecommerce"};
    return file ? load_file(typed.at("schema")) : load_entry(typed.at("builtin"));
}

spate::runtime_schema read_table(const given_schema& schema, bool is_collection, bool include_auto_id, bool sparse_as_json) {
    if (is_collection) return table_of_collection(schema.root, schema.place, include_auto_id, sparse_as_json);
    if (include_auto_id)
        throw config_error{"include-auto-id", "", "does not go with a specification of fields and generators, which has no auto_id", "leave it out"};
    return table_of(schema.root, schema.place);
}

void read_rows_and_seed(const typed_options& typed, const given_schema& schema, generate_request& out) {
    const bool has_rows = !out.is_collection && schema.root.find("rows") != nullptr, has_seed = !out.is_collection && schema.root.find("seed") != nullptr;
    if (has(typed, "rows") || !has_rows) {
        const std::uint64_t rows = has(typed, "rows") ? parse_count(typed.at("rows"), "rows") : 1000;
        // A table of most_rows is one without an end.
        const std::uint64_t size = std::min(has_rows ? most_rows : out.table.size(), most_rows - 1);
        if (rows > size) throw config_error{"rows", std::to_string(rows), "are more than this table can have", "use at most " + std::to_string(size)};
        out.table = out.table.with_rows(rows);
    }
    out.seed_was_drawn = !has(typed, "seed") && !has_seed;
    if (has(typed, "seed") || out.seed_was_drawn) out.table = out.table.with_seed(spate::seed{has(typed, "seed") ? parse_seed(typed.at("seed")) : draw_seed()});
}

std::string read_format_name(const typed_options& typed) {
    const std::string name = text_of(typed, "format", "parquet");
    if (std::find(std::begin(format_names), std::end(format_names), name) == std::end(format_names))
        throw config_error{"format", "\"" + name + "\"", "is not a format", spate::suggestion(name, {std::begin(format_names), std::end(format_names)})};
    if (has(typed, "json-array") && name != "json")
        throw config_error{"json-array", "", "does not go with --format " + name, "use --format json, or leave it out"};
    return name;
}

spate::parquet_compression parquet_codec(const std::string& name) {
    if (name == "none") return {};
    if (name == "snappy") return spate::parquet_snappy();
    if (name == "zstd") return spate::parquet_zstd();
    if (name == "lz4") return spate::parquet_lz4();
    throw config_error{"compression", "\"" + name + "\"", "is not a codec of Parquet that is known here",
                       spate::suggestion(name, {"none", "snappy", "zstd", "lz4"})};
}

spate::avro_codec avro_codec(const std::string& name) {
    if (name == "null" || name == "none") return {};
    if (name == "deflate") return spate::avro_deflate();
    if (name == "snappy") return spate::avro_snappy();
    if (name == "zstd") return spate::avro_zstd();
    throw config_error{"compression", "\"" + name + "\"", "is not a codec of Avro", spate::suggestion(name, {"null", "deflate", "snappy", "zstd"})};
}

// A name of letters, digits and "_", as identifiers are.
std::string identifier(const std::string& name, const char* otherwise) {
    std::string out;
    for (const char letter : name) {
        const bool fits =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' || (letter >= '0' && letter <= '9' && !out.empty());
        out += fits ? letter : '_';
    }
    return out.empty() ? otherwise : out;
}

void read_format(const typed_options& typed, const given_schema& schema, generate_request& out) {
    const bool parquet = out.format_name == "parquet", avro = out.format_name == "avro";
    if (parquet || avro)
        out.compression = text_of(typed, "compression", "snappy");
    else if (has(typed, "compression"))
        throw config_error{"compression", typed.at("compression"), "does not go with --format " + out.format_name, "leave it out, or use parquet or avro"};
    const std::string name = identifier(out.table.name().empty() ? schema.stem : out.table.name(), "row");
    if (parquet) {
        spate::parquet format = spate::milvus_parquet(parquet_codec(out.compression));
        format.options.row_group_rows = 50'000;
        out.format = std::move(format);
    } else if (avro) {
        out.format = spate::avro{{.codec = avro_codec(out.compression), .name = name}};
    } else if (out.format_name == "csv") {
        out.format = spate::milvus_csv();
    } else if (out.format_name == "protobuf") {
        const spate::protobuf_options options{.message = name, .file = "schema.proto"};
        out.format = spate::protobuf{options};
        out.extension = "pb";
        out.other_files = {{"schema.proto", spate::proto_text(out.table.type(), options)},
                           {"schema.desc", spate::proto_descriptor_set(out.table.type(), options)}};
    } else if (out.format_name == "binary") {
        out.format = spate::binary_rows{};
        out.extension = "spaterows";
    } else if (out.json_array) {
        out.format = spate::milvus_json();
    } else {
        out.format = spate::milvus_ndjson();
    }
    // What a format cannot hold is told before anything is written.
    std::visit([&](const auto& one) { (void)one.encoder(out.table.type()); }, out.format);
}

void read_limits(const typed_options& typed, generate_request& out) {
    const auto count = [&](const char* option, std::uint64_t otherwise, std::uint64_t most) {
        const std::uint64_t number = has(typed, option) ? parse_count(typed.at(option), option) : otherwise;
        if ((number == 0 && has(typed, option)) || number > most)
            throw config_error{option, std::to_string(number), "is not from 1 to " + std::to_string(most), "leave it out for the default"};
        return number;
    };
    out.batch_rows = static_cast<std::size_t>(count("batch-size", 0, std::uint64_t{1} << 30));
    out.max_rows_per_file = count("max-rows-per-file", 1'000'000, most_rows);
    out.max_file_bytes = count("max-file-size", 256, std::uint64_t{1} << 40) << 20;
}

// Of any name one that is good for a directory: letters of ASCII, digits, "_", "-" and points that are not the first.
std::string directory_name(std::string name) {
    for (char& letter : name) {
        const bool fits =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
        if (!fits && (letter != '.' || &letter == name.data())) letter = '_';
    }
    return name;
}

void read_directory(const typed_options& typed, const given_schema& schema, generate_request& out) {
    if (has(typed, "out")) {
        out.directory = typed.at("out");
        if (out.directory.empty()) throw config_error{"out", "\"\"", "is not a directory's name", "name one"};
        return;
    }
    const std::string root = output_root();
    if (root.empty()) throw config_error{"out", "", "is missing, and neither SPATE_OUTPUT_DIR nor HOME is set", "name a directory"};
    out.directory = root + "/" + directory_name(out.table.name().empty() ? schema.stem : out.table.name());
}

}  // namespace

generate_request parse_generate(const typed_options& typed) {
    const given_schema schema = load_given(typed);
    const std::string format = read_format_name(typed);
    const bool is_collection = spate::is_collection(schema.root), include_auto_id = has(typed, "include-auto-id");
    generate_request out{.source = has(typed, "schema") ? schema.place : "builtin " + schema.stem,
                         .schema_json = json_of(schema.root, 2),
                         .builtin = text_of(typed, "builtin", ""),
                         .table = read_table(schema, is_collection, include_auto_id, format == "parquet" || format == "csv"),
                         .is_collection = is_collection,
                         .include_auto_id = include_auto_id,
                         .format_name = format,
                         .extension = format,
                         .json_array = has(typed, "json-array")};
    read_rows_and_seed(typed, schema, out);
    read_format(typed, schema, out);
    read_limits(typed, out);
    read_directory(typed, schema, out);
    return out;
}

}  // namespace cli
