// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/system_info.hpp>

#include <doctest/doctest.h>

TEST_CASE("exec/system_info: this machine makes sense") {
    const spate::system_description info = spate::system_info();
    CHECK(info.machine.nodes.size() >= 1);
    CHECK(info.usable_cores >= 1);
    CHECK(info.usable_cpus >= info.usable_cores);
    CHECK(info.physical_cores >= 1);
    CHECK(info.logical_cpus >= info.physical_cores);
    CHECK(info.usable_cpus == spate::detail::os::process_affinity().size());
    CHECK(info.memory_total > std::uint64_t{16} << 20);
    CHECK(info.memory_available <= info.memory_total);
    CHECK(info.caches == spate::cache_sizes());
    CHECK(info.topology_from == (SPATE_HAS_HWLOC() ? "hwloc" : "system"));
    CHECK((info.runs_in.kind == spate::deployment::bare_metal) == info.runs_in.known_by.empty());
}

TEST_CASE("exec/system_info: the processor's name") {
    CHECK(spate::detail::processor_name("processor\t: 0\nmodel name\t: AMD EPYC 9354\nflags : a\n") == "AMD EPYC 9354");
    CHECK(spate::detail::processor_name("model name\t:") == "");
    CHECK(spate::detail::processor_name("processor : 0\n") == "");
}
