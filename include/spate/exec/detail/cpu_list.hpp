// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_DETAIL_CPU_LIST_HPP
#define SPATE_EXEC_DETAIL_CPU_LIST_HPP

// The kernel's notation for sets of CPUs and nodes: "0-3,8,10-11" (Documentation/admin-guide/cputopology.rst of Linux).

#include <string_view>
#include <vector>

#include <spate/detail/config.hpp>

namespace spate::inline v0::detail {

/// Calls f(n) for every number of the list, in its order. Stops at the first thing that is not part of a list.
template <class Function>
constexpr void for_each_in_cpu_list(std::string_view text, Function f) {
    constexpr unsigned most = 65535;
    std::size_t at = 0;
    const auto number = [&](unsigned& out) {
        const std::size_t start = at;
        for (out = 0; at < text.size() && text[at] >= '0' && text[at] <= '9' && out <= most; ++at) out = out * 10 + static_cast<unsigned>(text[at] - '0');
        return at > start && out <= most;
    };
    for (;;) {
        unsigned first = 0;
        if (!number(first)) return;
        unsigned last = first;
        if (at < text.size() && text[at] == '-') {
            ++at;
            if (!number(last)) return;
        }
        for (unsigned n = first; n <= last; ++n) f(n);
        if (at >= text.size() || text[at] != ',') return;
        ++at;
    }
}

SPATE_WHEN_USED
[[nodiscard]] inline std::vector<unsigned> parse_cpu_list(std::string_view text) {
    std::vector<unsigned> out;
    for_each_in_cpu_list(text, [&](unsigned n) { out.push_back(n); });
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EXEC_DETAIL_CPU_LIST_HPP
