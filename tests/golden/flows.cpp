// SPDX-License-Identifier: Apache-2.0
// Which places are of which flows, sessions and changes, and what they refer to: they may never change, whatever the compiler and its flags.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/event/change_stream.hpp>
#include <spate/event/earlier_events.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/event/session.hpp>
#include <spate/field/hot_keys.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/value_text.hpp>

namespace {

using namespace spate;

constexpr std::uint64_t second = 1'000'000'000;

mix_specification mix_of(std::vector<flow> flows) {
    mix_specification mix{.name = "golden", .from = seed{42}};
    mix.types = {{.id = "a"}, {.id = "b", .weight = {1, 7}}, {.id = "c"}};
    mix.selection = type_selection::exact;
    mix.flows = std::move(flows);
    return mix;
}
void add(std::uint64_t& sum, std::uint64_t word) { sum = mix(sum ^ word) + 0x9e3779b97f4a7c15u; }
std::uint64_t placed(const mix_specification& mix) {
    const flow_plan plan{mix};
    std::vector<chosen_event> events(5'000);
    std::uint64_t sum = 0;
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{123'456'789}, (std::uint64_t{1} << 47) - events.size()}) {
        events.assign(events.size(), {});
        plan.place(first, events);
        for (const chosen_event& one : events) {
            add(sum, one.type);
            add(sum, one.flow);
            add(sum, one.instance);
            add(sum, one.step);
        }
    }
    return sum;
}

}  // namespace

TEST_CASE("golden/flows: places of flows") {
    CHECK(placed(mix_of({{.name = "order", .share = {3, 10}, .steps = {{0}, {1, second, 20 * second}, {2, 5 * second, 9 * second}}}})) == 0xe1a1da93d2e5a061u);
    CHECK(placed(mix_of({{.name = "x", .share = {2, 3}, .steps = {{0}, {1, second, 2 * second}}},
                         {.name = "y", .share = {1, 3}, .steps = {{2}, {2, 0, second}}}})) == 0x4d1024b25cf4e7b9u);
}

TEST_CASE("golden/flows: sessions and changes") {
    mix_specification mix = mix_of({});
    add_session(
        mix,
        {.name = "visit", .share = {1, 10}, .states = {{.name = "page", .next = {{0, {6, 10}}, {1, {1, 10}}}, .end = {3, 10}}, {.name = "order", .type = 1}}});
    CHECK(placed(mix) == 0xcd94d9c19ab5018eu);
    add_change_stream(
        mix, {.name = "table", .share = {1, 8}, .fields = {{"id", sequence(1)}, {"n", uniform_int(0, 1'000'000)}, {"m", uniform_int(0, 9)}}, .key = "id"});
    CHECK(placed(mix) == 0x49ae967aa06f4ee6u);
    std::string text;
    for (const event_field& one : mix.types[3].fields) {
        column made;
        one.generator.fill({{1, 2}, 64'000, 300}, {}, made);
        if (made.id() != type_id::structure) {
            for (std::size_t i = 0; i < made.size(); ++i) text += value_text(one.generator.type(), made, i);
            continue;
        }
        for (std::size_t i = 0; i < made.size(); ++i)
            for (std::size_t k = 0; k < 3; ++k)
                if (!made.is_null(i)) text += value_text(one.generator.type().children[k], made.child(k), i);
    }
    CHECK(hash_name(text) == 0x3e59eee4edd5c2c5u);
}

TEST_CASE("golden/flows: earlier events and hot keys") {
    const earlier_events earlier{mix_of({}), 1};
    std::uint64_t sum = 0;
    for (std::uint64_t event = 1; event < 3'000'000; event += 12'345) add(sum, earlier.draw(event, event));
    CHECK(sum == 0x78df47aea8785e4eu);
    column made;
    sum = 0;
    hot_keys(1'000'000, {.hot = 100, .share = {1, 3}, .start = -5}).fill({{3, 4}, 77, 1'000}, made);
    for (std::size_t i = 0; i < made.size(); ++i) add(sum, made.values<std::uint64_t>()[i]);
    CHECK(sum == 0x692b6f008ef4eb8du);
}
