// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_ZIPF_HPP
#define SPATE_RNG_ZIPF_HPP

/// Zipf-distributed ranks, as a pure function of one random word.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::rng {

/// Ranks from 1 to `ranks`, rank k with a probability proportional to k^-exponent, by inversion of the distribution function:
/// larger words never give smaller ranks, and nothing is ever rejected.
///
/// The first 64 ranks have a table of their exact limits. Beyond, the sum of the probabilities is the integral of x^-exponent up to
/// k + 1/2 + exponent / (24 k), by the Euler-Maclaurin formula, which is inverted in integers; a probability is relatively off by less than 1e-7
/// by the formula, and by what the 64 bits of a word allow (absolutely, 2^-63).
///
/// Determinism: the same ranks on every compiler, with every flag. Cost: some 10 ns in the head and some 30 ns in the tail, a constructor tens of us; no
/// allocation. Thread safety: a value (of 600 bytes).
class zipf {
public:
    using result_type = std::uint64_t;

    /// Throws config_error when ranks is 0 or above 2^48, or when the exponent is not a number above 0. (From 64 on, all
    /// exponents are the same: every word is rank 1.)
    zipf(std::uint64_t ranks, double exponent) : ranks_{ranks}, exponent_{exponent_of(exponent)} {
        if (ranks == 0 || ranks > std::uint64_t{1} << 48)
            spate::detail::raise_config("zipf: ranks", std::to_string(ranks), "is not a number of ranks", "give a number from 1 to 2^48");
        const std::uint64_t listed = ranks < head ? ranks : head;
        // Sums of k^-exponent in Q64.
        std::array<uint128, head> sums{};
        uint128 sum = 0;
        for (std::uint64_t k = 1; k <= listed; ++k) {
            sum += detail::exp2_of(-((static_cast<detail::int128>(detail::log2_of(k)) * static_cast<std::int64_t>(exponent_)) >> 48));
            sums[k - 1] = sum;
        }
        if (ranks > head) sum += prepare_tail();
        // A rank beyond the last, or beyond the precision of the sum, is never reached.
        for (std::uint64_t k = 0; k < head; ++k) limits_[k] = k < listed ? fraction(sums[k], sum) : ~std::uint64_t{0};
        if (ranks <= head) {
            limits_[listed - 1] = ~std::uint64_t{0};
        } else if (limits_[head - 1] != ~std::uint64_t{0}) {
            const std::uint64_t width = -limits_[head - 1];
            zeros_ = std::countl_zero(width);
            const uint128 inverse = (static_cast<uint128>(1) << 127) / (width << zeros_);
            inverse_width_ = inverse >> 64 != 0 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(inverse);
        }
    }

    [[nodiscard]] constexpr std::uint64_t min() const noexcept { return 1; }
    [[nodiscard]] constexpr std::uint64_t max() const noexcept { return ranks_; }

    [[nodiscard]] constexpr std::uint64_t operator()(std::uint64_t word) const noexcept {
        // Words below limits_[k - 1] have ranks up to k. The last word does as the one before it, so that ~0 is a limit above all.
        word -= word == ~std::uint64_t{0};
        if (word < limits_[head - 1]) {
            std::size_t below = 0;
            for (std::size_t step = head / 2; step != 0; step /= 2)
                if (limits_[below + step - 1] <= word) below += step;
            return below + 1;
        }
        return tail(word - limits_[head - 1]);
    }

    friend constexpr bool operator==(const zipf&, const zipf&) = default;

private:
    static constexpr std::uint64_t head = 64;

