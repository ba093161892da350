// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_STAGED_CHANGE_HPP
#define SPATE_STORE_DETAIL_STAGED_CHANGE_HPP

/// A change of a store before it is committed.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/store/detail/kept_rows.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/manifest.hpp>

namespace spate::inline v0::detail {

/// What is going to be the next generation, and what is going to be changed in place with it. Nothing of it is in the store yet.
struct staged_change {
    manifest after;
    /// Whether arrays come, go or get other names, so that there has to be a new manifest.
    bool structural = false;
    /// Arrays whose files are written but have no name yet.
    std::map<std::string, std::unique_ptr<open_array>, std::less<>> pending = {};
    /// How many rows are appended to arrays that are there.
    std::map<std::string, std::uint64_t, std::less<>> appended = {};
    /// The rows of arrays of which the change drops some.
    std::map<std::string, kept_rows, std::less<>> kept = {};
    /// Pending arrays that were changed after their file was written.
    std::set<std::string, std::less<>> touched = {};

    /// The rows of an array as the change numbers them, and how many it will have.
    [[nodiscard]] const kept_rows& kept_of(const open_array& array) const {
        const auto found = kept.find(array.name);
        return found == kept.end() ? array.kept : found->second;
    }
    [[nodiscard]] std::uint64_t rows_of(const open_array& array) const {
        const auto found = appended.find(array.name);
        return array.file.rows() + (found == appended.end() ? 0 : found->second) - kept_of(array).dropped();
    }
    /// Whether an array is one that the change saves.
    [[nodiscard]] bool has_saved(const open_array& array) const {
        const auto found = pending.find(array.name);
        return found != pending.end() && found->second.get() == &array;
    }
    void put(manifest_entry one) {
        const auto place = std::lower_bound(after.arrays.begin(), after.arrays.end(), one.name,
                                            [](const manifest_entry& other, const std::string& name) { return other.name < name; });
        if (place != after.arrays.end() && place->name == one.name)
            *place = std::move(one);
        else
            after.arrays.insert(place, std::move(one));
    }
    /// Takes back that a file which was written gets its name.
    void unmove(const std::string& file) {
        std::erase_if(after.moves, [&](const manifest_move& one) { return one.to == file && one.from.ends_with(".new"); });
    }
    /// Takes back what was to be changed in an array that is going to be another one, or none.
    void forget(std::string_view name) {
        const std::string key{name};
        appended.erase(key);
        kept.erase(key);
        touched.erase(key);
    }
    /// The inode of the file that will have the name once the moves are done; now it is `inode`.
    [[nodiscard]] std::uint64_t inode_after_moves(const std::string& file, std::uint64_t inode) const {
        for (const manifest_move& one : after.moves) {
            if (one.to == file) inode = one.inode;
            if (one.from == file) inode = 0;
        }
        return inode;
    }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_STAGED_CHANGE_HPP
