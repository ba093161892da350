// SPDX-License-Identifier: Apache-2.0
// spate schema json-schema: what editors complete and check specifications by.
#include <string>

#include <sys/stat.h>

#include <spate/core/error.hpp>

#include "../commands.hpp"
#include "../input.hpp"
#include "../options.hpp"
#include "../schemas.hpp"

namespace cli {
namespace {

int run(const typed_options& typed, console& out) {
    const std::string text = json_schema_text(), target = text_of(typed, "out", "-");
    if (target == "-") {
        out.report(text);
        return 0;
    }
    const bool force = has(typed, "force");
    struct stat about {};
    if (target.empty()) throw spate::config_error{"out", "\"\"", "is not a file name", "name a file, or use - for standard output"};
    if (!force && ::stat(target.c_str(), &about) == 0) throw spate::config_error{"out", target, "exists", "name another file, or replace it with --force"};
    write_text(target, text, force);
    return 0;
}

void declare(command_options& to) {
    to.group("The output");
    to.option("out", "FILE", "Write it to this file (default: standard output)");
    to.flag("--force", "force", "Replace a file that exists");
    to.footer(
        "Editors complete and check specifications by it: in YAML with a first line\n"
        "  # yaml-language-server: $schema=spate.schema.json\n"
        "and in JSON with a member \"$schema\": \"spate.schema.json\".\n"
        "\nExample:\n"
        "  spate schema json-schema --out spate.schema.json\n");
}

}  // namespace

const command commands::schema_json_schema{"schema json-schema", "The JSON Schema of specifications, for editors", declare, run};

}  // namespace cli
