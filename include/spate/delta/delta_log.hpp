// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_LOG_HPP
#define SPATE_DELTA_DELTA_LOG_HPP

/// `delta_log`: the transaction log of a Delta table.

#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/detail/checkpoint_write.hpp>
#include <spate/delta/detail/log_names.hpp>
#include <spate/delta/detail/log_read.hpp>
#include <spate/delta/detail/protocol_check.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0 {

/// Somebody else has committed what a commit cannot stand beside. Nothing was changed; whoever reads the newest state may try again.
class delta_conflict : public delivery_error {
public:
    using delivery_error::delivery_error;
};

namespace detail {

[[nodiscard]] inline std::int64_t delta_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// A UUID of version 4 from the system's source of random numbers: tables and commits have one so that they differ; no row depends on it.
[[nodiscard]] inline std::string delta_unique() {
    constexpr char digits[] = "0123456789abcdef";
    std::random_device source;
    std::string out;
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
        const unsigned drawn = source() & 15;
        out += digits[i == 12 ? 4 : i == 16 ? 8 | (drawn & 3) : drawn];
    }
    return out;
}

}  // namespace detail

/// What is new about a table: a drawn id, and the time now.
[[nodiscard]] inline delta_metadata new_delta_table(std::string schema, std::vector<std::string> partition_columns = {}, delta_texts configuration = {}) {
    delta_metadata out;
    out.id = detail::delta_unique();
    out.schema = std::move(schema);
    out.partition_columns = std::move(partition_columns);
    out.configuration = std::move(configuration);
    out.created_time = detail::delta_now();
    return out;
}

struct delta_log_options {
    /// A checkpoint after so many commits; 0: never.
    std::uint64_t checkpoint_interval = 10;
    /// How often others may come first before a commit is given up.
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
    explicit delta_log(std::shared_ptr<delta_store> store, delta_log_options options = {}) : store_{std::move(store)}, options_{options} {}

    [[nodiscard]] delta_store& store() const noexcept { return *store_; }
    /// The state that was read last, or committed.
    [[nodiscard]] const delta_snapshot& snapshot() const noexcept { return snapshot_; }

    /// Reads on to the newest state. A table that is not there has version -1. Cost: that of the files that are new.
    const delta_snapshot& update() {
        const detail::log_reader reader{*store_};
        if (!snapshot_.exists() || !reader.follow(snapshot_)) snapshot_ = reader.read();
        return snapshot_;
    }
    /// Reads the state at an older version. Throws delivery_error where that is not there, or no more.
    [[nodiscard]] delta_snapshot at(std::int64_t version) const { return detail::log_reader{*store_}.read(version); }

    /// Writes one commit behind the state last read, and takes it over; false where that version is there already. Nothing is checked.
    [[nodiscard]] bool try_commit(const delta_actions& actions) {
        const std::string name = detail::delta_commit_name(snapshot_.version + 1);
        const std::string text = delta_commit_text(actions, detail::delta_now(), detail::delta_unique());
        // Where an answer was lost and the request made again, the commit that was found is this one.
        if (!store_->create(name, text) && store_->read(name) != text) return false;
        snapshot_.apply(actions);
        return true;
    }

    /// Writes a commit behind all others, and gives its version. Where others came first, their commits are taken over and the commit is made again, unless
    /// they cannot stand before it: a change of the protocol or the metadata, a transaction of the same application, or any commit where this one has a
    /// protocol, metadata or removals, which were made without knowing it. Then it throws delta_conflict. A checkpoint follows each `checkpoint_interval`
    /// versions; the commit stands where it cannot be written. Throws config_error for a first commit without metadata or protocol, and delivery_error for a
    /// table with features that are not known.
    std::int64_t commit(const delta_actions& actions) {
        for (std::uint64_t race = 0;; ++race) {
            check(actions);
            if (try_commit(actions)) break;
            if (race == options_.most_races)
                conflict("others have committed " + std::to_string(race + 1) + " times before this commit could", "have fewer writers, or commit less often");
            take_over_others(actions);
        }
        if (options_.checkpoint_interval != 0 && snapshot_.version != 0 && static_cast<std::uint64_t>(snapshot_.version) % options_.checkpoint_interval == 0)
            checkpoint_if_possible();
        return snapshot_.version;
    }

    /// Writes a checkpoint of the state last read, and _last_checkpoint after it. Removals of more than a week ago are left out, unless the table has
    /// delta.deletedFileRetentionDuration. Requires snapshot().exists(). Cost: all active files.
    void checkpoint() {
        constexpr std::int64_t week = std::int64_t{7} * 24 * 3600 * 1000;
        const std::int64_t oldest = snapshot_.property("delta.deletedFileRetentionDuration") ? INT64_MIN : detail::delta_now() - week;
        detail::checkpoint_writer out;
        out.add(snapshot_.protocol);
        out.add(snapshot_.metadata);
        for (const auto& [app, one] : snapshot_.transactions) out.add(one);
        for (const auto& [path, one] : snapshot_.removed)
            if (one.deletion_timestamp >= oldest) out.add(one);
        for (const auto& [path, one] : snapshot_.files) out.add(one);
        store_->put(detail::delta_checkpoint_name(snapshot_.version), out.finish());
        store_->put(std::string{detail::delta_log_folder} + "/_last_checkpoint",
                    "{\"version\":" + std::to_string(snapshot_.version) + ",\"size\":" + std::to_string(out.actions()) + "}");
    }

private:
    void checkpoint_if_possible() {
        try {
            checkpoint();
        } catch (const io_error&) {
        } catch (const delivery_error&) {
        }
    }
    [[noreturn]] void conflict(const std::string& problem, std::string_view remedy) const { detail::raise(delta_conflict{store_->target(), problem, remedy}); }

    void check(const delta_actions& actions) const {
        if (!snapshot_.exists() && (!actions.metadata || !actions.protocol))
            detail::raise_config("actions", "", "make a table, and have no metadata or no protocol", "give both with the first commit");
        delta_snapshot after;
        after.protocol = actions.protocol ? *actions.protocol : snapshot_.protocol;
        after.metadata = actions.metadata ? *actions.metadata : snapshot_.metadata;
        detail::check_delta_writer(after, !actions.removes.empty(), store_->target());
    }

    void take_over_others(const delta_actions& actions) {
        while (const auto other = detail::find_commit(*store_, snapshot_.version + 1)) {
            const std::string where = "commit " + std::to_string(snapshot_.version + 1) + " of another writer ";
            const bool sees_all = actions.protocol || actions.metadata || !actions.removes.empty();
            if (other->protocol || other->metadata) conflict(where + "has changed the table", "read the table again");
            if (sees_all) conflict(where + "came before one that changes or replaces what is in the table", "read the table again");
            for (const delta_transaction& mine : actions.transactions)
                for (const delta_transaction& theirs : other->transactions)
                    if (mine.app_id == theirs.app_id)
                        conflict(where + "belongs to the same stream, " + mine.app_id + ", up to " + std::to_string(theirs.version),
                                 "let one process write a stream, or give them different names or shards");
            snapshot_.apply(*other);
        }
    }

    std::shared_ptr<delta_store> store_;
    delta_log_options options_;
    delta_snapshot snapshot_;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_LOG_HPP
