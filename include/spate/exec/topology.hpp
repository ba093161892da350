// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_TOPOLOGY_HPP
#define SPATE_EXEC_TOPOLOGY_HPP

/// A machine as plain data: memory nodes, cores and their logical CPUs. Whoever reads the machine fills it; placement reads it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/exec/caches.hpp>
#include <spate/exec/detail/cpu_list.hpp>
#include <spate/exec/detail/os.hpp>

namespace spate::inline v0 {

/// The operating system's numbers throughout.
struct topology {
    /// A memory node. `memory` in bytes, 0 where it is not known. A node may have memory and no core.
    struct node {
        unsigned id = 0;
        std::uint64_t memory = 0;
        friend bool operator==(const node&, const node&) = default;
    };
    /// A physical core: the node that is nearest to it and its logical CPUs (two or more with SMT), ascending.
    struct core {
        unsigned node = 0;
        std::vector<unsigned> cpus;
        friend bool operator==(const core&, const core&) = default;
    };

    std::vector<node> nodes;  ///< ascending by id; at least one
    std::vector<core> cores;  ///< ascending by first CPU
    cache_info caches;

    /// The number of logical CPUs.
    [[nodiscard]] std::size_t cpus() const noexcept {
        std::size_t count = 0;
        for (const core& one : cores) count += one.cpus.size();
        return count;
    }

    friend bool operator==(const topology&, const topology&) = default;
};

namespace detail {

/// The number after `key` in a text of "key: number kB" lines, in bytes; 0 where there is none.
[[nodiscard]] inline std::uint64_t kilobytes_after(std::string_view text, std::string_view key) noexcept {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return 0;
    std::uint64_t value = 0;
    bool digits = false;
    for (const char letter : text.substr(at + key.size())) {
        if (letter >= '0' && letter <= '9') {
            value = value * 10 + static_cast<std::uint64_t>(letter - '0');
            digits = true;
        } else if (digits || (letter != ' ' && letter != ':')) {
            break;
        }
    }
    return value << 10;
}

/// Reads the tree that Linux shows under /sys/devices/system. No cores when there is no such tree.
SPATE_WHEN_USED
[[nodiscard]] inline topology topology_from_sysfs(const std::string& root) {
    topology machine;
    const std::vector<unsigned> online = parse_cpu_list(os::read_text(root + "/cpu/online"));
    unsigned last = 0;
    for (const unsigned cpu : online) last = cpu > last ? cpu : last;
    std::vector<unsigned> node_of(last + std::size_t{1}, 0);
    for (const unsigned id : parse_cpu_list(os::read_text(root + "/node/online"))) {
        const std::string path = root + "/node/node" + std::to_string(id);
        machine.nodes.push_back({id, kilobytes_after(os::read_text(path + "/meminfo"), "MemTotal")});
        for (const unsigned cpu : parse_cpu_list(os::read_text(path + "/cpulist")))
            if (cpu < node_of.size()) node_of[cpu] = id;
    }
    if (machine.nodes.empty()) machine.nodes.push_back({});
    // CPUs that are off count as taken.
    std::vector<bool> taken(node_of.size(), true);
    for (const unsigned cpu : online) taken[cpu] = false;
    for (const unsigned cpu : online) {
        if (taken[cpu]) continue;
        topology::core core{node_of[cpu], {}};
        const std::string path = root + "/cpu/cpu" + std::to_string(cpu) + "/topology/";
        std::string siblings = os::read_text(path + "core_cpus_list");
        if (siblings.empty()) siblings = os::read_text(path + "thread_siblings_list");
        for (const unsigned sibling : parse_cpu_list(siblings))
            if (sibling < taken.size() && !taken[sibling]) core.cpus.push_back(sibling);
        // A sibling list that does not name its own CPU is of no use.
        bool named = false;
        for (const unsigned sibling : core.cpus) named = named || sibling == cpu;
        if (!named) core.cpus = {cpu};
        for (const unsigned sibling : core.cpus) taken[sibling] = true;
        machine.cores.push_back(std::move(core));
    }
    machine.caches = completed(online.empty() ? cache_info{} : caches_from_sysfs(root.c_str(), online.front()));
    return machine;
}

}  // namespace detail

/// The machine as the operating system alone describes it: nodes and SMT siblings from /sys on Linux; elsewhere, or without /sys,
/// one node on which every CPU that the process may use is a core. Reads some files per CPU; keep the result.
SPATE_WHEN_USED
[[nodiscard]] inline topology flat_topology() {
    topology machine = detail::topology_from_sysfs("/sys/devices/system");
    if (machine.cores.empty())
        for (const unsigned cpu : detail::os::process_affinity()) machine.cores.push_back({machine.nodes.front().id, {cpu}});
    machine.caches = cache_sizes();
    return machine;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_TOPOLOGY_HPP
