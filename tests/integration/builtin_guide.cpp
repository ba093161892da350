// SPDX-License-Identifier: Apache-2.0
// What the guide to the built-in collections lists is what they have, with the first row as it is.
#include <doctest/doctest.h>

#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/seed.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/builtin_schemas.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/collection_table.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

namespace {

// A value of a row for a cell of a table: long texts and lists are cut.
std::string shown(const specification_node& value) {
    using kind = specification_node::kind;
    constexpr std::size_t most = 48;
    switch (value.what()) {
        case kind::null:
            return "null";
        case kind::boolean:
            return value.boolean() ? "true" : "false";
        case kind::text: {
            if (value.text().size() <= most) return value.text();
            const std::size_t blank = value.text().rfind(' ', most);
            return value.text().substr(0, blank == std::string::npos ? most : blank) + " ...";
        }
        case kind::sequence: {
            std::string out = "[";
            for (std::size_t i = 0; i < value.items().size(); ++i) {
                if (i == 4) return out + ", ...]";
                out += (i == 0 ? "" : ", ") + shown(value.items()[i]);
            }
            return out + ']';
        }
        case kind::map: {
            std::string out = "{";
            for (std::size_t i = 0; i < value.items().size(); ++i) out += (i == 0 ? "" : ", ") + value.keys()[i] + ": " + shown(value.items()[i]);
            return out + '}';
        }
        default:
            return value.text();
    }
}

std::string cell(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '|' || letter == '\\') out += '\\';
        out += letter == '\n' ? ' ' : letter;
    }
    return out;
}

std::string type_of(const collection_field& field) {
    std::string out{to_string(field.type)};
    const auto add = [&](std::string_view before, const char* key) {
        if (const specification_node* const value = field.node.find(key)) out += std::string{before} + value->text();
    };
    if (field.element_type) out += " of " + std::string{to_string(*field.element_type)};
    add(", at most ", "max_capacity");
    add(", up to ", "max_length");
    if (field.max_length) out += " bytes";
    add(", ", "min");
    add(" to ", "max");
    add(", dim ", "dim");
    if (field.is_primary) out += field.auto_id ? ", key of the database" : ", key";
    if (field.is_partition_key) out += ", partition key";
    if (field.nullable) out += ", nullable";
    return out;
}

std::string section_of(const builtin_schema& one) {
    const collection of = read_collection(parse_json(one.text, std::string{one.id}), std::string{one.id});
    std::vector<std::byte> bytes;
    (void)run(make_table(of).with_seed(seed{42}) | rows(1), ndjson(), vector_sink{bytes});
    const specification_node row = parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const auto joined = [](const std::vector<std::string_view>& texts) {
        std::string out;
        for (const std::string_view text : texts) out += (out.empty() ? "" : ", ") + std::string{text};
        return out;
    };
    std::string out = "## " + std::string{one.id} + "\n\n" + std::string{one.description} + ". Good for: " + joined(one.use_cases) +
                      ". Tags: " + joined(one.tags) + ".\nThe collection is `" + of.name + "`.\n\n| field | type | what | row 0 |\n|---|---|---|---|\n";
    for (const collection_field& field : of.fields) {
        const specification_node* const value = row.find(field.name);
        out += "| `" + field.name + "` | " + type_of(field) + " | " + cell(field.description) + " | " + (value == nullptr ? "" : cell(shown(*value))) + " |\n";
    }
    return out + '\n';
}

}  // namespace

TEST_CASE("builtin_guide: builtin_schemas.md lists every field of every built-in collection, and its first row") {
    std::ifstream file{SPATE_SOURCE_DIR "/examples/guide/builtin_schemas.md"};
    std::ostringstream page;
    page << file.rdbuf();
    std::string expected;
    for (const builtin_schema& one : builtin_schemas()) expected += section_of(one);
    expected.pop_back();
    INFO("from its first section on the page should be\n" << expected);
    const std::string text = page.str();
    const std::size_t begin = text.find("## ");
    REQUIRE(begin != std::string::npos);
    const bool same = text.substr(begin) == expected;
    CHECK(same);
}
