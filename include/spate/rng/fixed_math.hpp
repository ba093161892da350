// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_FIXED_MATH_HPP
#define SPATE_RNG_FIXED_MATH_HPP

/// Logarithms, powers of two and scaling in integers, for values that must not depend on compiler, flags or instruction set: what distributions and field
/// generators are made of. Not for users of the library.
/// "Qn" means that an integer counts units of 2^-n.

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>

namespace spate::inline v0::rng::detail {

__extension__ typedef __int128 int128;

/// A finite double as mantissa * 2^exponent, the mantissa's highest bit being bit 52 (or the mantissa 0).
struct decoded {
    bool negative;
    std::uint64_t mantissa;
    int exponent;

    /// The least e with |value| <= 2^e. Requires a mantissa above 0.
    [[nodiscard]] constexpr int ceil_log2() const noexcept { return exponent + (mantissa == std::uint64_t{1} << 52 ? 52 : 53); }
};

/// What a message says of a number: the fewest digits that are it.
[[nodiscard]] inline std::string text(double value) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

/// Looks at the bits, since -ffast-math folds comparisons with NaN. Throws config_error for NaN and infinity, and for magnitudes above
/// 2^960 or below 2^-900 (but for 0), where scaled results could overflow or become subnormal, which some flags flush to 0.
[[nodiscard]] constexpr decoded decode(double value, std::string_view parameter) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
    const std::uint64_t fraction = bits & 0xfffffffffffffu;
    if (biased == 0x7ff) spate::detail::raise_config(parameter, fraction != 0 ? "NaN" : "infinity", "is not a finite number", "give a finite number");
    if (bits << 1 == 0) return {false, 0, 0};
    if (biased > 1023 + 960 || biased < 1023 - 900)
        spate::detail::raise_config(parameter, text(value), "is too large or too small", "give 0 or a magnitude between 1e-270 and 1e288");
    return {bits >> 63 != 0, fraction | std::uint64_t{1} << 52, biased - 1075};
}

/// 2^exponent. Requires -1022 <= exponent <= 1023.
[[nodiscard]] constexpr double power_of_two(int exponent) noexcept { return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52); }

/// The least integer n with n * 2^grid >= value. Requires that it fits.
[[nodiscard]] constexpr std::int64_t ceil_to_grid(const decoded& value, int grid) noexcept {
    const int down = grid - value.exponent;
    if (value.mantissa == 0) return 0;
    if (down <= 0) {
        const auto magnitude = static_cast<std::int64_t>(value.mantissa << -down);
        return value.negative ? -magnitude : magnitude;
    }
    const std::uint64_t whole = down > 63 ? 0 : value.mantissa >> down;
    const bool exact = down <= 63 && whole << down == value.mantissa;
    return value.negative ? -static_cast<std::int64_t>(whole) : static_cast<std::int64_t>(whole) + (exact ? 0 : 1);
}

/// shift + scale * x for an x in Q57, rounded once to an integer multiple of a power of two and then converted without error.
class affine {
public:
    affine() = default;

    /// Requires scale > 0 and |x| < 2^magnitude whenever it is applied, magnitude <= 6.
    constexpr affine(const decoded& shift, const decoded& scale, int magnitude) noexcept {
        int top = scale.ceil_log2() + magnitude;
        if (shift.mantissa != 0 && shift.ceil_log2() > top) top = shift.ceil_log2();
        const int grid = top + 1 - 53;
        shift_ = ceil_to_grid(shift, grid);
        factor_ = static_cast<std::int64_t>(scale.mantissa);
        // Always above 0: the grid is far coarser than the product. Beyond 125 the product rounds to 0 anyway.
        const int down = grid + 57 - scale.exponent;
        down_ = down > 125 ? 125 : down;
        unit_ = power_of_two(grid);
    }

    [[nodiscard]] constexpr double operator()(std::int64_t x) const noexcept {
        // Halves are rounded away from 0, so that x and -x stay symmetric.
        const std::int64_t sign = x >> 63;
        const int128 magnitude = static_cast<int128>((x ^ sign) - sign) * factor_ + (static_cast<int128>(1) << (down_ - 1));
        const auto scaled = static_cast<std::int64_t>(magnitude >> down_);
        return static_cast<double>(shift_ + ((scaled ^ sign) - sign)) * unit_;
    }

    friend constexpr bool operator==(const affine&, const affine&) = default;

private:
    std::int64_t shift_ = 0;
    std::int64_t factor_ = 0;
    int down_ = 1;
    double unit_ = 0;
};

/// The upper half of a signed product: (a * b) in Q(n + m - 64) for a in Qn and b in Qm.
[[nodiscard]] constexpr std::int64_t multiply_high(std::int64_t a, std::int64_t b) noexcept {
    return static_cast<std::int64_t>((static_cast<int128>(a) * b) >> 64);
}

// For each of 128 parts of [1, 2): the reciprocal of its middle in Q64, and the logarithm of that middle in Q63.
struct log2_entry {
    std::uint64_t reciprocal, log;
};

[[nodiscard]] constexpr std::array<log2_entry, 128> make_log2_table() noexcept {
    std::array<log2_entry, 128> table{};
    for (std::uint64_t j = 0; j < 128; ++j) {
        const auto reciprocal = static_cast<std::uint64_t>((static_cast<uint128>(256) << 64) / (2 * j + 257));
        // Digit by digit: squaring doubles the logarithm, whose next digit is then whether the square has reached 2. (In Q63, of
        // twice the reciprocal, which lies in [1, 2).)
        std::uint64_t square = reciprocal, log = 0;
        for (int digit = 0; digit < 63; ++digit) {
            const uint128 wide = static_cast<uint128>(square) * square;
            const bool two = wide >> 127 != 0;
            log = log << 1 | (two ? 1u : 0u);
            square = static_cast<std::uint64_t>(wide >> (two ? 64 : 63));
        }
        // log2(1 / r) = 1 - log2(2 r).
        table[j] = {reciprocal, (std::uint64_t{1} << 63) - log};
    }
    return table;
}

