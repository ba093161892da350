// SPDX-License-Identifier: Apache-2.0
// spate schema list: the catalogue.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/schema/problems.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "../schemas.hpp"
#include "summary.hpp"

namespace cli {
namespace {

using entries = std::vector<schema_entry>;

bool has_tag(const schema_entry& entry, const std::string& tag) { return std::find(entry.tags.begin(), entry.tags.end(), tag) != entry.tags.end(); }

entries with_tag(const entries& all, const std::string& tag) {
    entries out;
    std::vector<std::string_view> known;
    for (const schema_entry& one : all) {
        if (has_tag(one, tag)) out.push_back(one);
        for (const std::string& other : one.tags)
            if (std::find(known.begin(), known.end(), other) == known.end()) known.push_back(other);
    }
    if (out.empty()) throw spate::config_error{"tag", "\"" + tag + "\"", "is a tag of no schema", spate::suggestion(tag, known)};
    return out;
}

std::string json_report(const schema_catalogue& schemas, const entries& all) {
    std::vector<json_object> list;
    for (const schema_entry& one : all) {
        json_object& to = list.emplace_back();
        to.add("id", one.id).add("name", one.name).add("description", one.description);
        if (one.problem.empty()) {
            const schema_summary what = summary_of(schemas.node(one.id));
            std::vector<json_object> vectors;
            for (const field_summary& field : what.fields)
                if (!field.dim.empty()) vectors.push_back(json_object{}.add("field", field.name).add("type", field.type).add("dim", field.dim));
            to.add("kind", what.is_collection ? "collection" : "specification").add("table", what.name).add("fields", what.fields.size());
            to.add("vectors", vectors);
        }
        to.add("tags", one.tags).add("use_cases", one.use_cases).add("built_in", one.built_in);
        if (!one.built_in) to.add("file", one.file);
        if (!one.problem.empty()) to.add("problem", one.problem);
    }
    return json_object{}.add("command", "schema list").add("directory", schemas.directory()).add("schemas", list).text() + "\n";
}

std::string text_report(const schema_catalogue& schemas, const entries& all) {
    std::vector<std::vector<std::string>> lines{{"ID", "FIELDS", "VECTORS", "DESCRIPTION"}};
    bool any_added = false;
    for (const schema_entry& one : all) {
        if (!one.problem.empty()) continue;
        const schema_summary what = summary_of(schemas.node(one.id));
        lines.push_back(
            {one.id + (one.built_in ? "" : " *"), std::to_string(what.fields.size()), what.dims(), one.description.substr(0, one.description.find('\n'))});
        any_added = any_added || !one.built_in;
    }
    std::string out = table(lines, 4);
    if (any_added) out += "* added, in " + schemas.directory() + "\n";
    return out + "`spate schema show ID` tells more, `spate generate --builtin ID` makes rows.\n";
}

int run(const typed_options& typed, console& out) {
    const schema_catalogue schemas;
    entries all = schemas.list();
    if (has(typed, "tag")) all = with_tag(all, typed.at("tag"));
    if (has(typed, "json")) {
        out.report(json_report(schemas, all));
        return 0;
    }
    out.report(text_report(schemas, all));
    for (const schema_entry& one : all)
        if (!one.problem.empty()) out.warn(one.file + " is left out: " + one.problem.substr(0, one.problem.find('\n')));
    return 0;
}

void declare(command_options& to) {
    to.group("What is listed");
    to.option("tag", "TAG", "Schemas with this tag only");
    declare_reporting(to, false);
    to.footer(
        "Schemas are built in, or added with spate schema add; these are in the directory SPATE_SCHEMA_DIR, else in spate/schemas where the\n"
        "platform keeps the data of users. Files there that are no schemas are told of, and left out.\n"
        "\nExamples:\n"
        "  spate schema list\n"
        "  spate schema list --tag search --json\n");
}

}  // namespace

const command commands::schema_list{"schema list", "The schemas that have an id: built-in ones, and those that were added", declare, run};

}  // namespace cli
