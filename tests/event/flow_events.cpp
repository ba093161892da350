// SPDX-License-Identifier: Apache-2.0
// Orders, sessions, changes and references of one mix, as a reader of its payloads sees them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <spate/event/change_stream.hpp>
#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/event/rate.hpp>
#include <spate/event/session.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

using namespace spate;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

mix_specification shop(const schedule& when) {
    mix_specification mix{.name = "shop", .from = seed{21}, .common = {{"number", sequence(0)}, {"at", event_time(when)}}, .when = when};
    const event_field order_id{"order_id", uuid4(), row_source::instance}, visit{"visit", uuid4(), row_source::instance};
    mix.types = {{.id = "heartbeat", .weight = {9, 10}, .fields = {{"load", uniform_int(0, 100)}}},
                 {.id = "order", .weight = {0, 1}, .fields = {order_id, {"amount", uniform_int(1, 1'000'000'000), row_source::instance}}},
                 {.id = "payment", .weight = {0, 1}, .fields = {order_id, {"amount", uniform_int(1, 1'000'000'000), row_source::instance}}},
                 {.id = "shipment", .weight = {0, 1}, .fields = {order_id, {"parcel", uuid4(), row_source::step}}},
                 {.id = "view", .weight = {0, 1}, .fields = {visit, {"page", pattern("[a-z]{8}"), row_source::step}}},
                 {.id = "cart", .weight = {0, 1}, .fields = {visit}},
                 {.id = "alarm", .weight = {1, 10}}};
    mix.selection = type_selection::exact;
    mix.flows = {{.name = "orders", .share = {3, 10}, .steps = {{1}, {2, second, 20 * second}, {3, 5 * second, 30 * second}}}};
    add_session(mix, {.name = "visits",
                      .share = {1, 10},
                      .states = {{.name = "view", .type = 4, .next = {{0, {6, 10}}, {1, {1, 10}}}, .end = {3, 10}}, {.name = "cart", .type = 5, .next = {{0}}}},
                      .most_steps = 8,
                      .least_delay = second,
                      .most_delay = 10 * second});
    add_change_stream(mix, {.name = "accounts",
                            .share = {1, 10},
                            .fields = {{"id", sequence(1)}, {"owner", pattern("[a-z]{5}")}, {"balance", uniform_int(0, 1'000'000'000)}},
                            .key = "id",
                            .most_updates = 3,
                            .least_delay = second,
                            .most_delay = 10 * second});
    mix.references = {{"alarm", "cause", "heartbeat", "number"}};
    return mix;
}

// The text of a field's value: up to the brace that ends it where it is an object.
std::string field(std::string_view payload, const std::string& name) {
    const std::size_t at = payload.find("\"" + name + "\":");
    REQUIRE(at != std::string_view::npos);
    const std::string_view rest = payload.substr(at + name.size() + 3);
    return std::string{rest.substr(0, rest[0] == '{' ? rest.find('}') + 1 : rest.find_first_of(",}"))};
}

void check_stream(const schedule& when, std::uint64_t first, std::size_t count) {
    const mixed_events events{shop(when)};
    std::map<std::string, std::vector<std::string>> orders, visits;
    std::map<std::string, std::string> amounts, rows;
    std::map<std::string, int> types;
    batch made;
    std::vector<std::string> begun;
    for (std::size_t done = 0; done < count; done += made.count) {
        events.fill(first + done, std::min<std::size_t>(4'000, count - done), made);
        for (std::size_t i = 0; i < made.count; ++i) {
            const std::string type{made.columns[0].text(i)};
            const std::string_view payload = made.columns[3].text(i);
            ++types[type];
            if (type == "order" || type == "payment" || type == "shipment") {
                const std::string id = field(payload, "order_id");
                auto& steps = orders[id];
                if (type == "order") {
                    REQUIRE(steps.empty());
                    amounts[id] = field(payload, "amount");
                } else if (steps.empty()) {
                    continue;  // began before
                } else if (type == "payment") {
                    REQUIRE(field(payload, "amount") == amounts[id]);
                }
                steps.push_back(type);
            } else if (type == "view" || type == "cart") {
                visits[field(payload, "visit")].push_back(type == "view" ? field(payload, "page") : "cart");
            } else if (type == "accounts") {
                const std::string key = field(payload, "key"), op = field(payload, "op");
                if (op == "\"c\"") {
                    REQUIRE(rows.find(key) == rows.end());
                    REQUIRE(field(payload, "before") == "null");
                    begun.push_back(key);
                } else if (rows.find(key) == rows.end()) {
                    continue;
                } else {
                    REQUIRE(field(payload, "before") == rows[key]);
                }
                rows[key] = field(payload, "after");
                REQUIRE((rows[key] == "null") == (op == "\"d\""));
            } else if (type == "alarm") {
                const std::string cause = field(payload, "cause");
                if (cause == "null") continue;
                const std::uint64_t number = std::stoull(cause);
                REQUIRE(number < first + done + i);
                if (types["alarm"] < 20) REQUIRE(events[number].event_type_id == "heartbeat");
            }
        }
    }
    const std::vector<std::string> all{"order", "payment", "shipment"};
    std::size_t whole = 0;
    for (const auto& [id, steps] : orders) {
        REQUIRE(std::equal(steps.begin(), steps.end(), all.begin()));
        whole += steps.size() == 3;
    }
    CHECK(whole > count / 20);
    std::size_t long_visits = 0;
    for (const auto& [id, steps] : visits) {
        REQUIRE(steps.size() <= 8);
        long_visits += steps.size() > 2;
        for (std::size_t k = 1; k < steps.size(); ++k) REQUIRE(steps[k] != steps[k - 1]);
    }
    CHECK(long_visits > visits.size() / 4);
    std::size_t deleted = 0;
    for (const std::string& key : begun) deleted += rows[key] == "null";
    CHECK(deleted > begun.size() / 3);
    // Of all events, 3/10 are of orders, 1/10 of visits, 1/10 changes; alarms are a tenth of what places of flows do not take.
    const auto share = [&](const char* type) { return static_cast<double>(types[type]) / static_cast<double>(count); };
    if (first > 100'000) {
        CHECK(share("order") == doctest::Approx(0.1).epsilon(0.01));
        CHECK(share("shipment") == doctest::Approx(0.1).epsilon(0.01));
        CHECK(share("view") + share("cart") == doctest::Approx(0.1).epsilon(0.05));
        CHECK(share("accounts") == doctest::Approx(0.1).epsilon(0.05));
        CHECK(share("alarm") == doctest::Approx(0.05).epsilon(0.05));
    }
}

}  // namespace

TEST_CASE("event/flow_events: payloads of orders, visits, changes and references belong together") {
    check_stream(schedule{1'700'000'000'000'000'000}, 0, 80'000);
    check_stream(schedule{1'700'000'000'000'000'000}, (std::uint64_t{1} << 36) + 77, 80'000);
}

TEST_CASE("event/flow_events: a rate that changes by day, and random arrivals") {
    check_stream(schedule{1'700'000'000'000'000'000, diurnal_rate(1'000, 800)}, std::uint64_t{1} << 30, 80'000);
    check_stream(schedule{1'700'000'000'000'000'000}.poisson(seed{9}), 3'000'000, 80'000);
}

TEST_CASE("event/flow_events: the same by changed copies, with another seed too") {
    const schedule when{1'700'000'000'000'000'000};
    mix_specification bare = shop(when);
    bare.types.resize(7);
    bare.flows.resize(1);
    bare.references.clear();
    const mixed_events made = mixed_events{bare}
                                  .with_session({.name = "visits",
                                                 .share = {1, 10},
                                                 .states = {{.name = "view", .type = 4, .next = {{0, {6, 10}}, {1, {1, 10}}}, .end = {3, 10}},
                                                            {.name = "cart", .type = 5, .next = {{0}}}},
                                                 .most_steps = 8,
                                                 .least_delay = second,
                                                 .most_delay = 10 * second})
                                  .with_changes({.name = "accounts",
                                                 .share = {1, 10},
                                                 .fields = {{"id", sequence(1)}, {"owner", pattern("[a-z]{5}")}, {"balance", uniform_int(0, 1'000'000'000)}},
                                                 .key = "id",
                                                 .most_updates = 3,
                                                 .least_delay = second,
                                                 .most_delay = 10 * second})
                                  .referring({"alarm", "cause", "heartbeat", "number"});
    for (const seed from : {seed{21}, seed{22}}) {
        mix_specification expected = shop(when);
        expected.from = from;
        const mixed_events one = made.with_seed(from), other{expected};
        batch a, b;
        one.fill(1'000'000, 3'000, a);
        other.fill(1'000'000, 3'000, b);
        std::size_t differ = 0;
        for (std::size_t i = 0; i < 3'000; ++i) differ += a.columns[0].text(i) != b.columns[0].text(i) || a.columns[3].text(i) != b.columns[3].text(i);
        CHECK(differ == 0);
    }
}
