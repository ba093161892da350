// SPDX-License-Identifier: Apache-2.0
// The events of each type as a table of its own.
#include <cstdint>
#include <vector>

#include <spate/event/event_mix.hpp>
#include <spate/event/typed_events.hpp>
#include <spate/field/integer.hpp>
#include <spate/schema/schema.hpp>

int main() {
    const spate::typed_events tables{spate::event_mix(spate::event<"login">(0.6, spate::schema(spate::field<"user_id">(spate::uniform_int(1, 9000)))),
                                                      spate::event<"purchase">(0.4, spate::schema(spate::field<"price">(spate::uniform_int(1, 99)))))};
    std::vector<spate::batch> rows(tables.types());
    tables.fill(0, 1000, rows);
    if (rows[0].count + rows[1].count != 1000 || tables.id(1) != "purchase" || tables.type(1).back().name != "price") return 1;
    // event_index, timestamp, partition_key, then the fields.
    const auto* const prices = rows[1].columns[3].values<std::int32_t>();
    for (std::size_t i = 0; i < rows[1].count; ++i)
        if (prices[i] < 1 || prices[i] > 99) return 1;
    return 0;
}
