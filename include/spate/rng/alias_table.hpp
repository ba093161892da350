// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_ALIAS_TABLE_HPP
#define SPATE_RNG_ALIAS_TABLE_HPP

/// Weighted choices by one word and one look into a table.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>

namespace spate::inline v0::rng {

/// Source: the alias method (Walker, 1977), its table made as in Vose: A Linear Algorithm for Generating Random Numbers with a Given Distribution, IEEE TSE
/// 17, 1991. The table is made of integers without rounding, only its thresholds are rounded, to multiples of 2^-64; so every compiler makes the same.
/// A probability is off by less than n 2^-64.
///
/// Determinism: integers only. Cost: a look into a table of 16 bytes for each index. Thread safety: a value that does not change.
class alias_table {
public:
    /// Weights as many as indices, from 1 to 2^32. Throws config_error, which names `parameter`, where all weights are 0.
    alias_table(const std::vector<ratio>& weights, const char* parameter) : entries_(weights.size()) {
        const std::uint64_t n = weights.size();
        const std::vector<std::uint64_t> shares = shares_of(weights, parameter);
        std::uint64_t total = 0;
        for (const std::uint64_t share : shares) total += share;
        std::vector<uint128> left(n);
        std::vector<std::uint32_t> small, large;
        for (std::uint32_t i = 0; i < n; ++i) {
            left[i] = static_cast<uint128>(shares[i]) * n;
            (left[i] < total ? small : large).push_back(i);
        }
        while (!small.empty()) {
            const std::uint32_t less = small.back(), more = large.back();
            small.pop_back();
            entries_[less] = {static_cast<std::uint64_t>((left[less] << 64) / total), more};
            left[more] -= total - left[less];
            if (left[more] < total) {
                large.pop_back();
                small.push_back(more);
            }
        }
        for (const std::uint32_t whole : large) entries_[whole] = {~std::uint64_t{0}, whole};
    }

    /// The index that a random word chooses.
    [[nodiscard]] SPATE_ALWAYS_INLINE std::uint32_t operator()(std::uint64_t word) const noexcept {
        const uint128 product = static_cast<uint128>(word) * entries_.size();
        const auto own = static_cast<std::uint32_t>(product >> 64);
        const entry& of = entries_[own];
        // Without a branch, which nothing could foresee.
        const std::uint32_t other = 0u - static_cast<std::uint32_t>(static_cast<std::uint64_t>(product) >= of.threshold);
        return own ^ ((own ^ of.other) & other);
    }

    /// A word whose product with size() has the upper half `own` chooses `own` where the lower half is below the threshold, else the other.
    struct entry {
        std::uint64_t threshold = 0;
        std::uint32_t other = 0;
    };

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] const std::vector<entry>& entries() const noexcept { return entries_; }

private:
    // The weights as integers whose sum is below 2^63; none that is not 0 becomes 0.
    static std::vector<std::uint64_t> shares_of(const std::vector<ratio>& weights, const char* parameter) {
        uint128 sum = 0;
        const auto fixed = [](const ratio& weight) { return (static_cast<uint128>(weight.numerator()) << 64) / weight.denominator(); };
        for (const ratio& weight : weights) sum += fixed(weight);
        if (sum == 0) spate::detail::raise_config(parameter, "", "all weights are 0", "give a weight above 0 to one of the values");
        int shift = 0;
        while (sum >> shift >> 62 != 0) ++shift;
        std::vector<std::uint64_t> shares;
        for (const ratio& weight : weights) {
            const auto share = static_cast<std::uint64_t>(fixed(weight) >> shift);
            shares.push_back(share == 0 && weight.numerator() != 0 ? 1 : share);
        }
        return shares;
    }

    std::vector<entry> entries_;
};

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_ALIAS_TABLE_HPP
