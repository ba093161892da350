// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_DETAIL_MACHINE_HPP
#define SPATE_EXEC_DETAIL_MACHINE_HPP

// Where the topology comes from. hwloc, in a unit that is compiled with it, puts itself in here when the program starts; no other
// code depends on whether it is there. So units with and without hwloc may meet in one program, and share one pool.

#include <atomic>
#include <cstddef>

#include <spate/exec/numa.hpp>
#include <spate/exec/topology.hpp>

namespace spate::inline v0::detail {

/// What a library that knows the machine can do. Each is safe to call from any thread.
struct machine_backend {
    const char* name;
    topology (*read)();
    /// Asks for pages of [data, data + size) by the policy (uma: interleaved; node: on it alone). False when that was refused.
    bool (*place)(void* data, std::size_t size, const numa_policy& policy) noexcept;
};

inline constinit std::atomic<const machine_backend*> current_backend{nullptr};

SPATE_WHEN_USED
[[nodiscard]] inline topology read_topology() {
    const machine_backend* const backend = current_backend.load(std::memory_order_acquire);
    topology machine = backend != nullptr ? backend->read() : topology{};
    return machine.cores.empty() ? flat_topology() : machine;
}

}  // namespace spate::inline v0::detail

#if SPATE_HAS_HWLOC()
#include <spate/detail/config.hpp>
#include <spate/exec/hwloc_topology.hpp>
#endif

#endif  // SPATE_EXEC_DETAIL_MACHINE_HPP
