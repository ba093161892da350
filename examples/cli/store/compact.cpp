// SPDX-License-Identifier: Apache-2.0
// spate store compact: takes dropped rows out of the files.
#include <cstdint>
#include <string>
#include <vector>

#include <spate/store/store.hpp>
#include <spate/store/store_reader.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "arrays.hpp"

namespace cli {
namespace {

int compact(const typed_options& typed, console& out) {
    const std::string& directory = typed.at("DIR");
    const spate::store_options options{.level = durability_of(typed), .create = false};
    // Tells a directory that is no store before anything is written to it.
    spate::store_reader before{directory};
    spate::store all{directory, options};
    if (!all.warning().empty()) out.warn(all.warning());
    before.refresh();
    std::vector<std::string> names;
    std::uint64_t rows = 0, bytes = 0;
    for (const std::string& name : all.names()) {
        const std::uint64_t dropped = before.dropped_rows(name);
        if (dropped == 0) continue;
        spate::array_shape shape = before.shape(name);
        shape[0] = 1;
        names.push_back(name);
        rows += dropped;
        bytes += dropped * spate::elements_of(shape) * size_of(before.type(name));
        all.update(name);
    }
    all.commit();
    if (has(typed, "json")) {
        json_object report;
        report.add("command", "store compact").add("directory", directory).add("arrays", names).add("rows", rows).add("bytes", bytes);
        out.report(report.text() + "\n");
        return 0;
    }
    out.report(names.empty() ? "no rows are dropped\n"
                             : counted(rows, "row") + " taken out of " + counted(names.size(), "array") + ", " + exact_size(bytes) + "\n");
    return 0;
}

int run(const typed_options& typed, console& out) { return with_store(typed, compact, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store");
    to.group("How it is written");
    to.option("durability", "none|data|full", "What a power cut may take: all, or nothing once this is done (default data)");
    declare_reporting(to, false);
    to.footer(
        "Writes each array that has dropped rows anew and puts it in the place of the old one, one commit an array. Needs the space of the largest of\n"
        "them meanwhile. Other writers are refused while this runs; readers keep what they had until they refresh.\n"
        "\nExample:\n  spate store compact features\n");
}

}  // namespace

const command commands::store_compact{"store compact", "Take dropped rows out of the files of a store", declare, run};

}  // namespace cli
