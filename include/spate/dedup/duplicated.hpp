// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DUPLICATED_HPP
#define SPATE_DEDUP_DUPLICATED_HPP

/// `| duplicated({.ratio = 1.5, .unit = 4_KiB})`: makes a stream deduplicate by an exact ratio.

#include <cstdint>
#include <string>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/stream.hpp>
#include <spate/dedup/duplicated_bytes.hpp>
#include <spate/dedup/duplication.hpp>
#include <spate/dedup/extent_mapper.hpp>

namespace spate::inline v0 {

namespace detail {

// A compress unit must not straddle dedup units, and a rotation must not cut one.
SPATE_WHEN_USED
inline void check_compress_unit(const duplication& asked, std::uint64_t compress_unit) {
    if (compress_unit == 0) return;
    const std::string bytes = std::to_string(compress_unit);
    if (asked.unit % compress_unit != 0) {
        const std::uint64_t below = asked.unit / compress_unit * compress_unit;
        raise_config("unit", std::to_string(asked.unit), "cuts the " + bytes + " bytes that are compressed together",
                     "use " + (below != 0 ? std::to_string(below) + " or " : "") + std::to_string(below + compress_unit));
    }
    if (asked.shift % compress_unit != 0)
        raise_config("shift", std::to_string(asked.shift), "cuts the " + bytes + " bytes that are compressed together",
                     asked.unit > compress_unit ? "use a multiple of " + bytes + " below the unit, or 0" : "use 0, or larger units");
}

}  // namespace detail

/// Makes a stream of N whole units hold round(N / ratio) distinct ones, exactly: `data | take(size) | duplicated({.ratio = {3, 2}, .unit = 4_KiB})`; with
/// runs of L units, within L units of it. A finite size belongs before it (`take`), since it is part of what is permuted; an endless stream is permuted
/// group by group.
/// Throws config_error for options that make no sense, alone, together or on this base (see the guide dedup.md): a ratio below 1, a unit that is
/// not a multiple of 512 up to 64 MiB, a group of none or of more than 2^48, a run of 0, a shift that is not smaller than the unit, a ratio besides a
/// histogram, a cdc_average that cannot be made up for, a maximum that cannot hold the ratio, a pool or a version on a base that has no seed, and
/// units or shifts that cut what the base compresses together.
SPATE_WHEN_USED
[[nodiscard]] inline auto duplicated(duplication asked) {
    detail::check(asked);
    return adaptor{[asked = std::move(asked)]<byte_source Base>(Base base) {
        if constexpr (requires { base.compress_unit(); }) detail::check_compress_unit(asked, base.compress_unit());
        if (!reseedable_source<Base> && (asked.pool || asked.version != 0))
            detail::raise_config(asked.pool ? "pool" : "version", std::to_string(asked.pool.value_or(asked.version)), "needs a base that has a seed",
                                 "use one made of random_bytes or text_bytes, or leave it out");
        duplication_plan plan = plan_duplication(asked, base.size(), origin_of(base));
        return duplicated_bytes<Base, extent_mapper>{std::move(base), std::move(plan.map),
                                                     extent_layout{.unit = asked.unit,
                                                                   .run = asked.run,
                                                                   .shift = asked.shift,
                                                                   .group = plan.group,
                                                                   .pool = asked.pool,
                                                                   .version = asked.version,
                                                                   .rest_is_new = plan.rest_is_new}};
    }};
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_DUPLICATED_HPP
