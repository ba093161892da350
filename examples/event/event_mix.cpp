// SPDX-License-Identifier: Apache-2.0
// Logins and purchases of one stream: any event alone, the first thousand as a range, and all of them as a table.
#include <algorithm>
#include <string>

#include <spate/event/event_mix.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/real.hpp>
#include <spate/schema/rows.hpp>

int main() {
    using namespace spate;
    const mixed_events events = event_mix(event<"login">(0.6, schema(field<"user_id">(uniform_int(1, 9000)))),
                                          event<"purchase">(0.4, schema(field<"user_id">(uniform_int(1, 9000)), field<"price">(uniform_real(1, 99)))))
                                    .named("shop")
                                    .with_seed(seed{42})
                                    .keyed_by("user_id")
                                    .at(schedule{1'767'225'600'000'000'000, 500});  // from 2026-01-01 on, 500 a second

    const event_record far = events[100'000'000'000];
    const auto first = events | rows(1000);
    const auto purchases = std::count_if(first.begin(), first.end(), [](const event_record& one) { return one.event_type_id == "purchase"; });
    batch table;  // event_type_id, timestamp, partition_key and serialized_payload
    events.fill(100'000'000'000, 1, table);
    return purchases > 350 && purchases < 450 && table.columns[3].text(0) == far.serialized_payload ? 0 : 1;
}
