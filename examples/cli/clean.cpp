// SPDX-License-Identifier: Apache-2.0
// spate clean: removes datasets, which are what a meta.json of spate lists, and nothing else.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include <filesystem>

#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/run/remove_dataset.hpp>

#include "commands.hpp"
#include "json.hpp"
#include "options.hpp"
#include "output_root.hpp"
#include "target.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct outcome {
    std::string directory;
    spate::dataset_removal removal;
    /// Why not all of the dataset's own could be removed.
    std::string error;
};

// The directory itself and those in it, links not followed, that hold datasets. Of those in it, what cannot be read is told of, and stays.
std::vector<spate::dataset_contents> datasets_in(const std::string& directory, const console& log) {
    std::vector<std::string> paths{directory};
    std::error_code error;
    for (const fs::directory_entry& one : fs::directory_iterator{directory, error})
        if (one.symlink_status(error).type() == fs::file_type::directory) paths.push_back(one.path().string());
    std::sort(paths.begin() + 1, paths.end());
    std::vector<spate::dataset_contents> out;
    for (const std::string& path : paths) {
        try {
            if (spate::dataset_contents found = spate::find_dataset(path); found.is_dataset()) out.push_back(std::move(found));
        } catch (const spate::io_error& refused) {
            if (path == directory) throw;
            log.warn(path + " stays: it cannot be read: " + refused.code().message());
        }
    }
    return out;
}

std::string count_text(std::uint64_t number, const char* one) { return std::to_string(number) + " " + one + (number == 1 ? "" : "s"); }

std::string entry_text(const spate::dataset_contents::kept_entry& one) { return one.name + " " + one.reason; }

std::string json_report(const std::string& directory, const std::vector<outcome>& outcomes) {
    std::vector<json_object> all;
    std::uint64_t files = 0, bytes = 0;
    for (const outcome& one : outcomes) {
        std::vector<json_object> changed;
        for (const auto& kept : one.removal.changed) changed.push_back(json_object{}.add("name", kept.name).add("reason", kept.reason));
        json_object& to = all.emplace_back();
        to.add("directory", one.directory).add("removed", one.removal.removed).add("bytes", one.removal.bytes).add("changed", changed);
        to.add("foreign", one.removal.foreign).add("directory_removed", one.removal.directory_removed);
        if (!one.error.empty()) to.add("error", one.error);
        files += one.removal.removed.size();
        bytes += one.removal.bytes;
    }
    return json_object{}.add("command", "clean").add("directory", directory).add("datasets", all).add("files", files).add("bytes", bytes).text() + "\n";
}

std::string text_report(const std::vector<outcome>& outcomes) {
    std::string out;
    for (const auto& [directory, one, error] : outcomes) {
        if (!error.empty()) continue;
        out += "removed " + count_text(one.removed.size(), "file") + ", " + spate::format_size(one.bytes) + ", of " + directory +
               (one.directory_removed ? ", and the directory" : "") + "\n";
        for (const auto& kept : one.changed) out += "  left: " + entry_text(kept) + "\n";
        for (const std::string& kept : one.foreign) out += "  left: " + kept + ", which no meta.json of spate lists\n";
    }
    return out;
}

outcome remove(const std::string& directory) {
    try {
        return {directory, spate::remove_dataset(directory), {}};
    } catch (const spate::io_error& refused) {
        return {directory, {}, refused.code().message()};
    } catch (const spate::config_error& refused) {
        return {directory, {}, refused.problem()};
    }
}

int run(const typed_options& typed, console& out) {
    const bool given = has(typed, "DIR");
    const std::string directory = given ? typed.at("DIR") : output_root();
    if (directory.empty()) throw spate::config_error{"DIR", "", "is missing, and neither SPATE_OUTPUT_DIR nor HOME is set", "name a directory"};
    std::error_code error;
    if (given && !fs::is_directory(directory, error))
        throw spate::config_error{"DIR", directory, exists(directory) ? "is not a directory" : "does not exist",
                                  "name the directory of a dataset, or the one above"};
    std::vector<spate::dataset_contents> found;
    if (given || fs::is_directory(directory, error)) found = datasets_in(directory, out);
    const std::size_t written = std::erase_if(found, [&](const spate::dataset_contents& one) {
        if (one.being_written) out.warn(one.directory + " is being written by another process, and stays");
        return one.being_written;
    });
    const auto report_nothing = [&](const std::string& text) {
        out.report(has(typed, "json") ? json_report(directory, {}) : text + "\n");
        return 0;
    };
    if (found.empty()) return report_nothing(written == 0 ? "no datasets of spate in " + directory : "nothing was removed");
    if (!has(typed, "yes")) {
        std::uint64_t files = 0, bytes = 0;
        std::string list;
        for (const spate::dataset_contents& one : found) {
            files += one.own.size();
            bytes += one.bytes();
            list += "  " + one.directory + ", " + count_text(one.own.size(), "file") + ", " + spate::format_size(one.bytes()) + "\n";
        }
        const std::string what = count_text(files, "file") + ", " + spate::format_size(bytes) + ", of " + count_text(found.size(), "dataset");
        if (!can_ask())
            throw spate::config_error{"yes", "", "is needed to remove " + what + " in " + directory + ", as there is no terminal to ask on", "add --yes"};
        if (!ask(list + "Remove " + what + "?")) return report_nothing("nothing was removed");
    }
    std::vector<outcome> outcomes;
    for (const spate::dataset_contents& one : found) outcomes.push_back(remove(one.directory));
    out.report(has(typed, "json") ? json_report(directory, outcomes) : text_report(outcomes));
    int status = 0;
    for (const outcome& one : outcomes) {
        if (one.error.empty()) continue;
        out.fail("cannot remove all of " + one.directory + ": " + one.error);
        status = exit_failed;
    }
    return status;
}

void declare(command_options& to) {
    to.argument("DIR", "A dataset, or a directory of datasets (default: the default output root)", false);
    to.group("What is done");
    to.flag("-y,--yes", "yes", "Remove without asking; needed where there is no terminal");
    declare_reporting(to, false);
    to.footer(
        std::string{"Looks for a meta.json of spate in DIR and in the directories right below it. Removes the files that it lists, if they are regular files\n"
                    "with the size that it tells, then meta.json, and the directory if it is empty. All else stays, and is named. What is left of a run\n"
                    "that was killed is removed, too; a directory that is being written is left alone. Links are never followed.\n"} +
        output_root_help +
        "\nExamples:\n"
        "  spate clean\n"
        "  spate clean ecommerce --yes\n");
}

}  // namespace

const command commands::clean{"clean", "Remove datasets that spate generate wrote, and nothing else", declare, run};

}  // namespace cli
