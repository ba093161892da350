// SPDX-License-Identifier: Apache-2.0
#include <spate/event/session.hpp>

#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include <spate/event/flow_plan.hpp>

#include "../rng/statistics.hpp"

using namespace spate;

namespace {

// Views lead to views, searches and carts; carts to orders, which end.
session shopping() {
    session out{.name = "shopping", .share = {1, 10}, .most_steps = 20, .least_delay = 1'000'000'000, .most_delay = 20'000'000'000};
    out.states = {{.name = "view", .type = 1, .next = {{0, {4, 10}}, {1, {2, 10}}, {2, {1, 10}}}, .end = {3, 10}},
                  {.name = "search", .type = 2, .next = {{0, 3}, {1, 1}}},
                  {.name = "cart", .type = 3, .next = {{3, 1}}, .end = {1, 1}},
                  {.name = "order", .type = 4}};
    return out;
}
mix_specification mix_of(const session& of) {
    mix_specification mix{.name = "shop", .from = seed{3}};
    for (const char* id : {"other", "view", "search", "cart", "order"}) mix.types.push_back({.id = id, .weight = {mix.types.empty() ? 1u : 0u, 1}});
    add_session(mix, of);
    return mix;
}

constexpr key128 key{17, 4};

}  // namespace

TEST_CASE("event/session: transitions are as frequent as their weights") {
    const session_course course{shopping()};
    std::vector<std::vector<std::uint64_t>> counts(4, std::vector<std::uint64_t>(5));
    std::vector<std::uint64_t> of(4);
    for (std::uint64_t instance = 0; instance < 50'000; ++instance) {
        std::uint32_t at = course.state_of(key, instance, 0);
        REQUIRE(at == 0);
        for (std::uint32_t step = 1; step < 12 && at != flow_course::ended; ++step) {
            const std::uint32_t next = course.state_of(key, instance, step);
            ++of[at];
            ++counts[at][next == flow_course::ended ? 4 : next];
            at = next;
        }
        if (at == flow_course::ended) REQUIRE(course.state_of(key, instance, 12) == flow_course::ended);
    }
    const auto fits = [&](std::size_t state, const std::vector<double>& shares) {
        std::vector<std::uint64_t> seen;
        std::vector<double> expected;
        for (std::size_t i = 0; i < 5; ++i) {
            if (shares[i] == 0) {
                CHECK(counts[state][i] == 0);
                continue;
            }
            seen.push_back(counts[state][i]);
            expected.push_back(shares[i] * static_cast<double>(of[state]));
        }
        CHECK(std::abs(statistics::chi_square(seen, expected)) < 4);
    };
    fits(0, {0.4, 0.2, 0.1, 0, 0.3});
    fits(1, {0.75, 0.25, 0, 0, 0});
    fits(2, {0, 0, 0, 0.5, 0.5});
    CHECK(counts[3][4] == of[3]);
}

TEST_CASE("event/session: sessions have the share that they should, in order and to their ends") {
    const mix_specification mix = mix_of(shopping());
    const auto course = std::make_shared<const session_course>(shopping());
    std::vector<chosen_event> events(400'000);
    flow_plan{mix}.place(2'000'000, events);
    std::uint64_t own = 0;
    std::map<std::uint64_t, std::vector<chosen_event>> sessions;
    for (const chosen_event& one : events) {
        if (one.flow == chosen_event::no_flow) continue;
        ++own;
        auto& steps = sessions[one.instance];
        if (one.step == 0 || !steps.empty()) {
            REQUIRE(steps.size() == one.step);
            steps.push_back(one);
        }
    }
    CHECK(std::abs(static_cast<double>(own) - 40'000) < 800);
    std::uint64_t whole = 0, events_of_whole = 0;
    for (const auto& [instance, steps] : sessions) {
        if (steps.empty() || instance > sessions.begin()->first + 6'000) continue;
        ++whole;
        events_of_whole += steps.size();
        REQUIRE(steps[0].type == 1);
        for (std::size_t k = 1; k < steps.size(); ++k) {
            const std::uint32_t before = steps[k - 1].type, now = steps[k].type;
            REQUIRE(before != 4);
            REQUIRE((now == 3 ? before == 1 : now == 4 ? before == 3 : before == 1 || before == 2));
        }
    }
    const double mean = static_cast<double>(course->mean_steps(20)) / 4294967296.0;
    CHECK(std::abs(static_cast<double>(events_of_whole) / static_cast<double>(whole) - mean) < 0.1);
}

TEST_CASE("event/session: how long sessions are on average") {
    session coin{.name = "coin", .states = {{.name = "on", .next = {{0, 1}}, .end = 1}}};
    CHECK(std::abs(static_cast<double>(session_course{coin}.mean_steps(64)) / 4294967296.0 - 2) < 1e-6);
    CHECK(session_course{coin}.mean_steps(1) == std::uint64_t{1} << 32);
    coin.states[0].next.clear();
    CHECK(session_course{coin}.mean_steps(64) == std::uint64_t{1} << 32);
}

TEST_CASE("event/session: bad sessions") {
    const auto refused = [](const auto& change, const std::string& parameter) {
        session bad = shopping();
        change(bad);
        statistics::check_refused([&] { return mix_of(bad); }, parameter);
    };
    refused([](session& bad) { bad.states.clear(); }, "session \"shopping\": states");
    refused([](session& bad) { bad.start = 4; }, "session \"shopping\": start");
    refused([](session& bad) { bad.states[1].next[0].to = 4; }, "session \"shopping\": state \"search\"");
    refused([](session& bad) { bad.states[2].type = 5; }, "session \"shopping\": state \"cart\"");
    refused([](session& bad) { bad.states[3].next = {{0, {0, 1}}}; }, "session \"shopping\": state \"order\"");
    refused([](session& bad) { bad.most_steps = 0; }, "session \"shopping\": most_steps");
    refused([](session& bad) { bad.most_steps = 65; }, "session \"shopping\": most_steps");
    refused([](session& bad) { bad.share = {1, 5}; }, "session \"shopping\": share");
}
