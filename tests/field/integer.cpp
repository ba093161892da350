// SPDX-License-Identifier: Apache-2.0
#include <spate/field/integer.hpp>

#include <cstdint>
#include <limits>
#include <vector>

#include "sample.hpp"

using namespace spate;

TEST_CASE_TEMPLATE("field/integer: every type, over its whole range", Integer, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t,
                   std::uint16_t, std::uint32_t, std::uint64_t) {
    const auto all = uniform_int<Integer>(std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max());
    CHECK(all.type() == data_type{.id = type_id_of<Integer>});
    CHECK(all.words_per_row() == 1);
    laws::check_partition(all);
    laws::check_partition(uniform_int<Integer>(3, 99));
    std::vector<std::uint64_t> halves(2);
    for (const Integer value : laws::values(all, 100'000))
        ++halves[value > Integer(std::numeric_limits<Integer>::min() / 2 + std::numeric_limits<Integer>::max() / 2)];
    CHECK(statistics::chi_square(halves, {50'000, 50'000}) < 8);
    for (const Integer value : laws::values(uniform_int<Integer>(42, 42), 1000)) REQUIRE(value == 42);
}

TEST_CASE("field/integer: all values are equally likely, none outside of the range") {
    std::vector<std::uint64_t> counts(1000);
    for (const std::int32_t value : laws::values(uniform_int(-500, 499), sample::rows)) {
        REQUIRE((value >= -500 && value <= 499));
        ++counts[static_cast<std::size_t>(value + 500)];
    }
    CHECK(std::abs(statistics::chi_square(counts, std::vector<double>(1000, 1000.0))) < 4);
}

TEST_CASE("field/integer: word i is row i's, and wide ranges take two") {
    const auto narrow = uniform_int<std::int64_t>(1, 6), wide = uniform_int<std::int64_t>(-1, 1'000'000'000'000);
    CHECK(wide.words_per_row() == 2);
    std::uint64_t drawn[20];
    words(laws::some_key, 1000, drawn);
    const auto rows = laws::values(narrow, 20, 1000), pairs = laws::values(wide, 10, 500);
    for (std::size_t i = 0; i < 20; ++i) CHECK(rows[i] == rng::uniform_int<std::int64_t>{1, 6}(drawn[i]));
    for (std::size_t i = 0; i < 10; ++i) CHECK(pairs[i] == rng::uniform_int<std::int64_t>{-1, 1'000'000'000'000}(drawn[2 * i], drawn[2 * i + 1]));
    laws::check_partition(wide);
    CHECK(sample::kolmogorov(wide, [](long double x) { return (x + 2) / 1'000'000'000'002.0L; }) < sample::limit);
}

TEST_CASE("field/integer: an empty range is refused, and ranges are compared") {
    statistics::check_refused([] { return uniform_int(2, 1); }, "uniform_int");
    CHECK(uniform_int(1, 6) == uniform_int(1, 6));
    CHECK_FALSE(uniform_int(1, 6) == uniform_int(1, 7));
}
