// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_DURATION_HISTOGRAM_HPP
#define SPATE_TELEMETRY_DETAIL_DURATION_HISTOGRAM_HPP

/// How many requests took how long.

#include <array>
#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/rng/normal.hpp>

namespace spate::inline v0::detail {

/// Requests of an interval by duration. Durations are log-normal about the median, with a deviation of ln 2: each standard deviation is a factor of two. A
/// bucket has the requests between its share of the distribution below and above, rounded, so that the sum is exact.
class duration_histogram {
public:
    /// In microseconds, as OpenTelemetry's convention for http.server.request.duration advises; a duration that equals a bound lies below it.
    static constexpr std::array<std::uint64_t, 14> bounds = {5'000,   10'000,  25'000,    50'000,    75'000,    100'000,   250'000,
                                                             500'000, 750'000, 1'000'000, 2'500'000, 5'000'000, 7'500'000, 10'000'000};
    static constexpr std::size_t buckets = bounds.size() + 1;

    duration_histogram() noexcept {
        for (std::size_t i = 0; i < bounds.size(); ++i) logs_[i] = log_of(bounds[i]);
        // The normal distribution function at multiples of 1/16 from -6 on, by bisection of its inverse.
        for (std::size_t i = 0; i < below_.size(); ++i) {
            const std::int64_t z = (static_cast<std::int64_t>(i) - 96) * (std::int64_t{1} << 53);
            std::uint64_t word = 0;
            for (std::uint64_t bit = std::uint64_t{1} << 63; bit > std::uint64_t{1} << 31; bit >>= 1)
                if (rng::detail::standard_normal(word | bit) <= z) word |= bit;
            below_[i] = static_cast<std::uint32_t>(word >> 32);
        }
    }

    /// Writes `buckets` counts whose sum is `requests`. Requires a median above 0, in microseconds.
    void put(std::uint64_t requests, std::uint64_t median, std::int64_t* to) const noexcept {
        const std::int64_t middle = log_of(median);
        std::uint64_t before = 0;
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            const std::uint64_t until = (requests * share_below(logs_[i] - middle) + (std::uint64_t{1} << 31)) >> 32;
            to[i] = static_cast<std::int64_t>(until - before);
            before = until;
        }
        to[bounds.size()] = static_cast<std::int64_t>(requests - before);
    }

private:
    // In Q16.
    [[nodiscard]] static std::int64_t log_of(std::uint64_t number) noexcept { return static_cast<std::int64_t>(rng::detail::log2_of(number) >> 41); }
    // Of `deviations` in Q16, in Q32.
    [[nodiscard]] std::uint64_t share_below(std::int64_t deviations) const noexcept {
        const std::int64_t at = deviations + (std::int64_t{6} << 16);
        if (at < 0) return 0;
        const auto point = static_cast<std::size_t>(at >> 12);
        if (point + 1 >= below_.size()) return std::uint64_t{1} << 32;
        return below_[point] + ((below_[point + 1] - below_[point]) * static_cast<std::uint64_t>(at & 0xfff) >> 12);
    }

    std::array<std::int64_t, bounds.size()> logs_{};
    std::array<std::uint64_t, 193> below_{};
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_DURATION_HISTOGRAM_HPP
