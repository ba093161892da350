// SPDX-License-Identifier: Apache-2.0
// spate info: the machine, as far as it decides how fast bytes are made.
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include <spate/core/size.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/system_info.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/simd/isa.hpp>
#include <spate/version.hpp>

#if SPATE_HAS_HWLOC()
#include <hwloc.h>
#endif

#include "commands.hpp"
#include "json.hpp"

namespace cli {
namespace {

std::string hwloc_version() {
#if SPATE_HAS_HWLOC()
    const unsigned version = ::hwloc_get_api_version();
    return std::to_string(version >> 16) + "." + std::to_string(version >> 8 & 0xff) + "." + std::to_string(version & 0xff);
#else
    return {};
#endif
}

// The word in brackets of "always [madvise] never"; empty where the system has no such file.
std::string transparent_huge_pages() {
    std::ifstream file{"/sys/kernel/mm/transparent_hugepage/enabled"};
    std::string text;
    std::getline(file, text);
    const std::size_t begin = text.find('['), end = text.find(']');
    return begin == std::string::npos || end == std::string::npos ? std::string{} : text.substr(begin + 1, end - begin - 1);
}

// Bytes; 0 where the system does not tell.
std::uint64_t huge_page_size() {
    std::ifstream file{"/proc/meminfo"};
    std::string word;
    std::uint64_t kilobytes = 0;
    while (file >> word)
        if (word == "Hugepagesize:" && file >> kilobytes) return kilobytes << 10;
    return 0;
}

std::string or_none(const std::string& text) { return text.empty() ? "none" : text; }

int run(const typed_options& typed, console& out) {
    const spate::simd::isa isa = spate::simd::choose_isa();
    const spate::system_description machine = spate::system_info();
    const std::size_t threads = spate::thread_pool{}.concurrency();
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t huge_page = huge_page_size();
    std::vector<std::string> isas;
    for (const spate::simd::isa one : spate::simd::available_isas()) isas.emplace_back(spate::simd::name(one));

    if (typed.count("json") != 0) {
        std::vector<json_object> nodes;
        for (const auto& node : machine.machine.nodes) {
            std::size_t cores = 0;
            for (const auto& core : machine.machine.cores) cores += core.node == node.id;
            nodes.push_back(json_object{}.add("id", node.id).add("memory", node.memory).add("cores", cores));
        }
        const json_object caches = json_object{}
                                       .add("l1d", machine.caches.l1d)
                                       .add("l2", machine.caches.l2)
                                       .add("l3", machine.caches.l3)
                                       .add("l3_shared_by", machine.caches.l3_shared_by);
        json_object all;
        all.add("command", "info").add("spate", SPATE_VERSION_STRING).raw("hwloc", hwloc_version().empty() ? "null" : json_string(hwloc_version()));
        all.add("processor", machine.processor).add("topology_from", machine.topology_from).add("nodes", nodes).add("physical_cores", machine.physical_cores);
        all.add("logical_cpus", machine.logical_cpus).add("usable_cores", machine.usable_cores).add("usable_cpus", machine.usable_cpus);
        all.raw("cpu_quota", machine.limits.cpus > 0 ? json_number(machine.limits.cpus) : "null").add("threads", threads).add("caches", caches);
        all.add("isa", spate::simd::name(isa)).add("available_isas", isas).add("memory_total", machine.memory_total);
        all.add("memory_available", machine.memory_available).raw("memory_limit", machine.limits.memory > 0 ? std::to_string(machine.limits.memory) : "null");
        all.add("page_size", page).add("huge_page_size", huge_page).add("transparent_huge_pages", transparent_huge_pages());
        all.add("deployment", spate::name(machine.runs_in.kind)).add("known_by", machine.runs_in.known_by).add("virtualized", machine.runs_in.virtualized);
        out.report(all.text() + "\n");
        return 0;
    }

    std::string offered, nodes;
    for (const std::string& name : isas) offered += (offered.empty() ? "" : ", ") + name;
    for (const auto& node : machine.machine.nodes)
        nodes +=
            (nodes.empty() ? "" : ", ") + std::string{"node "} + std::to_string(node.id) + (node.memory == 0 ? "" : " with " + spate::format_size(node.memory));
    const auto& caches = machine.caches;
    std::string where{spate::name(machine.runs_in.kind)};
    if (!machine.runs_in.known_by.empty()) where += " (" + machine.runs_in.known_by + ")";
    if (machine.runs_in.kind == spate::deployment::container) where += machine.runs_in.virtualized ? " in a virtual machine" : " on bare metal";
    const std::string huge = transparent_huge_pages();
    out.report(
        table({{"spate", SPATE_VERSION_STRING},
               {"hwloc", hwloc_version().empty() ? "not used; topology from the operating system" : hwloc_version()},
               {"runs in", where},
               {"processor", machine.processor.empty() ? "unknown" : machine.processor},
               {"cores", std::to_string(machine.physical_cores) + " physical, " + std::to_string(machine.logical_cpus) +
                             " logical; usable: " + std::to_string(machine.usable_cores) + " physical, " + std::to_string(machine.usable_cpus) + " logical"},
               {"CPU quota", machine.limits.cpus > 0 ? fixed(machine.limits.cpus, 2) + " CPUs" : "none"},
               {"threads", std::to_string(threads) + " by default"},
               {"memory nodes", std::to_string(machine.machine.nodes.size()) + ": " + nodes},
               {"caches", spate::format_size(caches.l1d) + " L1d, " + spate::format_size(caches.l2) + " L2, " + spate::format_size(caches.l3) +
                              " L3 shared by " + std::to_string(caches.l3_shared_by) + (caches.l3_shared_by == 1 ? " CPU" : " CPUs")},
               {"kernels", std::string{spate::simd::name(isa)} + " (available: " + offered + ")"},
               {"memory", spate::format_size(machine.memory_total) + ", " + spate::format_size(machine.memory_available) +
                              " available; limit of the container: " + or_none(machine.limits.memory > 0 ? spate::format_size(machine.limits.memory) : "")},
               {"pages",
                spate::format_size(page) + (huge_page == 0 ? "" : "; huge " + spate::format_size(huge_page)) + "; transparent huge pages: " + or_none(huge)}},
              2));
    return 0;
}

void declare(command_options& to) {
    declare_reporting(to, false);
    to.footer("\nExample:\n  spate info --json\n");
}

}  // namespace

const command commands::info{"info", "Tell what this machine has and what spate uses of it", declare, run};

}  // namespace cli
