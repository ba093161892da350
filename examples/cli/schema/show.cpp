// SPDX-License-Identifier: Apache-2.0
// spate schema show: one schema of the catalogue.
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/schema/node.hpp>

#include "../commands.hpp"
#include "../options.hpp"
#include "../schemas.hpp"
#include "summary.hpp"

namespace cli {
namespace {

std::string text_report(const schema_entry& entry, const schema_summary& what) {
    std::vector<std::vector<std::string>> lines{{"id", entry.id + (entry.built_in ? " (built in)" : "")}, {"name", entry.name}};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) lines.push_back({name, value});
    };
    add("description", entry.description);
    add(what.is_collection ? "collection" : "table", what.name);
    add("fields", std::to_string(what.fields.size()));
    add("vectors", what.dims());
    add("tables", joined(what.tables));
    add("tags", joined(entry.tags));
    add("use cases", joined(entry.use_cases));
    add("file", entry.file);
    std::string out = table(lines, 2) + "\n";
    lines = {{"NAME", "TYPE", "PROPERTIES", "DESCRIPTION"}};
    for (const field_summary& one : what.fields) lines.push_back({one.name, one.type, one.properties, one.description});
    return out + table(lines, 4) + "\nExample:\n  spate " + (what.is_collection ? "generate" : "rows") + " --builtin " + entry.id + " --rows 1000\n";
}

int run(const typed_options& typed, console& out) {
    const schema_catalogue schemas;
    const std::string& id = typed.at("ID");
    const schema_entry entry = schemas.entry(id);
    const spate::specification_node root = schemas.node(id);
    if (!has(typed, "json")) {
        // What is wrong with it is told in full.
        if (!entry.problem.empty()) schemas.check(id);
        out.report(text_report(entry, summary_of(root)));
        return 0;
    }
    std::string text = entry.built_in || entry.file.ends_with(".json") ? schemas.text(id) : json_of(root);
    if (!text.ends_with('\n')) text += '\n';
    out.report(text);
    return 0;
}

void declare(command_options& to) {
    to.argument("ID", "The id of a schema; spate schema list tells them");
    to.group("Reporting");
    to.flag("--json", "json", "The schema itself, as JSON: to be written to a file and changed");
    to.option("log-format", "text|json", "How messages on standard error look (default text)");
    to.footer(
        "\nExamples:\n"
        "  spate schema show ecommerce\n"
        "  spate schema show ecommerce --json > shop.json\n");
}

}  // namespace

const command commands::schema_show{"schema show", "What a schema is for, and its fields", declare, run};

}  // namespace cli
