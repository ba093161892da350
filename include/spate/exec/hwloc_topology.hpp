// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_HWLOC_TOPOLOGY_HPP
#define SPATE_EXEC_HWLOC_TOPOLOGY_HPP

/// The machine as hwloc sees it, in the same plain data as flat_topology(). Gives nothing where spate is built without hwloc
/// (SPATE_WITH_HWLOC). A program that includes this, directly or with the pool, reads its topology and places its buffers by hwloc.

#include <spate/detail/config.hpp>

#if SPATE_HAS_HWLOC()

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <hwloc.h>

#include <spate/core/error.hpp>
#include <spate/exec/detail/machine.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/topology.hpp>

namespace spate::inline v0 {
namespace detail::hwloc {

/// Owns a loaded hwloc topology; empty when loading failed.
class handle {
public:
    /// The machine itself when `synthetic` is null. `keep`: only these CPUs, all if empty.
    explicit handle(const char* synthetic, std::span<const unsigned> keep = {}) {
        if (hwloc_topology_init(&topology_) != 0) {
            topology_ = nullptr;
            return;
        }
        // CPUs that a container may not use are still part of the machine; place_workers looks at the affinity mask itself.
        const bool loaded = (synthetic == nullptr ? hwloc_topology_set_flags(topology_, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) == 0
                                                  : hwloc_topology_set_synthetic(topology_, synthetic) == 0) &&
                            hwloc_topology_load(topology_) == 0;
        bool good = loaded;
        if (loaded && !keep.empty()) {
            const hwloc_bitmap_t cpus = hwloc_bitmap_alloc();
            for (const unsigned cpu : keep) hwloc_bitmap_set(cpus, cpu);
            good = hwloc_topology_restrict(topology_, cpus, 0) == 0;
            hwloc_bitmap_free(cpus);
        }
        if (!good) {
            hwloc_topology_destroy(topology_);
            topology_ = nullptr;
        }
    }
    handle(const handle&) = delete;
    handle& operator=(const handle&) = delete;
    ~handle() {
        if (topology_ != nullptr) hwloc_topology_destroy(topology_);
    }

