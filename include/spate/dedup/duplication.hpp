// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DUPLICATION_HPP
#define SPATE_DEDUP_DUPLICATION_HPP

/// What can be asked of `duplicated`, checked, and turned into a mapper.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/dedup/compensation.hpp>
#include <spate/dedup/detail/rows.hpp>
#include <spate/dedup/extent_mapper.hpp>
#include <spate/dedup/popularity.hpp>
#include <spate/dedup/ratio_mapper.hpp>
#include <spate/dedup/reference_table.hpp>
#include <spate/dedup/table_mapper.hpp>

namespace spate::inline v0 {

/// What `duplicated` is asked for. examples/guide/dedup.md defines what each option means, alone and with the others.
struct duplication {
    /// Units in the stream per distinct unit; 1 or more. A histogram has its own.
    spate::ratio ratio = {};
    /// What the deduplicating system compares, in bytes: a multiple of 512, at most 64 MiB.
    std::uint64_t unit = 4096;
    /// How many extents are permuted together; duplicates lie within a group. `unlimited` for one group (of a finite stream). Unless given,
    /// 65,536 for uniform references and for endless streams, and one group for a finite stream of another popularity.
    std::optional<std::uint64_t> group = {};
    /// How the references are shared out: uniform, `zipf(exponent)` or `from_histogram(rows)`.
    spate::popularity popularity = {};
    /// The most references that a content may have within a group (VDO: 254).
    std::uint64_t max_references = unlimited;
    /// Units in an extent, the run that is repeated as a whole.
    std::uint64_t run = 1;
    /// Bytes by which each further reference of a content is rotated inside its extent; smaller than a unit.
    std::uint64_t shift = 0;
    /// The average chunk of a content-defined chunker, in bytes, for which the ratio is to hold; 0 for deduplicators of fixed blocks.
    std::uint64_t cdc_average = 0;
    /// Streams with the same pool have the same contents, whatever their seeds.
    std::optional<std::uint64_t> pool = {};
    /// Contents of different versions have nothing in common; their order is the same.
    std::uint64_t version = 0;

