// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_DISPATCH_HPP
#define SPATE_SIMD_DISPATCH_HPP

/// Calls the kernel of the instruction set in use.

#include <array>
#include <cstddef>

#include <spate/simd/isa.hpp>

namespace spate::inline v0::simd {

/// One kernel in all its variants: `inline constexpr kernel_table<signature*> table{SPATE_KERNELS(kernel)};`, called as a function.
template <class Function>
struct kernel_table {
    std::array<Function, isa_count> variants;

    /// The variant for an instruction set that the machine has.
    [[nodiscard]] constexpr Function at(isa which) const noexcept { return variants[static_cast<std::size_t>(which)]; }

    template <class... Arguments>
    decltype(auto) operator()(Arguments&&... arguments) const noexcept {
        return at(active_isa())(static_cast<Arguments&&>(arguments)...);
    }
};

}  // namespace spate::inline v0::simd

#endif  // SPATE_SIMD_DISPATCH_HPP
