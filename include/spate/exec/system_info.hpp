// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_SYSTEM_INFO_HPP
#define SPATE_EXEC_SYSTEM_INFO_HPP

/// What there is to know of the machine before a number measured on it means anything.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/exec/caches.hpp>
#include <spate/exec/cgroup.hpp>
#include <spate/exec/deployment.hpp>
#include <spate/exec/detail/machine.hpp>
#include <spate/exec/detail/os.hpp>
#include <spate/exec/placement.hpp>
#include <spate/exec/topology.hpp>

namespace spate::inline v0 {

/// A machine, and what this process may use of it. (Instruction sets: see simd::available_isas().)
struct system_description {
    std::string processor;           ///< the maker's name for it; empty where it is not told
    std::string topology_from;       ///< "hwloc", or "system" for what the operating system itself tells
    topology machine;                ///< nodes, cores and logical CPUs
    std::size_t physical_cores = 0;  ///< of the machine
    std::size_t logical_cpus = 0;
    std::size_t usable_cores = 0;  ///< of those, within the affinity mask
    std::size_t usable_cpus = 0;
    cgroup_limits limits;  ///< of the container; 0 is none
    cache_info caches;
    std::uint64_t memory_total = 0;      ///< bytes of the machine, or of the container if it may have fewer
    std::uint64_t memory_available = 0;  ///< bytes that can be had without swapping; 0 where that is not known
    deployment_info runs_in;
};

namespace detail {

/// The processor's name in /proc/cpuinfo.
[[nodiscard]] inline std::string processor_name(std::string_view cpuinfo) {
    const std::size_t at = cpuinfo.find("model name");
    if (at == std::string_view::npos) return {};
    std::string_view line = cpuinfo.substr(at, cpuinfo.find('\n', at) - at);
    line.remove_prefix(line.find(':') + 1);
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    return std::string{line};
}

}  // namespace detail

/// Reads all of it anew (memory in use and limits change); some milliseconds. Any thread may call it.
[[nodiscard]] inline system_description system_info() {
    using namespace detail;
    system_description out;
    const machine_backend* const backend = current_backend.load(std::memory_order_acquire);
    out.topology_from = backend != nullptr ? backend->name : "system";
    out.machine = read_topology();
    out.physical_cores = out.machine.cores.size();
    out.logical_cpus = out.machine.cpus();
    for (const topology::core& core : usable_cores(out.machine, os::process_affinity())) {
        ++out.usable_cores;
        out.usable_cpus += core.cpus.size();
    }
    out.limits = read_cgroup_limits();
    out.caches = cache_sizes();
    out.processor = processor_name(os::read_text("/proc/cpuinfo"));
    const std::string meminfo = os::read_text("/proc/meminfo");
    out.memory_total = kilobytes_after(meminfo, "MemTotal");
    out.memory_available = kilobytes_after(meminfo, "MemAvailable");
#if defined(__APPLE__)
    out.memory_total = os::sysctl_number("hw.memsize");
    out.processor = os::sysctl_text("machdep.cpu.brand_string");
#endif
    take_lower(out.memory_total, out.limits.memory);
    if (out.memory_available > out.memory_total) out.memory_available = out.memory_total;
    out.runs_in = judge_deployment(gather_deployment_facts());
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_SYSTEM_INFO_HPP