    // The exponent in Q48.
    static std::uint64_t exponent_of(double exponent) {
        const auto bits = std::bit_cast<std::uint64_t>(exponent);
        const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
        if (biased == 0x7ff || bits >> 63 != 0 || bits == 0)
            spate::detail::raise_config("zipf: exponent", biased == 0x7ff ? (bits << 12 != 0 ? "NaN" : "infinity") : detail::text(exponent),
                                        "is not an exponent", "give a number above 0, like 1.1");
        if (biased >= 1023 + 6) return std::uint64_t{64} << 48;
        const std::uint64_t mantissa = (bits & 0xfffffffffffffu) | std::uint64_t{1} << 52;
        // mantissa * 2^(biased - 1075) in Q48.
        const int down = 1075 - 48 - biased;
        return down <= 0 ? mantissa << -down : down > 60 ? 0 : (mantissa + (std::uint64_t{1} << (down - 1))) >> down;
    }

    // sum / total in Q64, at most ~0. Requires sum <= total < 2^127.
    static std::uint64_t fraction(uint128 sum, uint128 total) noexcept {
        if (sum >= total) return ~std::uint64_t{0};
        std::uint64_t quotient = 0;
        for (int digit = 0; digit < 64; ++digit) {
            sum <<= 1;
            quotient <<= 1;
            if (sum >= total) sum -= total, quotient |= 1;
        }
        return quotient;
    }

    // log2 of the border above rank k, k + 1/2 + exponent / (24 k), in Q57.
    [[nodiscard]] std::uint64_t log2_of_border(std::uint64_t k) const noexcept {
        const int point = std::countl_zero(k) - 1;  // at least 14
        const uint128 correction = (static_cast<uint128>(exponent_ / 24) << point >> 47) / (2 * k + 1);
        const std::uint64_t border = (k << point) + (std::uint64_t{1} << (point - 1)) + static_cast<std::uint64_t>(correction);
        return detail::log2_of(border) - (static_cast<std::uint64_t>(point) << 57);
    }

    // Sets up what tail() needs and gives the sum of the probabilities beyond the head, in Q64.
    uint128 prepare_tail() noexcept {
        const std::uint64_t from = log2_of_border(head), to = log2_of_border(ranks_);
        const std::int64_t e = (std::int64_t{1} << 48) - static_cast<std::int64_t>(exponent_);  // 1 - exponent, Q48
        const std::uint64_t size = e < 0 ? -static_cast<std::uint64_t>(e) : static_cast<std::uint64_t>(e);
        rising_ = e > 0;
        from_ = from, to_ = to;
        // |e| (to - from) in Q63: how far, in octaves, x^e goes.
        const uint128 octaves = (static_cast<uint128>(to - from) * size) >> 42;
        if (octaves >> 56 == 0) {
            // Below 2^-7: x^e is nearly a straight line in log x, and series converge at once.
            nearly_one_ = true;
            slope_ = static_cast<std::uint64_t>((octaves * 0xb17217f7d1cf79acu) >> 64);  // in Q63, natural
            // The integral of e^(e u) over u: from^e times the length times (1 + y / 2 + y^2 / 6 + ...).
            const std::int64_t y = rising_ ? static_cast<std::int64_t>(slope_) : -static_cast<std::int64_t>(slope_);
            constexpr std::int64_t one = std::int64_t{1} << 62;
            std::int64_t bracket = one;
            for (const std::int64_t n : {6, 5, 4, 3, 2}) bracket = one + 2 * detail::multiply_high(bracket, y) / n;
            const uint128 scale_at_from = detail::exp2_of((static_cast<detail::int128>(from) * e) >> 48);  // Q64, near 1
            const uint128 length = (static_cast<uint128>(to - from) * 0xb17217f7d1cf79acu) >> 64;          // Q57, natural
            const uint128 straight = ((scale_at_from >> 4) * (length >> 1)) >> 52;                         // Q64
            ratio_ = static_cast<std::uint64_t>(bracket);
            return (straight >> 8) * (static_cast<std::uint64_t>(bracket) >> 8) >> 46;
        }
        const uint128 start = detail::exp2_of((static_cast<detail::int128>(from) * e) >> 48),
                      stop = detail::exp2_of((static_cast<detail::int128>(to) * e) >> 48);
        const uint128 difference = rising_ ? stop - start : start - stop;
        lowest_ = static_cast<std::uint64_t>(detail::exp2_of(-static_cast<detail::int128>(octaves >> 6)));
        inverse_ = static_cast<std::uint64_t>((static_cast<uint128>(1) << 98) / size);  // 1 / |e| in Q50
        return ((difference / size) << 48) + (((difference % size) << 48) / size);
    }

