// SPDX-License-Identifier: Apache-2.0
// Refunds that name an order: one of the million events before them, of which nothing was kept.
#include <cstdint>
#include <string>

#include <spate/event/event_reference.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

int main() {
    spate::mix_specification mix{.name = "shop", .from = spate::seed{42}};
    mix.types = {{.id = "order", .weight = 0.9, .fields = {{"number", spate::sequence(0)}, {"id", spate::uuid4()}}}, {.id = "refund", .weight = 0.1}};
    mix.selection = spate::type_selection::exact;
    mix.references = {{.type = "refund", .field = "order", .to_type = "order", .to_field = "number"}};
    const spate::mixed_events events{mix};

    std::uint64_t at = 7'000'000;
    while (events[at].event_type_id != "refund") ++at;
    const std::string payload = events[at].serialized_payload;  // {"order":6123456}
    const std::uint64_t order = std::stoull(payload.substr(payload.find(':') + 1));
    return order < at && events[order].event_type_id == "order" ? 0 : 1;
}
