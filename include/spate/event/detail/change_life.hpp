// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CHANGE_LIFE_HPP
#define SPATE_EVENT_DETAIL_CHANGE_LIFE_HPP

/// The life of a row of a table: how often it is updated, and which fields each update changes.

#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/event/detail/kept_share.hpp>

namespace spate::inline v0::detail {

/// Step 0 is the insert, steps 1 to updates(...) are updates, the next one is the delete. A row's version is the last step that changed it.
struct change_life {
    std::uint32_t least_updates = 0, most_updates = 0;
    // How many fields may change.
    std::uint32_t fields = 0;
    // The chance of each in an update, in 2^-32; one more changes always.
    std::uint64_t chance = 0;

    [[nodiscard]] static std::uint64_t begin(const key128& key, std::uint64_t instance) noexcept { return instance_word(key, instance); }
    [[nodiscard]] std::uint32_t updates(std::uint64_t life) const noexcept {
        return least_updates + static_cast<std::uint32_t>(scale(mix(life), most_updates - least_updates + 1));
    }
    [[nodiscard]] bool changes(std::uint64_t life, std::uint32_t version, std::uint32_t field) const noexcept {
        const std::uint64_t word = mix(life + version * 0x9e3779b97f4a7c15u);
        return scale(word, fields) == field || mix(word + field) >> 32 < chance;
    }
    // The version that gave a field the value which it has in a version.
    [[nodiscard]] std::uint32_t changed(std::uint64_t life, std::uint32_t version, std::uint32_t field) const noexcept {
        while (version != 0 && !changes(life, version, field)) --version;
        return version;
    }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CHANGE_LIFE_HPP
