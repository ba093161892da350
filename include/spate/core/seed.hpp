// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_SEED_HPP
#define SPATE_CORE_SEED_HPP

/// The seed of a specification.

#include <cstdint>

namespace spate::inline v0 {

/// The number from which all randomness of a specification follows. Every seed is as good as any other: seeds are hashed
/// before use, so that seeds 1 and 2, or those of ranks 0 and 1, have nothing in common.
struct seed {
    std::uint64_t value;
    friend constexpr bool operator==(const seed&, const seed&) = default;
};

}  // namespace spate::inline v0

#endif  // SPATE_CORE_SEED_HPP
