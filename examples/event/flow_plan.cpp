// SPDX-License-Identifier: Apache-2.0
// Three events of a hundred belong to orders: an order, its payment some seconds later, and its shipment.
#include <cstdint>
#include <vector>

#include <spate/event/flow_plan.hpp>

int main() {
    constexpr std::uint64_t second = 1'000'000'000;
    spate::mix_specification mix{.name = "shop", .from = spate::seed{42}};
    mix.types = {{.id = "view"}, {.id = "order", .weight = {0, 1}}, {.id = "payment", .weight = {0, 1}}, {.id = "shipment", .weight = {0, 1}}};
    mix.flows = {{.name = "order", .share = 0.03, .steps = {{1}, {2, 5 * second, 30 * second}, {3, 60 * second, 90 * second}}}};
    const spate::flow_plan plan{mix};

    // Any part of the stream, in any order; 1000 events a second.
    std::vector<spate::chosen_event> events(100'000);
    plan.place(5'000'000'000, events);
    std::uint64_t payments = 0, of_orders_seen = 0;
    std::vector<std::uint64_t> orders;
    for (const spate::chosen_event& one : events) {
        if (one.type == 1) orders.push_back(one.instance);
        if (one.type != 2) continue;
        ++payments;
        for (const std::uint64_t instance : orders) of_orders_seen += instance == one.instance;
    }
    return payments > 990 && payments < 1010 && of_orders_seen > 600 && of_orders_seen < payments ? 0 : 1;
}
