// SPDX-License-Identifier: Apache-2.0
#include <spate/event/flow_plan.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../rng/statistics.hpp"

using namespace spate;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

event_type typed(std::string id, ratio weight) { return {.id = std::move(id), .weight = weight}; }

// Events of 0 "view", 1 "order", 2 "payment", 3 "shipment" at a thousand a second.
mix_specification mix_of(std::vector<flow> flows, ratio rate = {1000, 1}, ratio weight = {1, 1}) {
    mix_specification mix{.name = "shop", .from = seed{7}};
    mix.types = {typed("view", weight), typed("order", {0, 1}), typed("payment", {0, 1}), typed("shipment", {0, 1})};
    mix.when = schedule{0, rate};
    mix.flows = std::move(flows);
    return mix;
}

flow order(std::string name, ratio share, std::uint64_t least, std::uint64_t most) {
    return {.name = std::move(name), .share = share, .steps = {{1}, {2, least, most}, {3, 2 * least, 2 * most}}};
}

std::vector<chosen_event> placed(const flow_plan& plan, std::uint64_t first, std::size_t count) {
    std::vector<chosen_event> out(count);
    plan.place(first, out);
    return out;
}

// Checks that a stream's first places hold each instance in order, once, with its delays, and shares as they should be.
void check_flows(const mix_specification& mix, std::size_t count) {
    const flow_plan plan{mix};
    CAPTURE(plan.block());
    const auto events = placed(plan, 0, count);
    std::map<std::pair<std::uint32_t, std::uint64_t>, std::vector<std::uint64_t>> instances;
    std::vector<std::vector<std::uint64_t>> counts(mix.flows.size());
    for (std::size_t i = 0; i < mix.flows.size(); ++i) counts[i].resize(mix.flows[i].steps.size());
    for (std::uint64_t place = 0; place < count; ++place) {
        const chosen_event& one = events[place];
        if (one.flow == chosen_event::no_flow) continue;
        REQUIRE(one.flow < mix.flows.size());
        REQUIRE(one.step < mix.flows[one.flow].steps.size());
        REQUIRE(one.type == mix.flows[one.flow].steps[one.step].type);
        ++counts[one.flow][one.step];
        auto& steps = instances[{one.flow, one.instance}];
        REQUIRE(steps.size() == one.step);  // in order, and none twice or left out
        steps.push_back(place);
    }
    for (const auto& [name, steps] : instances) {
        const flow& of = mix.flows[name.first];
        for (std::size_t k = 1; k < steps.size(); ++k) {
            const std::int64_t delay = mix.when.time_of(steps[k]) - mix.when.time_of(steps[k - 1]);
            REQUIRE(delay >= static_cast<std::int64_t>(of.steps[k].least_delay));
            REQUIRE(delay <= static_cast<std::int64_t>(of.steps[k].most_delay));
        }
    }
    for (std::size_t i = 0; i < mix.flows.size(); ++i) {
        std::uint64_t all = 0, late = 0;
        for (std::size_t k = 0; k < counts[i].size(); ++k) {
            const double exact = static_cast<double>(count) * mix.flows[i].share.value() / static_cast<double>(counts[i].size());
            late += mix.when.count_before(mix.when.start() + static_cast<std::int64_t>(mix.flows[i].steps[k].most_delay));
            const double missing = static_cast<double>(late) * mix.flows[i].share.value() / static_cast<double>(counts[i].size());
            CAPTURE(k);
            CHECK(static_cast<double>(counts[i][k]) <= exact + static_cast<double>(plan.block()) + 2);
            CHECK(static_cast<double>(counts[i][k]) >= exact - missing - static_cast<double>(plan.block()) - 2);
            all += counts[i][k];
        }
        CHECK(all > 0);
        // All that began early enough are complete.
        std::uint64_t longest_flow = 0;
        for (const flow_step& step : mix.flows[i].steps) longest_flow += step.most_delay;
        for (const auto& [name, steps] : instances)
            if (name.first == i && mix.when.time_of(steps[0]) + static_cast<std::int64_t>(longest_flow) < mix.when.time_of(count - 1))
                REQUIRE(steps.size() == mix.flows[i].steps.size());
    }
}

}  // namespace

