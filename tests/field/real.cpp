// SPDX-License-Identifier: Apache-2.0
#include <spate/field/real.hpp>

#include <cstdint>
#include <limits>

#include <spate/field/normal.hpp>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/real: uniform numbers of any range, whatever the partition") {
    laws::check_partition(uniform_real(-3, 5));
    laws::check_partition(uniform_real<float>(-3, 5));
    CHECK(sample::kolmogorov(uniform_real(-3, 5), [](long double x) { return (x + 3) / 8; }) < sample::limit);
    CHECK(sample::kolmogorov(uniform_real<float>(-3, 5), [](long double x) { return (x + 3) / 8; }) < sample::limit);
    CHECK(uniform_real<float>(0, 1).type() == data_type{.id = type_id::float32});
    CHECK(uniform_real(0, 1).type() == data_type{.id = type_id::float64});
}

TEST_CASE("field/real: the lower bound may occur, the upper one never does") {
    const uniform_float_distribution floats{1, 2}, small{0.1f, 0.2f};
    constexpr std::uint64_t last = ~std::uint64_t{0};
    CHECK(floats(0) == 1);
    CHECK(floats(last) == 2 - 0x1p-23);
    CHECK(small(0) >= 0.1f);
    CHECK(static_cast<float>(small(last)) < 0.2f);
    CHECK(sample::outside(uniform_real<float>(0.1f, 0.2f), 0.1f, std::nextafter(0.2f, 0.0f)) == 0);
}

TEST_CASE("field/real: numbers become floats without subnormal ones and infinities") {
    CHECK(detail::narrowed<float>(0.1) == 0.1f);
    CHECK(detail::narrowed<float>(0x1p-126) == 0x1p-126f);
    CHECK(detail::narrowed<float>(0x0.8p-126) == 0);
    CHECK(detail::narrowed<float>(-1e300) == std::numeric_limits<float>::lowest());
    CHECK(detail::narrowed<double>(1e300) == 1e300);
}

TEST_CASE("field/real: clamped to a range, the rest of the distribution keeps its shape") {
    const auto part = uniform_real(0, 10).clamped(2, 5);
    CHECK(part.words_per_row == 1);
    laws::check_partition(part);
    CHECK(sample::kolmogorov(part, [](long double x) { return (x - 2) / 3; }) < sample::limit);
    CHECK(sample::outside(part, 2.0, 5.0) == 0);
    CHECK(sample::outside(uniform_real<float>(0, 10).clamped(0.1f, 0.7f), 0.1f, 0.7f) == 0);
    // A range that holds all values changes none.
    CHECK(laws::values(uniform_real(0, 1).clamped(-1, 1), 1000) == laws::values(uniform_real(0, 1), 1000));
    CHECK(laws::values(uniform_real(0, 1).clamped(0, 2), 1000) == laws::values(uniform_real(0, 1), 1000));
}

TEST_CASE("field/real: bad ranges") {
    for (const double bad : {statistics::nan, statistics::infinity, 1e300, 1e-300}) {
        statistics::check_refused([bad] { return uniform_real(0, 1).clamped(bad, 2); }, "clamped: low");
        statistics::check_refused([bad] { return uniform_real(0, 1).clamped(0, bad); }, "clamped: high");
    }
    statistics::check_refused([] { return uniform_real(0, 1).clamped(0.5, 0.5); }, "clamped");
    statistics::check_refused([] { return uniform_real(0, 1).clamped(1, 2); }, "clamped");
    statistics::check_refused([] { return uniform_real(0, 1).clamped(-2, -1); }, "clamped");
    statistics::check_refused([] { return uniform_real(0, 1).clamped(0.5, 0.50000000000001); }, "clamped");
    statistics::check_refused([] { return uniform_real<float>(0, 1).clamped(1e-40f, 1); }, "clamped: low");
    statistics::check_refused([] { return uniform_real<float>(2, 1); }, "uniform_real");
    statistics::check_refused([] { return uniform_real<float>(0, 0); }, "uniform_real");
    statistics::check_refused([] { return uniform_real<float>(0, 3e38f); }, "uniform_real");
    statistics::check_refused([] { return uniform_real(1, 1); }, "uniform_real");
    CHECK_FALSE(uniform_real(0, 1) == uniform_real(0, 2));
}
