// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/placement.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <cstdio>
#include <map>
#include <set>

#include <spate/exec/hwloc_topology.hpp>

using spate::numa_policy;
using spate::place_workers;
using spate::topology;
using spate::worker_place;
using cpus = std::vector<unsigned>;

namespace {

// `cores_of_node[k]` cores with `smt` CPUs each; numbered as Linux does it: first the first CPU of every core, then the second ones.
topology machine(const std::vector<unsigned>& cores_of_node, unsigned smt = 1) {
    topology out;
    unsigned cores = 0, at = 0;
    for (const unsigned n : cores_of_node) cores += n;
    for (unsigned node = 0; node < cores_of_node.size(); ++node) {
        out.nodes.push_back({node, 0});
        for (unsigned i = 0; i < cores_of_node[node]; ++i, ++at) {
            topology::core core{node, {}};
            for (unsigned t = 0; t < smt; ++t) core.cpus.push_back(at + t * cores);
            out.cores.push_back(core);
        }
    }
    return out;
}

std::map<unsigned, int> per_node(const std::vector<worker_place>& places) {
    std::map<unsigned, int> out;
    for (const worker_place& place : places) ++out[place.node];
    return out;
}

cpus all_cpus(const std::vector<worker_place>& places) {
    cpus out;
    for (const worker_place& place : places) out.push_back(place.cpu);
    return out;
}

std::string message(const topology& on, const spate::placement_request& request) {
    try {
        (void)place_workers(on, request);
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("exec/placement: one worker per physical core, bound to it") {
    const auto places = place_workers(machine({4}, 2), {});
    CHECK(all_cpus(places) == cpus{0, 1, 2, 3});
    CHECK(places[1].cpus == cpus{1, 5});
}

TEST_CASE("exec/placement: nodes share evenly, ranks of a node are adjacent") {
    const auto two = machine({8, 8}, 2);
    CHECK(place_workers(two, {}).size() == 16);
    const auto places = place_workers(two, {.threads = 6});
    CHECK(all_cpus(places) == cpus{0, 1, 2, 8, 9, 10});
    CHECK(per_node(places) == std::map<unsigned, int>{{0, 3}, {1, 3}});
    // A part of the machine: bound to the node, not to the first cores.
    CHECK(places[0].cpus.size() == 16);
    CHECK(std::find(places[0].cpus.begin(), places[0].cpus.end(), 8u) == places[0].cpus.end());
    for (const std::size_t threads : {8u, 16u, 24u, 32u, 64u}) {
        const auto eight = place_workers(machine({4, 4, 4, 4, 4, 4, 4, 4}), {.threads = threads});
        CHECK(eight.size() == threads);
        for (const auto& [node, count] : per_node(eight)) CHECK(count == static_cast<int>(threads / 8));
    }
}

TEST_CASE("exec/placement: a small node fills up, the rest goes on") {
    const auto uneven = machine({2, 6});
    CHECK(per_node(place_workers(uneven, {.threads = 4})) == std::map<unsigned, int>{{0, 2}, {1, 2}});
    CHECK(per_node(place_workers(uneven, {.threads = 6})) == std::map<unsigned, int>{{0, 2}, {1, 4}});
    CHECK(per_node(place_workers(uneven, {})) == std::map<unsigned, int>{{0, 2}, {1, 6}});
}

TEST_CASE("exec/placement: cores of two kinds") {
    topology hybrid = machine({2}, 2);  // two cores with SMT (0+2, 1+3) and two without (4, 5)
    hybrid.cores.push_back({0, {4}});
    hybrid.cores.push_back({0, {5}});
    CHECK(all_cpus(place_workers(hybrid, {})) == cpus{0, 1, 4, 5});
    CHECK(all_cpus(place_workers(hybrid, {.threads = 6})) == cpus{0, 1, 4, 5, 2, 3});
    CHECK(all_cpus(place_workers(hybrid, {.threads = 8})) == cpus{0, 1, 4, 5, 2, 3, 0, 1});
    CHECK(place_workers(hybrid, {.threads = 8})[0].cpus == cpus{0});
}

TEST_CASE("exec/placement: the affinity mask") {
    const auto two = machine({4, 4}, 2);  // node 0: 0-3 and 8-11, node 1: 4-7 and 12-15
    CHECK(all_cpus(place_workers(two, {.affinity = {9, 1, 6}})) == cpus{1, 6});
    CHECK(place_workers(two, {.affinity = {9, 1, 6}})[0].cpus == cpus{1, 9});
    // Of a core whose first CPU is masked, the second is taken.
    CHECK(all_cpus(place_workers(two, {.affinity = {8, 9}})) == cpus{8, 9});
    // Sandboxes may show a topology that lacks CPUs of the mask.
    CHECK(all_cpus(place_workers(machine({2}), {.affinity = {40, 41}})) == cpus{40, 41});
    CHECK(all_cpus(place_workers(topology{}, {.affinity = {0, 1}})) == cpus{0, 1});
}

TEST_CASE("exec/placement: the CPU quota") {
    const auto eight = machine({8});
    const auto workers = [&](double quota) { return place_workers(eight, {.cpu_quota = quota}).size(); };
    CHECK(workers(0) == 8);
    CHECK(workers(0.25) == 1);
    CHECK(workers(1) == 1);
    CHECK(workers(1.5) == 2);
    CHECK(workers(7.01) == 8);
    CHECK(workers(100) == 8);
    CHECK(workers(1e300) == 8);
    // Two of eight: neighbours of other containers will choose as we do, so nobody is bound to one core.
    CHECK(place_workers(eight, {.cpu_quota = 2})[0].cpus.size() == 8);
    CHECK(place_workers(eight, {.cpu_quota = 2, .threads = 5}).size() == 5);
}

TEST_CASE("exec/placement: one memory") {
    const auto two = machine({4, 4});
    CHECK(all_cpus(place_workers(two, {.numa = numa_policy::uma(), .threads = 4})) == cpus{0, 1, 2, 3});
    CHECK(place_workers(two, {.numa = numa_policy::uma(), .threads = 4})[0].cpus.size() == 8);
    CHECK(place_workers(two, {.numa = numa_policy::uma()})[7] == worker_place{7, 1, {7}});
}

TEST_CASE("exec/placement: one node") {
    const auto two = machine({4, 4}, 2);
    const auto places = place_workers(two, {.numa = numa_policy::on_node(1)});
    CHECK(all_cpus(places) == cpus{4, 5, 6, 7});
    CHECK(places[0].cpus == cpus{4, 12});
    CHECK(all_cpus(place_workers(two, {.numa = numa_policy::on_node(1), .threads = 2})) == cpus{4, 5});
}

TEST_CASE("exec/placement: errors name what there is") {
    topology three = machine({2, 2});
    three.nodes.push_back({5, 0});  // memory without cores
    CHECK(message(three, {.numa = numa_policy::on_node(7)}) == "numa: node 7 does not exist; this machine has nodes 0, 1 and 5");
    CHECK(message(three, {.numa = numa_policy::on_node(5)}) == "numa: node 5 has no CPU that this process may use; it may use those of nodes 0 and 1");
    CHECK(message(three, {.affinity = {0, 1}, .numa = numa_policy::on_node(1)}) ==
          "numa: node 1 has no CPU that this process may use; it may use those of node 0");
    CHECK(message(three, {.threads = 5000}) == "threads: 5000 is more than a pool can have; use 4096 or fewer");
}

TEST_CASE("exec/placement: every request gives so many workers, each on a CPU of its own while there are any") {
    for (const auto& nodes : {std::vector<unsigned>{1}, {2, 2}, {1, 2, 3}, {4, 0, 4}})
        for (const unsigned smt : {1u, 2u, 4u}) {
            const topology on = machine(nodes, smt);
            for (std::size_t threads = 1; threads <= 2 * on.cpus(); ++threads) {
                const auto places = place_workers(on, {.threads = threads});
                REQUIRE(places.size() == threads);
                const cpus used = all_cpus(places);
                CHECK(std::set<unsigned>(used.begin(), used.end()).size() == std::min(threads, on.cpus()));
                for (const worker_place& place : places) CHECK(std::find(place.cpus.begin(), place.cpus.end(), place.cpu) != place.cpus.end());
            }
        }
}

#if SPATE_HAS_HWLOC()
TEST_CASE("exec/placement: synthetic machines of hwloc") {
    const auto two = spate::synthetic_topology("pack:2 [numa] core:8 pu:2");
    CHECK(per_node(place_workers(two, {})) == std::map<unsigned, int>{{0, 8}, {1, 8}});
    CHECK(all_cpus(place_workers(two, {.threads = 4})) == cpus{0, 2, 16, 18});
    const auto eight = spate::synthetic_topology("numa:8 core:4 pu:1");
    CHECK(place_workers(eight, {}).size() == 32);
    CHECK(per_node(place_workers(eight, {.threads = 16})).size() == 8);
    CHECK(all_cpus(place_workers(eight, {.numa = numa_policy::on_node(7)})) == cpus{28, 29, 30, 31});
    const std::vector<unsigned> keep{0, 1, 2, 3, 4, 5, 8, 9};
    const auto uneven = spate::synthetic_topology("numa:2 core:4 pu:2", keep);
    CHECK(per_node(place_workers(uneven, {})) == std::map<unsigned, int>{{0, 3}, {1, 1}});
    CHECK(message(eight, {.numa = numa_policy::on_node(8)}) == "numa: node 8 does not exist; this machine has nodes 0, 1, 2, 3, 4, 5, 6 and 7");
}
#endif
