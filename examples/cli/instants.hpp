// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INSTANTS_HPP
#define SPATE_EXAMPLES_CLI_INSTANTS_HPP

/// Instants, in nanoseconds since 1970.

#include <cstdint>
#include <string>

namespace cli {

/// "2025-01-01T00:00:00Z", with three or nine decimal places where it needs them.
[[nodiscard]] std::string instant_text(std::int64_t nanoseconds);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_INSTANTS_HPP
