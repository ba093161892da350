// SPDX-License-Identifier: Apache-2.0
// spate schema remove: takes a schema that was added out of the catalogue.
#include <string>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "../schemas.hpp"

namespace cli {
namespace {

int run(const typed_options& typed, console& out) {
    const std::string& id = typed.at("ID");
    schema_catalogue{}.remove(id);
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
