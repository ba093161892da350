// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_TELEMETRY_STATISTICS_HPP
#define SPATE_TESTS_TELEMETRY_STATISTICS_HPP

/// What is measured of samples.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace test {

inline double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

inline double correlation_of(const std::vector<double>& a, const std::vector<double>& b) {
    const double mean_a = mean_of(a), mean_b = mean_of(b);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[i] - mean_a, y = b[i] - mean_b;
        ab += x * y, aa += x * x, bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

inline double deviation_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// The largest distance between the distribution of a sample and the normal one (Kolmogorov and Smirnov).
inline double distance_from_normal(std::vector<double> values, double mean, double deviation) {
    std::sort(values.begin(), values.end());
    const auto count = static_cast<double>(values.size());
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double expected = 0.5 * std::erfc((mean - values[i]) / (deviation * std::sqrt(2.0)));
        largest = std::max({largest, expected - static_cast<double>(i) / count, static_cast<double>(i + 1) / count - expected});
    }
    return largest;
}

}  // namespace test

#endif  // SPATE_TESTS_TELEMETRY_STATISTICS_HPP
