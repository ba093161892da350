// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_DEPENDENCIES_HPP
#define SPATE_FIELD_DETAIL_DEPENDENCIES_HPP

/// In which order fields are filled that hang on each other.

#include <cstddef>

namespace spate::inline v0::detail {

/// Orders `count` fields so that each comes behind those that it hangs on, and otherwise as they are: writes the order and says how many fields could be
/// placed; the others hang on each other in a circle. `needs(field, other)` says whether a field hangs on another. Cost: count^2 calls for
/// each step that the longest chain has.
template <class Needs, class Index>
constexpr std::size_t order_of_fields(std::size_t count, const Needs& needs, Index* order) {
    std::size_t placed = 0;
    const auto is_placed = [&](std::size_t field) {
        for (std::size_t i = 0; i < placed; ++i)
            if (static_cast<std::size_t>(order[i]) == field) return true;
        return false;
    };
    for (std::size_t before = count; before != placed;) {
        before = placed;
        for (std::size_t field = 0; field < count; ++field) {
            bool ready = !is_placed(field);
            for (std::size_t other = 0; ready && other < count; ++other) ready = !needs(field, other) || is_placed(other);
            if (ready) order[placed++] = static_cast<Index>(field);
        }
    }
    return placed;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_DEPENDENCIES_HPP
