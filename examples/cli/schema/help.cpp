// SPDX-License-Identifier: Apache-2.0
// spate schema help: how schemas are written.
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/collection.hpp>

#include "../commands.hpp"
#include "../schemas.hpp"

namespace cli {
namespace {

// A field of each type, in the order of the types.
constexpr std::array<const char*, spate::collection_type_names.size()> fields_by_type{
    R"({"name": "in_stock", "type": "Bool"})",
    R"({"name": "stars", "type": "Int8", "min": 1, "max": 5})",
    R"({"name": "year", "type": "Int16"})",
    R"({"name": "words", "type": "Int32", "nullable": true})",
    R"({"name": "id", "type": "Int64", "is_primary": true})",
    R"({"name": "price", "type": "Float", "min": 0.01, "max": 1000})",
    R"({"name": "score", "type": "Double"})",
    R"({"name": "title", "type": "VarChar", "max_length": 200})",
    R"({"name": "note", "type": "String", "max_length": 500})",
    R"({"name": "metadata", "type": "JSON"})",
    R"({"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 50})",
    R"({"name": "embedding", "type": "FloatVector", "dim": 768})",
    R"({"name": "hash", "type": "BinaryVector", "dim": 256})",
    R"({"name": "half", "type": "Float16Vector", "dim": 256})",
    R"({"name": "brain", "type": "BFloat16Vector", "dim": 256})",
    R"({"name": "small", "type": "Int8Vector", "dim": 128})",
    R"({"name": "terms", "type": "SparseFloatVector"})",
};

std::string types() {
    std::vector<std::vector<std::string>> lines;
    for (std::size_t i = 0; i < fields_by_type.size(); ++i) lines.push_back({"  " + std::string{spate::collection_type_names[i]}, fields_by_type[i]});
    return table(lines, 2);
}

std::string keys() {
    return table({{"  name", "1 to 255 letters, digits and _, no digit first"},
                  {"  type", "see above"},
                  {"  description", "for people"},
                  {"  is_primary", "the key by which rows are found: one Int64, VarChar or String field must have it"},
                  {"  auto_id", "of an Int64 key: the database makes it, and files leave it out (but for --include-auto-id)"},
                  {"  is_partition_key", "of one Int64, VarChar or String field"},
                  {"  nullable", "a tenth of the values are null; not of keys and vectors"},
                  {"  min, max", "of numbers, min less than max"},
                  {"  max_length", "1 to 65535 bytes; texts, and arrays of them, need it"},
                  {"  dim", "2 to 32768 elements; BinaryVector: bits, a multiple of 8 to 262144; SparseFloatVector: none, or what indices are below"},
                  {"  element_type", "of arrays, which need it: a scalar type, from Bool to String but for JSON"},
                  {"  max_capacity", "of arrays, which need it: 1 to 4096 elements"},
                  {"  default_value", "of scalars: what some rows have, as the database fills it in"},
                  {"  enum_values", "of numbers and texts: the values, each as often"},
                  {"  cardinality_ratio", "of numbers and texts: the share of different values among the rows, 0 to 1"},
                  {"  generator", "of any field but auto_id: one of spate's own generators, see below"}},
                 2);
}

std::string generators() {
    std::string out, line = " ";
    for (const std::string_view name : generator_names()) {
        if (line.size() + name.size() + 2 > 118) {
            out += line + "\n";
            line = " ";
        }
        line += " " + std::string{name} + ",";
    }
    line.pop_back();
    return out + line + "\n";
}

std::string page() {
    return "A schema is a file in JSON or YAML. There are two kinds.\n"
           "\n"
           "COLLECTIONS are tables of a vector database, with the types of Milvus: a map with fields and, if wanted, collection_name and\n"
           "description, or the list of fields alone. Files of milvus-fake-data and milvus-ingest are such.\n"
           "\n"
           "Types, each with a field that has what the type needs:\n" +
           types() +
           "\n"
           "Keys of a field:\n" +
           keys() +
           "\n"
           "Example in JSON:\n"
           "  {\"collection_name\": \"products\", \"fields\": [\n"
           "    {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true, \"auto_id\": true},\n"
           "    {\"name\": \"title\", \"type\": \"VarChar\", \"max_length\": 200},\n"
           "    {\"name\": \"price\", \"type\": \"Float\", \"min\": 0.0, \"max\": 10000.0},\n"
           "    {\"name\": \"tags\", \"type\": \"Array\", \"element_type\": \"VarChar\", \"max_capacity\": 10, \"max_length\": 50},\n"
           "    {\"name\": \"in_stock\", \"type\": \"Bool\", \"nullable\": true},\n"
           "    {\"name\": \"embedding\", \"type\": \"FloatVector\", \"dim\": 768}\n"
           "  ]}\n"
           "\n"
           "Example in YAML, with values of one's own:\n"
           "  - {name: doc_id, type: VarChar, max_length: 100, is_primary: true}\n"
           "  - {name: language, type: VarChar, max_length: 10, enum_values: [en, fr, zh]}\n"
           "  - {name: city, type: VarChar, max_length: 80, generator: {type: city}}\n"
           "  - {name: words, type: Int32, min: 1, max: 100000}\n"
           "  - {name: vector, type: FloatVector, dim: 384}\n"
           "\n"
           "SPECIFICATIONS are spate's own tables, which collections can take generators from: `spate schema json-schema` writes what\n"
           "editors complete them by.\n"
           "  fields:\n"
           "    - {name: id, type: sequence, start: 1}\n"
           "    - {name: city, type: city, nulls: 0.1}\n"
           "\n"
           "Generators:\n" +
           generators() +
           "\n"
           "  spate schema list                 the schemas that are there\n"
           "  spate schema show simple --json   one of them, to begin with\n"
           "  spate schema add ID FILE          checks a file, and gives it an id\n"
           "  spate generate --schema FILE      makes the rows of a file\n"
           "  spate generate --builtin ID       makes the rows of an id\n";
}

int run(const typed_options&, console& out) {
    out.report(page());
    return 0;
}

void declare(command_options& to) { to.footer("\nExample:\n  spate schema help\n"); }

}  // namespace

const command commands::schema_help{"schema help", "How schemas are written: types, keys, examples", declare, run};

}  // namespace cli
