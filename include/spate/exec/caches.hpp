// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_CACHES_HPP
#define SPATE_EXEC_CACHES_HPP

/// The sizes of the machine's data caches.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string_view>

#include <spate/exec/detail/cpu_list.hpp>
#include <spate/exec/detail/os.hpp>

namespace spate::inline v0 {

/// Cache sizes in bytes, as one CPU sees them: its own l1d and l2, and the whole of the l3 that it shares with others.
struct cache_info {
    std::size_t l1d = 0;
    std::size_t l2 = 0;
    /// The last level. Where there is no third one, this is the second: never smaller than l2.
    std::size_t l3 = 0;
    /// How many logical CPUs share `l3`; at least 1.
    unsigned l3_shared_by = 1;

    friend constexpr bool operator==(const cache_info&, const cache_info&) = default;
};

namespace detail {

/// Puts plausible sizes where a level is not known, and orders the levels.
[[nodiscard]] constexpr cache_info completed(cache_info caches) noexcept {
    if (caches.l1d == 0) caches.l1d = std::size_t{32} << 10;
    if (caches.l2 < caches.l1d) caches.l2 = caches.l1d > std::size_t{512} << 10 ? caches.l1d : std::size_t{512} << 10;
    if (caches.l3 < caches.l2) {
        caches.l3 = caches.l2;
        caches.l3_shared_by = 1;
    }
    if (caches.l3_shared_by == 0) caches.l3_shared_by = 1;
    return caches;
}

/// What stands under `root`/cpu/cpu<N>/cache, as Linux lays it out; levels that are not there stay 0.
[[nodiscard]] inline cache_info caches_from_sysfs(const char* root, unsigned cpu) noexcept {
    cache_info caches;
    for (unsigned index = 0; index < 16; ++index) {
        char path[512], text[4096];
        const auto read = [&](const char* name) -> std::string_view {
            std::snprintf(path, sizeof path, "%s/cpu/cpu%u/cache/index%u/%s", root, cpu, index, name);
            return {text, os::read_file(path, text)};
        };
        const std::string_view level_text = read("level");
        if (level_text.empty()) break;
        const char level = level_text[0];
        if (read("type").starts_with("Instruction")) continue;
        std::size_t size = 0;
        for (const char letter : read("size")) {
            if (letter >= '0' && letter <= '9')
                size = size * 10 + static_cast<std::size_t>(letter - '0');
            else if (letter == 'K')
                size <<= 10;
            else if (letter == 'M')
                size <<= 20;
            else
                break;
        }
        if (level == '1') caches.l1d = size;
        if (level == '2') caches.l2 = size;
        if (level == '3') {
            caches.l3 = size;
            caches.l3_shared_by = 0;
            for_each_in_cpu_list(read("shared_cpu_list"), [&](unsigned) { ++caches.l3_shared_by; });
        }
    }
    return caches;
}

[[nodiscard]] inline cache_info read_caches() noexcept {
#if defined(__APPLE__)
    const auto number = [](const char* fast, const char* any) {
        const std::uint64_t value = os::sysctl_number(fast);
        return static_cast<std::size_t>(value != 0 ? value : os::sysctl_number(any));
    };
    cache_info caches;
    caches.l1d = number("hw.perflevel0.l1dcachesize", "hw.l1dcachesize");
    caches.l2 = number("hw.perflevel0.l2cachesize", "hw.l2cachesize");
    caches.l3 = number("hw.perflevel0.l3cachesize", "hw.l3cachesize");
    caches.l3_shared_by = os::online_cpus();
    return completed(caches);
#else
    const int here = os::current_cpu();
    cache_info caches = caches_from_sysfs("/sys/devices/system", here > 0 ? static_cast<unsigned>(here) : 0);
#if defined(_SC_LEVEL1_DCACHE_SIZE)
    // The C library's figure for the last level may be the sum over the machine, so it is shared by all.
    const auto size = [](int name) {
        const long value = ::sysconf(name);
        return value > 0 ? static_cast<std::size_t>(value) : std::size_t{0};
    };
    if (caches.l1d == 0) caches.l1d = size(_SC_LEVEL1_DCACHE_SIZE);
    if (caches.l2 == 0) caches.l2 = size(_SC_LEVEL2_CACHE_SIZE);
    if (caches.l3 == 0) {
        caches.l3 = size(_SC_LEVEL3_CACHE_SIZE);
        caches.l3_shared_by = os::online_cpus();
    }
#endif
    return completed(caches);
#endif
}

}  // namespace detail

/// The caches of the CPU that asked first (machines whose CPUs differ have no better answer), from the operating system; sizes
/// that it does not tell are plausible ones, never 0. Read once, then kept: a few nanoseconds. Any thread may call it.
[[nodiscard]] inline const cache_info& cache_sizes() noexcept {
    static const cache_info caches = detail::read_caches();
    return caches;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_CACHES_HPP
