// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_LOG_NAMES_HPP
#define SPATE_DELTA_DETAIL_LOG_NAMES_HPP

/// The files of a Delta log by their names. Source: delta-io/delta, PROTOCOL.md, "File Types".

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <spate/delta/delta_store.hpp>

namespace spate::inline v0::detail {

inline constexpr std::string_view delta_log_folder = "_delta_log";

/// 20 digits.
[[nodiscard]] inline std::string delta_version_text(std::int64_t version, std::size_t digits = 20) {
    const std::string text = std::to_string(version);
    return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}
[[nodiscard]] inline std::string delta_commit_name(std::int64_t version) { return std::string{delta_log_folder} + '/' + delta_version_text(version) + ".json"; }
[[nodiscard]] inline std::string delta_checkpoint_name(std::int64_t version) {
    return std::string{delta_log_folder} + '/' + delta_version_text(version) + ".checkpoint.parquet";
}

// The number that some digits are; nothing where they are none, or too many.
[[nodiscard]] inline std::optional<std::int64_t> delta_digits(std::string_view text) {
    if (text.empty() || text.size() > 20) return {};
    std::int64_t out = 0;
    for (const char one : text) {
        if (one < '0' || one > '9' || out > (INT64_MAX - 9) / 10) return {};
        out = out * 10 + (one - '0');
    }
    return out;
}

/// What a log's folder holds.
struct log_listing {
    std::set<std::int64_t> commits;
    /// The files of each checkpoint that is whole.
    std::map<std::int64_t, std::vector<std::string>> checkpoints;
    /// The newest checkpoint of version 2, which nobody here reads.
    std::string unknown_checkpoint;

    [[nodiscard]] std::int64_t newest() const {
        const std::int64_t commit = commits.empty() ? -1 : *commits.rbegin(), checkpoint = checkpoints.empty() ? -1 : checkpoints.rbegin()->first;
        return commit > checkpoint ? commit : checkpoint;
    }
};

[[nodiscard]] inline log_listing read_log_names(const std::vector<delta_file>& files) {
    log_listing out;
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::string>> parts;
    for (const delta_file& file : files) {
        const std::string_view name = file.name;
        const std::size_t point = name.find('.');
        if (point != 20) continue;
        const auto version = delta_digits(name.substr(0, 20));
        if (!version) continue;
        const std::string_view rest = name.substr(20);
        if (rest == ".json") {
            out.commits.insert(*version);
        } else if (rest == ".checkpoint.parquet") {
            out.checkpoints[*version] = {file.name};
        } else if (constexpr std::string_view begin = ".checkpoint.", end = ".parquet"; rest.starts_with(begin)) {
            const std::string_view middle = rest.substr(begin.size());
            const auto part =
                middle.size() == 21 + end.size() && middle[10] == '.' && middle.ends_with(end) ? delta_digits(middle.substr(0, 10)) : std::nullopt;
            const auto of = part ? delta_digits(middle.substr(11, 10)) : std::nullopt;
            if (of)
                parts[{*version, *of}].push_back(file.name);
            else
                out.unknown_checkpoint = file.name;
        }
    }
    for (auto& [key, names] : parts)
        if (static_cast<std::int64_t>(names.size()) == key.second) out.checkpoints.try_emplace(key.first, std::move(names));
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_LOG_NAMES_HPP