    // The rank of a word that lies `beyond` words above the head.
    [[nodiscard]] constexpr std::uint64_t tail(std::uint64_t beyond) const noexcept {
        // How far through the tail, in Q63.
        const std::uint64_t v = scale(beyond << zeros_, inverse_width_);
        uint128 log;  // log2 x in Q57
        if (nearly_one_) {
            // The share of the length is ln(1 + E v) / y, where E = e^y - 1 = y * bracket: v * bracket * (1 - E v / 2 + (E v)^2 / 3 - ...).
            const auto grown = static_cast<std::int64_t>((static_cast<uint128>(slope_) * ratio_) >> 62);  // |E|, Q63
            const auto share = static_cast<std::int64_t>((static_cast<uint128>(static_cast<std::uint64_t>(grown)) * v) >> 63);
            const std::int64_t z = rising_ ? share : -share;
            constexpr std::int64_t one = std::int64_t{1} << 62;
            std::int64_t bracket = one / 9;
            for (const std::int64_t n : {8, 7, 6, 5, 4, 3, 2, 1}) bracket = one / n - 2 * detail::multiply_high(bracket, z);
            const uint128 straight = (static_cast<uint128>(v) * ratio_) >> 62;            // Q63
            const uint128 part = (straight * static_cast<std::uint64_t>(bracket)) >> 62;  // Q63
            log = from_ + ((static_cast<uint128>(to_ - from_) * static_cast<std::uint64_t>(part)) >> 63);
        } else {
            // x^e, relative to its value at the end where it is largest, in Q64; log2 x is that end's logarithm and log2 of this over e.
            const std::uint64_t below = scale(v << 1, -lowest_);
            std::uint64_t power = rising_ ? lowest_ + below : ~below;
            if (power == 0) power = 1;
            const int zeros = std::countl_zero(power);
            const std::uint64_t mantissa = zeros == 63 ? 0 : power << (zeros + 1);
            const uint128 depth = (static_cast<uint128>(static_cast<unsigned>(zeros + 1)) << 63) - detail::log2_of_fraction(mantissa);
            const uint128 distance = (depth * inverse_) >> 56;
            log = rising_ ? (distance < to_ ? to_ - distance : 0) : from_ + distance;
        }
        if (log >= to_) return ranks_;
        if (log < from_) return head + 1;
        const auto whole = static_cast<int>(log >> 57);
        const uint128 x = static_cast<uint128>(detail::exp2_of_fraction(static_cast<std::uint64_t>(log) & ((std::uint64_t{1} << 57) - 1))) << whole;  // Q63
        const uint128 correction = static_cast<uint128>((exponent_ / 24 << 12) / static_cast<std::uint64_t>(x >> 48)) << 18;
        const auto rank = static_cast<std::uint64_t>((x - correction + (std::uint64_t{1} << 62)) >> 63);
        return rank <= head ? head + 1 : rank < ranks_ ? rank : ranks_;
    }

    std::uint64_t ranks_;
    std::uint64_t exponent_;
    std::uint64_t from_ = 0, to_ = 0;  // log2 of the tail's borders, Q57
    std::uint64_t inverse_width_ = 0;  // 2^127 / (words of the tail << zeros_)
    int zeros_ = 0;
    bool rising_ = false;  // exponent < 1
    bool nearly_one_ = false;
    std::uint64_t lowest_ = 0, inverse_ = 0;  // the smaller end's x^e relative to the larger, Q64; 1 / |1 - exponent|, Q50
    std::uint64_t slope_ = 0, ratio_ = 0;     // |y|, Q63, and (e^y - 1) / y, Q62
    std::array<std::uint64_t, head> limits_{};
};

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_ZIPF_HPP