    [[nodiscard]] hwloc_topology_t get() const noexcept { return topology_; }

private:
    hwloc_topology_t topology_ = nullptr;
};

[[nodiscard]] inline std::vector<unsigned> numbers(hwloc_const_bitmap_t set) {
    std::vector<unsigned> out;
    if (set == nullptr) return out;
    for (int i = hwloc_bitmap_first(set); i >= 0; i = hwloc_bitmap_next(set, i)) out.push_back(static_cast<unsigned>(i));
    return out;
}

/// Sorts a short list that is nearly in order; <algorithm> would double the time that this header takes to compile.
template <class T, class Key>
void ascending(std::vector<T>& list, Key key) {
    for (std::size_t i = 1; i < list.size(); ++i)
        for (std::size_t at = i; at > 0 && key(list[at]) < key(list[at - 1]); --at) std::swap(list[at], list[at - 1]);
}

[[nodiscard]] inline topology plain(hwloc_topology_t source) {
    topology machine;
    if (source == nullptr) return machine;
    for (hwloc_obj_t node = nullptr; (node = hwloc_get_next_obj_by_type(source, HWLOC_OBJ_NUMANODE, node)) != nullptr;)
        machine.nodes.push_back({node->os_index, node->attr->numanode.local_memory});
    if (machine.nodes.empty()) machine.nodes.push_back({});
    ascending(machine.nodes, [](const topology::node& one) { return one.id; });
    // Some virtual machines tell of CPUs and not of cores.
    const hwloc_obj_type_t kind = hwloc_get_nbobjs_by_type(source, HWLOC_OBJ_CORE) > 0 ? HWLOC_OBJ_CORE : HWLOC_OBJ_PU;
    for (hwloc_obj_t core = nullptr; (core = hwloc_get_next_obj_by_type(source, kind, core)) != nullptr;) {
        // Where several nodes are equally near (fast memory beside the ordinary one), the first is the ordinary one.
        const int node = core->nodeset == nullptr ? -1 : hwloc_bitmap_first(core->nodeset);
        machine.cores.push_back({node < 0 ? machine.nodes.front().id : static_cast<unsigned>(node), numbers(core->cpuset)});
    }
    std::erase_if(machine.cores, [](const topology::core& core) { return core.cpus.empty(); });
    ascending(machine.cores, [](const topology::core& one) { return one.cpus.front(); });
    const auto size = [&](hwloc_obj_type_t level, unsigned* sharers = nullptr) -> std::size_t {
        const hwloc_obj_t cache = hwloc_get_next_obj_by_type(source, level, nullptr);
        if (cache == nullptr) return 0;
        const int sharing = hwloc_bitmap_weight(cache->cpuset);
        if (sharers != nullptr && sharing > 0) *sharers = static_cast<unsigned>(sharing);
        return static_cast<std::size_t>(cache->attr->cache.size);
    };
    machine.caches.l1d = size(HWLOC_OBJ_L1CACHE);
    machine.caches.l2 = size(HWLOC_OBJ_L2CACHE);
    machine.caches.l3 = size(HWLOC_OBJ_L3CACHE, &machine.caches.l3_shared_by);
    return machine;
}

/// This machine, loaded at first use and kept (loading takes milliseconds; reading a loaded topology is thread-safe).
[[nodiscard]] inline hwloc_topology_t this_machine() {
    static const handle* const machine = new handle{nullptr};
    return machine->get();
}

inline bool place(void* data, std::size_t size, const numa_policy& policy) noexcept {
    const hwloc_topology_t machine = this_machine();
    if (machine == nullptr || policy.is_automatic()) return false;
    const hwloc_bitmap_t nodes = hwloc_bitmap_dup(hwloc_topology_get_topology_nodeset(machine));
    if (nodes == nullptr) return false;
    if (policy.is_node())
        hwloc_bitmap_only(nodes, policy.node());
    else
        hwloc_bitmap_and(nodes, nodes, hwloc_topology_get_allowed_nodeset(machine));
    const bool done =
        hwloc_set_area_membind(machine, data, size, nodes, policy.is_node() ? HWLOC_MEMBIND_BIND : HWLOC_MEMBIND_INTERLEAVE, HWLOC_MEMBIND_BYNODESET) == 0;
    hwloc_bitmap_free(nodes);
    return done;
}

}  // namespace detail::hwloc

/// This machine as hwloc describes it. The first call takes some milliseconds.
[[nodiscard]] inline topology hwloc_topology() {
    topology machine = detail::hwloc::plain(detail::hwloc::this_machine());
    machine.caches = cache_sizes();
    return machine;
}

/// A machine that does not exist, from a description like "pack:2 [numa] l3:1 core:8 pu:2" (see "Synthetic topologies" in the manual
/// of hwloc), of which only the CPUs `keep` are left (all if empty), as a machine with cores switched off has them. For tests and
/// for planning. Throws config_error for a description that hwloc does not understand.
[[nodiscard]] inline topology synthetic_topology(const std::string& description, std::span<const unsigned> keep = {}) {
    const detail::hwloc::handle made{description.c_str(), keep};
    if (made.get() == nullptr)
        detail::raise_config("topology", "\"" + description + "\"", "is not a synthetic topology", "write it like \"pack:2 core:4 pu:2\"");
    topology machine = detail::hwloc::plain(made.get());
    machine.caches = detail::completed(machine.caches);
    return machine;
}

namespace detail::hwloc {

inline constexpr machine_backend backend{"hwloc", hwloc_topology, place};

// Runs before main in every unit that knows hwloc; all of them store the same address.
inline const bool registered = (current_backend.store(&backend, std::memory_order_release), true);

}  // namespace detail::hwloc
}  // namespace spate::inline v0

#endif

#endif  // SPATE_EXEC_HWLOC_TOPOLOGY_HPP
