// SPDX-License-Identifier: Apache-2.0
#include <spate/event/arrival_plan.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using namespace spate;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

arrival_plan plan(const arrival_options& options, std::uint64_t from = 7) { return {arrival_plan::key_of(seed{from}, "orders"), options}; }

std::vector<arrived> many(const arrival_plan& of, std::uint64_t first, std::size_t count) {
    std::vector<arrived> out(count);
    of.at(first, out);
    return out;
}

std::string problem(const arrival_options& options) {
    try {
        (void)plan(options);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

const arrival_options usual{
    .late = 0.05, .out_of_order = 0.1, .duplicate = 0.02, .lost = 0.01, .mean_delay = 60 * second, .jitter = 1000, .duplicate_within = 50};

}  // namespace

TEST_CASE("event/arrival_plan: the shares are those of the options") {
    constexpr std::size_t places = 1'000'000;
    std::array<double, 5> found{};
    for (const arrived& one : many(plan(usual), 0, places)) ++found[static_cast<std::size_t>(one.label)];
    const std::array<double, 5> shares{0.82, 0.05, 0.1, 0.02, 0.01};
    double chi = 0;
    for (std::size_t k = 0; k < 5; ++k) chi += std::pow(found[k] - shares[k] * places, 2) / (shares[k] * places);
    CHECK(chi < 18.5);  // 0.1 %, 4 degrees of freedom
}

TEST_CASE("event/arrival_plan: any part is the same as that part of the whole, and other seeds and names differ") {
    const arrival_plan of = plan(usual);
    const std::vector<arrived> all = many(of, 1'000'000, 5000);
    for (const std::size_t count : {1u, 127u, 128u, 129u, 1000u}) {
        const std::vector<arrived> part = many(of, 1'000'777, count);
        for (std::size_t k = 0; k < count; ++k) REQUIRE(part[k] == all[777 + k]);
    }
    CHECK(of.at(1'000'001) == all[1]);
    CHECK(many(plan(usual, 8), 1'000'000, 5000) != all);
    CHECK(many(arrival_plan{arrival_plan::key_of(seed{7}, "logins"), usual}, 1'000'000, 5000) != all);
}

TEST_CASE("event/arrival_plan: late events are exponentially late, those out of order uniformly") {
    arrival_options options = usual;
    options.most_delay = 120 * second;
    double late = 0, beyond = 0, sum = 0, jitters = 0, jittered = 0;
    for (const arrived& one : many(plan(options), 0, 1'000'000)) {
        if (one.label == arrival_label::late) {
            REQUIRE(one.delay >= 1);
            REQUIRE(one.delay <= 120 * second);
            ++late, beyond += one.delay == 120 * second ? 1 : 0, sum += static_cast<double>(one.delay);
        } else if (one.label == arrival_label::out_of_order) {
            REQUIRE(one.delay >= 1);
            REQUIRE(one.delay <= 1000);
            ++jittered, jitters += static_cast<double>(one.delay);
        } else if (one.label != arrival_label::duplicate) {
            REQUIRE(one.delay == 0);
        }
    }
    CHECK(beyond / late == doctest::Approx(std::exp(-2.0)).epsilon(0.04));
    CHECK(sum / late == doctest::Approx(60e9 * (1 - std::exp(-2.0))).epsilon(0.015));
    CHECK(jitters / jittered == doctest::Approx(500.5).epsilon(0.01));
}

TEST_CASE("event/arrival_plan: duplicates repeat what has arrived before, delay and all") {
    arrival_options options = usual;
    options.duplicate = 0.4;
    options.lost = 0.3;
    const std::vector<arrived> all = many(plan(options), 0, 100'000);
    std::vector<double> back(51);
    double count = 0;
    CHECK(all[0].event == 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].label != arrival_label::duplicate) {
            REQUIRE(all[i].event == i);
            continue;
        }
        REQUIRE(all[i].event < i);
        REQUIRE(all[i].event + 50 >= i);
        const arrived& repeated = all[all[i].event];
        REQUIRE(repeated.event == all[i].event);
        REQUIRE(repeated.label != arrival_label::lost);
        REQUIRE(repeated.delay == all[i].delay);
        ++back[i - all[i].event], ++count;
    }
    CHECK(count == doctest::Approx(40'000).epsilon(0.02));
    // Neighbours share the places that they may repeat, so the counts vary a little more than independent ones.
    for (std::size_t k = 1; k <= 50; ++k) CHECK(back[k] == doctest::Approx(count / 50).epsilon(0.25));
}

TEST_CASE("event/arrival_plan: without options all is on time, and shares may be all of it") {
    for (const arrived& one : many(plan({}), 5, 300)) REQUIRE(one.label == arrival_label::on_time);
    CHECK(plan({}).at(5).event == 5);
    for (const arrived& one : many(plan({.lost = {1, 1}}), 0, 1000)) REQUIRE(one.label == arrival_label::lost);
    const ratio third{1, 3};
    for (const arrived& one : many(plan({.late = third, .out_of_order = third, .lost = third}), 0, 1000)) REQUIRE(one.label != arrival_label::on_time);
}

TEST_CASE("event/arrival_plan: what makes no sense is refused") {
    CHECK(problem({.late = {3, 2}}).starts_with("late: 1.5 is not a share"));
    CHECK(problem({.late = 0.5, .lost = 0.6}).starts_with("arrival: 1.1 is the sum of lost, duplicate, late and out_of_order"));
    CHECK(problem({.late = 0.5, .mean_delay = 0}).starts_with("mean_delay: 0 is no delay"));
    CHECK(problem({.late = 0.5, .most_delay = 0}).starts_with("most_delay: 0 is no delay"));
    CHECK(problem({.out_of_order = 0.5, .jitter = 0}).starts_with("jitter: 0 brings no event"));
    CHECK(problem({.duplicate = 0.5, .duplicate_within = 0}).starts_with("duplicate_within: 0 leaves no event"));
    CHECK(problem({.duplicate = {1, 1}}).starts_with("duplicate: 1 and the lost are all places"));
    CHECK(problem({.duplicate = {2, 3}, .lost = {1, 3}}).starts_with("duplicate: 0.666667 and the lost are all places"));
    CHECK(problem({.mean_delay = 0, .most_delay = 0, .jitter = 0, .duplicate_within = 0}).empty());
}
