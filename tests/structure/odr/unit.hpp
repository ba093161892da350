// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_STRUCTURE_ODR_UNIT_HPP
#define SPATE_TESTS_STRUCTURE_ODR_UNIT_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

// FNV-1a of the first 300,000 bytes from offset 12,345, made in uneven pieces.
template <class Source>
static std::uint64_t hash_of(const Source& source) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    std::vector<std::byte> piece;
    std::uint64_t offset = 12'345;
    const std::uint64_t end = offset + 300'000;
    for (std::size_t length = 1; offset < end; length = length * 7 % 65'537 + 1) {
        piece.resize(length < end - offset ? length : static_cast<std::size_t>(end - offset));
        source.fill(offset, piece);
        for (const std::byte byte : piece) hash = (hash ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3u;
        offset += piece.size();
    }
    return hash;
}

struct result {
    std::uint64_t random, shaped, xoshiro, philox;
    bool refused;
    friend bool operator==(const result&, const result&) = default;
};

// What every compiler, instruction set and flag must give.
inline constexpr result golden{0x277e02a732748205u, 0x788bd913a3d830ceu, 0xd77b5d8aa74a5c4eu, 0xe1c2baf0dc4387c1u, true};

result plain();
result fast();

#endif  // SPATE_TESTS_STRUCTURE_ODR_UNIT_HPP
