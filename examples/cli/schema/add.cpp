// SPDX-License-Identifier: Apache-2.0
// spate schema add: gives a schema an id.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
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

// "a, b": the texts between commas, without blanks around them.
std::vector<std::string> list_of(const typed_options& typed, const char* option) {
    std::vector<std::string> out;
    if (!has(typed, option)) return out;
    const std::string& text = typed.at(option);
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        std::string one = text.substr(at, comma - at);
        one.erase(0, one.find_first_not_of(' '));
        one.erase(one.find_last_not_of(' ') + 1);
        if (one.empty()) throw spate::config_error{option, "\"" + text + "\"", "has an empty part", "write them with commas between, like search,products"};
        out.push_back(std::move(one));
        at = comma + 1;
    }
    return out;
}

int run(const typed_options& typed, console& out) {
    const schema_catalogue schemas;
    const std::string& id = typed.at("ID");
    schema_entry about;
    about.description = text_of(typed, "description", "");
    about.tags = list_of(typed, "tags");
    about.use_cases = list_of(typed, "use-cases");
    try {
        schemas.add(id, typed.at("FILE"), about);
    } catch (const spate::specification_error&) {
        throw;
    } catch (const spate::config_error& error) {
        if (error.parameter() != "schema") throw;
        throw spate::config_error{"FILE", error.value(), error.problem(), error.remedy()};
    }
    const schema_entry entry = schemas.entry(id);
    const schema_summary what = summary_of(schemas.node(id));
    if (has(typed, "json")) {
        out.report(json_object{}.add("command", "schema add").add("id", id).add("file", entry.file).add("fields", what.fields.size()).text() + "\n");
        return 0;
    }
    out.report("added " + id + " (" + std::to_string(what.fields.size()) + (what.fields.size() == 1 ? " field) as " : " fields) as ") + entry.file +
               "\nto make rows: spate " + (what.is_collection ? "generate" : "rows") + " --builtin " + id + " --rows 1000\n");
    return 0;
}

void declare(command_options& to) {
    to.argument("ID", "What it is to be called: 1 to 64 letters, digits, _ and -");
    to.argument("FILE", "The schema: .json, .yaml or .yml");
    to.group("What is told of it");
    to.option("description", "TEXT", "What it is (default: what the schema says)");
    to.option("tags", "A,B", "What spate schema list --tag finds it by");
    to.option("use-cases", "A,B", "What it is for");
    declare_reporting(to, false);
    to.footer(
        "The schema is read and checked as a whole; then a copy of the file is kept, and the id can be used like a built-in one.\n"
        "\nExample:\n"
        "  spate schema add shop shop.json --description \"What we sell\" --tags products,search\n");
}

}  // namespace

const command commands::schema_add{"schema add", "Give a schema an id", declare, run};

}  // namespace cli
