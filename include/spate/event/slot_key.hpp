// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_SLOT_KEY_HPP
#define SPATE_EVENT_SLOT_KEY_HPP

/// The keys of the fields of events.

#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>

namespace spate::inline v0 {

/// The key of the values of slot `slot` of a mix. Pure, as derive_key is.
[[nodiscard]] constexpr key128 slot_key(seed from, std::string_view mix_name, std::uint64_t slot) noexcept {
    return derive_key(from, "event slot", {hash_name(mix_name), slot});
}

/// The key of a field of the events of a flow (row_source::instance and row_source::step): all steps have the same, by the field's name.
[[nodiscard]] inline key128 flow_key(seed from, std::string_view mix_name, std::string_view flow_name, std::string_view field_name) {
    return slot_key(from, std::string{mix_name} + "/" + std::string{flow_name}, hash_name(field_name));
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_SLOT_KEY_HPP
