// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_FINGERPRINT_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_FINGERPRINT_HPP

/// What tells one stream from another: numbers by which a delivery that is resumed knows whether it is still the same.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/schedule.hpp>
#include <spate/schema/node.hpp>

#include "any_table.hpp"

namespace cli {

/// Of all that a specification says, in its order, but for members of the root that are left out. Blanks, comments and how texts are quoted do not matter.
[[nodiscard]] std::uint64_t fingerprint(const spate::specification_node& root, const std::vector<std::string_view>& without = {});
/// Of the first rows, as they are written; so that another version of a generator, or of a file that it reads, is seen too.
[[nodiscard]] std::uint64_t fingerprint(const any_table& table, std::uint64_t first);
/// Of instants all along the schedule.
[[nodiscard]] std::uint64_t fingerprint(const spate::schedule& when);
/// Of several, and of this program's major version.
[[nodiscard]] std::uint64_t fingerprint(const std::vector<std::string>& words, const std::vector<std::uint64_t>& parts);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_FINGERPRINT_HPP
