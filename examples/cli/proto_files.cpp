// SPDX-License-Identifier: Apache-2.0
#include "proto_files.hpp"

#include <cstddef>
#include <fstream>
#include <utility>
#include <variant>

#include <spate/core/error.hpp>
#include <spate/format/protobuf.hpp>

#include "console.hpp"
#include "target.hpp"

namespace cli {
namespace {

// The .proto file and the descriptors; none where there is no file beside which they could be.
std::vector<std::string> paths_of(const rows_request& asked) {
    if (!std::holds_alternative<spate::protobuf>(asked.format) || !asked.is_file() || !is_regular_or_new(asked.target)) return {};
    const std::string ending = ending_of(asked.target);
    const std::string stem = asked.target.substr(0, asked.target.size() - (ending.empty() ? 0 : ending.size() + 1));
    return {stem + ".proto", stem + ".desc"};
}

}  // namespace

void name_messages(rows_request& asked) {
    auto* const format = std::get_if<spate::protobuf>(&asked.format);
    if (format == nullptr) return;
    if (!asked.table.name().empty()) format->options.message = spate::proto_message_name(asked.table.name());
    const std::vector<std::string> paths = paths_of(asked);
    if (paths.empty()) return;
    format->options.file = paths[0].substr(paths[0].find_last_of('/') + 1);
    for (const std::string& path : paths) {
        if (!is_regular_or_new(path)) throw spate::config_error{"out", asked.target, "goes with " + path + ", which is no regular file", "choose another name"};
        if (!asked.force && exists(path))
            throw spate::config_error{"out", asked.target, "goes with " + path + ", which exists", "choose another name, or use --force to replace it"};
    }
}

std::vector<std::string> write_proto_files(const rows_request& asked) {
    std::vector<std::string> paths = paths_of(asked);
    if (paths.empty()) return paths;
    const spate::protobuf_options& options = std::get<spate::protobuf>(asked.format).options;
    const std::string texts[] = {spate::proto_text(asked.table.type(), options), spate::proto_descriptor_set(asked.table.type(), options)};
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::ofstream file{paths[i], std::ios::binary};
        file << texts[i];
        file.close();
        if (!file) throw run_failure{"cannot write " + paths[i]};
    }
    return paths;
}

}  // namespace cli
