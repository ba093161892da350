// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_QUOTED_HPP
#define SPATE_FIELD_DETAIL_QUOTED_HPP

/// A text as messages show it.

#include <string>
#include <string_view>

#include <spate/detail/config.hpp>

namespace spate::inline v0::detail {

/// Between quotes. (g++ 12 warns of a sum of a literal and a string.)
SPATE_WHEN_USED
[[nodiscard]] inline std::string quoted(std::string_view text) {
    std::string all(1, '"');
    all.append(text);
    all.push_back('"');
    return all;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_QUOTED_HPP
