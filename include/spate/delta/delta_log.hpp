// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_LOG_HPP
#define SPATE_DELTA_DELTA_LOG_HPP

/// `delta_log`: the transaction log of a Delta table.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0 {

/// Somebody else has committed what a commit cannot stand beside. Nothing was changed; whoever reads the newest state may try again.
class delta_conflict : public delivery_error {
public:
    using delivery_error::delivery_error;
};

struct delta_log_options {
    /// A checkpoint after so many commits; 0: never.
    std::uint64_t checkpoint_interval = 10;
    /// How many commits of others may come first before a commit is given up.
    std::uint64_t most_races = 1000;
};

/// Reads and writes `_delta_log`: commits of JSON lines and checkpoints in Parquet, its own and those of Spark, delta-rs and others. What a table has that is
/// not known here (reader and writer features, checkpoints of version 2) is refused by its name and never misread; a corrupt checkpoint is passed over where
/// the JSON commits are complete.
///
/// Errors: delivery_error names the file, where in it, and what is wrong; io_error where the folder cannot be read. Thread safety: belongs to one thread; any
/// number of logs, in any processes, may commit to one table. Source: delta-io/delta, PROTOCOL.md.
class delta_log {
public:
    explicit delta_log(std::shared_ptr<delta_store> store, delta_log_options options = {});

    [[nodiscard]] delta_store& store() const noexcept { return *store_; }
    /// The state that was read last, or committed.
    [[nodiscard]] const delta_snapshot& snapshot() const noexcept { return snapshot_; }
    /// Reads on to the newest state. A table that is not there has version -1.
    const delta_snapshot& update();
    /// Reads the state at an older version. Throws delivery_error where the log begins later.
    [[nodiscard]] delta_snapshot at(std::int64_t version) const;

    /// Writes one commit behind the state last read, and takes it over; false where that version is there already. Nothing is checked.
    [[nodiscard]] bool try_commit(const delta_actions& actions);
    /// Writes a commit behind all others, and gives its version. Where others came first, the newest state is taken over and the commit made again, unless
    /// they changed the protocol or the metadata, or moved one of the commit's transactions, or removed a file that it removes, or the commit itself has
    /// a protocol, metadata or removals (their files were not seen): delta_conflict. A checkpoint follows each `checkpoint_interval` commits. Throws
    /// config_error for a first commit without metadata and protocol, and delivery_error for a table with writer features that are not known.
    std::int64_t commit(const delta_actions& actions);
    /// Writes a checkpoint of the state last read, and _last_checkpoint after it.
    void checkpoint();

private:
    std::shared_ptr<delta_store> store_;
    delta_log_options options_;
    delta_snapshot snapshot_;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_LOG_HPP
