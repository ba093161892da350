// SPDX-License-Identifier: Apache-2.0
// spate store import: arrays of other formats, as one commit.
#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/import_npy.hpp>
#include <spate/store/import_npz.hpp>
#include <spate/store/import_numpack.hpp>
#include <spate/store/import_safetensors.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "arrays.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

// numpack, folder, npy, npz or safetensors.
std::string format_of(const std::string& from) {
    std::error_code error;
    const fs::file_status what = fs::status(from, error);
    if (!fs::exists(what)) throw spate::config_error{"FROM", from, "is not there", "give a file or a directory that is"};
    if (fs::is_directory(what)) {
        if (fs::exists(fs::path{from} / "metadata.npkm", error)) return "numpack";
        for (const auto& one : fs::directory_iterator{from, error})
            if (one.path().extension() == ".npy") return "folder";
        throw spate::config_error{"FROM", from, "has neither the metadata.npkm of NumPack nor .npy files", "give a NumPack directory, or a file"};
    }
    const std::string extension = fs::path{from}.extension().string();
    for (const char* const known : {"npy", "npz", "safetensors"})
        if (extension == std::string{"."} + known) return known;
    throw spate::config_error{"FROM", from, "has none of the extensions that are known", "give an .npy, .npz or .safetensors file, or a NumPack directory"};
}

std::vector<std::string> import(const typed_options& typed, const std::string& format, spate::store_batch& to, console& out) {
    const std::string& from = typed.at("FROM");
    if (format == "npz") return spate::import_npz(to, from);
    if (format == "safetensors") return spate::import_safetensors(to, from);
    if (format == "numpack") {
        const spate::numpack_import got = spate::import_numpack(to, from);
        for (const std::string& note : got.notes) out.warn(note);
        return got.names;
    }
    std::vector<fs::path> files;
    if (format == "npy")
        files.emplace_back(from);
    else
        for (const auto& one : fs::directory_iterator{from})
            if (one.path().extension() == ".npy" && one.path().filename().string().front() != '.') files.push_back(one.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> names;
    for (const fs::path& file : files) {
        names.push_back(has(typed, "name") ? typed.at("name") : file.stem().string());
        spate::import_npy(to, names.back(), file.string());
    }
    return names;
}

// A directory that is not there yet or is empty becomes a store; one of other files does not.
bool is_new(const std::string& directory) {
    std::error_code error;
    const fs::file_status what = fs::status(directory, error);
    if (!fs::exists(what)) return true;
    if (!fs::is_directory(what)) throw spate::config_error{"DIR", directory, "is no directory", "give the directory of a store, or a new one"};
    if (fs::exists(fs::path{directory} / "manifest", error) || fs::exists(fs::path{directory} / "manifest.previous", error)) return false;
    if (!fs::is_empty(directory, error))
        throw spate::config_error{"DIR", directory, "has files but is no store", "give the directory of a store, or a new one"};
    return true;
}

int bring(const typed_options& typed, console& out) {
    const std::string &directory = typed.at("DIR"), format = format_of(typed.at("FROM"));
    if (has(typed, "name") && format != "npy")
        throw spate::config_error{"name", typed.at("name"), "is for a single .npy file", "leave it out: the other formats have names of their own"};
    const spate::store_options options{.level = durability_of(typed)};
    const bool made = is_new(directory), was_there = fs::exists(directory);
    std::vector<std::string> names;
    try {
        spate::store to{directory, options};
        if (!to.warning().empty()) out.warn(to.warning());
        {
            spate::store_batch all{to};
            names = import(typed, format, all, out);
            for (const std::string& name : names)
                if (to.contains(name) && !has(typed, "force"))
                    throw spate::config_error{"array", name, "is in the store already", "give --force to replace it, or import into another store"};
        }
        to.commit();
    } catch (...) {
        std::error_code ignored;
        if (made) {
            if (!was_there)
                fs::remove_all(directory, ignored);
            else
                for (const auto& one : fs::directory_iterator{directory, ignored}) fs::remove(one.path(), ignored);
        }
        throw;
    }
    if (has(typed, "json")) {
        out.report(json_object{}.add("command", "store import").add("directory", directory).add("format", format).add("arrays", names).text() + "\n");
        return 0;
    }
    std::string text = counted(names.size(), "array") + " imported";
    for (std::size_t i = 0; i < names.size() && i < 10; ++i) text += (i == 0 ? ": " : ", ") + names[i];
    out.report(text + (names.size() > 10 ? " and more" : "") + "\n");
    return 0;
}

int run(const typed_options& typed, console& out) { return with_store(typed, bring, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store, which is made if it is not there");
    to.argument("FROM", "A NumPack directory, an .npy, .npz or .safetensors file, or a directory of .npy files");
    to.group("What is stored");
    to.option("name", "NAME", "What the array of an .npy file is to be called (default: as the file)");
    to.flag("--force", "force", "Replace arrays of the same names");
    to.option("durability", "none|data|full", "What a power cut may take: all, or nothing once this is done (default data)");
    declare_reporting(to, false);
    to.footer(
        "All arrays come as one commit: all are there, or none. An .npz file must not be compressed (numpy.savez, not savez_compressed).\n"
        "\nExamples:\n"
        "  spate store import features old_numpack\n"
        "  spate store import features prices.npy --name prices_2026\n"
        "  spate store import model weights.safetensors\n");
}

}  // namespace

const command commands::store_import{"store import", "Arrays of NumPack, NumPy or safetensors into a store", declare, run};

}  // namespace cli
