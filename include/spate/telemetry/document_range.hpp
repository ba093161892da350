// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DOCUMENT_RANGE_HPP
#define SPATE_TELEMETRY_DOCUMENT_RANGE_HPP

/// Consecutive documents.

#include <cstdint>

namespace spate::inline v0 {

/// Documents [first, first + count). Requires that their end is below 2^64.
struct document_range {
    std::uint64_t first, count;

    /// The one behind the last.
    [[nodiscard]] constexpr std::uint64_t end() const noexcept { return first + count; }
    [[nodiscard]] constexpr bool contains(std::uint64_t document) const noexcept { return document - first < count; }

    friend bool operator==(const document_range&, const document_range&) = default;
};

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_DOCUMENT_RANGE_HPP
