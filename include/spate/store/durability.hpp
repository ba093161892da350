// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DURABILITY_HPP
#define SPATE_STORE_DURABILITY_HPP

/// What is promised of changes after a crash.

#include <cstddef>
#include <string_view>

namespace spate::inline v0 {

/// After the end of a process at any moment (kill -9, a crash, out of memory), every level promises the same: each array is wholly as it was before the
/// operation or wholly as it is after it, and a commit of several arrays is whole or not there. They differ in what a power cut, or a crash of the system,
/// may take:
///
/// | level | what is committed | what was being changed in place |
/// |---|---|---|
/// | none | may be lost, or there in part, which verify() finds; so may the manifests, and then the store does not open | the same |
/// | data | is there once the call has returned | may be old and new in parts, which verify() calls unchecked |
/// | full | is there once the call has returned | is wholly old or wholly new: the journal reaches the disk first |
enum class durability : unsigned char { none, data, full };

inline constexpr std::string_view durability_names[] = {"none", "data", "full"};

[[nodiscard]] constexpr std::string_view to_string(durability level) noexcept { return durability_names[static_cast<std::size_t>(level)]; }

}  // namespace spate::inline v0

#endif  // SPATE_STORE_DURABILITY_HPP