    /// The bytes of an extent.
    [[nodiscard]] constexpr std::uint64_t extent() const noexcept { return unit * run; }
};

/// The ratio by which extents are mapped, which is what a deduplicator of fixed blocks finds: the asked one, or with a cdc_average the one that makes up
/// for the chunker's loss. Throws config_error as compensated_ratio does. Not for histograms.
SPATE_WHEN_USED
[[nodiscard]] inline ratio mapped_ratio(const duplication& asked) {
    return asked.cdc_average == 0 ? asked.ratio : compensated_ratio(asked.ratio, asked.extent(), asked.cdc_average);
}

/// The seed of the contents of a stream with the seed `origin`: its own, if there is no pool and the version is 0. Otherwise one that depends on
/// the version and on the pool, or if there is none, on the stream's seed.
[[nodiscard]] constexpr seed content_seed(seed origin, std::optional<std::uint64_t> pool, std::uint64_t version) noexcept {
    constexpr std::uint64_t of_version = hash_name("dedup version"), of_pool = hash_name("dedup pool");
    if (pool) return seed{derive_key(seed{*pool}, of_pool, {version}).low};
    return version == 0 ? origin : seed{derive_key(origin, of_version, {version}).low};
}

/// The key of the extents' order in a stream of this seed.
[[nodiscard]] constexpr key128 order_key(seed origin, std::uint64_t group) noexcept {
    constexpr std::uint64_t purpose = hash_name("dedup order");
    return derive_key(origin, purpose, {group});
}

/// A duplication of a stream of a given size, ready for use.
struct duplication_plan {
    extent_mapper map;
    /// The group as asked for, or as chosen.
    std::uint64_t group;
    /// Whether what follows the last whole extent is a content of its own, or else the beginning of the last content.
    bool rest_is_new;
    /// Rows of the histogram that the table of a group does not show, and the contents in them.
    std::size_t merged_rows = 0;
    std::uint64_t merged_contents = 0;
};

namespace detail {

// All that can be said of a duplication without the stream.
SPATE_WHEN_USED
inline void check(const duplication& asked) {
    constexpr std::uint64_t largest_unit = std::uint64_t{64} << 20, largest_extent = std::uint64_t{1} << 40;
    const std::string unit = std::to_string(asked.unit);
    if (asked.unit > largest_unit) raise_config("unit", unit, "is more than 64 MiB", "use at most 67108864");
    if (asked.unit == 0 || asked.unit % 512 != 0) {
        const std::uint64_t below = asked.unit / 512 * 512;
        raise_config("unit", unit, "is not a multiple of 512", "use " + (below != 0 ? std::to_string(below) + " or " : "") + std::to_string(below + 512));
    }
    if (asked.run == 0 || asked.run > largest_extent / asked.unit)
        raise_config("run", std::to_string(asked.run), asked.run == 0 ? "is no length of a run" : "units of " + unit + " bytes are more than 1 TiB",
                     "use a number of units from 1 to " + std::to_string(largest_extent / asked.unit));
    if (asked.shift >= asked.unit)
        raise_config("shift", std::to_string(asked.shift), "is not smaller than the unit of " + unit + " bytes",
                     "use less, for instance " + std::to_string(asked.unit / 8) + "; 0 for none");
    const bool histogram = asked.popularity.what() == popularity::kind::histogram;
    if (histogram && asked.ratio != ratio{})
        raise_config("dedup", asked.ratio.text(), "is given besides a histogram, which has a ratio of its own", "leave one of them out");
    if (asked.cdc_average != 0) {
        if (histogram)
            raise_config("cdc_average", std::to_string(asked.cdc_average), "cannot be made up for with a histogram, whose ratio is its own",
                         "ask for a ratio, with zipf(1.1) for a skewed popularity, or leave it out");
        if (asked.run == 1)
            raise_config("cdc_average", std::to_string(asked.cdc_average), "needs duplicates in runs",
                         "use a run of some " + std::to_string(std::max<std::uint64_t>(64 * (asked.cdc_average / asked.unit), 2)) + " units");
    }
    if (!histogram && !mapped_ratio(asked).at_least_one()) raise_config("dedup", asked.ratio.text(), "is below 1", "use a ratio of 1 or more, like 1.5 or 3/2");
    if (asked.group && *asked.group == 0) raise_config("group", "0", "is not from 1 to 2^48 units", "use 65536, or the number of units for one group");
}

// No content may have more references in a group than the cap; a group without a content of its own adds to those of the last one before it.
SPATE_WHEN_USED
inline void check_uniform_cap(const ratio_mapper& map, ratio asked, std::uint64_t cap) {
    if (cap == unlimited) return;
    const auto most_of = [](std::uint64_t units, std::uint64_t contents) { return units / contents + (units % contents != 0 ? 1 : 0); };
    const std::uint64_t group = map.group(), whole = map.whole_groups();
    const auto least = static_cast<std::uint64_t>(static_cast<uint128>(group) * asked.denominator() / asked.numerator());
    // Groups have `least` contents or one more; an endless stream has some with `least`.
    const std::uint64_t contents = whole == 0 || whole == unlimited ? 0 : std::max<std::uint64_t>(map.contents_before(whole), 1);
    std::uint64_t most = 0;
    if (whole == 1)
        most = most_of(group, contents);
    else if (whole > 1)
        most = least == 0 ? unlimited : most_of(group, least + (whole != unlimited && contents - least * whole == whole ? 1 : 0));
    if (const std::uint64_t rest = whole == unlimited ? 0 : map.size() - whole * group; rest != 0 && most != unlimited) {
        if (map.distinct() != contents)
            most = std::max(most, most_of(rest, map.distinct() - contents));
        else  // repeats the last content, which has the fewest references of its group
            most = std::max(most, rest + group / (contents - (whole == 1 ? 0 : map.contents_before(whole - 1))));
    }
    if (most > cap)
        raise_config("max_references", std::to_string(cap), "cannot hold a ratio of " + asked.text() + " in groups of " + std::to_string(group),
                     most == unlimited ? "use a larger group" : "use at least " + std::to_string(most) + ", or a smaller ratio");
}

}  // namespace detail

/// The map of a stream of `size` bytes (or `unlimited`) with the seed `origin`, as `duplicated` uses it. Throws config_error for what makes no sense.
/// Cost: none to speak of for uniform references, up to some 80 ms for zipf, a sort of the rows for a histogram.
SPATE_WHEN_USED
[[nodiscard]] inline duplication_plan plan_duplication(const duplication& asked, std::uint64_t size, seed origin) {
    detail::check(asked);
    const std::uint64_t extents = size == unlimited ? unlimited : std::max<std::uint64_t>(size / asked.extent(), size != 0 ? 1 : 0);
    const auto rest_is_new = [&](std::uint64_t contents, std::uint64_t wanted) {
        return asked.run == 1 || size < asked.extent() || contents * asked.run < wanted;
    };
    const std::uint64_t units = size / asked.unit;
    constexpr std::uint64_t usual_group = 65536;
    if (asked.popularity.what() == popularity::kind::uniform) {
        const std::uint64_t group = asked.group.value_or(usual_group);
        const ratio by = mapped_ratio(asked);
        ratio_mapper map{extents, by, group, order_key(origin, group)};
        detail::check_uniform_cap(map, by, asked.max_references);
        const bool fresh = rest_is_new(map.distinct(), by.divide(units));
        return {extent_mapper{std::move(map)}, group, fresh};
    }
    if (extents == 0) detail::raise_config("size", "0", "leaves no unit to deduplicate", "use a size of at least one byte");
    const std::uint64_t group = asked.group.value_or(extents == unlimited ? usual_group : unlimited), real = std::min(group, extents);
    if (real > reference_table::max_units)
        detail::raise_config("group", std::to_string(group), "is not from 1 to 2^48 units", "use 65536, or the number of units for one group");
    const bool histogram = asked.popularity.what() == popularity::kind::histogram;
    const ratio by = histogram ? ratio{} : mapped_ratio(asked);
    made_table whole = asked.popularity.table(real, by, asked.max_references);
    const std::size_t merged_rows = whole.merged_rows;
    const std::uint64_t merged_contents = whole.merged_contents;
    table_mapper::table_pointer last;
    if (const std::uint64_t rest = extents == unlimited ? 0 : extents % real; rest != 0)
        last = std::make_shared<const reference_table>(asked.popularity.table(rest, by, asked.max_references).table);
    table_mapper map{extents, std::make_shared<const reference_table>(std::move(whole.table)), std::move(last), order_key(origin, group)};
    const std::uint64_t wanted =
        histogram ? static_cast<std::uint64_t>(static_cast<uint128>(units) * asked.popularity.distinct() / asked.popularity.units()) : by.divide(units);
    const bool fresh = rest_is_new(map.distinct(), wanted);
    return {extent_mapper{std::move(map)}, group, fresh, merged_rows, merged_contents};
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_DUPLICATION_HPP
