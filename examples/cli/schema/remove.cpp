// SPDX-License-Identifier: Apache-2.0
// spate schema remove: takes a schema that was added out of the catalogue.
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

namespace cli {
namespace {

int run(const typed_options& typed, console& out) {
    const std::string& id = typed.at("ID");
    const schema_catalogue schemas;
    const std::vector<schema_entry> all = schemas.list();
    std::vector<std::string_view> added;
    for (const schema_entry& one : all)
        if (!one.built_in && !one.id.empty()) added.push_back(one.id);
    if (std::none_of(all.begin(), all.end(), [&](const schema_entry& one) { return one.id == id; }))
        throw spate::config_error{"ID", id, "is no schema that was added", spate::suggestion(id, added)};
    schemas.remove(id);
    out.report(has(typed, "json") ? json_object{}.add("command", "schema remove").add("id", id).text() + "\n" : "removed " + id + "\n");
    return 0;
}

void declare(command_options& to) {
    to.argument("ID", "The id of a schema that was added");
    declare_reporting(to, false);
    to.footer("Built-in schemas stay.\n\nExample:\n  spate schema remove shop\n");
}

}  // namespace

const command commands::schema_remove{"schema remove", "Remove a schema that was added", declare, run};

}  // namespace cli
