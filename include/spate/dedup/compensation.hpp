// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_COMPENSATION_HPP
#define SPATE_DEDUP_COMPENSATION_HPP

/// What content-defined chunkers lose at the ends of duplicate runs, and the ratio that makes up for it.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>

namespace spate::inline v0 {

/// The ratio to map by, so that a chunker whose chunks have `cdc_average` bytes on average finds `asked` in runs of `run_bytes`.
///
/// At each end of a duplicate run the chunker needs about one chunk until its borders fall as they did in the other copy, so of x =
/// run_bytes / cdc_average chunks it finds x - 2. Of all bytes the share 1 - 1/r is duplicate; it finds (1 - 1/r) (x - 2) / x, which is to be
/// 1 - 1/asked. So r = asked (x - 2) / (x - 2 asked). A deduplicator of fixed blocks, which finds all, then shows r.
///
/// Accuracy: the two chunks are an average, which depends on the chunker. Measured with a gear chunker (chunks from A/4 to 4A): within 2 % of
/// the asked ratio from x = 64 on, for ratios up to 3; within 2 % at x = 16 for 1.5 and at 32 for 2; at the least run that is accepted 5 %
/// (for 1.5) to 12 % (for 3) above it.
/// Errors: config_error for a ratio below 1, an average of 0, and a run below max(4, 4 asked) chunks, where the loss is most of what there
/// is; it says from which run on it can be done. Exact in integers; parts beyond 32 bits are rounded.
SPATE_WHEN_USED
[[nodiscard]] inline ratio compensated_ratio(ratio asked, std::uint64_t run_bytes, std::uint64_t cdc_average) {
    if (!asked.at_least_one()) detail::raise_config("dedup", asked.text(), "is below 1", "use a ratio of 1 or more, like 1.5 or 3/2");
    constexpr std::uint64_t most = std::uint64_t{1} << 48;
    if (cdc_average == 0 || cdc_average > most || run_bytes > most)
        detail::raise_config("cdc_average", std::to_string(cdc_average), cdc_average == 0 ? "is no size of chunks" : "is with its run beyond 2^48 bytes",
                             "give the chunker's average in bytes, like 65536");
    const uint128 n = asked.numerator(), d = asked.denominator(), run = run_bytes, average = cdc_average;
    if (run * d < 4 * n * average)
        detail::raise_config(
            "cdc_average", std::to_string(cdc_average),
            "leaves a ratio of " + asked.text() + " unreachable: a chunker loses about two chunks of each run of " + std::to_string(run_bytes) + " bytes",
            "use runs of at least " + std::to_string(static_cast<std::uint64_t>((4 * n * average + d - 1) / d)) + " bytes");
    uint128 over = n * (run - 2 * average), under = d * run - 2 * average * n;
    while (over >> 64 != 0 || under >> 64 != 0) over >>= 1, under >>= 1;
    std::uint64_t a = static_cast<std::uint64_t>(over), b = static_cast<std::uint64_t>(under);
    const std::uint64_t common = std::gcd(a, b);
    a /= common, b /= common;
    while (a >> 32 != 0) a >>= 1, b = std::max<std::uint64_t>(b >> 1, 1);
    return ratio{a, std::min(a, b)};
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_COMPENSATION_HPP
