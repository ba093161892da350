// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/hwloc_topology.hpp>
#include <spate/exec/topology.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <cstdio>

#if SPATE_HAS_HWLOC()

#include <sys/mman.h>

using spate::synthetic_topology;
using cpus = std::vector<unsigned>;

TEST_CASE("exec/hwloc_topology: two nodes with SMT") {
    const spate::topology machine = synthetic_topology("pack:2 [numa(memory=1GB)] l3:1(size=32MB) l2:4(size=1MB) l1d:1(size=48kB) core:1 pu:2");
    REQUIRE(machine.nodes.size() == 2);
    CHECK(machine.nodes[1].id == 1);
    CHECK(machine.nodes[1].memory >= 1'000'000'000);
    REQUIRE(machine.cores.size() == 8);
    CHECK(machine.cores[0] == spate::topology::core{0, {0, 1}});
    CHECK(machine.cores[7] == spate::topology::core{1, {14, 15}});
    CHECK(machine.caches.l3 >= 32'000'000);
    CHECK(machine.caches.l3_shared_by == 8);
    CHECK(machine.caches.l1d >= 48'000);
    CHECK(machine.caches.l2 >= 1'000'000);
}

TEST_CASE("exec/hwloc_topology: cores that are off are not there") {
    const std::vector<unsigned> keep{0, 1, 2, 12, 13};
    const spate::topology machine = synthetic_topology("numa:2 core:4 pu:2", keep);
    REQUIRE(machine.cores.size() == 3);
    CHECK(machine.cores[0].cpus == cpus{0, 1});
    CHECK(machine.cores[1].cpus == cpus{2});
    CHECK(machine.cores[2] == spate::topology::core{1, {12, 13}});
}

TEST_CASE("exec/hwloc_topology: memory beside the ordinary one does not take the cores") {
    const spate::topology machine = synthetic_topology("pack:2 [numa] [numa] core:2 pu:1");
    REQUIRE(machine.nodes.size() == 4);
    for (const auto& core : machine.cores) {
        unsigned first = 99;
        for (const auto& other : machine.cores)
            if (other.cpus == core.cpus) first = std::min(first, other.node);
        CHECK(core.node == first);
    }
    CHECK(machine.cores[0].node == machine.cores[1].node);
    CHECK(machine.cores[0].node != machine.cores[2].node);
}

TEST_CASE("exec/hwloc_topology: no description") { CHECK_THROWS_AS((void)synthetic_topology("a fast one"), spate::config_error); }

TEST_CASE("exec/hwloc_topology: agrees with the system about this machine") {
    const spate::topology by_hwloc = spate::hwloc_topology(), by_system = spate::flat_topology();
    CHECK(by_hwloc.cpus() == by_system.cpus());
    CHECK(by_hwloc.cores.size() == by_system.cores.size());
    CHECK(by_hwloc.nodes.size() == by_system.nodes.size());
    CHECK(spate::detail::current_backend.load() != nullptr);
    CHECK(spate::detail::read_topology().cores == by_hwloc.cores);
}

TEST_CASE("exec/hwloc_topology: placing pages") {
    constexpr std::size_t size = std::size_t{4} << 20;
    void* const data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(data != MAP_FAILED);
    CHECK_FALSE(spate::detail::hwloc::place(data, size, spate::numa_policy::automatic()));
    const unsigned node = spate::hwloc_topology().nodes.front().id;
    if (!spate::detail::hwloc::place(data, size, spate::numa_policy::on_node(node))) std::puts("not checked: this system does not bind memory");
    CHECK_FALSE(spate::detail::hwloc::place(data, size, spate::numa_policy::on_node(4000)));
    ::munmap(data, size);
}

#else

TEST_CASE("exec/hwloc_topology: built without hwloc, the system's own description is used") {
    std::puts("hwloc is not there: its topology is not checked");
    CHECK(spate::flat_topology().cores.size() >= 1);
}

#endif
