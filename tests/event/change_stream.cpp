// SPDX-License-Identifier: Apache-2.0
#include <spate/event/change_stream.hpp>

#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <spate/event/detail/slot_key.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

#include "../field/laws.hpp"
#include "../rng/statistics.hpp"

using namespace spate;

namespace {

change_stream accounts() {
    return {.name = "accounts",
            .share = {1, 4},
            .fields = {{"id", sequence(1)},
                       {"owner", pattern("[a-z]{3,9}")},
                       {"token", uuid4()},
                       {"balance", uniform_int<std::int64_t>(0, 1'000'000'000'000)},
                       {"state", one_of({"open", "closed"})},
                       {"limit", nullable(uniform_int<std::int32_t>(0, 1'000'000'000), ratio{1, 2})}},
            .key = "id",
            .least_updates = 1,
            .most_updates = 5,
            .least_delay = 100'000'000,
            .most_delay = 2'000'000'000};
}
mix_specification mix_of(const change_stream& of) {
    mix_specification mix{.name = "bank", .from = seed{11}};
    mix.types = {{.id = "heartbeat"}};
    add_change_stream(mix, of);
    return mix;
}
enum at : std::size_t { op, version, key, before, after };

}  // namespace

TEST_CASE("event/change_stream: any partition of rows") {
    const mix_specification mix = mix_of(accounts());
    REQUIRE(mix.types[1].fields.size() == 5);
    for (const event_field& one : mix.types[1].fields) {
        CAPTURE(one.name);
        laws::check_partition(one.generator.type(), [&](const field_rows& rows, column& out) { one.generator.fill(rows, {}, out); });
    }
}

TEST_CASE("event/change_stream: the changes of a table, folded, are the table") {
    const mix_specification mix = mix_of(accounts());
    std::vector<chosen_event> events(120'000);
    flow_plan{mix}.place(0, events);
    const auto& fields = mix.types[1].fields;
    const data_type image = fields[after].generator.type();
    REQUIRE(image.nullable);
    const key128 draws = detail::flow_key(mix.from, mix.name, "accounts", "op");
    std::map<std::int64_t, std::unique_ptr<column>> table;
    std::map<std::int64_t, std::int32_t> versions;
    std::uint64_t counts[3] = {}, same_fields = 0, changed_fields = 0, wrong = 0;
    std::map<std::size_t, std::uint64_t> fields_changed;
    for (const chosen_event& one : events) {
        if (one.flow == chosen_event::no_flow) continue;
        column made[5];
        for (std::size_t i = 0; i < 5; ++i) fields[i].generator.fill({draws, one.instance * steps_per_instance + one.step, 1}, {}, made[i]);
        const std::int64_t row = made[key].values<std::int64_t>()[0];
        CHECK(row == static_cast<std::int64_t>(one.instance) + 1);
        REQUIRE(made[version].values<std::int32_t>()[0] == versions[row]++);
        auto& now = table[row];
        const std::string_view what = made[op].text(0);
        if (what == "c") {
            ++counts[0];
            REQUIRE(now == nullptr);
            REQUIRE(made[before].is_null(0));
        } else {
            REQUIRE(now != nullptr);
            REQUIRE_FALSE(made[before].is_null(0));
            wrong += !laws::same_value(image, made[before], 0, *now, 0);
        }
        if (what == "d") {
            ++counts[2];
            REQUIRE(made[after].is_null(0));
            CHECK(one.step >= 2);
            CHECK(one.step <= 6);
            now.reset();
            continue;
        }
        REQUIRE_FALSE(made[after].is_null(0));
        REQUIRE(made[after].child(0).values<std::int64_t>()[0] == row);
        if (what == "u") {
            ++counts[1];
            std::size_t changed = 0;
            for (std::size_t k = 1; k < 6; ++k) changed += !laws::same_value(image.children[k], made[before].child(k), 0, made[after].child(k), 0);
            ++fields_changed[changed];
            changed_fields += changed;
            same_fields += 5 - changed;
        }
        now = std::make_unique<column>(std::move(made[after]));
    }
    CHECK(wrong == 0);
    CHECK(counts[0] > 5'000);
    CHECK(counts[1] > 10'000);
    CHECK(counts[2] > 4'000);
    // One field always, the other four with a chance of a quarter each; half of the changes of a state are to the same one.
    CHECK(static_cast<double>(changed_fields) / static_cast<double>(changed_fields + same_fields) < 0.4);
    CHECK(static_cast<double>(changed_fields) / static_cast<double>(changed_fields + same_fields) > 0.3);
    CHECK(fields_changed[5] < fields_changed[1] / 10);
    CHECK(std::abs(static_cast<double>(counts[1]) / static_cast<double>(counts[0]) - 3) < 0.3);
}

TEST_CASE("event/change_stream: changes have the share that they should") {
    std::vector<chosen_event> events(200'000);
    flow_plan{mix_of(accounts())}.place(5'000'000'000, events);
    std::uint64_t changes = 0;
    for (const chosen_event& one : events) changes += one.type == 1;
    CHECK(std::abs(static_cast<double>(changes) - 50'000) < 500);
}

TEST_CASE("event/change_stream: bad streams") {
    const auto refused = [](const auto& change, const std::string& parameter) {
        change_stream bad = accounts();
        change(bad);
        statistics::check_refused([&] { return mix_of(bad); }, parameter);
    };
    const std::string what = "change stream \"accounts\"";
    refused([](change_stream& bad) { bad.name.clear(); }, "change stream");
    refused([](change_stream& bad) { bad.fields.clear(); }, what + ": fields");
    refused([](change_stream& bad) { bad.fields.resize(1, {"", sequence()}); }, what + ": fields");
    refused([](change_stream& bad) { bad.fields[1].name.clear(); }, what + ": fields");
    refused([](change_stream& bad) { bad.fields[2].name = "owner"; }, what + ": field \"owner\"");
    refused([](change_stream& bad) { bad.key = "number"; }, what + ": key");
    refused([](change_stream& bad) { bad.most_updates = 63; }, what + ": updates");
    refused([](change_stream& bad) { bad.least_updates = 6; }, what + ": updates");
    refused([](change_stream& bad) { bad.change = {3, 2}; }, what + ": change");
    refused([](change_stream& bad) { bad.share = {1, 1}; }, what + ": share");
    statistics::check_refused(
        [] {
            mix_specification mix{.common = {{"op", sequence()}}};
            add_change_stream(mix, accounts());
            return mix;
        },
        what);
    change_stream fixed{.name = "log", .share = {1, 1}, .fields = {{"id", sequence(1)}}, .key = "id", .least_updates = 0, .most_updates = 0};
    mix_specification mix;
    add_change_stream(mix, fixed);
    CHECK(flow_plan{mix}.covers_all());
}
