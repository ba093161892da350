// SPDX-License-Identifier: Apache-2.0
// The log of a table of accounts: every row is inserted, updated up to five times, and deleted.
#include <cstdint>
#include <vector>

#include <spate/event/change_stream.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>

int main() {
    spate::mix_specification mix{.name = "bank", .from = spate::seed{42}};
    spate::change_stream accounts{.name = "accounts", .key = "id", .most_updates = 5};
    accounts.share = 0.5;
    accounts.fields = {{"id", spate::sequence(1)}, {"balance", spate::uniform_int<std::int64_t>(0, 1'000'000)}, {"state", spate::one_of({"open", "closed"})}};
    mix.types = {{.id = "heartbeat"}};
    spate::add_change_stream(mix, accounts);

    const spate::flow_plan plan{mix};
    std::vector<spate::chosen_event> events(100'000);
    plan.place(1'000'000'000, events);
    int changes = 0;
    for (const spate::chosen_event& one : events) changes += one.type == 1;
    return changes > 49'500 && changes < 50'500 ? 0 : 1;
}
