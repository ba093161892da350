// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/deployment.hpp>

#include <doctest/doctest.h>

#include "tree.hpp"

using spate::deployment;
using spate::deployment_facts;
using spate::deployment_info;
using spate::judge_deployment;

TEST_CASE("exec/deployment: judging facts") {
    CHECK(judge_deployment({}) == deployment_info{deployment::bare_metal, "", false});
    deployment_facts metal;
    metal.vendor = "Amazon EC2";
    metal.product = "c5.metal";
    metal.cpuinfo_flags = "fpu sse2 avx2";
    CHECK(judge_deployment(metal) == deployment_info{deployment::bare_metal, "", false});

    deployment_facts instance = metal;
    instance.product = "c5.large";
    instance.cpuinfo_flags = "fpu sse2 hypervisor avx2";
    CHECK(judge_deployment(instance) == deployment_info{deployment::virtual_machine, "Amazon EC2", true});

    deployment_facts vm;
    vm.vendor = "QEMU";
    CHECK(judge_deployment(vm) == deployment_info{deployment::virtual_machine, "QEMU", true});
    deployment_facts flag;
    flag.cpuinfo_flags = "fpu hypervisor";
    CHECK(judge_deployment(flag).kind == deployment::virtual_machine);
    flag.cpuinfo_flags = "fpu nohypervisor_at_all";
    CHECK(judge_deployment(flag).kind == deployment::bare_metal);
    deployment_facts hyper_v;
    hyper_v.vendor = "Microsoft Corporation";
    hyper_v.product = "Virtual Machine";
    CHECK(judge_deployment(hyper_v).known_by == "Hyper-V");
    hyper_v.product = "Surface Book";
    CHECK(judge_deployment(hyper_v).kind == deployment::bare_metal);
    deployment_facts xen;
    xen.hypervisor = "xen";
    CHECK(judge_deployment(xen) == deployment_info{deployment::virtual_machine, "xen", true});
    deployment_facts wsl;
    wsl.kernel = "Linux version 5.15.90.1-microsoft-standard-WSL2";
    wsl.container_manager = "wsl";
    CHECK(judge_deployment(wsl) == deployment_info{deployment::virtual_machine, "WSL", true});
}

TEST_CASE("exec/deployment: a container in a virtual machine is a container") {
    deployment_facts docker;
    docker.docker_file = true;
    docker.cpuinfo_flags = "hypervisor";
    CHECK(judge_deployment(docker) == deployment_info{deployment::container, "docker", true});
    docker.cpuinfo_flags = "";
    CHECK(judge_deployment(docker) == deployment_info{deployment::container, "docker", false});
    deployment_facts pod;
    pod.first_cgroup = "0::/kubepods/besteffort/pod1";
    CHECK(judge_deployment(pod).known_by == "kubernetes");
    deployment_facts podman;
    podman.podman_file = true;
    CHECK(judge_deployment(podman).known_by == "podman");
    deployment_facts nspawn;
    nspawn.container_manager = "systemd-nspawn";
    CHECK(judge_deployment(nspawn) == deployment_info{deployment::container, "systemd-nspawn", false});
    CHECK(name(deployment::container) == "container");
    CHECK(name(deployment::virtual_machine) == "virtual machine");
    CHECK(name(deployment::bare_metal) == "bare metal");
}

TEST_CASE("exec/deployment: gathering from files") {
    tree files;
    files.put("/.dockerenv", "");
    files.put("/proc/1/cgroup", "0::/\n");
    files.put("/proc/cpuinfo", "processor\t: 0\nmodel name\t: Thing\nflags\t\t: fpu hypervisor\nbugs\t\t:\n");
    files.put("/sys/class/dmi/id/sys_vendor", "QEMU\n");
    const deployment_facts facts = spate::gather_deployment_facts(files.root());
    CHECK(facts.docker_file);
    CHECK_FALSE(facts.podman_file);
    CHECK(facts.cpuinfo_flags == " fpu hypervisor");
    CHECK(facts.vendor == "QEMU");
    CHECK(facts.product == "");
    CHECK(judge_deployment(facts) == deployment_info{deployment::container, "docker", true});
}
