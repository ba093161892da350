// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_VERIFICATION_HPP
#define SPATE_STORE_VERIFICATION_HPP

/// What verify() finds.

#include <cstdint>
#include <string>
#include <vector>

namespace spate::inline v0 {

/// Something in a store that is not as it was written.
struct store_problem {
    /// The array, or the file "manifest".
    std::string name;
    /// In its file, in bytes.
    std::uint64_t offset = 0;
    std::string problem;

    [[nodiscard]] std::string text() const { return name + " at offset " + std::to_string(offset) + ": " + problem; }
};

/// What was looked at, and what is wrong with it.
struct verification {
    std::uint64_t arrays = 0, blocks = 0;
    /// Blocks without a checksum: they were changed since the last commit, or the process that changed them ended before it.
    std::uint64_t unchecked = 0;
    std::vector<store_problem> problems = {};

    /// Whether all that has a checksum is as it was written.
    [[nodiscard]] bool whole() const noexcept { return problems.empty(); }
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_VERIFICATION_HPP
