// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_PROFILE_HPP
#define SPATE_EXAMPLES_CLI_PROFILE_HPP

/// A profile: what of a file is needed to mimic it.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/dedup/reference_table.hpp>
#include <spate/shape/mimic.hpp>

namespace cli {

struct profile {
    /// What was measured, for readers: names and values, which decide nothing.
    std::vector<std::pair<std::string, std::string>> measured;
    /// How often units of 4 KiB occur.
    std::vector<spate::reference_row> duplicates;
    spate::mimic_parameters mimic;
};

/// One JSON object (RFC 8259): format, version, measured (an object of strings), duplicates ("0 90,1 5": 90 contents have no duplicate, 5 have one)
/// and mimic (the text of the parameters).
[[nodiscard]] std::string to_json(const profile& of);

/// Reads what to_json writes. Throws config_error for `profile`, which names the file and what is wrong in it, for anything else and for files that
/// cannot be read.
[[nodiscard]] profile load_profile(const std::string& file);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_PROFILE_HPP
