// SPDX-License-Identifier: Apache-2.0
#include <spate/field/zipf_int.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "sample.hpp"

using namespace spate;

namespace {

// The expected counts of ranks 1, 2 ... of a million rows.
std::vector<double> expected(std::size_t count, long double exponent) {
    long double sum = 0;
    for (std::size_t k = count; k > 0; --k) sum += std::pow(static_cast<long double>(k), -exponent);
    std::vector<double> counts;
    for (std::size_t k = 1; k <= count; ++k) counts.push_back(static_cast<double>(sample::rows * std::pow(static_cast<long double>(k), -exponent) / sum));
    return counts;
}

std::vector<std::uint64_t> counts_of(const zipf_int_field& field, std::size_t count, std::int64_t start) {
    std::vector<std::uint64_t> counts(count);
    for (const std::int64_t value : laws::values(field, sample::rows)) ++counts.at(static_cast<std::size_t>(value - start));
    return counts;
}

}  // namespace

TEST_CASE("field/zipf_int: any partition of rows") {
    laws::check_partition(zipf_int(1000, 1.1));
    laws::check_partition(zipf_int(1'000'000'000, 0.9, 0).scattered());
}

TEST_CASE("field/zipf_int: values are as frequent as their ranks say") {
    CHECK(std::abs(statistics::chi_square(counts_of(zipf_int(1000, 1.1), 1000, 1), expected(1000, 1.1L))) < 4);
    CHECK(std::abs(statistics::chi_square(counts_of(zipf_int(200, 0.5, -7), 200, -7), expected(200, 0.5L))) < 4);
}

TEST_CASE("field/zipf_int: scattered, the same frequencies belong to other values") {
    const auto ranked = counts_of(zipf_int(1000, 1.1, 0), 1000, 0);
    auto scattered = counts_of(zipf_int(1000, 1.1, 0).scattered(), 1000, 0);
    CHECK(scattered != ranked);
    auto sorted = ranked;
    std::sort(sorted.begin(), sorted.end());
    std::sort(scattered.begin(), scattered.end());
    CHECK(scattered == sorted);
    const auto one = laws::values(zipf_int(1000, 3.0).scattered(), 1000), other = laws::values(zipf_int(1000, 3.0).scattered(), 1000, 0, {9, 9});
    const auto most = [](const std::vector<std::int64_t>& values) {
        std::vector<int> counts(1001);
        for (const std::int64_t value : values) ++counts[static_cast<std::size_t>(value)];
        return std::max_element(counts.begin(), counts.end()) - counts.begin();
    };
    CHECK(most(one) != most(other));
}

TEST_CASE("field/zipf_int: bad parameters") {
    statistics::check_refused([] { return zipf_int(0, 1.1); }, "zipf: ranks");
    statistics::check_refused([] { return zipf_int(10, 0); }, "zipf: exponent");
    statistics::check_refused([] { return zipf_int(10, 1.1, std::numeric_limits<std::int64_t>::max() - 8); }, "zipf_int: start");
    CHECK_FALSE(zipf_int(10, 1.1) == zipf_int(10, 1.1).scattered());
}
