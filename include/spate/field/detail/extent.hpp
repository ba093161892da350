// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_EXTENT_HPP
#define SPATE_FIELD_DETAIL_EXTENT_HPP

/// How much a row can be at most, so that lists in lists are refused before they fill the memory.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// The most values that one row of a field can hold, those of the elements of its elements counted each.
inline constexpr std::uint64_t most_values_of_row = std::uint64_t{1} << 24;

[[nodiscard]] constexpr std::uint64_t values_times(std::uint64_t values, std::uint64_t times) noexcept {
    const uint128 product = static_cast<uint128>(values) * times;
    return product >> 64 != 0 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(product);
}

/// As far as a type tells: a list is one value here.
[[nodiscard]] inline std::uint64_t most_values(const data_type& type) {
    if (type.id == type_id::vector) return values_times(most_values(type.children[0]), type.size);
    if (type.id != type_id::structure) return 1;
    std::uint64_t sum = 0;
    for (const data_type& child : type.children) sum += std::min(most_values(child), most_values_of_row + 1);
    return sum;
}
/// A generator that has lists, or is made of others, says it itself.
template <class Generator>
[[nodiscard]] std::uint64_t most_values(const Generator& generator) {
    if constexpr (requires { generator.most_values(); })
        return generator.most_values();
    else
        return most_values(static_cast<const data_type&>(generator.type()));
}

/// Throws config_error where rows of so many elements could be too much.
inline void check_most_values(const char* parameter, std::uint64_t elements, std::uint64_t of_an_element) {
    if (values_times(elements, of_an_element) > most_values_of_row)
        raise_config(parameter, std::to_string(elements), "elements of up to " + std::to_string(of_an_element) + " values each are too many for a row",
                     "give shorter lists: a row has at most 2^24 values");
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_EXTENT_HPP
