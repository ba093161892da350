// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_LOG_READ_HPP
#define SPATE_DELTA_DETAIL_LOG_READ_HPP

/// From the files of a Delta log to the state of the table.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/core/error.hpp>
#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/detail/checkpoint_read.hpp>
#include <spate/delta/detail/commit_read.hpp>
#include <spate/delta/detail/log_names.hpp>
#include <spate/delta/detail/protocol_check.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0::detail {

/// A commit, or nothing where it is not there.
[[nodiscard]] inline std::optional<delta_actions> find_commit(const delta_store& store, std::int64_t version) {
    const std::string name = delta_commit_name(version);
    const auto text = store.read(name);
    if (!text) return {};
    return read_commit(store.target() + '/' + name, *text);
}

/// Reads states. Of a version that is not there, and for what is damaged, throws delivery_error.
class log_reader {
public:
    explicit log_reader(const delta_store& store) : store_{store} {}

    /// The newest state, or that at a version; -1 where there is no table.
    [[nodiscard]] delta_snapshot read(std::optional<std::int64_t> version = {}) const {
        if (!version)
            if (const auto hint = hinted()) {
                const log_listing listing = read_log_names(store_.list(delta_log_folder, delta_version_text(*hint)));
                if (listing.checkpoints.contains(*hint))
                    if (auto out = from_checkpoint(listing, *hint, listing.newest(), nullptr)) return checked(std::move(*out));
            }
        const log_listing listing = read_log_names(store_.list(delta_log_folder, {}));
        const std::int64_t newest = listing.newest();
        if (newest < 0 && listing.unknown_checkpoint.empty() && !version) return {};
        const std::int64_t wanted = version.value_or(newest);
        if (wanted > newest || wanted < 0)
            fail("has no version " + std::to_string(wanted) + "; the newest is " + std::to_string(newest) + unknown(listing),
                 "ask for a version that is there");
        std::string problem;
        for (auto each = listing.checkpoints.rbegin(); each != listing.checkpoints.rend(); ++each)
            if (each->first <= wanted)
                if (auto out = from_checkpoint(listing, each->first, wanted, &problem)) return checked(std::move(*out));
        if (!listing.commits.contains(0)) {
            if (!problem.empty()) raise(delivery_error{problem, "and the commits from 0 on are not all there", "restore the checkpoint"});
            fail("does not begin with commit 0, and has no checkpoint" + unknown(listing), "restore the files that are missing, or write another table");
        }
        delta_snapshot out = nothing();
        if (const std::int64_t missing = missing_between(listing, -1, wanted); missing >= 0)
            fail((problem.empty() ? "" : problem + ": and ") + "commit " + std::to_string(missing) + " is missing, and later ones are there" + unknown(listing),
                 "restore " + delta_commit_name(missing));
        apply(out, wanted);
        return checked(std::move(out));
    }

    /// Takes over the commits that follow; false where the log cannot be followed, and has to be read anew.
    [[nodiscard]] bool follow(delta_snapshot& to) const {
        const log_listing listing = read_log_names(store_.list(delta_log_folder, delta_version_text(to.version + 1)));
        const std::int64_t newest = listing.newest();
        if (newest < 0) return true;
        if (missing_between(listing, to.version, newest) >= 0) return false;
        apply(to, newest);
        check_delta_reader(to, store_.target());
        return true;
    }

private:
    [[noreturn]] void fail(const std::string& problem, const std::string& remedy) const {
        raise(delivery_error{store_.target() + '/' + std::string{delta_log_folder}, problem, remedy});
    }
    [[nodiscard]] static std::string unknown(const log_listing& listing) {
        return listing.unknown_checkpoint.empty() ? "" : " (" + listing.unknown_checkpoint + " is of version 2 (feature v2Checkpoint), which is not supported)";
    }
    // Without a protocol until one is read.
    [[nodiscard]] static delta_snapshot nothing() {
        delta_snapshot out;
        out.protocol.reader_version = -1;
        return out;
    }
    // A snapshot that has come about by reading is one that can be read.
    [[nodiscard]] delta_snapshot checked(delta_snapshot table) const {
        if (table.metadata.id.empty() || table.protocol.reader_version < 0)
            fail("has no metaData or no protocol up to version " + std::to_string(table.version), "restore the files that are missing, or write another table");
        check_delta_reader(table, store_.target());
        return table;
    }

    // What _last_checkpoint says; it is only a hint.
    [[nodiscard]] std::optional<std::int64_t> hinted() const {
        const auto text = store_.read(std::string{delta_log_folder} + "/_last_checkpoint");
        if (!text) return {};
        const nlohmann::json hint = nlohmann::json::parse(*text, nullptr, false);
        if (!hint.is_object() || !hint.contains("version") || !hint["version"].is_number_unsigned()) return {};
        const auto version = hint["version"].get<std::uint64_t>();
        if (version > static_cast<std::uint64_t>(INT64_MAX)) return {};
        return static_cast<std::int64_t>(version);
    }

    // The first commit of (after, last] that is not there, or -1.
    [[nodiscard]] static std::int64_t missing_between(const log_listing& listing, std::int64_t after, std::int64_t last) {
        std::int64_t next = after + 1;
        for (auto each = listing.commits.lower_bound(next); next <= last; ++next, ++each)
            if (each == listing.commits.end() || *each != next) return next;
        return -1;
    }

    void apply(delta_snapshot& to, std::int64_t last) const {
        while (to.version < last) {
            const auto actions = find_commit(store_, to.version + 1);
            if (!actions) fail("commit " + std::to_string(to.version + 1) + " has gone while the log was read", "read it again");
            to.apply(*actions);
        }
    }

    // Nothing where the checkpoint is damaged or commits behind it are missing, which is then told in `problem`.
    [[nodiscard]] std::optional<delta_snapshot> from_checkpoint(const log_listing& listing, std::int64_t version, std::int64_t wanted,
                                                                std::string* problem) const {
        const auto tell = [&](const std::string& what) {
            if (problem != nullptr && problem->empty()) *problem = what;
        };
        if (const std::int64_t missing = missing_between(listing, version, wanted); missing >= 0) {
            tell(store_.target() + '/' + delta_commit_name(missing) + ": is missing, and later ones are there");
            return {};
        }
        delta_snapshot out = nothing();
        for (const std::string& name : listing.checkpoints.at(version)) {
            const std::string path = std::string{delta_log_folder} + '/' + name;
            const auto bytes = store_.read(path);
            if (!bytes) {
                tell(store_.target() + '/' + path + ": has gone while the log was read");
                return {};
            }
            if (const std::string damage = read_checkpoint(store_.target() + '/' + path, *bytes, out); !damage.empty()) {
                tell(damage);
                return {};
            }
        }
        out.version = version;
        if (out.metadata.id.empty() || out.protocol.reader_version < 0) {
            tell(store_.target() + '/' + delta_checkpoint_name(version) + ": has no metaData or no protocol");
            return {};
        }
        check_delta_reader(out, store_.target());
        apply(out, wanted);
        return out;
    }

    [[nodiscard]] static std::string read_checkpoint(const std::string& path, std::string_view bytes, delta_snapshot& to) {
        try {
            checkpoint_reader{path, bytes}.read(to);
        } catch (const parquet_input::parquet_error& error) {
            return error.what();
        }
        return {};
    }

    const delta_store& store_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_LOG_READ_HPP