inline constexpr std::array<log2_entry, 128> log2_table = make_log2_table();

/// log2(1 + fraction) in Q63, for a fraction in Q64; within 2^-57.
[[nodiscard]] constexpr std::uint64_t log2_of_fraction(std::uint64_t fraction) noexcept {
    const log2_entry& entry = log2_table[fraction >> 57];
    const std::uint64_t mantissa = std::uint64_t{1} << 63 | fraction >> 1;
    // The quotient by the middle of the part is 1 + d with |d| < 2^-8; d in Q64 is what wraps around.
    const auto d = static_cast<std::int64_t>(static_cast<std::uint64_t>((static_cast<uint128>(mantissa) * entry.reciprocal) >> 63));
    // log2(1 + d) = (d - d^2 / 2 + d^3 / 3 - ...) / ln 2, the coefficients in Q62 (of which each product with d keeps Q62).
    constexpr std::int64_t c1 = 0x5c551d94ae0bf85e, c2 = -0x2e2a8eca5705fc2f, c3 = 0x1ec709dc3a03fd75, c4 = -0x171547652b82fe17, c5 = 0x12776c50ef9bfe79,
                           c6 = -0xf6384ee1d01feba, c7 = 0xd30bb153d6f6ca0;
    std::int64_t sum = c7;
    for (const std::int64_t c : {c6, c5, c4, c3, c2, c1}) sum = c + multiply_high(sum, d);
    const auto log = static_cast<std::int64_t>((static_cast<int128>(sum) * d) >> 63);
    const std::uint64_t total = entry.log + static_cast<std::uint64_t>(log);
    return total >> 62 == 3 ? 0 : total;  // a little below zero has wrapped
}

/// log2(value) in Q57. Requires value > 0.
[[nodiscard]] constexpr std::uint64_t log2_of(std::uint64_t value) noexcept {
    const int zeros = std::countl_zero(value);
    const std::uint64_t fraction = zeros == 63 ? 0 : value << (zeros + 1);
    return (static_cast<std::uint64_t>(63 - zeros) << 57) + ((log2_of_fraction(fraction) + 32) >> 6);
}

[[nodiscard]] constexpr std::array<std::uint64_t, 128> make_exp2_table() noexcept {
    // 2^(1/2), 2^(1/4) ... 2^(1/128) in Q63, by square roots digit by digit.
    std::array<std::uint64_t, 7> roots{};
    uint128 radicand = static_cast<uint128>(1) << 127;
    for (std::uint64_t& root : roots) {
        for (int bit = 63; bit >= 0; --bit) {
            const std::uint64_t tried = root | std::uint64_t{1} << bit;
            if (static_cast<uint128>(tried) * tried <= radicand) root = tried;
        }
        radicand = static_cast<uint128>(root) << 63;
    }
    std::array<std::uint64_t, 128> table{};
    for (unsigned j = 0; j < 128; ++j) {
        uint128 power = static_cast<uint128>(1) << 63;
        for (unsigned bit = 0; bit < 7; ++bit)
            if (j >> (6 - bit) & 1) power = (power * roots[bit] + (std::uint64_t{1} << 62)) >> 63;
        table[j] = static_cast<std::uint64_t>(power);
    }
    return table;
}

inline constexpr std::array<std::uint64_t, 128> exp2_table = make_exp2_table();

/// 2^fraction in Q63, for a fraction in Q57 below 1; within 2^-59 of it.
[[nodiscard]] constexpr std::uint64_t exp2_of_fraction(std::uint64_t fraction) noexcept {
    const std::uint64_t rest = fraction & ((std::uint64_t{1} << 50) - 1);
    // y = rest * ln 2 in Q64, below 2^-7; e^y - 1 = y (1 + y / 2 (1 + y / 3 (1 + ...))), the brackets in Q62.
    const auto y = static_cast<std::int64_t>((static_cast<uint128>(rest) * 0xb17217f7d1cf79acu) >> 57);
    constexpr std::int64_t one = std::int64_t{1} << 62;
    std::int64_t bracket = one;
    for (const std::int64_t n : {6, 5, 4, 3, 2}) bracket = one + multiply_high(bracket, y) / n;
    const auto grown = static_cast<std::uint64_t>((static_cast<int128>(bracket) * y) >> 62);
    const std::uint64_t base = exp2_table[fraction >> 50];
    return base + static_cast<std::uint64_t>((static_cast<uint128>(base) * grown) >> 64);
}

/// 2^exponent in Q64 for an exponent in Q57. Requires exponent < 62 in value; far below zero it is 0.
[[nodiscard]] constexpr uint128 exp2_of(int128 exponent) noexcept {
    const auto whole = static_cast<std::int64_t>(exponent >> 57);
    if (whole < -66) return 0;
    const std::uint64_t mantissa = exp2_of_fraction(static_cast<std::uint64_t>(exponent - (static_cast<int128>(whole) << 57)));
    return whole >= -1 ? static_cast<uint128>(mantissa) << (whole + 1) : static_cast<uint128>(mantissa) >> (-1 - whole);
}

}  // namespace spate::inline v0::rng::detail

#endif  // SPATE_RNG_FIXED_MATH_HPP
