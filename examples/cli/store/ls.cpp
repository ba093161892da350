// SPDX-License-Identifier: Apache-2.0
// spate store ls: the arrays of a store.
#include <string>
#include <vector>

#include <spate/store/store_reader.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "arrays.hpp"

namespace cli {
namespace {

int list(const typed_options& typed, console& out) {
    spate::store_reader from{typed.at("DIR")};
    warn_of(from, out);
    std::vector<json_object> objects;
    std::vector<std::vector<std::string>> lines{{"NAME", "DTYPE", "SHAPE", "BYTES", "DROPPED"}};
    for (const std::string& name : from.names()) {
        const spate::array_shape shape = from.shape(name);
        const std::string type{to_string(from.type(name))};
        const std::uint64_t bytes = spate::elements_of(shape) * size_of(from.type(name)), dropped = from.dropped_rows(name);
        lines.push_back({name, type, shape_text(shape), std::to_string(bytes), std::to_string(dropped)});
        objects.push_back(json_object{}.add("name", name).add("dtype", type).raw("shape", shape_json(shape)).add("bytes", bytes).add("dropped_rows", dropped));
    }
    if (has(typed, "json"))
        out.report(json_object{}.add("command", "store ls").add("directory", typed.at("DIR")).add("arrays", objects).text() + "\n");
    else
        out.report(lines.size() == 1 ? "no arrays\n" : table(lines, 3));
    return 0;
}

int run(const typed_options& typed, console& out) { return with_store(typed, list, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store");
    declare_reporting(to, false);
    to.footer(
        "BYTES and SHAPE are without dropped rows, which are still in the files until spate store compact. Stores may be looked at while they change.\n"
        "\nExample:\n  spate store ls features\n");
}

}  // namespace

const command commands::store_ls{"store ls", "The arrays of a store: types, shapes and sizes", declare, run};

}  // namespace cli
