// SPDX-License-Identifier: Apache-2.0
#include "distribution_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace cli::infer {
namespace {

double normal_below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

// Of the distribution given that values lie within the bounds.
template <class Below>
double distance_to(const std::vector<double>& sorted, double min, double max, const Below& below) {
    const double from = below(min), span = below(max) - from;
    if (!(span > 1e-6)) return 1;
    const auto count = static_cast<double>(sorted.size());
    double out = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double expected = (below(sorted[i]) - from) / span;
        out = std::max({out, std::abs(expected - static_cast<double>(i) / count), std::abs(expected - static_cast<double>(i + 1) / count)});
    }
    return std::isfinite(out) ? out : 1;
}

struct moments {
    double mean = 0, deviation = 0;
};
template <class Of>
moments moments_of(const std::vector<double>& sorted, const Of& of) {
    moments out;
    for (const double value : sorted) out.mean += of(value);
    out.mean /= static_cast<double>(sorted.size());
    for (const double value : sorted) out.deviation += (of(value) - out.mean) * (of(value) - out.mean);
    out.deviation = std::sqrt(out.deviation / static_cast<double>(sorted.size()));
    return out;
}

double rounded(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return std::strtod(text, nullptr);
}

}  // namespace

distribution_fit fit_distribution(const std::vector<double>& sorted, double min, double max) {
    constexpr std::size_t least = 200;
    if (sorted.size() < least) return {};
    distribution_fit best{distribution_fit::uniform, 0, 0, distance_to(sorted, min, max, [](double x) { return x; })};
    // What chance explains, and what is not much worse than the best, stays uniform.
    if (best.distance < 1.6 / std::sqrt(static_cast<double>(sorted.size()))) return best;
    const double uniform_distance = best.distance;
    const auto offer = [&](distribution_fit::kind what, double first, double second, double distance) {
        if (distance < 0.6 * uniform_distance && distance < best.distance) best = {what, first, second, distance};
    };
    const moments plain = moments_of(sorted, [](double x) { return x; });
    const double mean = rounded(plain.mean), deviation = rounded(plain.deviation);
    if (deviation > 0)
        offer(distribution_fit::normal, mean, deviation, distance_to(sorted, min, max, [&](double x) { return normal_below((x - mean) / deviation); }));
    if (min > 0) {
        const moments logarithms = moments_of(sorted, [](double x) { return std::log(x); });
        const double log_mean = rounded(logarithms.mean), log_deviation = rounded(logarithms.deviation);
        if (log_deviation > 0)
            offer(distribution_fit::lognormal, log_mean, log_deviation,
                  distance_to(sorted, min, max, [&](double x) { return normal_below((std::log(x) - log_mean) / log_deviation); }));
    }
    if (min >= 0 && mean > 0) {
        const double rate = rounded(1 / mean);
        offer(distribution_fit::exponential, rate, 0, distance_to(sorted, min, max, [&](double x) { return -std::expm1(-rate * x); }));
    }
    return best;
}

}  // namespace cli::infer
