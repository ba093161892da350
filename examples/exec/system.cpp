// SPDX-License-Identifier: Apache-2.0
// What spate knows of the machine.
#include <cstdio>

#include <spate/core/size.hpp>
#include <spate/exec/system_info.hpp>

int main() {
    const spate::system_description info = spate::system_info();
    std::printf("%s, %s %s\n", info.processor.c_str(), std::string{name(info.runs_in.kind)}.c_str(), info.runs_in.known_by.c_str());
    std::printf("%zu nodes, %zu cores, %zu CPUs (%zu cores usable)\n", info.machine.nodes.size(), info.physical_cores, info.logical_cpus, info.usable_cores);
    std::printf("caches %s, %s, %s shared by %u CPUs\n", spate::format_size(info.caches.l1d).c_str(), spate::format_size(info.caches.l2).c_str(),
                spate::format_size(info.caches.l3).c_str(), info.caches.l3_shared_by);
    std::printf("memory %s, available %s\n", spate::format_size(info.memory_total).c_str(), spate::format_size(info.memory_available).c_str());
    if (info.limits.cpus > 0) std::printf("the container may use %.2f CPUs\n", info.limits.cpus);
    return info.usable_cores > 0 ? 0 : 1;
}
