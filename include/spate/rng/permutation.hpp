// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_PERMUTATION_HPP
#define SPATE_RNG_PERMUTATION_HPP

/// Keyed permutations of [0, n) for any n, without tables.

#include <cstddef>
#include <cstdint>
#include <span>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/products.hpp>

namespace spate::inline v0::kernels {

// What the rounds need of a permutation and its key.
struct permutation_rounds {
    std::uint64_t a, b, reciprocal, factor;
    key128 key;
};

}  // namespace spate::inline v0::kernels

#define SPATE_KERNEL <spate/rng/detail/permutation.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0 {

namespace detail {
inline constexpr simd::kernel_table<void (*)(const kernels::permutation_rounds&, std::uint64_t, std::uint64_t*, std::size_t) noexcept> permute_small{
    SPATE_KERNELS(permute_small)};
inline constexpr simd::kernel_table<std::size_t (*)(const kernels::permutation_rounds&, std::uint64_t, std::uint64_t*, std::size_t) noexcept> permute_large{
    SPATE_KERNELS(permute_large)};
}

/// Division by a number that is known early: a product and a correction in place of the machine's division.
class divisor {
public:
    /// Requires by > 0.
    constexpr explicit divisor(std::uint64_t by) noexcept
        : by_{by}, reciprocal_{by == 1 ? ~std::uint64_t{0} : static_cast<std::uint64_t>((static_cast<uint128>(1) << 64) / by)} {}

    struct parts {
        std::uint64_t quotient, remainder;
    };
    [[nodiscard]] constexpr parts divide(std::uint64_t n) const noexcept {
        std::uint64_t quotient = scale(n, reciprocal_);
        std::uint64_t remainder = n - quotient * by_;
        while (remainder >= by_) {
            ++quotient;
            remainder -= by_;
        }
        return {quotient, remainder};
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return by_; }

private:
    std::uint64_t by_, reciprocal_;
};

/// Permutations of [0, n): `permutation(n)` holds what depends on n, each call takes the key.
///
/// Source: a Feistel network over Z_a x Z_b with a b just above n (Black and Rogaway: Ciphers with Arbitrary Finite Domains,
/// 2002, the generalised Feistel), four rounds, walking on while the result is not below n, which happens for fewer than one
/// index in sqrt(n). Up to n = 2^32 the rounds are 32-bit products, beyond it 64-bit ones. Scatters well; not a cipher.
/// Determinism: a pure function of (n, key, index), in integers. Cost: 10 to 20 ns alone, 1 to 3 ns each in a row.
class permutation {
public:
    /// Requires n > 0.
    constexpr explicit permutation(std::uint64_t n) noexcept : n_{n}, a_{square_root(n)}, b_{(n - 1) / square_root(n) + 1} {}

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return n_; }

    /// Where `index` goes under `key`. Requires index < size().
    [[nodiscard]] constexpr std::uint64_t operator()(const key128& key, std::uint64_t index) const noexcept {
        return n_ <= std::uint64_t{1} << 32 ? small(key, index) : large(key, index);
    }

    /// What goes to `index` under `key`. Requires index < size(). Cost: as forwards, alone.
    [[nodiscard]] constexpr std::uint64_t inverse(const key128& key, std::uint64_t index) const noexcept {
        return n_ <= std::uint64_t{1} << 32 ? small_inverse(key, index) : large_inverse(key, index);
    }

    /// Where first, first + 1, ... go; up to n = 2^48 eight at a time. Requires first + out.size() <= size().
    void map(const key128& key, std::uint64_t first, std::span<std::uint64_t> out) const noexcept {
        std::size_t done = 0;
        if (n_ > smallest_in_lanes && n_ <= largest_in_lanes && out.size() >= 8) {
            const std::size_t whole = out.size() / 8 * 8;
            if (n_ <= std::uint64_t{1} << 32) {
                detail::permute_small(kernels::permutation_rounds{a_, b_.value(), (std::uint64_t{1} << 32) / b_.value(), factor, key}, first, out.data(),
                                      whole);
                done = whole;
            } else {
                done = detail::permute_large(kernels::permutation_rounds{a_, b_.value(), (std::uint64_t{1} << 48) / b_.value(), factor, key}, first, out.data(),
                                             whole);
            }
            if (a_ * b_.value() != n_)
                for (std::uint64_t& index : out.first(done))
                    if (index >= n_) index = (*this)(key, index);
        }
        for (; done < out.size(); ++done) out[done] = (*this)(key, first + done);
    }

