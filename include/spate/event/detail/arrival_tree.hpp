// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_ARRIVAL_TREE_HPP
#define SPATE_EVENT_DETAIL_ARRIVAL_TREE_HPP

/// Random arrivals with random access: where the points of a block lie that are thrown into it at random, in order, without making those before them.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>

namespace spate::inline v0::detail {

/// Blocks of 2^16 events in time that is measured in events: each has 2^16 points, independent and uniform. A binary tree halves the block; how many of n
/// points are in the left half is binomial with 1/2, which is the number of ones among n random bits, exactly. Where few are left, their places are drawn and
/// sorted.
///
/// Determinism: integers, a function of key, block and node. Cost: about 2000 words of 64 bits (3 us) for one point, 15 ns a point for many. No allocation.
class arrival_tree {
public:
    static constexpr int block_bits = 16;
    static constexpr std::uint64_t block_events = std::uint64_t{1} << block_bits;
    /// Places within a block are in 2^-32 events.
    static constexpr std::uint64_t block_length = block_events << 32;

    explicit arrival_tree(const key128& key) noexcept : key_{key} {}

    /// Calls `place(position)` for points [first, last) of a block, in order.
    template <class Place>
    void visit(std::uint64_t block, std::uint64_t first, std::uint64_t last, Place&& place) const {
        visit_node(of_block(block), {1, block_events, 0, block_length, 0}, first, last, place);
    }

    /// How many points of a block lie before a bound: `before(position)` says of a position whether it does, and is true up to some position and false from
    /// there on.
    template <class Before>
    [[nodiscard]] std::uint64_t count(std::uint64_t block, Before&& before) const {
        const key128 key = of_block(block);
        node now{1, block_events, 0, block_length, 0};
        while (!now.is_leaf()) {
            const std::uint64_t left = left_of(key, now);
            now = before(now.begin + now.length / 2) ? now.right(left) : now.left(left);
        }
        std::uint64_t found = now.index;
        std::array<std::uint64_t, most_in_leaf> places;
        leaf(key, now, places);
        for (std::uint64_t k = 0; k < now.count; ++k) found += before(places[k % most_in_leaf]) ? 1 : 0;
        return found;
    }

private:
    static constexpr std::size_t most_in_leaf = 64;
    static constexpr std::uint64_t leaf_length = std::uint64_t{16} << 32;

    struct node {
        std::uint64_t id, count, begin, length;
        std::uint64_t index;  // of its first point in the block

        // Of one place only, all points are there.
        [[nodiscard]] bool is_leaf() const noexcept { return count == 0 || length == 1 || (length <= leaf_length && count <= most_in_leaf); }
        [[nodiscard]] node left(std::uint64_t points) const noexcept { return {2 * id, points, begin, length / 2, index}; }
        [[nodiscard]] node right(std::uint64_t points) const noexcept { return {2 * id + 1, count - points, begin + length / 2, length / 2, index + points}; }
    };

    [[nodiscard]] key128 of_block(std::uint64_t block) const noexcept {
        return {mix(key_.low ^ mix(block + key_.high)), mix(key_.high + mix(block ^ key_.low))};
    }

    // The words of a node are those of SplitMix64 from a start of its own.
    [[nodiscard]] static std::uint64_t words_of(const key128& key, const node& at) noexcept { return mix(key.low + mix(at.id ^ key.high)); }
    [[nodiscard]] static std::uint64_t word(std::uint64_t start, std::uint64_t k) noexcept { return mix(start + (k + 1) * 0x9e3779b97f4a7c15u); }

    [[nodiscard]] static std::uint64_t left_of(const key128& key, const node& at) noexcept {
        const std::uint64_t start = words_of(key, at), whole = at.count / 64;
        // In each half of a lane, up to 8 partial sums of bits: much cheaper than one sum a word where there is no instruction for it.
        constexpr std::uint64_t pairs = 0x5555555555555555u, nibbles = 0x3333333333333333u, bytes = 0x0f0f0f0f0f0f0f0fu;
        const auto in_bytes = [&](std::uint64_t bits) {
            bits -= bits >> 1 & pairs;
            bits = (bits & nibbles) + (bits >> 2 & nibbles);
            return (bits + (bits >> 4)) & bytes;
        };
        const auto sum = [](std::uint64_t lanes) {
            lanes = (lanes & 0x00ff00ff00ff00ffu) + (lanes >> 8 & 0x00ff00ff00ff00ffu);
            return (lanes * 0x0001000100010001u) >> 48;
        };
        std::uint64_t ones = 0, k = 0;
        for (; k + 16 <= whole; k += 16) {
            std::uint64_t lanes = 0;
            for (std::uint64_t j = 0; j < 16; ++j) lanes += in_bytes(word(start, k + j));  // at most 128 in a byte
            ones += sum(lanes);
        }
        std::uint64_t lanes = 0;
        for (; k < whole; ++k) lanes += in_bytes(word(start, k));
        if (at.count % 64 != 0) lanes += in_bytes(word(start, whole) >> (64 - at.count % 64));
        return ones + sum(lanes);
    }

    // The places of a leaf's points in order.
    static void leaf(const key128& key, const node& at, std::array<std::uint64_t, most_in_leaf>& out) noexcept {
        if (at.length == 1) return out.fill(at.begin);
        const std::uint64_t start = words_of(key, at);
        for (std::size_t k = 0; k < at.count; ++k) {
            const std::uint64_t place = at.begin + scale(word(start, k), at.length);
            std::size_t to = k;
            for (; to > 0 && out[to - 1] > place; --to) out[to] = out[to - 1];
            out[to] = place;
        }
    }

    template <class Place>
    static void visit_node(const key128& key, const node& at, std::uint64_t first, std::uint64_t last, Place& place) {
        if (at.index >= last || at.index + at.count <= first) return;
        if (!at.is_leaf()) {
            const std::uint64_t left = left_of(key, at);
            visit_node(key, at.left(left), first, last, place);
            visit_node(key, at.right(left), first, last, place);
            return;
        }
        std::array<std::uint64_t, most_in_leaf> places;
        leaf(key, at, places);
        const std::uint64_t end = std::min(last, at.index + at.count) - at.index;
        for (std::uint64_t k = std::max(first, at.index) - at.index; k < end; ++k) place(places[k % most_in_leaf]);
    }

    key128 key_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_ARRIVAL_TREE_HPP
