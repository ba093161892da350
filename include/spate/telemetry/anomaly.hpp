// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_ANOMALY_HPP
#define SPATE_TELEMETRY_ANOMALY_HPP

/// Which services behave oddly, when, and how.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>

namespace spate::inline v0 {

/// What happens to a service for a while. A label says it of every document that it changes.
enum class anomaly_kind : unsigned char {
    none,
    spike,          ///< load far above what is usual
    drop,           ///< load far below
    level_shift,    ///< memory and processor stay at another level
    latency_storm,  ///< requests take many times as long
    error_burst     ///< many requests fail
};

inline constexpr std::string_view anomaly_kind_names[] = {"none", "spike", "drop", "level_shift", "latency_storm", "error_burst"};

[[nodiscard]] constexpr std::string_view to_string(anomaly_kind kind) noexcept { return anomaly_kind_names[static_cast<std::size_t>(kind)]; }

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_ANOMALY_HPP
