// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_PARTITION_HPP
#define SPATE_EXEC_PARTITION_HPP

/// How n things are divided among ranks.

#include <cstddef>
#include <cstdint>

namespace spate::inline v0 {

/// The half-open range [begin, end).
struct index_range {
    std::uint64_t begin;
    std::uint64_t end;

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return end - begin; }
    friend constexpr bool operator==(const index_range&, const index_range&) = default;
};

/// The share of `rank` when 0 ... n - 1 are divided among `size` ranks. Shares are contiguous, lie in order of the rank, cover
/// everything once, and differ in size by at most one: the first n % size ranks have one more. even_share(10, r, 4) is
/// [0, 3), [3, 6), [6, 8), [8, 10).
///
/// Requires rank < size. No n overflows. Constant time.
[[nodiscard]] constexpr index_range even_share(std::uint64_t n, std::uint64_t rank, std::uint64_t size) noexcept {
    const std::uint64_t least = n / size, longer = n % size;
    const std::uint64_t begin = rank * least + (rank < longer ? rank : longer);
    return {begin, begin + least + (rank < longer ? 1 : 0)};
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_PARTITION_HPP
