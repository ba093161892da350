// SPDX-License-Identifier: Apache-2.0
// spate store export: arrays as one file for others.
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/export_npz.hpp>
#include <spate/store/export_safetensors.hpp>
#include <spate/store/store_reader.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "arrays.hpp"

namespace cli {
namespace {

int give(const typed_options& typed, console& out) {
    const std::string& to = typed.at("TO");
    const std::string extension = std::filesystem::path{to}.extension().string();
    if (extension != ".npz" && extension != ".safetensors")
        throw spate::config_error{"TO", to, "has none of the extensions that are known", "give a name that ends in .npz or .safetensors"};
    std::vector<std::string> names = names_of(typed, "arrays");
    spate::store_reader from{typed.at("DIR")};
    warn_of(from, out);
    for (const std::string& name : names) require_array(from, name, "arrays");
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(to, error)) && !has(typed, "force"))
        throw spate::config_error{"TO", to, "is there already", "give another name, or --force to replace it"};
    if (std::filesystem::is_directory(to, error)) throw spate::config_error{"TO", to, "is a directory", "give the name of a file"};
    if (extension == ".npz")
        spate::export_npz(from, to, names);
    else
        spate::export_safetensors(from, to, names);
    if (names.empty()) names = from.names();
    const auto bytes = std::filesystem::file_size(to);
    if (has(typed, "json"))
        out.report(json_object{}.add("command", "store export").add("file", to).add("bytes", bytes).add("arrays", names).text() + "\n");
    else
        out.report(counted(names.size(), "array") + " in " + to + ", " + exact_size(bytes) + "\n");
    return 0;
}

int run(const typed_options& typed, console& out) { return with_store(typed, give, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store");
    to.argument("TO", "The file: .npz, which NumPy loads, or .safetensors");
    to.group("What is written");
    to.option("arrays", "A,B", "These arrays only (default: all)");
    to.flag("--force", "force", "Replace a file of the name");
    declare_reporting(to, false);
    to.footer(
        "The file has its name once it is whole. Dropped rows are left out. In .npz bfloat16 comes as uint16, since NumPy has none; .safetensors has no\n"
        "complex numbers. The arrays of a store are .npy files already: copy those with cp.\n"
        "\nExamples:\n"
        "  spate store export features features.npz\n"
        "  spate store export features part.safetensors --arrays ids,prices\n");
}

}  // namespace

const command commands::store_export{"store export", "Arrays of a store into an .npz or .safetensors file", declare, run};

}  // namespace cli
