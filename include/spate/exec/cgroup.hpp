// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_CGROUP_HPP
#define SPATE_EXEC_CGROUP_HPP

/// What the process's control groups (containers, systemd slices, batch jobs) let it use. Both versions of Linux control groups;
/// the reading of each file's text is a function of its own.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/detail/config.hpp>
#include <spate/exec/detail/os.hpp>

namespace spate::inline v0 {

/// Limits of a control group; 0 means that there is none.
struct cgroup_limits {
    double cpus = 0;           ///< CPUs' worth of time, like 1.5
    std::uint64_t memory = 0;  ///< bytes

    friend constexpr bool operator==(const cgroup_limits&, const cgroup_limits&) = default;
};

namespace detail {

/// The number at the start of a text, signed; `none` when there is no such number ("max"), or a larger one than fits.
[[nodiscard]] constexpr std::int64_t leading_number(std::string_view text, std::int64_t none) noexcept {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t value = 0;
    bool any = false;
    for (const char letter : text) {
        if (letter < '0' || letter > '9') break;
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value) || __builtin_add_overflow(value, std::int64_t{letter - '0'}, &value)) return none;
        any = true;
    }
    return !any ? none : negative ? -value : value;
}

/// A quota and its period, in the same unit, as CPUs; 0 when either says that there is no limit.
[[nodiscard]] constexpr double cpus_of_quota(std::int64_t quota, std::int64_t period) noexcept {
    return quota > 0 && period > 0 ? static_cast<double>(quota) / static_cast<double>(period) : 0;
}

/// cpu.max of version 2: "150000 100000" is 1.5, "max 100000" no limit; the period may be left out (100 ms).
[[nodiscard]] inline double parse_cpu_max(std::string_view text) noexcept {
    const std::size_t blank = text.find(' ');
    return cpus_of_quota(leading_number(text, 0), blank == std::string_view::npos ? 100'000 : leading_number(text.substr(blank + 1), 0));
}

/// cpu.cfs_quota_us and cpu.cfs_period_us of version 1; a quota of -1 is no limit.
[[nodiscard]] inline double parse_cfs(std::string_view quota, std::string_view period) noexcept {
    return cpus_of_quota(leading_number(quota, 0), leading_number(period, 0));
}

/// memory.max of version 2, memory.limit_in_bytes of version 1 (which writes "no limit" as a number near 2^63).
[[nodiscard]] inline std::uint64_t parse_memory_limit(std::string_view text) noexcept {
    const std::int64_t bytes = leading_number(text, 0);
    return bytes > 0 && bytes < std::int64_t{1} << 60 ? static_cast<std::uint64_t>(bytes) : 0;
}

/// The path of the group that /proc/self/cgroup names for a controller ("cpu", "memory"; "" is version 2); "/" when it names none.
SPATE_WHEN_USED
[[nodiscard]] inline std::string cgroup_path(std::string_view self, std::string_view controller) {
    while (!self.empty()) {
        const std::string_view line = self.substr(0, self.find('\n'));
        self.remove_prefix(line.size() < self.size() ? line.size() + 1 : line.size());
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos) continue;
        std::string_view names = line.substr(first + 1, second - first - 1);
        if (controller.empty()) {
            if (names.empty()) return std::string{line.substr(second + 1)};
            continue;
        }
        while (!names.empty()) {
            const std::string_view name = names.substr(0, names.find(','));
            if (name == controller) return std::string{line.substr(second + 1)};
            names.remove_prefix(name.size() < names.size() ? name.size() + 1 : name.size());
        }
    }
    return "/";
}

/// Calls f(directory) for the group's directory and those of all its ancestors, up to the mount. (In a container that sees its own
/// group as the root, the path that the host gave does not exist here; the mount itself does.)
template <class Function>
void for_each_ancestor(const std::string& mount, std::string path, Function f) {
    for (;;) {
        while (path.ends_with('/')) path.pop_back();
        f(mount + path);
        if (path.empty()) return;
        path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    }
}

template <class Number>
constexpr void take_lower(Number& limit, Number other) noexcept {
    if (other > 0 && (!(limit > 0) || other < limit)) limit = other;
}

}  // namespace detail

/// The limits that apply to this process: the lowest of its control groups and of all their ancestors, versions 1 and 2. `root`
/// is put before every path ("" is the machine itself). No limits where there are no control groups. Reads a few small files.
SPATE_WHEN_USED
[[nodiscard]] inline cgroup_limits read_cgroup_limits(const std::string& root = "") {
    using namespace detail;
    cgroup_limits limits;
    const std::string self = os::read_text(root + "/proc/self/cgroup");
    const std::string mounts = root + "/sys/fs/cgroup";
    for (const char* mount : {"", "/unified"})
        for_each_ancestor(mounts + mount, cgroup_path(self, ""), [&](const std::string& group) {
            take_lower(limits.cpus, parse_cpu_max(os::read_text(group + "/cpu.max")));
            take_lower(limits.memory, parse_memory_limit(os::read_text(group + "/memory.max")));
        });
    for_each_ancestor(mounts + "/cpu", cgroup_path(self, "cpu"), [&](const std::string& group) {
        take_lower(limits.cpus, parse_cfs(os::read_text(group + "/cpu.cfs_quota_us"), os::read_text(group + "/cpu.cfs_period_us")));
    });
    for_each_ancestor(mounts + "/memory", cgroup_path(self, "memory"),
                      [&](const std::string& group) { take_lower(limits.memory, parse_memory_limit(os::read_text(group + "/memory.limit_in_bytes"))); });
    return limits;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_CGROUP_HPP