TEST_CASE("event/flow_plan: each instance has each step once, in order, with its delays") {
    check_flows(mix_of({order("order", {3, 10}, second, 5 * second)}), 200'000);
    check_flows(mix_of({order("order", {1, 1}, second, 5 * second)}), 100'000);
    check_flows(mix_of({order("rare", {1, 1000}, second, 2 * second)}), 300'000);
    check_flows(mix_of({order("order", {1, 7}, 0, second)}), 100'000);
    check_flows(mix_of({order("order", {1, 2}, 30 * second, 45 * second)}, {7, 3}), 100'000);
    check_flows(mix_of({order("order", {3, 10}, 10 * second, 500 * second)}, {1'000'000, 1}), 10'000);
}

TEST_CASE("event/flow_plan: several flows, up to all events") {
    check_flows(mix_of({order("a", {7, 10}, second, 5 * second), order("b", {3, 10}, second, 3 * second)}), 100'000);
    check_flows(mix_of({order("a", {1, 3}, second, 5 * second), order("b", {1, 3}, 2 * second, 3 * second), order("c", {1, 3}, second, 9 * second)}), 100'000);
    check_flows(mix_of({order("a", {999, 1000}, second, 5 * second), order("b", {1, 1000}, second, 3 * second)}), 100'000);
    check_flows(mix_of({order("a", {1, 2}, second / 10, second / 2), order("b", {1, 100}, 0, 4 * second)}), 100'000);
    std::vector<flow> many;
    for (int i = 0; i < 10; ++i) many.push_back(order("flow " + std::to_string(i), {1, 10}, second, 2 * second));
    check_flows(mix_of(many), 100'000);
}

TEST_CASE("event/flow_plan: shares are exact at every block") {
    const mix_specification mix = mix_of({order("order", {3, 10}, second, 5 * second)});
    const flow_plan plan{mix};
    const auto events = placed(plan, 1'000 * plan.block(), 100 * plan.block());
    std::uint64_t steps[3] = {};
    for (std::uint64_t i = 0; i < events.size(); ++i) {
        if (events[i].flow == 0) ++steps[events[i].step];
        if ((i + 1) % plan.block() == 0)
            for (const std::uint64_t count : steps) REQUIRE(std::abs(static_cast<double>(count) - static_cast<double>(i + 1) / 10) < 1.000001);
    }
}

TEST_CASE("event/flow_plan: any partition of places, anywhere") {
    for (const mix_specification& mix : {mix_of({order("a", {7, 10}, second, 5 * second), order("b", {3, 10}, second, 3 * second)}),
                                         mix_of({order("order", {3, 10}, second, 5 * second)}, {1'000'000, 1})}) {
        const flow_plan plan{mix};
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1'234'567}, (std::uint64_t{1} << 47) - 9'000}) {
            const auto whole = placed(plan, first, 9'000);
            std::uint64_t differ = 0;
            const auto compare = [&](std::uint64_t at, std::size_t count) {
                const auto part = placed(plan, first + at, count);
                for (std::size_t i = 0; i < count; ++i) {
                    const chosen_event &a = whole[at + i], &b = part[i];
                    differ += a.type != b.type || a.flow != b.flow || a.instance != b.instance || a.step != b.step;
                }
            };
            const std::size_t sizes[] = {1, 7, 64, 511, 2, 513, 1000, 3};
            for (std::size_t at = 0, turn = 0; at < whole.size(); at += sizes[turn++ % 8]) compare(at, std::min(sizes[turn % 8], whole.size() - at));
            for (std::size_t at = 0; at < 1000; ++at) compare(at, 1);
            CHECK(differ == 0);
        }
    }
}

TEST_CASE("event/flow_plan: delays are spread between the least and the most") {
    const mix_specification mix = mix_of({order("order", {1, 2}, 10 * second, 50 * second)}, {1'000'000, 1});
    const flow_plan plan{mix};
    std::vector<std::uint64_t> counts(20);
    std::uint64_t total = 0;
    // Windows of the stream that are as far apart as payments from orders.
    const auto orders = placed(plan, 1'000'000'000, 2'000'000);
    std::map<std::uint64_t, std::uint64_t> place_of;
    for (std::uint64_t i = 0; i < orders.size(); ++i)
        if (orders[i].flow == 0 && orders[i].step == 0 && orders[i].instance % 8 == 0) place_of[orders[i].instance] = 1'000'000'000 + i;
    for (std::uint64_t first = 1'010'000'000; first < 1'052'000'000; first += 1'000'000) {
        const auto events = placed(plan, first, 1'000'000);
        for (std::uint64_t i = 0; i < events.size(); ++i) {
            if (events[i].flow != 0 || events[i].step != 1) continue;
            const auto found = place_of.find(events[i].instance);
            if (found == place_of.end()) continue;
            ++total;
            ++counts.at((first + i - found->second - 10'000'000) / 2'000'000);
        }
    }
    CHECK(total == place_of.size());
    for (const std::uint64_t count : counts) CHECK(std::abs(static_cast<double>(count) - static_cast<double>(total) / 20) < static_cast<double>(total) / 200);
}

TEST_CASE("event/flow_plan: where no type has a weight, flows are all there is") {
    const flow_plan plan{mix_of({order("order", {1, 1}, second, 5 * second)}, {1000, 1}, {0, 1})};
    CHECK(plan.covers_all());
    std::uint64_t alone = 0;
    for (const chosen_event& one : placed(plan, 0, 20'000)) {
        REQUIRE(one.type != 0);
        if (one.flow == chosen_event::no_flow) {
            ++alone;
            REQUIRE(one.type == 1);
        }
    }
    CHECK(alone > 0);
    for (const chosen_event& one : placed(plan, 100'000, 20'000)) REQUIRE(one.flow == 0);
    CHECK_FALSE(flow_plan{mix_of({})}.covers_all());
    CHECK_FALSE(flow_plan{mix_of({})}.any());
}

TEST_CASE("event/flow_plan: bad flows") {
    const auto refused = [](std::vector<flow> flows, const std::string& parameter, ratio weight = {1, 1}) {
        statistics::check_refused([&] { return flow_plan{mix_of(flows, {1000, 1}, weight)}; }, parameter);
    };
    refused({order("", {1, 2}, second, 2 * second)}, "flows");
    refused({order("a", {1, 10}, second, 2 * second), order("a", {1, 10}, second, 2 * second)}, "flows");
    refused({order("a", {6, 10}, second, 2 * second), order("b", {5, 10}, second, 2 * second)}, "flows");
    refused({order("a", {0, 1}, second, 2 * second)}, "flow \"a\": share");
    refused({{.name = "a"}}, "flow \"a\": steps");
    refused({{.name = "a", .steps = std::vector<flow_step>(65)}}, "flow \"a\": steps");
    refused({{.name = "a", .steps = {{9}}}}, "flow \"a\": step 1");
    refused({order("a", {1, 10}, 2 * second, second)}, "flow \"a\": step 2");
    refused({order("a", {1, 10}, second, second)}, "flow \"a\": step 2");
    statistics::check_refused([] { return flow_plan{mix_of({order("a", {1, 10}, second, ~std::uint64_t{0} / 4)}, {1'000'000, 1})}; }, "flow \"a\": step 2");
    refused({order("a", {1, 2}, second, 2 * second)}, "flows", {0, 1});
    refused(std::vector<flow>(1001, order("a", {0, 1}, second, 2 * second)), "flows");
    // What the message asks for is enough.
    try {
        static_cast<void>(flow_plan{mix_of({order("a", {1, 10}, second, second)})});
    } catch (const config_error& error) {
        const std::uint64_t more = std::stoull(error.remedy().substr(error.remedy().find("least ", 8) + 6));
        CHECK(more < 30'000'000);
        check_flows(mix_of({order("a", {1, 10}, second, second + more)}), 50'000);
    }
}
