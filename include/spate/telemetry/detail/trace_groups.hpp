// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_TRACE_GROUPS_HPP
#define SPATE_TELEMETRY_DETAIL_TRACE_GROUPS_HPP

/// How many parts (spans, log lines) each trace has, and which trace a part belongs to, without counting those before it.

#include <array>
#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>

namespace spate::inline v0::detail {

/// Traces that share a number of parts.
inline constexpr std::size_t traces_in_group = 16;

using trace_sizes = std::array<std::uint8_t, traces_in_group>;

/// Every 16 traces, from a multiple of 16 on, have the numbers of parts that `Sizes` lists, each in an order of its own. So a group begins at part
/// group * total, and part and trace are found from one another by looking at one group.
///
/// Determinism: a pure function of (key, trace). Cost: some 30 ns a group.
template <trace_sizes Sizes>
class trace_groups {
public:
    static constexpr std::uint64_t total = [] {
        std::uint64_t sum = 0;
        for (const std::uint8_t size : Sizes) sum += size;
        return sum;
    }();

    /// The traces of one group: the first part of each, and at last the first behind all.
    struct group {
        std::uint64_t first_trace;
        std::uint64_t first_part;
        std::array<std::uint16_t, traces_in_group + 1> begin;

        [[nodiscard]] std::size_t size(std::size_t trace) const noexcept { return static_cast<std::size_t>(begin[trace + 1] - begin[trace]); }
    };

    explicit constexpr trace_groups(const key128& key) noexcept : key_{key} {}

    [[nodiscard]] static constexpr std::uint64_t group_of_part(std::uint64_t part) noexcept { return part / total; }

    [[nodiscard]] constexpr group at(std::uint64_t number) const noexcept {
        trace_sizes sizes = Sizes;
        std::uint64_t word = mix(number ^ key_.low);
        for (std::size_t last = traces_in_group - 1; last > 0; --last) {
            if (last == traces_in_group / 2 - 1) word = mix(number + key_.high);
            const std::size_t other = (word & 0xff) * (last + 1) >> 8;
            word >>= 8;
            const std::uint8_t size = sizes[last];
            sizes[last] = sizes[other];
            sizes[other] = size;
        }
        group out{number * traces_in_group, number * total, {}};
        for (std::size_t i = 0; i < traces_in_group; ++i) out.begin[i + 1] = static_cast<std::uint16_t>(out.begin[i] + sizes[i]);
        return out;
    }

    /// The first part of a trace; of one behind the last, how many parts those before it have.
    [[nodiscard]] constexpr std::uint64_t first_part(std::uint64_t trace) const noexcept {
        const group of = at(trace / traces_in_group);
        return of.first_part + of.begin[trace % traces_in_group];
    }

    /// Calls body(trace, first part of it, how many it has, from, to) for all traces that have some of the parts [first, first + count), in order: those from
    /// `from` up to `to` of the trace's are among them.
    template <class Body>
    void each(std::uint64_t first, std::size_t count, const Body& body) const {
        const std::uint64_t end = first + count;
        for (std::uint64_t number = group_of_part(first); number * total < end; ++number) {
            const group of = at(number);
            for (std::size_t i = 0; i < traces_in_group; ++i) {
                const std::uint64_t begin = of.first_part + of.begin[i], behind = of.first_part + of.begin[i + 1];
                if (behind <= first) continue;
                if (begin >= end) return;
                body(of.first_trace + i, begin, of.size(i), static_cast<std::size_t>(first > begin ? first - begin : 0),
                     static_cast<std::size_t>((behind < end ? behind : end) - begin));
            }
        }
    }

private:
    key128 key_;
};

/// From 1 to 12 spans, 5.75 on average.
using span_groups = trace_groups<trace_sizes{1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 11, 12}>;
/// From 1 to 8 log lines, 3.5 on average.
using line_groups = trace_groups<trace_sizes{1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 8}>;

inline constexpr std::size_t most_spans = 12;

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_TRACE_GROUPS_HPP
