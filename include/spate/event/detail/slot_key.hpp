// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_SLOT_KEY_HPP
#define SPATE_EVENT_DETAIL_SLOT_KEY_HPP

/// The streams of words that a mix draws from.

#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>

namespace spate::inline v0::detail {

/// Slot j of a mix: one stream for all types, so that slot j of event i reads word i of it whatever the type.
[[nodiscard]] constexpr key128 slot_key(seed from, std::string_view mix, std::uint64_t slot) noexcept {
    return derive_key(from, "event slot", {hash_name(mix), slot});
}

/// A field of a flow's events: by its name, so that all steps of an instance agree.
[[nodiscard]] inline key128 flow_key(seed from, std::string_view mix, std::string_view flow, std::string_view field) {
    return slot_key(from, std::string{mix} + "/" + std::string{flow}, hash_name(field));
}

/// What chooses the types of events: word i that of event i.
[[nodiscard]] constexpr key128 type_key(seed from, std::string_view mix) noexcept { return derive_key(from, "event type", {hash_name(mix)}); }

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_SLOT_KEY_HPP
