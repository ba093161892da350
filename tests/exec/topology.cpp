// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/topology.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include "tree.hpp"

using spate::detail::parse_cpu_list;
using cpus = std::vector<unsigned>;

TEST_CASE("exec/topology: lists of CPUs") {
    CHECK(parse_cpu_list("0-3,8,10-11\n") == cpus{0, 1, 2, 3, 8, 10, 11});
    CHECK(parse_cpu_list("5") == cpus{5});
    CHECK(parse_cpu_list("") == cpus{});
    CHECK(parse_cpu_list("\n") == cpus{});
    CHECK(parse_cpu_list("1,x,3") == cpus{1});
    CHECK(parse_cpu_list("1-") == cpus{});
    CHECK(parse_cpu_list("4-2,7") == cpus{7});
    CHECK(parse_cpu_list("0-99999999999999999999") == cpus{});
}

TEST_CASE("exec/topology: a kernel's tree with two nodes and SMT") {
    tree files;
    files.put("/cpu/online", "0-3,5-7\n");  // CPU 4, the sibling of 0, is off
    files.put("/node/online", "0-2\n");
    files.put("/node/node0/cpulist", "0-1,4-5\n");
    files.put("/node/node1/cpulist", "2-3,6-7\n");
    files.put("/node/node2/cpulist", "\n");
    files.put("/node/node0/meminfo", "Node 0 MemTotal:       1024 kB\nNode 0 MemFree:        512 kB\n");
    files.put("/node/node1/meminfo", "Node 1 MemTotal:       2048 kB\n");
    files.put("/node/node2/meminfo", "Node 2 MemTotal:       4096 kB\n");
    for (int cpu = 0; cpu < 8; ++cpu)
        files.put("/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list", std::to_string(cpu % 4) + "," + std::to_string(cpu % 4 + 4) + "\n");
    const spate::topology machine = spate::detail::topology_from_sysfs(files.root());
    using core = spate::topology::core;
    using node = spate::topology::node;
    CHECK(machine.nodes == std::vector<node>{{0, 1 << 20}, {1, 2 << 20}, {2, 4 << 20}});
    // A CPU that is off does not count, even where the files of its sibling name it.
    REQUIRE(machine.cores.size() == 4);
    CHECK(machine.cores[1] == core{0, {1, 5}});
    CHECK(machine.cores[2] == core{1, {2, 6}});
    CHECK(machine.cores[3] == core{1, {3, 7}});
    CHECK(machine.cores[0] == core{0, {0}});
    CHECK(machine.cpus() == 7);
}

TEST_CASE("exec/topology: a tree that says nothing") {
    const tree nothing;
    const spate::topology machine = spate::detail::topology_from_sysfs(nothing.root());
    CHECK(machine.cores.empty());
    CHECK(machine.nodes.size() == 1);
}

TEST_CASE("exec/topology: this machine has every CPU that the process may use, once") {
    const spate::topology machine = spate::flat_topology();
    REQUIRE(!machine.nodes.empty());
    std::vector<unsigned> all;
    for (const spate::topology::core& core : machine.cores) {
        all.insert(all.end(), core.cpus.begin(), core.cpus.end());
        CHECK(std::any_of(machine.nodes.begin(), machine.nodes.end(), [&](const auto& node) { return node.id == core.node; }));
    }
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
    const auto usable = spate::detail::os::process_affinity();
    CHECK(std::includes(all.begin(), all.end(), usable.begin(), usable.end()));
}

TEST_CASE("exec/topology: numbers in kB") {
    using spate::detail::kilobytes_after;
    CHECK(kilobytes_after("MemTotal:       24684148 kB\nMemFree: 1 kB\n", "MemTotal") == std::uint64_t{24684148} << 10);
    CHECK(kilobytes_after("MemFree: 1 kB\n", "MemTotal") == 0);
    CHECK(kilobytes_after("MemTotal: none 7", "MemTotal") == 0);
}
