// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_RANDOM_HPP
#define SPATE_TESTS_SUPPORT_RANDOM_HPP

/// Numbers for the choices of a test: the same in each run, and independent of the engines under test.

#include <cstdint>
#include <random>

namespace test {

class dice {
public:
    explicit dice(std::uint64_t seed) : words_{seed} {}

    std::uint64_t word() { return words_(); }

    /// A number in [0, n). Requires n > 0.
    std::uint64_t below(std::uint64_t n) { return words_() % n; }

    /// A number in [first, last].
    std::uint64_t from(std::uint64_t first, std::uint64_t last) { return first + below(last - first + 1); }

private:
    std::mt19937_64 words_;
};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_RANDOM_HPP
