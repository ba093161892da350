// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_TEXT_FLOATS_HPP
#define SPATE_DETAIL_TEXT_FLOATS_HPP

/// Reals as text: the shortest digits that read back as the same number, of these the nearest to it, as std::to_chars writes them.

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <spate/detail/config.hpp>
#include <spate/detail/text_numbers.hpp>

namespace spate::inline v0::detail {

/// The number digits * 10^exponent.
struct short_decimal {
    std::uint32_t digits;
    int exponent;
};

/// The shortest decimal in the interval of numbers that are read as significand * 2^exponent, and of the shortest ones the nearest; with zeros at its end.
/// Requires 2^23 <= significand < 2^24 and -62 <= exponent <= 0: 10^0 to 10^19, which are all that is needed there, are exact in 64 bits.
/// Source: Giulietti, The Schubfach way to render doubles (2020), with the numbers for 24 bits; for these the tests compare all results.
[[nodiscard]] SPATE_ALWAYS_INLINE short_decimal shortest_of(std::uint32_t significand, int exponent) noexcept {
    constexpr auto powers = [] {
        std::array<std::uint64_t, 20> out{};
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = powers_of_ten[i] << std::countl_zero(powers_of_ten[i]);
        return out;
    }();
    // Below a power of two the next float is only half as far away.
    const bool uneven = significand == std::uint32_t{1} << 23;
    const int tens = (exponent * 1262611 - (uneven ? 524031 : 0)) >> 22;  // floor(log10(2^exponent)), of 3/4 of it where uneven
    const int shift = exponent + (-tens * 1741647 >> 19) + 1;             // floor(log2(10^-tens))
    const std::uint64_t power = powers[static_cast<std::size_t>(-tens)];
    // In quarters of 10^tens, with the last bit set where the quotient is not exact.
    __extension__ typedef unsigned __int128 uint128;
    const auto scaled = [power, shift](std::uint32_t number) noexcept {
        const uint128 product = static_cast<uint128>(power) * (number << shift);
        return static_cast<std::uint32_t>(product >> 64) | static_cast<std::uint32_t>(static_cast<std::uint32_t>(product >> 32) > 1);
    };
    const std::uint32_t odd = significand & 1;
    const std::uint32_t low = scaled(4 * significand - (uneven ? 1 : 2)) + odd, middle = scaled(4 * significand), high = scaled(4 * significand + 2) - odd;
    const std::uint32_t number = middle / 4, tenth = number / 10;
    // At most one multiple of ten lies in the interval. All ways are taken and one result is chosen, since no processor foresees which.
    const std::uint32_t ten_below = low <= 40 * tenth, ten_above = 40 * tenth + 40 <= high, ten = ten_below ^ ten_above;
    const std::uint32_t below = low <= 4 * number, above = 4 * number + 4 <= high, one = below ^ above;
    const std::uint32_t nearer = middle + (number & 1) > 4 * number + 2;
    const std::uint32_t digits = number + (one & above) + ((one ^ 1) & nearer), tens_digits = tenth + ten_above;
    return {digits + (tens_digits - digits) * ten, tens + static_cast<int>(ten)};
}

/// Writes up to 24 bytes past the end.
inline char* put_float(char* to, float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const int exponent = static_cast<int>(bits >> 23 & 0xff) - 150;
    if (exponent < -62 || exponent > 0) return std::to_chars(to, to + 32, value).ptr;
    auto [digits, tens] = shortest_of((bits & 0x7fffff) | std::uint32_t{1} << 23, exponent);
    for (std::uint32_t tenth = digits / 10; tenth * 10 == digits; tenth /= 10) digits = tenth, ++tens;

    constexpr std::uint32_t limit = 100000000;
    const bool nine = digits >= limit;
    const std::uint64_t word = digits_8(nine ? digits % limit : digits);
    const int skipped = nine ? 0 : std::countr_zero((word ^ 0x3030303030303030u) | std::uint64_t{1} << 56) & 56;
    const int count = nine ? 9 : 8 - skipped / 8;
    // Others are shorter with an exponent.
    if (tens < (count == 1 ? -3 : -3 - count) || tens > (count == 1 ? 4 : 5)) return std::to_chars(to, to + 32, value).ptr;
    *to = '-';
    to += bits >> 31;
    const std::uint64_t first = word >> skipped;
    if (tens >= 0) return put_unsigned(to, digits * powers_of_ten[static_cast<std::size_t>(tens)]);
    const int whole = count + tens;
    if (whole <= 0) {
        std::memcpy(to, "0.000000", 8);
        to += 2 - whole;
        *to = static_cast<char>('0' + digits / limit);
        to += nine;
        std::memcpy(to, &first, 8);
        return to + count - nine;
    }
    if (nine) return put_decimal(to, digits, static_cast<unsigned>(-tens));
    const std::uint64_t rest = word >> (64 + 8 * tens);
    std::memcpy(to, &first, 8);
    to[whole] = '.';
    std::memcpy(to + whole + 1, &rest, 8);
    return to + count + 1;
}

/// Requires a finite number.
template <class Real>
char* put_real(char* to, Real number) noexcept {
    if constexpr (std::is_same_v<Real, float>)
        return put_float(to, number);
    else
        return std::to_chars(to, to + 32, number).ptr;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_TEXT_FLOATS_HPP
