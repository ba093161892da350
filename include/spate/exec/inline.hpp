// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_INLINE_HPP
#define SPATE_EXEC_INLINE_HPP

/// The executor that has no threads of its own.

#include <cstddef>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// Runs everything on the calling thread, in order of the index. For programs that bring their own threads, and for tests.
/// Has no state: any number of threads may use one at once. An exception leaves `bulk` at once; the indices after it do not run.
struct inline_executor {
    [[nodiscard]] static constexpr std::size_t concurrency() noexcept { return 1; }

    template <class Function>
    static constexpr void bulk(std::size_t n, Function&& function) {
        for (std::size_t i = 0; i < n; ++i) function(i);
    }
};

static_assert(executor<inline_executor>);

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_INLINE_HPP
