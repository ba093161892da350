// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_COPY_HPP
#define SPATE_SIMD_COPY_HPP

/// Copies that the library's shapers need: past the caches, and of a prefix over what follows it.

#include <cstddef>

#include <spate/simd/dispatch.hpp>
#include <spate/simd/words.hpp>

#define SPATE_KERNEL <spate/simd/copy.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::simd {

namespace detail {
inline constexpr kernel_table<void (*)(std::byte*, const std::byte*, std::size_t) noexcept> stream_copy{SPATE_KERNELS(stream_copy)};
inline constexpr kernel_table<void (*)(std::byte*, std::size_t, std::size_t, std::size_t) noexcept> repeat_prefix{SPATE_KERNELS(repeat_prefix)};
}  // namespace detail

/// Copies `size` bytes with non-temporal stores. Requires `to` at a multiple of 64, and no overlap. What is left after the last
/// whole 64 bytes is copied as usual.
inline void stream_copy(std::byte* to, const std::byte* from, std::size_t size) noexcept { detail::stream_copy(to, from, size); }

/// Writes out[prefix] ... out[size - 1] so that each byte equals the one `distance` before it.
/// Requires 0 < distance <= prefix.
inline void repeat_prefix(std::byte* out, std::size_t prefix, std::size_t distance, std::size_t size) noexcept {
    detail::repeat_prefix(out, prefix, distance, size);
}

}  // namespace spate::inline v0::simd

#endif  // SPATE_SIMD_COPY_HPP
