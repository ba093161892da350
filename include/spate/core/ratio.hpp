// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_RATIO_HPP
#define SPATE_CORE_RATIO_HPP

/// Exact ratios: 3/2, "1.07", 2.5.

#include <bit>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>

namespace spate::inline v0 {

/// A non-negative rational number in lowest terms; both parts below 2^32, so that products with a size never overflow 128 bits.
class ratio {
public:
    constexpr ratio() noexcept = default;

    /// `numerator / denominator`, reduced. Throws config_error when the denominator is 0 or a part does not fit into 32 bits.
    constexpr ratio(std::uint64_t numerator, std::uint64_t denominator) {
        const std::uint64_t divisor = std::gcd(numerator, denominator);
        if (denominator == 0 || numerator / divisor > 0xffffffffu || denominator / divisor > 0xffffffffu)
            detail::raise_config("ratio", std::to_string(numerator) + "/" + std::to_string(denominator), "is not a ratio of two numbers below 2^32",
                                 "write it like 3/2 or 1.5");
        numerator_ = numerator / divisor;
        denominator_ = denominator / divisor;
    }

    /// The simplest fraction that rounds to `value`: exact for every decimal number of up to about six digits (1.07 is 107/100).
    /// Where that needs parts of more than 32 bits, one that is off by less than 2^-31 of the value (of 1, for values below 1).
    /// Throws config_error for NaN, infinity, negative numbers and numbers of 2^32 and more, under -ffast-math too.
    constexpr ratio(double value);  // NOLINT(google-explicit-constructor): {.ratio = 1.5} is how it is written

    [[nodiscard]] constexpr std::uint64_t numerator() const noexcept { return numerator_; }
    [[nodiscard]] constexpr std::uint64_t denominator() const noexcept { return denominator_; }
    /// The ratio for messages: "1.5", "0.333333".
    [[nodiscard]] std::string text() const {
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, "%g", value());
        return buffer;
    }
    [[nodiscard]] constexpr double value() const noexcept { return static_cast<double>(numerator_) / static_cast<double>(denominator_); }

    /// round(n / ratio), halves up, exactly. Requires a numerator above 0.
    [[nodiscard]] constexpr std::uint64_t divide(std::uint64_t n) const noexcept {
        const uint128 dividend = static_cast<uint128>(n) * denominator_ + numerator_ / 2;
        if (dividend >> 64 == 0) return static_cast<std::uint64_t>(dividend) / numerator_;  // several times faster
        return static_cast<std::uint64_t>(dividend / numerator_);
    }

    /// Whether the ratio is at least 1.
    [[nodiscard]] constexpr bool at_least_one() const noexcept { return numerator_ >= denominator_; }

    friend constexpr bool operator==(const ratio&, const ratio&) = default;

private:
    std::uint64_t numerator_ = 1;
    std::uint64_t denominator_ = 1;
};

// Works on the number's bits, since -ffast-math folds comparisons with NaN, and in integers, so that every compiler agrees:
// walks the continued fraction of the number's lower and upper rounding bounds until they part (the simplest fraction between).
constexpr ratio::ratio(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto exponent = static_cast<int>(bits >> 52 & 0x7ff);
    std::uint64_t mantissa = bits & 0xfffffffffffffu;
    if (exponent == 0x7ff || (bits >> 63 && bits << 1 != 0) || exponent >= 1023 + 32)
        detail::raise_config("ratio", exponent == 0x7ff ? (mantissa ? "NaN" : "infinity") : std::to_string(value), "is not a number from 0 to 2^32",
                             "write it like 1.5");
    if (exponent < 1023 - 32) {
        numerator_ = 0;
        return;
    }
    mantissa |= std::uint64_t{1} << 52;
    // value = mantissa / 2^(1075 - exponent); the bounds are half a unit of the mantissa's last of 40 kept bits away.
    uint128 low_n = (static_cast<uint128>(mantissa) << 1) - (1u << 13), low_d = static_cast<uint128>(1) << (1076 - exponent);
    uint128 high_n = (static_cast<uint128>(mantissa) << 1) + (1u << 13), high_d = low_d;
    std::uint64_t n0 = 0, d0 = 1, n1 = 1, d1 = 0;
    for (;;) {
        const uint128 whole = low_n / low_d;
        const bool part = high_n / high_d != whole || low_n % low_d == 0;
        const auto term = static_cast<std::uint64_t>(whole) + (part && low_n % low_d != 0 ? 1u : 0u);
        const uint128 n2 = n0 + static_cast<uint128>(term) * n1, d2 = d0 + static_cast<uint128>(term) * d1;
        if (n2 > 0xffffffffu || d2 > 0xffffffffu) break;
        n0 = n1, d0 = d1, n1 = static_cast<std::uint64_t>(n2), d1 = static_cast<std::uint64_t>(d2);
        if (part) break;
        const uint128 low_rest = low_n - whole * low_d, high_rest = high_n - whole * high_d;
        low_n = high_d, high_n = low_d, low_d = high_rest, high_d = low_rest;
    }
    *this = ratio{n1, d1};
}

/// Reads "1.5", "3/2", "3:2" or "2", exactly. Throws config_error, which names `parameter`, for anything else.
SPATE_WHEN_USED
[[nodiscard]] inline ratio parse_ratio(std::string_view text, std::string_view parameter = "ratio") {
    const auto fail = [&] {
        detail::raise_config(parameter, "\"" + std::string{text} + "\"", "is not a ratio",
                             "write a number of at most nine digits like 1.5, or a fraction like 3/2");
    };
    std::uint64_t parts[2] = {0, 0};
    std::uint64_t scale_of_decimals = 1;
    int part = 0, digits = 0, digits_of_first = 0;
    bool decimals = false;
    for (const char letter : text) {
        if (letter >= '0' && letter <= '9') {
            if (++digits > 9) fail();
            parts[part] = parts[part] * 10 + static_cast<std::uint64_t>(letter - '0');
            if (decimals) scale_of_decimals *= 10;
        } else if (letter == '.' && part == 0 && !decimals && digits > 0) {
            decimals = true;
        } else if ((letter == '/' || letter == ':') && part == 0 && !decimals && digits > 0) {
            part = 1;
            digits_of_first = digits;
            digits = 0;
        } else {
            fail();
        }
    }
    if (digits == 0 || (part == 1 && (digits_of_first == 0 || parts[1] == 0)) || (decimals && scale_of_decimals == 1)) fail();
    return part == 1 ? ratio{parts[0], parts[1]} : ratio{parts[0], scale_of_decimals};
}

}  // namespace spate::inline v0

#endif  // SPATE_CORE_RATIO_HPP
