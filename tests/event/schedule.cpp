// SPDX-License-Identifier: Apache-2.0
#include <spate/event/schedule.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/hash.hpp>

using namespace spate;

namespace {

constexpr std::int64_t second = 1'000'000'000, day = 86400 * second, begin = 1'735'689'600 * second;  // 2025-01-01, a Wednesday
constexpr std::uint64_t seconds = 1'000'000'000;

std::vector<std::pair<std::string, schedule>> all() {
    const std::vector<rate_step> steps{{seconds, 4}, {3 * seconds, ratio{0, 1}}, {5 * seconds, 900}};
    std::vector<std::pair<std::string, schedule>> out{{"default", schedule{}},
                                                      {"constant", schedule{begin, 1'000'000}},
                                                      {"third", schedule{begin, ratio{1, 3}}},
                                                      {"fast", schedule{-5, 1'000'000'000}},
                                                      {"constant shape", schedule{begin, constant_rate(2.75)}},
                                                      {"ramp", schedule{begin, ramp_rate(ratio{0, 1}, 1000, 600 * seconds)}},
                                                      {"fall", schedule{begin, ramp_rate(1'000'000'000, 1, 4000 * seconds)}},
                                                      {"sine", schedule{begin, sine_rate(50, 50, 30 * seconds)}},
                                                      {"diurnal", schedule{begin, diurnal_rate(1000, 900)}},
                                                      {"calendar", schedule{-begin, weekly_rate(3, 1) + diurnal_rate(10, 9)}},
                                                      {"bursts", schedule{begin, burst_rate(ratio{0, 1}, 5000, seconds / 10, 7 * seconds)}},
                                                      {"steps", schedule{begin, step_rate(steps)}},
                                                      {"repeated", schedule{begin, step_rate(steps, 6 * seconds)}}};
    const std::size_t plain = out.size();
    for (std::size_t k = 0; k < plain; ++k) out.emplace_back("poisson " + out[k].first, out[k].second.poisson(seed{k}));
    return out;
}

}  // namespace

TEST_CASE("event/schedule: counts are the exact inverse of instants, and no event is before the one before it") {
    for (const auto& [name, when] : all()) {
        CAPTURE(name);
        CHECK(when.time_of(0) >= when.start());
        for (std::uint64_t k = 0; k < 600; ++k) {
            const std::uint64_t i = k < 300 ? k : mix(k) >> (k % 2 == 0 ? 40 : 30);
            const std::int64_t time = when.time_of(i);
            if (time == std::numeric_limits<std::int64_t>::max()) continue;
            REQUIRE(when.count_before(time) <= i);
            REQUIRE(when.count_before(time + 1) > i);
            REQUIRE(when.time_of(i + 1) >= time);
        }
        CHECK(when.count_before(when.start()) == 0);
        CHECK(when.count_before(when.start() - 1) == 0);
        CHECK(when.count_before(std::numeric_limits<std::int64_t>::min()) == 0);
    }
}

TEST_CASE("event/schedule: many at once are the same as each by itself") {
    for (const auto& [name, when] : all()) {
        CAPTURE(name);
        for (const std::uint64_t first : {0u, 65'500u, 1'000'003u}) {
            std::vector<std::int64_t> together(300);
            when.times(first, together);
            for (std::size_t k = 0; k < together.size(); k += 7) REQUIRE(together[k] == when.time_of(first + k));
        }
    }
}

TEST_CASE("event/schedule: constant rates, and what they were before there were others") {
    const schedule when{begin, ratio{3, 1}};
    CHECK(when.time_of(0) == begin);
    CHECK(when.time_of(1) == begin + 333'333'333);
    CHECK(when.time_of(2) == begin + 666'666'666);
    CHECK(when.time_of(3) == begin + second);
    CHECK(when.count_before(begin + 333'333'333) == 1);
    CHECK(when.count_before(begin + 333'333'334) == 2);
    CHECK(schedule{begin, constant_rate(1000)}.time_of(123'456'789) == schedule{begin, 1000}.time_of(123'456'789));
    CHECK(schedule{begin, ratio{1, 4'000'000'000}}.time_of(1'000'000'000) == std::numeric_limits<std::int64_t>::max());
    CHECK_THROWS_AS((schedule{0, ratio{0, 1}}), config_error);
    CHECK_THROWS_AS((schedule{0, 1'000'000'001}), config_error);
}

TEST_CASE("event/schedule: counts are the integrals of the rates") {
    const schedule ramp{begin, ramp_rate(100, 300, 10 * seconds)};
    CHECK(ramp.count_before(begin + 10 * second) == 2000);
    CHECK(ramp.count_before(begin + 5 * second) == 750);
    CHECK(ramp.count_before(begin + 20 * second) == 5000);
    const schedule bursts{begin, burst_rate(10, 1000, seconds, 10 * seconds)};
    CHECK(bursts.count_before(begin + second) == 1000);
    CHECK(bursts.count_before(begin + 1000 * second) == 109'000);
    const schedule sine{begin, sine_rate(1000, 400, 3600 * seconds)};
    for (std::int64_t k = 1; k <= 72; ++k) {
        const double t = static_cast<double>(k) * 100;
        const double wanted = 1000 * t + 400 * 3600 / (2 * std::numbers::pi) * (1 - std::cos(2 * std::numbers::pi * t / 3600));
        REQUIRE(std::abs(static_cast<double>(sine.count_before(begin + k * 100 * second)) - wanted) <= 1 + wanted * 3e-6);
    }
    CHECK(sine.count_before(begin + 36'000'000 * second) == 36'000'000'000);
}

TEST_CASE("event/schedule: seasons follow the calendar, whenever the stream begins") {
    for (const std::int64_t start : {begin, begin + 12'345 * second, -begin, begin - 5 * day}) {
        const schedule daily{start, diurnal_rate(100, 100)};
        std::vector<std::uint64_t> hours(24);
        const std::int64_t midnight = (start / day + 3) * day;
        for (std::size_t h = 0; h < 24; ++h) {
            const std::int64_t from = midnight + static_cast<std::int64_t>(h) * 3600 * second;
            hours[h] = daily.count_before(from + 1800 * second) - daily.count_before(from - 1800 * second);
        }
        CHECK(std::max_element(hours.begin(), hours.end()) - hours.begin() == 14);
        CHECK(std::min_element(hours.begin(), hours.end()) - hours.begin() == 2);
        CHECK(hours[14] > 100 * hours[2]);
    }
    const schedule weekly{begin, weekly_rate(100, 100)};
    std::vector<std::uint64_t> days(7);
    for (std::size_t d = 0; d < 7; ++d) {
        const std::int64_t monday = begin + 5 * day, from = monday + static_cast<std::int64_t>(d) * day;
        days[d] = weekly.count_before(from + day) - weekly.count_before(from);
    }
    CHECK(std::max_element(days.begin(), days.end()) - days.begin() == 2);
}

TEST_CASE("event/schedule: no event in a pause, and the first after it at its end") {
    const schedule when{begin, step_rate(std::vector<rate_step>{{0, 10}, {seconds, ratio{0, 1}}, {100 * seconds, 10}})};
    CHECK(when.time_of(9) == begin + 900'000'000);
    CHECK(when.time_of(10) == begin + 100 * second);
    CHECK(when.count_before(begin + second) == 10);
    CHECK(when.count_before(begin + 99 * second) == 10);
}

TEST_CASE("event/schedule: the gaps of Poisson arrivals are exponential") {
    const schedule when = schedule{begin, 1000}.poisson(seed{5});
    CHECK(when.is_poisson());
    std::vector<std::int64_t> times(200'001);
    when.times(0, times);
    // 20 classes of equal probability; the 0.1 % point of chi-square with 19 degrees of freedom is 43.8.
    std::vector<double> found(20);
    for (std::size_t i = 0; i + 1 < times.size(); ++i) {
        const double gap = static_cast<double>(times[i + 1] - times[i]) * 1e-6;  // mean 1
        ++found[std::min<std::size_t>(19, static_cast<std::size_t>(20 * (1 - std::exp(-gap))))];
    }
    double chi = 0;
    for (const double n : found) chi += (n - 10'000) * (n - 10'000) / 10'000;
    CHECK(chi < 43.8);
    CHECK(chi > 5.4);  // the 0.1 % point at the other end: neither too regular
}

TEST_CASE("event/schedule: counts of Poisson arrivals vary as they should, and blocks are pinned") {
    const schedule plain{begin, sine_rate(1'000'000, 500'000, 3 * seconds)}, when = plain.poisson(seed{6});
    double sum = 0, squares = 0;
    std::uint64_t last = 0;
    constexpr int windows = 3000;
    for (int k = 1; k <= windows; ++k) {
        // Windows of 500 events each in the time that the integral measures.
        const std::uint64_t now = when.count_before(plain.time_of(static_cast<std::uint64_t>(k) * 500));
        const double n = static_cast<double>(now - last);
        sum += n, squares += n * n, last = now;
    }
    const double mean = sum / windows, variance = squares / windows - mean * mean;
    CHECK(mean == doctest::Approx(500).epsilon(0.002));
    CHECK(variance == doctest::Approx(500 * (1 - 500.0 / 65536)).epsilon(0.1));
    for (std::uint64_t block = 1; block < 50; ++block) CHECK(when.count_before(plain.time_of(block << 16)) == block << 16);
    // 10 s of 100,000 a second, within 0.1 %.
    const schedule steady = schedule{begin, 100'000}.poisson(seed{7});
    for (std::int64_t s = 0; s < 200; s += 10) {
        const std::uint64_t count = steady.count_before(begin + (s + 10) * second) - steady.count_before(begin + s * second);
        CHECK(std::abs(static_cast<double>(count) - 1e6) < 1000);
    }
}

TEST_CASE("event/schedule: the tree's halves are binomial, and other seeds give other instants") {
    // The counts of the first halves of blocks have a variance of n / 4.
    constexpr std::uint64_t blocks = 400;
    double squares = 0, sum = 0;
    const schedule when = schedule{begin, 1'000'000}.poisson(seed{8});
    for (std::uint64_t b = 0; b < blocks; ++b) {
        const auto middle = static_cast<std::int64_t>((b << 16) + (1 << 15)) * 1000;
        const double z = (static_cast<double>(when.count_before(begin + middle) - (b << 16)) - 32768) / 128;
        sum += z, squares += z * z;
    }
    CHECK(std::abs(sum) < 3.3 * std::sqrt(static_cast<double>(blocks)));
    CHECK(std::abs(squares - blocks) < 3.3 * std::sqrt(2.0 * blocks));
    CHECK(when.time_of(1000) == schedule{begin, 1'000'000}.poisson(seed{8}).time_of(1000));
    CHECK(when.time_of(1000) != schedule{begin, 1'000'000}.poisson(seed{9}).time_of(1000));
}
