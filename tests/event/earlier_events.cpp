// SPDX-License-Identifier: Apache-2.0
#include <spate/event/earlier_events.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

#include "../field/laws.hpp"
#include "../rng/statistics.hpp"

using namespace spate;

namespace {

mix_specification mix_of(ratio order_weight = {1, 10}) {
    mix_specification mix{.name = "shop", .from = seed{5}};
    mix.types = {{.id = "view"},
                 {.id = "order", .weight = order_weight, .fields = {{"id", uuid4()}, {"note", nullable(uniform_int(0, 9), ratio{1, 2})}}},
                 {.id = "payment", .weight = {0, 1}}};
    mix.selection = type_selection::exact;
    return mix;
}
chosen_event type_at(const mix_specification& mix, std::uint64_t event) {
    std::vector<ratio> weights;
    for (const event_type& one : mix.types) weights.push_back(one.weight);
    chosen_event out;
    type_chooser{weights, mix.selection, detail::type_key(mix.from, mix.name)}.choose(event, {&out, 1});
    flow_plan{mix}.place(event, {&out, 1});
    return out;
}

}  // namespace

TEST_CASE("event/earlier_events: what is drawn is earlier, of the type, and of no flow") {
    mix_specification with_flow = mix_of();
    with_flow.flows = {{.name = "paid", .share = {1, 2}, .steps = {{1}, {2, 1'000'000'000, 2'000'000'000}}}};
    for (const mix_specification& mix : {mix_of(), with_flow}) {
        const earlier_events orders{mix, 1};
        const auto drawn = statistics::words(200);
        for (const std::uint64_t event :
             {std::uint64_t{1}, std::uint64_t{50}, std::uint64_t{3'000}, std::uint64_t{500'000}, std::uint64_t{1'000'001}, std::uint64_t{1} << 46}) {
            CAPTURE(event);
            int found = 0;
            for (const std::uint64_t word : drawn) {
                const std::uint64_t one = orders.draw(event, word);
                if (one == earlier_events::none) continue;
                ++found;
                REQUIRE(one < event);
                REQUIRE(one + 1'000'000 >= event);
                if (found > 50) continue;
                const chosen_event there = type_at(mix, one);
                REQUIRE(there.type == 1);
                REQUIRE(there.flow == chosen_event::no_flow);
            }
            if (event >= 3'000) CHECK(found > 190);
        }
        CHECK(orders.draw(0, 1) == earlier_events::none);
    }
}

TEST_CASE("event/earlier_events: all events of the last million are as likely") {
    const mix_specification mix = mix_of();
    const earlier_events orders{mix, 1};
    std::vector<std::uint64_t> counts(20);
    std::vector<double> expected(20);
    std::vector<chosen_event> events(1'000'000);
    type_chooser{{1, {1, 10}, {0, 1}}, mix.selection, detail::type_key(mix.from, mix.name)}.choose(4'300'000, events);
    double all = 0;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (events[i].type == 1) ++all, ++expected[i / 50'000];
    for (double& one : expected) one *= 40'000 / all;
    for (const std::uint64_t word : statistics::words(40'000)) ++counts[(orders.draw(5'300'000, word) - 4'300'000) / 50'000];
    CHECK(std::abs(statistics::chi_square(counts, expected)) < 4);
}

TEST_CASE("event/earlier_events: rare types are found from the second window on") {
    const earlier_events orders{mix_of({1, 50'000}), 1};
    int found = 0;
    for (const std::uint64_t word : statistics::words(200)) found += orders.draw(1'000'001, word) != earlier_events::none;
    CHECK(found == 200);
}

TEST_CASE("event/earlier_events: a field of their values, any partition of rows") {
    const mix_specification mix = mix_of();
    for (const char* field : {"id", "note"}) {
        const event_reference_field made{mix, 1, field};
        CHECK(made.type().nullable);
        const auto fill = [&](std::uint64_t first, std::size_t count, column& out) { made.fill({laws::some_key, first, count}, out); };
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1'234'567}, (std::uint64_t{1} << 47) - 600}) {
            column whole, part;
            fill(first, 600, whole);
            laws::check_column(made.type(), whole, 600);
            std::size_t differ = 0;
            for (std::size_t i = 0; i < 600; i += 7) {
                fill(first + i, std::min<std::size_t>(1 + i % 5, 600 - i), part);
                for (std::size_t k = 0; k < part.size(); ++k) differ += !laws::same_value(made.type(), whole, i + k, part, k);
            }
            CHECK(differ == 0);
            if (first != 0) CHECK((whole.nulls() == 0) == (std::string{field} == "id"));
        }
    }
}

TEST_CASE("event/earlier_events: bad references") {
    const auto refused = [](const event_reference& one, const std::string& parameter, type_selection selection = type_selection::exact) {
        mix_specification mix = mix_of();
        mix.common = {{"at", sequence()}};
        mix.selection = selection;
        mix.references = {one};
        statistics::check_refused([&] { return with_references(mix); }, parameter);
    };
    refused({"views", "order", "order", "id"}, "reference \"views.order\"");
    refused({"view", "order", "orders", "id"}, "reference \"view.order\"");
    refused({"view", "order", "order", "number"}, "field");
    refused({"view", "order", "payment", "id"}, "event type");
    refused({"view", "at", "order", "id"}, "reference \"view.at\"");
    refused({"view", "order", "view", "order"}, "reference \"view.order\"");
    refused({"view", "order", "order", "id"}, "selection", type_selection::multinomial);
    mix_specification mix = mix_of();
    mix.references = {{"view", "order", "order", "id"}};
    CHECK(with_references(mix).types[0].fields.size() == 1);
    CHECK(with_references(with_references(mix)).types[0].fields.size() == 1);
}
