// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/cgroup.hpp>

#include <doctest/doctest.h>

#include "tree.hpp"

using namespace spate::detail;
using spate::cgroup_limits;
using spate::read_cgroup_limits;

TEST_CASE("exec/cgroup: texts of version 2") {
    CHECK(parse_cpu_max("150000 100000\n") == 1.5);
    CHECK(parse_cpu_max("max 100000\n") == 0);
    CHECK(parse_cpu_max("50000\n") == 0.5);
    CHECK(parse_cpu_max("") == 0);
    CHECK(parse_cpu_max("100000 0") == 0);
    CHECK(parse_memory_limit("max\n") == 0);
    CHECK(parse_memory_limit("1073741824\n") == std::uint64_t{1} << 30);
}

TEST_CASE("exec/cgroup: texts of version 1") {
    CHECK(parse_cfs("-1\n", "100000\n") == 0);
    CHECK(parse_cfs("250000\n", "100000\n") == 2.5);
    CHECK(parse_cfs("", "") == 0);
    CHECK(parse_memory_limit("9223372036854771712\n") == 0);
    CHECK(parse_memory_limit("99999999999999999999999\n") == 0);
}

TEST_CASE("exec/cgroup: the group of a controller") {
    const char* const self = "12:memory:/docker/abc\n3:cpu,cpuacct:/batch/job1\n1:name=systemd:/init\n0::/user.slice/a:b\n";
    CHECK(cgroup_path(self, "memory") == "/docker/abc");
    CHECK(cgroup_path(self, "cpu") == "/batch/job1");
    CHECK(cgroup_path(self, "cpuacct") == "/batch/job1");
    CHECK(cgroup_path(self, "") == "/user.slice/a:b");
    CHECK(cgroup_path(self, "pids") == "/");
    CHECK(cgroup_path("", "cpu") == "/");
    CHECK(cgroup_path("nonsense\n\n0::/x", "") == "/x");
}

TEST_CASE("exec/cgroup: the lowest limit up to the root holds") {
    tree files;
    CHECK(read_cgroup_limits(files.root()) == cgroup_limits{});
    files.put("/proc/self/cgroup", "0::/a/b\n");
    files.put("/sys/fs/cgroup/a/b/cpu.max", "400000 100000\n");
    files.put("/sys/fs/cgroup/a/b/memory.max", "max\n");
    CHECK(read_cgroup_limits(files.root()) == cgroup_limits{4, 0});
    files.put("/sys/fs/cgroup/a/cpu.max", "250000 100000\n");
    files.put("/sys/fs/cgroup/a/memory.max", "4096\n");
    files.put("/sys/fs/cgroup/c/cpu.max", "1000 100000\n");
    CHECK(read_cgroup_limits(files.root()) == cgroup_limits{2.5, 4096});
    // A container that is the root of its own view.
    files.put("/proc/self/cgroup", "0::/\n");
    files.put("/sys/fs/cgroup/cpu.max", "75000 50000\n");
    CHECK(read_cgroup_limits(files.root()) == cgroup_limits{1.5, 0});
}

TEST_CASE("exec/cgroup: version 1 with the host's path inside a container") {
    tree files;
    files.put("/proc/self/cgroup", "4:cpu,cpuacct:/docker/0123\n5:memory:/docker/0123\n0::/\n");
    files.put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n");
    files.put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    files.put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n");
    CHECK(read_cgroup_limits(files.root()) == cgroup_limits{3, 536870912});
}
