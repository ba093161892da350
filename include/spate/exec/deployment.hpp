// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_DEPLOYMENT_HPP
#define SPATE_EXEC_DEPLOYMENT_HPP

/// Whether the process runs on bare metal, in a virtual machine or in a container. Gathering the facts and judging them are apart.

#include <cstdlib>
#include <string>
#include <string_view>

#include <spate/exec/detail/os.hpp>

namespace spate::inline v0 {

enum class deployment : unsigned char { bare_metal, virtual_machine, container };

[[nodiscard]] constexpr std::string_view name(deployment kind) noexcept {
    switch (kind) {
        case deployment::container:
            return "container";
        case deployment::virtual_machine:
            return "virtual machine";
        case deployment::bare_metal:
            break;
    }
    return "bare metal";
}

/// What the system shows of where it runs; empty and false where it shows nothing.
struct deployment_facts {
    bool docker_file = false;       ///< /.dockerenv exists
    bool podman_file = false;       ///< /run/.containerenv exists
    bool kubernetes = false;        ///< KUBERNETES_SERVICE_HOST is set
    std::string container_manager;  ///< the variable `container`, or /run/systemd/container
    std::string first_cgroup;       ///< /proc/1/cgroup
    std::string cpuinfo_flags;      ///< the flags line of /proc/cpuinfo
    std::string vendor, product;    ///< what the firmware calls the machine (DMI)
    std::string hypervisor;         ///< /sys/hypervisor/type, or the device tree's
    std::string kernel;             ///< /proc/version
};

/// The judgement: what kind, and by what it is known ("docker", "KVM"; empty on bare metal). A container in a virtual machine counts as a
/// container; `virtualized` tells of the machine below.
struct deployment_info {
    deployment kind = deployment::bare_metal;
    std::string known_by;
    bool virtualized = false;

    friend bool operator==(const deployment_info&, const deployment_info&) = default;
};

/// Judges facts. Pure.
[[nodiscard]] inline deployment_info judge_deployment(const deployment_facts& facts) {
    const auto has = [](std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; };
    deployment_info out;
    std::string machine;
    // A metal instance of a cloud carries the cloud's vendor name; its CPUs have no hypervisor flag.
    struct known {
        std::string_view mark, name;
    };
    for (const known& one :
         {known{"QEMU", "QEMU"}, known{"KVM", "KVM"}, known{"VMware", "VMware"}, known{"VirtualBox", "VirtualBox"}, known{"Virtual Machine", "Hyper-V"},
          known{"Google Compute Engine", "Google Compute Engine"}, known{"OpenStack", "OpenStack"}, known{"Xen", "Xen"}, known{"HVM domU", "Xen"},
          known{"Parallels", "Parallels"}, known{"bhyve", "bhyve"}, known{"Apple Virtualization", "Apple"}})
        if (machine.empty() && (has(facts.vendor, one.mark) || has(facts.product, one.mark))) machine = one.name;
    if (machine.empty() && has(facts.kernel, "icrosoft")) machine = "WSL";
    if (machine.empty() && !facts.hypervisor.empty()) machine = facts.hypervisor;
    if (machine.empty() && has(" " + facts.cpuinfo_flags + " ", " hypervisor ")) machine = has(facts.vendor, "Amazon EC2") ? "Amazon EC2" : "hypervisor";
    out.virtualized = !machine.empty();

    if (!facts.container_manager.empty())
        out.known_by = facts.container_manager;
    else if (facts.podman_file)
        out.known_by = "podman";
    else if (facts.kubernetes || has(facts.first_cgroup, "kubepods"))
        out.known_by = "kubernetes";
    else if (facts.docker_file || has(facts.first_cgroup, "docker"))
        out.known_by = "docker";
    else if (has(facts.first_cgroup, "lxc"))
        out.known_by = "lxc";
    else if (has(facts.first_cgroup, "containerd"))
        out.known_by = "containerd";
    if (!out.known_by.empty() && out.known_by != "wsl") {
        out.kind = deployment::container;
        return out;
    }
    out.known_by = machine;
    out.kind = out.virtualized ? deployment::virtual_machine : deployment::bare_metal;
    return out;
}

/// Gathers the facts of this machine. `root` is put before every path ("" is the machine itself). Reads some small files.
[[nodiscard]] inline deployment_facts gather_deployment_facts(const std::string& root = "") {
    using detail::os::exists, detail::os::read_text;
    const auto line = [&](const char* path) {
        std::string text = read_text(root + path);
        while (!text.empty() && (text.back() == '\n' || text.back() == '\0' || text.back() == ' ')) text.pop_back();
        return text;
    };
    deployment_facts facts;
    facts.docker_file = exists((root + "/.dockerenv").c_str());
    facts.podman_file = exists((root + "/run/.containerenv").c_str());
    facts.container_manager = line("/run/systemd/container");
    if (root.empty()) {
        facts.kubernetes = std::getenv("KUBERNETES_SERVICE_HOST") != nullptr;
        if (const char* const manager = std::getenv("container"); manager != nullptr && facts.container_manager.empty()) facts.container_manager = manager;
    }
    facts.first_cgroup = line("/proc/1/cgroup");
    const std::string cpuinfo = read_text(root + "/proc/cpuinfo");
    if (const std::size_t flags = cpuinfo.find("\nflags"); flags != std::string::npos) {
        facts.cpuinfo_flags = cpuinfo.substr(flags + 1, cpuinfo.find('\n', flags + 1) - flags - 1);
        facts.cpuinfo_flags.erase(0, facts.cpuinfo_flags.find(':') + 1);
    }
    facts.vendor = line("/sys/class/dmi/id/sys_vendor");
    facts.product = line("/sys/class/dmi/id/product_name");
    facts.hypervisor = line("/sys/hypervisor/type");
    if (facts.hypervisor.empty()) facts.hypervisor = line("/proc/device-tree/hypervisor/compatible");
    facts.kernel = line("/proc/version");
#if defined(__APPLE__)
    if (detail::os::sysctl_number("kern.hv_vmm_present") != 0) facts.hypervisor = "hypervisor";
#endif
    return facts;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_DEPLOYMENT_HPP