private:
    static constexpr std::uint64_t smallest_in_lanes = 16, largest_in_lanes = std::uint64_t{1} << 48;
    static constexpr std::uint64_t factor = 0x9e3779b1u;

    [[nodiscard]] constexpr std::uint64_t small(const key128& key, std::uint64_t index) const noexcept {
        const std::uint64_t b = b_.value();
        do {
            const auto [quotient, remainder] = b_.divide(index);
            std::uint64_t x = quotient, y = remainder;
            x = add(x, share(y ^ key.low, a_), a_);
            y = add(y, share(x ^ key.high, b), b);
            x = add(x, share(y ^ (key.low >> 32), a_), a_);
            y = add(y, share(x ^ (key.high >> 32), b), b);
            index = x * b + y;
        } while (index >= n_);
        return index;
    }

    [[nodiscard]] constexpr std::uint64_t small_inverse(const key128& key, std::uint64_t index) const noexcept {
        const std::uint64_t b = b_.value();
        do {
            const auto [quotient, remainder] = b_.divide(index);
            std::uint64_t x = quotient, y = remainder;
            y = subtract(y, share(x ^ (key.high >> 32), b), b);
            x = subtract(x, share(y ^ (key.low >> 32), a_), a_);
            y = subtract(y, share(x ^ key.high, b), b);
            x = subtract(x, share(y ^ key.low, a_), a_);
            index = x * b + y;
        } while (index >= n_);
        return index;
    }

    // A number below `modulus`, which is at most 2^16 + 1, from the lower 32 bits of a word.
    static constexpr std::uint64_t share(std::uint64_t word, std::uint64_t modulus) noexcept {
        const std::uint64_t product = (word & 0xffffffffu) * factor;
        return ((product ^ (product >> 32)) & 0xffffffffu) * modulus >> 32;
    }

    [[nodiscard]] constexpr std::uint64_t large(const key128& key, std::uint64_t index) const noexcept {
        do {
            const auto [quotient, remainder] = b_.divide(index);
            std::uint64_t x = quotient, y = remainder;
            x = add(x, scale(fold_product(y ^ key.low, 0x9e3779b97f4a7c15u), a_), a_);
            y = add(y, scale(fold_product(x ^ key.high, 0xd1342543de82ef95u), b_.value()), b_.value());
            x = add(x, scale(fold_product(y ^ ~key.high, 0xaef17502108ef2d9u), a_), a_);
            y = add(y, scale(fold_product(x ^ ~key.low, 0xf1357aea2e62a9c5u), b_.value()), b_.value());
            index = x * b_.value() + y;
        } while (index >= n_);
        return index;
    }

    [[nodiscard]] constexpr std::uint64_t large_inverse(const key128& key, std::uint64_t index) const noexcept {
        const std::uint64_t b = b_.value();
        do {
            const auto [quotient, remainder] = b_.divide(index);
            std::uint64_t x = quotient, y = remainder;
            y = subtract(y, scale(fold_product(x ^ ~key.low, 0xf1357aea2e62a9c5u), b), b);
            x = subtract(x, scale(fold_product(y ^ ~key.high, 0xaef17502108ef2d9u), a_), a_);
            y = subtract(y, scale(fold_product(x ^ key.high, 0xd1342543de82ef95u), b), b);
            x = subtract(x, scale(fold_product(y ^ key.low, 0x9e3779b97f4a7c15u), a_), a_);
            index = x * b + y;
        } while (index >= n_);
        return index;
    }

    static constexpr std::uint64_t add(std::uint64_t x, std::uint64_t y, std::uint64_t modulus) noexcept {
        const std::uint64_t sum = x + y;
        return sum >= modulus ? sum - modulus : sum;
    }
    static constexpr std::uint64_t subtract(std::uint64_t x, std::uint64_t y, std::uint64_t modulus) noexcept { return x >= y ? x - y : x + modulus - y; }
    static constexpr std::uint64_t square_root(std::uint64_t n) noexcept {
        std::uint64_t root = 0;
        for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1)
            if ((root | bit) * (root | bit) <= n) root |= bit;
        return root;
    }

    std::uint64_t n_, a_;
    divisor b_;
};

}  // namespace spate::inline v0

#endif  // SPATE_RNG_PERMUTATION_HPP
