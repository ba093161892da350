// SPDX-License-Identifier: Apache-2.0
// spate store verify: whether all bytes of a store are as they were written.
#include <string>
#include <vector>

#include <spate/store/store_reader.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "arrays.hpp"

namespace cli {
namespace {

int check(const typed_options& typed, console& out) {
    const std::string& directory = typed.at("DIR");
    spate::store_reader from{directory};
    warn_of(from, out);
    const spate::verification found = from.verify();
    if (has(typed, "json")) {
        std::vector<json_object> problems;
        for (const spate::store_problem& one : found.problems)
            problems.push_back(json_object{}.add("name", one.name).add("offset", one.offset).add("problem", one.problem));
        out.report(json_object{}
                       .add("command", "store verify")
                       .add("directory", directory)
                       .add("whole", found.whole())
                       .add("arrays", found.arrays)
                       .add("blocks", found.blocks)
                       .add("unchecked_blocks", found.unchecked)
                       .add("problems", problems)
                       .text() +
                   "\n");
        return found.whole() ? 0 : exit_failed;
    }
    std::string text;
    for (const spate::store_problem& one : found.problems) text += one.text() + "\n";
    text += counted(found.arrays, "array") + ", " + counted(found.blocks, "block") + " of 64 KiB: " +
            (found.whole() ? (found.unchecked == 0 ? "all as written" : "all with a checksum as written") : counted(found.problems.size(), "problem"));
    if (found.unchecked != 0)
        text += "\n" + counted(found.unchecked, "block") + " unchecked: changed since the last commit of the writer, which gives them checksums";
    out.report(text + "\n");
    return found.whole() ? 0 : exit_failed;
}

int run(const typed_options& typed, console& out) { return with_store(typed, check, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store");
    declare_reporting(to, false);
    to.footer(
        "Reads all files and compares headers, blocks and manifests with their checksums. Exit status 1 where something is wrong; each problem is listed\n"
        "with the array and the offset in its file.\n"
        "\nExample:\n  spate store verify features\n");
}

}  // namespace

const command commands::store_verify{"store verify", "Whether all bytes of a store are as they were written", declare, run};

}  // namespace cli
