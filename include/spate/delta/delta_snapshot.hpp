// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_SNAPSHOT_HPP
#define SPATE_DELTA_DELTA_SNAPSHOT_HPP

/// A Delta table as it is after one of its commits.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <spate/delta/delta_actions.hpp>

namespace spate::inline v0 {

/// The table at a version; -1 where there is none yet, and all else is then empty.
struct delta_snapshot {
    std::int64_t version = -1;
    delta_protocol protocol = {};
    delta_metadata metadata = {};
    /// The active files by their paths (not percent-encoded).
    std::map<std::string, delta_add, std::less<>> files = {};
    /// The removals of files, which vacuum still needs, by their paths.
    std::map<std::string, delta_remove, std::less<>> removed = {};
    /// The transactions by their applications.
    std::map<std::string, delta_transaction, std::less<>> transactions = {};

    [[nodiscard]] bool exists() const noexcept { return version >= 0; }
    /// The version of an application, or nothing.
    [[nodiscard]] std::optional<std::int64_t> transaction(std::string_view app_id) const {
        const auto found = transactions.find(app_id);
        return found == transactions.end() ? std::nullopt : std::optional{found->second.version};
    }
    /// A property of the table, or nothing.
    [[nodiscard]] std::optional<std::string> property(const std::string& name) const {
        const auto found = metadata.configuration.find(name);
        return found == metadata.configuration.end() ? std::nullopt : std::optional{found->second};
    }

    /// Takes over a commit, whose version is the next. Cost: that of the actions, but for a logarithm.
    void apply(const delta_actions& actions) {
        ++version;
        if (actions.protocol) protocol = *actions.protocol;
        if (actions.metadata) metadata = *actions.metadata;
        for (const delta_transaction& one : actions.transactions) transactions[one.app_id] = one;
        for (const delta_remove& one : actions.removes) {
            files.erase(one.path);
            removed[one.path] = one;
        }
        for (const delta_add& one : actions.adds) {
            removed.erase(one.path);
            files[one.path] = one;
        }
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_SNAPSHOT_HPP
