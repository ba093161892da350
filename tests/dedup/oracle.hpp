// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_DEDUP_ORACLE_HPP
#define SPATE_TESTS_DEDUP_ORACLE_HPP

/// The index map as examples/guide/dedup.md defines it, in memory and by brute force: every rank of every group is written down. Nothing of
/// the library is used but the keyed permutation, the keys and the seeds.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>
#include <spate/rng/permutation.hpp>

namespace test {

struct place {
    std::uint64_t content, number;
    friend bool operator==(const place&, const place&) = default;
    friend auto operator<=>(const place&, const place&) = default;
};

/// (references, contents), in any order.
using table_rows = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// All references of a table in the order of their ranks; contents numbered from `content` on.
inline std::vector<place> ranks_of(table_rows rows, std::uint64_t content) {
    std::sort(rows.rbegin(), rows.rend());
    std::vector<place> ranks;
    for (const auto& [references, contents] : rows)
        for (std::uint64_t i = 0; i < contents; ++i, ++content)
            for (std::uint64_t number = 0; number < references; ++number) ranks.push_back({content, number});
    return ranks;
}

/// What stands at each of the extents. `ranks(group number, size, first content)` writes down a group's ranks.
inline std::vector<place> places_of(std::uint64_t extents, std::uint64_t group, const spate::key128& key,
                                    const std::function<std::vector<place>(std::uint64_t, std::uint64_t)>& ranks) {
    std::vector<place> places;
    for (std::uint64_t number = 0; places.size() < extents; ++number) {
        const std::uint64_t size = std::min(group, extents - places.size());
        const std::vector<place> list = ranks(number, size);
        const spate::permutation order{size};
        const spate::key128 here{spate::mix(key.low ^ number), spate::mix(key.high + number)};
        for (std::uint64_t i = 0; i < size; ++i) places.push_back(list.at(order(here, i)));
    }
    return places;
}

/// By tables: `table(size)` gives the rows of a group.
inline std::vector<place> table_places(std::uint64_t extents, std::uint64_t group, const spate::key128& key,
                                       const std::function<table_rows(std::uint64_t)>& table) {
    std::uint64_t content = 0;
    return places_of(extents, group, key, [&](std::uint64_t, std::uint64_t size) {
        const table_rows rows = table(size);
        std::vector<place> list = ranks_of(rows, content);
        for (const auto& [references, contents] : rows) content += contents;
        return list;
    });
}

/// By a ratio n / d: the first ranks are the group's contents, the others repeat them in turn.
inline std::vector<place> ratio_places(std::uint64_t extents, std::uint64_t group, const spate::key128& key, std::uint64_t n, std::uint64_t d) {
    const auto rounded = [&](std::uint64_t units) {
        return static_cast<std::uint64_t>((2 * static_cast<spate::uint128>(units) * d + n) / (2 * static_cast<spate::uint128>(n)));
    };
    return places_of(extents, group, key, [&](std::uint64_t number, std::uint64_t size) {
        const std::uint64_t first = number * group, begin = rounded(first);
        std::uint64_t end = rounded(first + size);
        if (first + size == extents) end = std::max<std::uint64_t>(end, 1);
        std::vector<place> list;
        for (std::uint64_t rank = 0; rank < size; ++rank)
            list.push_back(begin == end ? place{std::max<std::uint64_t>(begin, 1) - 1, rank} : place{begin + rank % (end - begin), rank / (end - begin)});
        return list;
    });
}

inline std::uint64_t distinct(const std::vector<place>& places) {
    std::set<std::uint64_t> contents;
    for (const place& one : places) contents.insert(one.content);
    return contents.size();
}

/// The bytes: content c is extent c of `contents`; reference number j is rotated to the right by j * shift, modulo the extent. Behind the last
/// extent stands `rest_content`.
template <class Source>
std::vector<std::byte> bytes_of(const std::vector<place>& places, const Source& contents, std::uint64_t extent, std::uint64_t shift, std::uint64_t size,
                                std::uint64_t rest_content) {
    std::vector<std::byte> bytes, one(extent);
    for (const place& here : places) {
        if (bytes.size() + extent > size) break;
        contents.fill(here.content * extent, one);
        const auto rotation = static_cast<std::ptrdiff_t>(here.number * shift % extent);
        std::rotate(one.begin(), one.end() - rotation, one.end());
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    one.resize(size - bytes.size());
    contents.fill(rest_content * extent, one);
    bytes.insert(bytes.end(), one.begin(), one.end());
    return bytes;
}

/// Blocks of `block` bytes, and how many of them are different, compared byte by byte.
inline std::pair<std::uint64_t, std::uint64_t> count_blocks(std::span<const std::byte> bytes, std::size_t block) {
    std::set<std::vector<std::byte>> seen;
    std::uint64_t blocks = 0;
    for (std::size_t at = 0; at + block <= bytes.size(); at += block, ++blocks)
        seen.emplace(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + block));
    return {blocks, seen.size()};
}

}  // namespace test

#endif  // SPATE_TESTS_DEDUP_ORACLE_HPP
