// SPDX-License-Identifier: Apache-2.0
#include <spate/event/rate.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

using namespace spate;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

double at(const rate_shape& shape, std::uint64_t t) {
    if (shape.repeats()) t %= shape.length();
    for (const rate_piece& piece : shape.pieces()) {
        const auto from = static_cast<double>(piece.from), to = static_cast<double>(piece.to);
        if (t < piece.length) return std::ldexp(from + (to - from) * static_cast<double>(t) / static_cast<double>(piece.length), -32);
        t -= piece.length;
    }
    return std::ldexp(static_cast<double>(shape.after()), -32);
}

std::string problem(auto make) {
    try {
        (void)make();
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("event/rate: constants, ramps, bursts and steps are what they say") {
    CHECK(at(constant_rate(2.5), 7) == 2.5);
    const rate_shape ramp = ramp_rate(10, 30, 20 * second);
    CHECK(at(ramp, 0) == 10);
    CHECK(at(ramp, 5 * second) == 15);
    CHECK(at(ramp, 20 * second) == 30);
    CHECK(at(ramp, 900 * second) == 30);
    const rate_shape burst = burst_rate(5, 500, second, 60 * second);
    CHECK(at(burst, 60 * second) == 500);
    CHECK(at(burst, 61 * second) == 5);
    CHECK(at(burst, 119 * second) == 5);
    const std::vector<rate_step> steps{{second, 4}, {3 * second, 0}, {5 * second, 9}};
    const rate_shape once = step_rate(steps), again = step_rate(steps, 6 * second);
    CHECK(at(once, 0) == 0);
    CHECK(at(once, second) == 4);
    CHECK(at(once, 4 * second) == 0);
    CHECK(at(once, 600 * second) == 9);
    CHECK(at(again, 5 * second) == 9);
    CHECK(at(again, 6 * second) == 0);
    CHECK(at(again, 7 * second) == 4);
}

TEST_CASE("event/rate: a ramp of years is in pieces whose ends meet") {
    const std::uint64_t year = 365 * 86400 * second;
    const rate_shape ramp = ramp_rate(1000, 1, year);
    std::uint64_t length = 0, rate = std::uint64_t{1000} << 32;
    for (const rate_piece& piece : ramp.pieces()) {
        REQUIRE(piece.length <= rate_shape::longest_slope);
        REQUIRE(piece.from == rate);
        rate = piece.to;
        length += piece.length;
    }
    CHECK(length == year);
    CHECK(rate == std::uint64_t{1} << 32);
    CHECK(at(ramp, year / 2) == doctest::Approx(500.5));
}

TEST_CASE("event/rate: seasons are sines") {
    const auto check = [](const rate_shape& shape, double mean, double amplitude, double period, double phase) {
        double worst = 0;
        for (std::uint64_t k = 0; k < 5000; ++k) {
            const double t = period * static_cast<double>(k) / 4999.0 * 1.7;
            const double wanted = mean + amplitude * std::sin(2 * std::numbers::pi * (t / period + phase));
            worst = std::max(worst, std::abs(at(shape, static_cast<std::uint64_t>(t)) - wanted));
        }
        CHECK(worst < 5e-6 * amplitude);
    };
    check(sine_rate(1000, 250, 3600 * second, ratio{1, 8}), 1000, 250, 3600e9, 0.125);
    check(sine_rate(5, 5, 400 * 86400 * second), 5, 5, 400 * 86400e9, 0);
    check(diurnal_rate(100, 60), 100, 60, 86400e9, 0.25 - 14 / 24.0);
    check(weekly_rate(100, 60), 100, 60, 7 * 86400e9, 0.25 - 2.5 / 7);
    CHECK(diurnal_rate(100, 60).follows_calendar());
    CHECK_FALSE(sine_rate(100, 60, second).follows_calendar());
}

TEST_CASE("event/rate: sums are sums") {
    const auto check = [](const rate_shape& a, const rate_shape& b) {
        for (const rate_shape& sum : {a + b, b + a})
            for (std::uint64_t k = 0; k < 3000; ++k) {
                const std::uint64_t t = k * 577 * second + k;
                REQUIRE(at(sum, t) == doctest::Approx(at(a, t) + at(b, t)).epsilon(1e-9));
            }
    };
    check(constant_rate(3), diurnal_rate(100, 60));
    check(constant_rate(3), ramp_rate(1, 2, 1000 * second));
    check(weekly_rate(50, 20), diurnal_rate(100, 60));
    check(ramp_rate(1, 2, 100'000 * second), step_rate(std::vector<rate_step>{{0, 5}, {577 * 20 * second, 7}}));
    check(burst_rate(1, 10, 60 * second, 3600 * second), sine_rate(4, 4, 4 * 3600 * second));
}

TEST_CASE("event/rate: what is no rate is refused") {
    CHECK(problem([] { return constant_rate({0, 1}); }).starts_with("rate: 0 is no rate of events"));
    CHECK(problem([] { return constant_rate(1'000'000'001); }).starts_with("rate: 1e+09 is more than"));
    CHECK(problem([] { return ramp_rate(1, {0, 1}, second); }).find("so the stream would end") != std::string::npos);
    CHECK(problem([] { return ramp_rate(1, 2, 0); }).starts_with("over: 0 is no time"));
    CHECK(problem([] { return sine_rate(1, 2, second); }).starts_with("amplitude: 2 is more than the mean 1"));
    CHECK(problem([] { return sine_rate(2, 1, 5); }).starts_with("period: 5 is no period"));
    CHECK(problem([] { return diurnal_rate(2, 1, 86400 * second); }).starts_with("peak: "));
    CHECK(problem([] { return burst_rate(1, 2, 10, 10); }).starts_with("length: 10 is not shorter"));
    CHECK(problem([] { return burst_rate(1, 2, 0, 10); }).starts_with("length: 0 is no length of a burst"));
    CHECK(problem([] { return burst_rate(1, 2, 0, 0); }).starts_with("period: 0 leaves no time"));
    CHECK(problem([] { return burst_rate(1, 2, 1, 1); }).starts_with("period: 1 leaves no time"));
    CHECK(problem([] { return burst_rate({0, 1}, {0, 1}, 5, 10); }).find("never become more") != std::string::npos);
    CHECK(problem([] { return step_rate({}); }).starts_with("steps: are empty"));
    CHECK(problem([] { return step_rate(std::vector<rate_step>{{5, 1}, {5, 2}}); }).starts_with("steps: 5 is not after 5"));
    CHECK(problem([] { return step_rate(std::vector<rate_step>{{5, 1}}, 5); }).starts_with("repeat_after: 5 is not after 5"));
    CHECK(problem([] { return sine_rate(1, 1, 3 * second) + sine_rate(1, 1, 2 * second); }).starts_with("rates: two shapes cannot be added"));
    CHECK(problem([] { return sine_rate(1, 1, 86400 * second) + diurnal_rate(1, 1); }).starts_with("rates: two shapes cannot be added"));
    CHECK(problem([] { return constant_rate(600'000'000) + constant_rate(600'000'000); }).find("is more than a stream can have") != std::string::npos);
    CHECK(problem([] { return burst_rate(1, 2, 5, 10) + weekly_rate(1, 1); }).starts_with("rates: "));
}
