// SPDX-License-Identifier: Apache-2.0
// What who has only the documents finds in them: seasons, noise and correlations, with 2 % of anomalies among them.
#include <spate/telemetry/metric_documents.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "statistics.hpp"

using namespace spate;

namespace {

constexpr std::size_t services = 4, days = 28, of_day = 1440, minutes = days * of_day;

// A service's documents of four weeks, one a minute.
struct series {
    std::vector<double> cpu, latency, requests;  // requests: the increments of the counter, or what it counts where it was reset
    std::vector<bool> odd;                       // labelled, or the first after a reset
};

std::vector<series> observed(const metric_documents& documents) {
    batch rows;
    documents.fill(0, minutes * services, rows);
    const auto numbers = [&](std::string_view name) {
        std::size_t i = 0;
        while (documents.type()[i].name != name) ++i;
        return rows.columns[i].values<std::int64_t>();
    };
    const std::int64_t *const cpu = numbers("cpu"), *const latency = numbers("latency_ms"), *const requests = numbers("requests");
    const column& labels = rows.columns.back();
    std::vector<series> all(services);
    for (std::size_t row = 0; row < rows.count; ++row) {
        series& one = all[row % services];
        const bool reset = row < services || requests[row] < requests[row - services];
        one.cpu.push_back(static_cast<double>(cpu[row]));
        one.latency.push_back(static_cast<double>(latency[row]));
        one.requests.push_back(static_cast<double>(requests[row] - (reset ? 0 : requests[row - services])));
        one.odd.push_back(labels.text(row) != "none");
    }
    return all;
}

// Mean, daily and weekly season by least squares over what is not odd: Gauss's normal equations of five unknowns.
struct fit {
    double mean = 0, daily = 0, weekly = 0;
    std::vector<double> residuals;  // as shares of what the fit says
};
fit fitted(const series& from) {
    constexpr double turn = 2 * 3.14159265358979323846;
    double matrix[5][6] = {};
    const auto terms = [&](std::size_t i, double* out) {
        const double day = turn * static_cast<double>(i) / of_day;
        out[0] = 1, out[1] = std::sin(day), out[2] = std::cos(day), out[3] = std::sin(day / 7), out[4] = std::cos(day / 7);
    };
    double term[5];
    for (std::size_t i = 0; i < minutes; ++i) {
        if (from.odd[i]) continue;
        terms(i, term);
        for (std::size_t a = 0; a < 5; ++a) {
            for (std::size_t b = 0; b < 5; ++b) matrix[a][b] += term[a] * term[b];
            matrix[a][5] += term[a] * from.requests[i];
        }
    }
    for (std::size_t a = 0; a < 5; ++a)
        for (std::size_t b = 0; b < 5; ++b) {
            if (a == b) continue;
            const double factor = matrix[b][a] / matrix[a][a];
            for (std::size_t c = a; c < 6; ++c) matrix[b][c] -= factor * matrix[a][c];
        }
    double found[5];
    for (std::size_t a = 0; a < 5; ++a) found[a] = matrix[a][5] / matrix[a][a];
    fit made{.mean = found[0], .daily = std::hypot(found[1], found[2]) / found[0], .weekly = std::hypot(found[3], found[4]) / found[0], .residuals = {}};
    for (std::size_t i = 0; i < minutes; ++i) {
        if (from.odd[i]) continue;
        terms(i, term);
        double expected = 0;
        for (std::size_t a = 0; a < 5; ++a) expected += found[a] * term[a];
        made.residuals.push_back(from.requests[i] / expected - 1);
    }
    return made;
}

}  // namespace

TEST_CASE("telemetry/metric_statistics: seasons and noise are recovered from the counters of documents") {
    telemetry_options options{.from = seed{3}, .services = usual_services(services)};
    options.interval = 60'000'000'000;
    options.growth = {0, 1};
    options.noise = {3, 100};
    const metric_documents documents{options};
    const std::vector<series> all = observed(documents);
    for (std::uint32_t service = 0; service < services; ++service) {
        CAPTURE(service);
        const fit found = fitted(all[service]);
        const service_season truth = documents.load().season(service);
        CHECK(found.mean == doctest::Approx(60 * options.services[service].requests).epsilon(0.003));
        CHECK(found.daily == doctest::Approx(truth.daily * 0x1p-20).epsilon(0.01));
        CHECK(found.weekly == doctest::Approx(truth.weekly * 0x1p-20).epsilon(0.03));
        CHECK(test::deviation_of(found.residuals) == doctest::Approx(0.03).epsilon(0.02));
        CHECK(std::abs(test::mean_of(found.residuals)) < 0.0005);
        std::vector<double> every_second;
        for (std::size_t i = 0; i < found.residuals.size(); i += 2) every_second.push_back(found.residuals[i]);
        CHECK(test::distance_from_normal(every_second, 0, 0.03) < 1.63 / std::sqrt(static_cast<double>(every_second.size())) + 0.002);
    }
}

TEST_CASE("telemetry/metric_statistics: latency and processor go with the requests") {
    telemetry_options options{.from = seed{4}, .services = usual_services(services)};
    options.interval = 60'000'000'000;
    const std::vector<series> all = observed(metric_documents{options});
    for (const series& one : all) {
        std::vector<double> requests, cpu, latency, idle;
        for (std::size_t i = 1; i < minutes; ++i) {
            if (one.odd[i]) continue;
            requests.push_back(one.requests[i]), cpu.push_back(one.cpu[i]), latency.push_back(one.latency[i]);
            idle.push_back(1 / (10'000 - one.cpu[i]));
        }
        CHECK(test::correlation_of(requests, cpu) > 0.97);
        CHECK(test::correlation_of(requests, latency) > 0.7);
        CHECK(test::correlation_of(idle, latency) > 0.7);
    }
}
