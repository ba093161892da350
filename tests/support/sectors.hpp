// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_SECTORS_HPP
#define SPATE_TESTS_SUPPORT_SECTORS_HPP

/// Finds equal sectors of 512 bytes in and between streams, by a 64-bit hash of each: 8 bytes of memory for 512 of data. Two different
/// sectors have the same hash with probability 2^-64, so n sectors of which none are equal show a pair with probability n^2 / 2^65.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/core/concepts.hpp>

#include "hash.hpp"

namespace test {

class sectors {
public:
    /// Adds the sectors of bytes [offset, offset + size) of a source. Requires multiples of 512.
    template <spate::byte_source Source>
    void add(const Source& source, std::uint64_t offset, std::uint64_t size) {
        std::vector<std::byte> buffer(1 << 20);
        while (size != 0) {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer.size()));
            source.fill(offset, std::span{buffer}.first(part));
            for (std::size_t at = 0; at < part; at += 512) hashes_.push_back(hash(std::span{buffer}.subspan(at, 512)));
            offset += part;
            size -= part;
        }
    }

    /// How many sectors equal one that was there before. Sorts.
    std::size_t repeated() {
        std::sort(hashes_.begin(), hashes_.end());
        std::size_t count = 0;
        for (std::size_t i = 1; i < hashes_.size(); ++i) count += hashes_[i] == hashes_[i - 1];
        return count;
    }

    [[nodiscard]] std::size_t size() const { return hashes_.size(); }
    void reserve(std::uint64_t bytes) { hashes_.reserve(static_cast<std::size_t>(bytes / 512)); }

private:
    std::vector<std::uint64_t> hashes_;
};

/// Everything that must have nothing in common: seeds s, s + 1, s - 1 and s ^ 1, and the seeds of neighbouring ranks; `each` bytes of each.
template <class Make>
sectors neighbours(const Make& make, std::uint64_t each) {
    sectors all;
    constexpr std::uint64_t seeds[] = {100, 101, 99, 100 ^ 2, 0, 1, 2, std::uint64_t{1} << 63};
    all.reserve(each * std::size(seeds));
    for (const std::uint64_t value : seeds) all.add(make(spate::seed{value}), 0, each);
    return all;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_SECTORS_HPP
