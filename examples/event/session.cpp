// SPDX-License-Identifier: Apache-2.0
// Visits of a shop: pages lead to pages, some to an order; whatever is left of the stream is other traffic.
#include <cstdint>
#include <vector>

#include <spate/event/flow_plan.hpp>
#include <spate/event/session.hpp>

int main() {
    spate::mix_specification mix{.name = "shop", .from = spate::seed{42}};
    mix.types = {{.id = "heartbeat"}, {.id = "page", .weight = {0, 1}}, {.id = "order", .weight = {0, 1}}};
    spate::add_session(
        mix, {.name = "visit",
              .share = 0.2,
              .states = {{.name = "page", .type = 1, .next = {{.to = 0, .weight = 0.6}, {.to = 1, .weight = 0.1}}, .end = 0.3}, {.name = "order", .type = 2}},
              .most_steps = 10});
    const spate::flow_plan plan{mix};
    std::vector<spate::chosen_event> events(100'000);
    plan.place(3'000'000'000, events);
    int pages = 0, orders = 0;
    for (const spate::chosen_event& one : events) pages += one.type == 1, orders += one.type == 2;
    return pages + orders > 19'500 && pages + orders < 20'500 && orders > 0 && pages > 8 * orders ? 0 : 1;
}
