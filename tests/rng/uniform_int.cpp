// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/uniform_int.hpp>

#include <limits>
#include <set>

#include <spate/rng/bit_generator.hpp>

#include "statistics.hpp"

using spate::rng::uniform_int;

TEST_CASE("rng/uniform_int: ends of the words are ends of the range") {
    constexpr std::uint64_t last = ~std::uint64_t{0};
    static_assert(uniform_int{-3, 5}(0) == -3 && uniform_int{-3, 5}(last) == 5);
    static_assert(uniform_int{7, 7}(0) == 7 && uniform_int{7, 7}(last) == 7);
    constexpr uniform_int<std::int64_t> whole{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    static_assert(whole(0) == whole.min() && whole(last) == whole.max() && whole(0, last) == whole.min());
    constexpr uniform_int<std::uint64_t> nearly{0, last - 1};
    static_assert(nearly(0) == 0 && nearly(last) == last - 1 && nearly(last, last) == last - 1 && nearly(0, 0) == 0);
    constexpr uniform_int<std::int8_t> bytes{-128, 127};
    static_assert(bytes(0) == -128 && bytes(last) == 127 && bytes(last, 5) == 127);
    static_assert(uniform_int<std::uint8_t>{250, 255}(last) == 255);
    CHECK(uniform_int{-3, 5}(last) == 5);
}

TEST_CASE("rng/uniform_int: words are shared out as evenly as can be") {
    // The words of value v begin at ceil(v 2^64 / n), for every n: no two values differ by more than one word.
    for (const std::uint64_t n : {std::uint64_t{3}, std::uint64_t{10}, std::uint64_t{1000}, (std::uint64_t{1} << 40) + 1}) {
        const uniform_int<std::uint64_t> below{0, n - 1};
        for (std::uint64_t i = 1; i < 200; ++i) {
            const std::uint64_t v = spate::scale(spate::mix(i), n - 1) + 1;
            const auto first = static_cast<std::uint64_t>(((static_cast<spate::uint128>(v) << 64) + n - 1) / n);
            CHECK(below(first) == v);
            CHECK(below(first - 1) == v - 1);
        }
    }
}

TEST_CASE("rng/uniform_int: two words remove the bias of large ranges") {
    // Of 3 * 2^62 values, one word gives every third two words of 2^64 and the others one: a third of the values has half of the draws.
    const std::uint64_t n = std::uint64_t{3} << 62;
    const uniform_int<std::uint64_t> large{0, n - 1};
    CHECK_FALSE(large.one_word_is_enough());
    CHECK(uniform_int<std::uint64_t>{0, 999}.one_word_is_enough());
    const auto sample = statistics::words(60'000);
    std::vector<std::uint64_t> one(3), two(3);
    for (std::size_t i = 0; i < sample.size(); i += 2) ++one[large(sample[i]) % 3], ++two[large(sample[i], sample[i + 1]) % 3];
    const std::vector<double> expected(3, 10'000);
    CHECK(statistics::chi_square(one, expected) > 100);
    CHECK(std::abs(statistics::chi_square(two, expected)) < 4);
}

TEST_CASE("rng/uniform_int: uniform") {
    for (const std::uint64_t n : {2u, 7u, 100u, 1000u}) {
        const uniform_int<std::uint64_t> below{0, n - 1};
        std::vector<std::uint64_t> by_word(n), by_generator(n);
        spate::rng::bit_generator<> generator{spate::seed{5}};
        for (const std::uint64_t word : statistics::words(100'000)) ++by_word[below(word)], ++by_generator[below(generator)];
        const std::vector<double> expected(n, 1e5 / static_cast<double>(n));
        INFO("n = " << n);
        CHECK(std::abs(statistics::chi_square(by_word, expected)) < 4);
        CHECK(std::abs(statistics::chi_square(by_generator, expected)) < 4);
    }
}

namespace {
// Gives words that rejection must throw away, then good ones.
struct scripted {
    using result_type = std::uint64_t;
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }
    result_type operator()() { return calls++ < 3 ? 0 : (std::uint64_t{1} << 63) + 1; }
    int calls = 0;
};
}  // namespace

TEST_CASE("rng/uniform_int: rejects the words that do not fit evenly") {
    // 2^64 mod 10 = 6, so the product 0 is thrown away.
    scripted generator;
    CHECK(uniform_int{0, 9}(generator) == 5);
    CHECK(generator.calls == 4);
    scripted power_of_two;
    CHECK(uniform_int{0, 15}(power_of_two) == 0);
    CHECK(power_of_two.calls == 1);
}

TEST_CASE("rng/uniform_int: monotonic") { statistics::check_monotonic(uniform_int{-1000, 12345}); }

TEST_CASE("rng/uniform_int: bad parameters") {
    statistics::check_refused([] { return uniform_int{5, 4}; }, "uniform_int");
    statistics::check_refused([] { return uniform_int<std::uint64_t>{1, 0}; }, "uniform_int");
}
