// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_PLACEMENT_HPP
#define SPATE_EXEC_PLACEMENT_HPP

/// Which worker runs where: a pure function of the machine and of what the process may use of it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/config.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/topology.hpp>

namespace spate::inline v0 {

/// The most threads that a pool may be asked for.
inline constexpr std::size_t most_threads = 4096;

/// What limits and what is wanted.
struct placement_request {
    std::vector<unsigned> affinity = {};  ///< the CPUs that may be used; empty means all
    double cpu_quota = 0;                 ///< CPUs' worth of time that the container may use; 0 means no limit
    numa_policy numa = {};
    std::size_t threads = 0;  ///< 0 means one for each core, but no more than the quota feeds
};

/// Where one worker runs: `cpu` is its own, `node` the memory node of that CPU, `cpus` the CPUs to which its thread is bound.
struct worker_place {
    unsigned cpu = 0;
    unsigned node = 0;
    std::vector<unsigned> cpus;
    friend bool operator==(const worker_place&, const worker_place&) = default;
};

namespace detail {

SPATE_WHEN_USED
[[nodiscard]] inline std::string node_list(const std::vector<unsigned>& ids) {
    std::string out;
    for (std::size_t i = 0; i < ids.size(); ++i) out += (i == 0 ? "" : i + 1 == ids.size() ? " and " : ", ") + std::to_string(ids[i]);
    return (ids.size() == 1 ? "node " : "nodes ") + out;
}

/// Throws config_error, which names what exists, when the policy asks for a node that does not exist.
SPATE_WHEN_USED
inline void check_node(const topology& machine, const numa_policy& numa) {
    if (!numa.is_node()) return;
    std::vector<unsigned> ids;
    for (const topology::node& node : machine.nodes) {
        if (node.id == numa.node()) return;
        ids.push_back(node.id);
    }
    raise_config("numa", to_string(numa), "does not exist", "this machine has " + node_list(ids));
}

/// The cores of which the mask leaves something, each with what it leaves. CPUs that the mask has and the topology does not know
/// (some sandboxes hide them) count as cores of the first node.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<topology::core> usable_cores(const topology& machine, const std::vector<unsigned>& affinity) {
    if (affinity.empty()) return machine.cores;
    unsigned last = 0;
    for (const unsigned cpu : affinity) last = cpu > last ? cpu : last;
    std::vector<bool> allowed(last + std::size_t{1}, false);
    for (const unsigned cpu : affinity) allowed[cpu] = true;
    std::vector<topology::core> cores;
    for (const topology::core& core : machine.cores) {
        topology::core left{core.node, {}};
        for (const unsigned cpu : core.cpus)
            if (cpu <= last && allowed[cpu]) {
                left.cpus.push_back(cpu);
                allowed[cpu] = false;
            }
        if (!left.cpus.empty()) cores.push_back(std::move(left));
    }
    for (unsigned cpu = 0; cpu <= last; ++cpu)
        if (allowed[cpu]) cores.push_back({machine.nodes.empty() ? 0 : machine.nodes.front().id, {cpu}});
    return cores;
}

/// The number of workers that a quota feeds: a quota of 1.5 CPUs feeds two (with one, a third of it could not be used).
[[nodiscard]] constexpr std::size_t workers_of_quota(double quota) noexcept {
    if (!(quota > 0) || quota >= static_cast<double>(most_threads)) return most_threads;
    const auto whole = static_cast<std::size_t>(quota);
    return whole + (static_cast<double>(whole) < quota ? 1 : 0);
}

}  // namespace detail

/// Places workers: one on each usable core, spread evenly over the nodes; ranks of one node are adjacent.
///
/// - Without `threads`, as many as there are usable cores, but no more than the quota rounded up, and at least one.
/// - With `threads`, exactly so many: first one on each core, then on the cores' further CPUs, then round again.
/// - A worker is bound to its core when every usable core has one, and to the usable CPUs of its node otherwise: pools of several
///   processes or containers that each take a part of the machine must not all settle on the same few cores. (Under `uma` to all
///   usable CPUs.)
///
/// Throws config_error for more than `most_threads` threads, for a node that does not exist or has no usable CPU.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<worker_place> place_workers(const topology& machine, const placement_request& request) {
    if (request.threads > most_threads)
        detail::raise_config("threads", std::to_string(request.threads), "is more than a pool can have", "use " + std::to_string(most_threads) + " or fewer");
    detail::check_node(machine, request.numa);

    struct group {
        unsigned node;
        std::vector<topology::core> cores;
        std::vector<unsigned> cpus;
    };
    std::vector<group> groups;
    std::size_t cores = 0, deepest = 0;
    for (topology::core& core : detail::usable_cores(machine, request.affinity)) {
        if (request.numa.is_node() && core.node != request.numa.node()) continue;
        auto at = groups.begin();
        while (at != groups.end() && !request.numa.is_uma() && at->node < core.node) ++at;
        if (at == groups.end() || (!request.numa.is_uma() && at->node != core.node)) at = groups.insert(at, group{core.node, {}, {}});
        at->cpus.insert(at->cpus.end(), core.cpus.begin(), core.cpus.end());
        deepest = core.cpus.size() > deepest ? core.cpus.size() : deepest;
        ++cores;
        at->cores.push_back(std::move(core));
    }
    if (cores == 0) {
        std::vector<unsigned> ids;
        for (const topology::node& node : machine.nodes)
            for (const topology::core& core : detail::usable_cores(machine, request.affinity))
                if (core.node == node.id && (ids.empty() || ids.back() != node.id)) ids.push_back(node.id);
        detail::raise_config("numa", to_string(request.numa), "has no CPU that this process may use",
                             ids.empty() ? "this process may use none" : "it may use those of " + detail::node_list(ids));
    }

    struct candidate {
        const group* home;
        const topology::core* core;
        unsigned cpu;
    };
    std::vector<candidate> order;
    for (std::size_t layer = 0; layer < deepest; ++layer)
        for (std::size_t i = 0, left = groups.size(); left > 0; ++i) {
            left = 0;
            for (const group& one : groups) {
                if (i >= one.cores.size()) continue;
                ++left;
                const topology::core& core = one.cores[i];
                if (layer < core.cpus.size()) order.push_back({&one, &core, core.cpus[layer]});
            }
        }

    const std::size_t fed = detail::workers_of_quota(request.cpu_quota);
    const std::size_t count = request.threads != 0 ? request.threads : cores < fed ? cores : fed;
    std::vector<worker_place> places;
    places.reserve(count);
    // Ranks of one node are adjacent, so that the contiguous shares of a job are too.
    for (const group& home : groups)
        for (std::size_t i = 0; i < count; ++i) {
            const candidate& one = order[i % order.size()];
            if (one.home != &home) continue;
            worker_place place{one.cpu, one.core->node, {}};
            if (count < cores)
                place.cpus = home.cpus;
            else if (count == cores)
                place.cpus = one.core->cpus;
            else
                place.cpus = {one.cpu};
            places.push_back(std::move(place));
        }
    return places;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_PLACEMENT_HPP
