// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_HUGE_PAGES_HPP
#define SPATE_DETAIL_HUGE_PAGES_HPP

/// Large pages for large buffers: the first touch of a page costs about as much as writing it three times.

#include <cstddef>

#include <sys/mman.h>

namespace spate::inline v0::detail {

/// That of most machines.
inline constexpr std::size_t huge_page = std::size_t{2} << 20;

/// A wish, which the system may ignore.
inline void ask_for_huge_pages([[maybe_unused]] void* data, [[maybe_unused]] std::size_t size) noexcept {
#if defined(MADV_HUGEPAGE)
    (void)::madvise(data, size, MADV_HUGEPAGE);
#endif
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_HUGE_PAGES_HPP
