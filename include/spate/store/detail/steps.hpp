// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_STEPS_HPP
#define SPATE_STORE_DETAIL_STEPS_HPP

/// A place for tests to stop the process between two steps of a commit, where no system call is made.

#include <atomic>

namespace spate::inline v0::detail {

using store_step_hook = void (*)(const char* step);

inline std::atomic<store_step_hook> on_store_step{nullptr};

inline void store_step(const char* step) noexcept {
    if (const store_step_hook hook = on_store_step.load(std::memory_order_relaxed)) hook(step);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_STEPS_HPP
