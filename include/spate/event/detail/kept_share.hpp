// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_KEPT_SHARE_HPP
#define SPATE_EVENT_DETAIL_KEPT_SHARE_HPP

/// The places that a flow needs whose instances do not have all steps.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>

namespace spate::inline v0::detail {

/// The share of places of a flow of `steps` steps of which instances have mean / 2^32 on average, so that `share` of all events are its own. Throws
/// config_error where that is more than all.
[[nodiscard]] inline ratio kept_share(std::string_view what, const ratio& share, std::uint64_t steps, std::uint64_t mean) {
    constexpr std::uint64_t all = std::uint64_t{1} << 31;
    const uint128 kept =
        (static_cast<uint128>(share.numerator()) * steps << 63) / (static_cast<uint128>(share.denominator()) * std::max<std::uint64_t>(mean, 1));
    if (kept > all)
        raise_config(std::string{what} + ": share", share.text(),
                     "is more than fits: on average, an instance has " + std::to_string((mean * 10 >> 32) / 10) + "." + std::to_string((mean * 10 >> 32) % 10) +
                         " of at most " + std::to_string(steps) + " events, and the places of the others go to the mix",
                     "give a smaller share, or fewer steps at most");
    return ratio{share.numerator() == 0 ? 0 : std::max<std::uint64_t>(1, static_cast<std::uint64_t>(kept)), all};
}

/// The first word of an instance of a flow, from which its others follow.
[[nodiscard]] constexpr std::uint64_t instance_word(const key128& key, std::uint64_t instance) noexcept { return mix(key.low ^ mix(instance + key.high)); }

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_KEPT_SHARE_HPP
