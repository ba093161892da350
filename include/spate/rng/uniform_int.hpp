// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_UNIFORM_INT_HPP
#define SPATE_RNG_UNIFORM_INT_HPP

/// Uniform integers of any range, as a pure function of one random word or of two.

#include <concepts>
#include <cstdint>
#include <random>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>

namespace spate::inline v0::rng {

/// Integers from `low` to `high`, both included, all equally likely.
///
/// A function of one word cannot share 2^64 words out evenly among n values unless n is a power of two; the next best is that each
/// value has floor(2^64 / n) words or one more, and that is what is done (the upper half of word * n: no modulo, and larger words
/// never give smaller values). So a probability is off by less than 2^-64: relatively, by less than n 2^-64, which nobody can see below
/// n = 2^32 or so. For larger ranges give a second word: then the relative error is below n 2^-128 <= 2^-64. Drawing from
/// a generator is exact, by rejection.
///
/// Determinism: integers only. Cost: one product (two words: two); no state beside the range, no allocation. Thread safety: a value.
template <std::integral Integer = std::int64_t>
    requires(sizeof(Integer) <= 8 && !std::same_as<Integer, bool>)
class uniform_int {
public:
    using result_type = Integer;

    /// Throws config_error when high < low.
    constexpr uniform_int(Integer low, Integer high)
        : low_{static_cast<std::uint64_t>(low)}, span_{static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1} {
        if (high < low)
            spate::detail::raise_config("uniform_int", std::to_string(low) + ".." + std::to_string(high), "is an empty range", "give the smaller number first");
    }

    [[nodiscard]] constexpr Integer min() const noexcept { return static_cast<Integer>(low_); }
    [[nodiscard]] constexpr Integer max() const noexcept { return static_cast<Integer>(low_ + (span_ - 1)); }

    /// Whether one word is as good as two for this range: n is a power of two, or at most 2^32.
    [[nodiscard]] constexpr bool one_word_is_enough() const noexcept { return (span_ & (span_ - 1)) == 0 || span_ <= std::uint64_t{1} << 32; }

    [[nodiscard]] constexpr Integer operator()(std::uint64_t word) const noexcept {
        return static_cast<Integer>(low_ + (span_ == 0 ? word : scale(word, span_)));
    }

    /// The same with 128 random bits, of which `word` is the upper half.
    [[nodiscard]] constexpr Integer operator()(std::uint64_t word, std::uint64_t second) const noexcept {
        if (span_ == 0) return static_cast<Integer>(low_ + word);
        const uint128 product = static_cast<uint128>(word) * span_ + scale(second, span_);
        return static_cast<Integer>(low_ + static_cast<std::uint64_t>(product >> 64));
    }

    /// Exactly uniform: words that do not fit evenly are thrown away and others drawn (Lemire: Fast Random Integer Generation in an
    /// Interval, ACM TOMACS 29, 2019). Takes one word, seldom more.
    template <std::uniform_random_bit_generator Generator>
        requires(Generator::min() == 0 && Generator::max() == ~std::uint64_t{0})
    [[nodiscard]] Integer operator()(Generator& generator) const {
        std::uint64_t word = generator();
        if (span_ == 0) return static_cast<Integer>(low_ + word);
        if (word * span_ < span_)
            for (const std::uint64_t threshold = -span_ % span_; word * span_ < threshold;) word = generator();
        return (*this)(word);
    }

    friend constexpr bool operator==(const uniform_int&, const uniform_int&) = default;

private:
    std::uint64_t low_;
    std::uint64_t span_;  // 0 stands for 2^64
};

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_UNIFORM_INT_HPP
