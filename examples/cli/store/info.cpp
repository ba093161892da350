// SPDX-License-Identifier: Apache-2.0
// spate store info: a store as a whole.
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <spate/store/store_reader.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "arrays.hpp"

namespace cli {
namespace {

std::uint64_t size_on_disk(const std::string& directory) {
    std::uint64_t out = 0;
    std::error_code ignored;
    for (const auto& one : std::filesystem::directory_iterator{directory, ignored})
        if (const auto size = one.file_size(ignored); !ignored) out += size;
    return out;
}

int tell(const typed_options& typed, console& out) {
    const std::string& directory = typed.at("DIR");
    spate::store_reader from{directory};
    warn_of(from, out);
    std::uint64_t bytes = 0, rows = 0, dropped = 0;
    for (const std::string& name : from.names()) {
        const spate::array_shape shape = from.shape(name);
        bytes += spate::elements_of(shape) * size_of(from.type(name));
        rows += shape.empty() ? 1 : shape[0];
        dropped += from.dropped_rows(name);
    }
    std::error_code ignored;
    const bool previous = std::filesystem::exists(std::filesystem::path{directory} / "manifest.previous", ignored);
    const std::uint64_t files = size_on_disk(directory), arrays = from.names().size();
    if (has(typed, "json")) {
        json_object report;
        report.add("command", "store info").add("directory", directory).add("generation", from.generation()).add("previous_generation_kept", previous);
        report.add("arrays", arrays).add("rows", rows).add("bytes", bytes).add("dropped_rows", dropped).add("bytes_of_files", files);
        if (!from.warning().empty()) report.add("warning", from.warning());
        out.report(report.text() + "\n");
        return 0;
    }
    out.report("store       " + directory + "\ngeneration  " + std::to_string(from.generation()) +
               (previous ? ", and the one before, should its manifest be damaged" : "") + "\narrays      " + std::to_string(arrays) + " with " +
               counted(rows, "row") + "\ndata        " + exact_size(bytes) + "\nfiles       " + exact_size(files) + "\ndropped     " + counted(dropped, "row") +
               (dropped == 0 ? "" : ", which spate store compact takes out of the files") +
               "\ndurability  is chosen by each writer: after a kill every array is wholly old or wholly new; a power cut may take what was written at\n"
               "            level none, and at level data what was being changed in place\n");
    return 0;
}

int run(const typed_options& typed, console& out) { return with_store(typed, tell, out); }

void declare(command_options& to) {
    to.argument("DIR", "The directory of the store");
    declare_reporting(to, false);
    to.footer("Whether all bytes are as they were written, spate store verify tells.\n\nExample:\n  spate store info features\n");
}

}  // namespace

const command commands::store_info{"store info", "A store as a whole: generation, sizes, dropped rows", declare, run};

}  // namespace cli
