// SPDX-License-Identifier: Apache-2.0
// Rows and events into Delta tables, and on from where an earlier run has come to.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_sink.hpp>
#include <spate/delta/local_store.hpp>
#include <spate/event/event_mix.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    std::filesystem::remove_all("delta");
    const auto orders = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"city">(spate::one_of({"Paris", "Rome"})));

    spate::delta_options options{.path = "delta/orders", .partition_by = {"city"}};
    const spate::delivery_stream stream{.name = "orders", .specification = 42, .note = "seed=0"};
    {
        spate::delta_sink sink{options, spate::delta_rows(orders | spate::rows(10'000))};
        sink.open(stream, 0);
        sink.send(0, 6'000);
        sink.close();
    }
    // Another process, later: the table knows how far the stream is.
    spate::delta_sink sink{options, spate::delta_rows(orders | spate::rows(10'000))};
    const std::optional<spate::delivery_position> known = sink.position(stream);
    sink.open(stream, known ? known->next : 0);
    sink.send(known ? known->next : 0, 10'000);
    sink.close();
    if (sink.acknowledged() != 10'000) return 1;

    // A table for each type of events, with their fields as columns: delta/shop/login and delta/shop/purchase.
    const auto events = spate::event_mix(spate::event<"login">(0.6, spate::schema(spate::field<"user_id">(spate::uniform_int(1, 9000)))),
                                         spate::event<"purchase">(0.4, spate::schema(spate::field<"price">(spate::uniform_int(1, 99)))));
    spate::delta_sink typed{{.path = "delta/shop"}, spate::delta_typed_events(events)};
    typed.open({.name = "shop"}, 0);
    typed.send(0, 1'000);
    typed.close();
    spate::delta_log log{std::make_shared<spate::local_store>("delta/shop/login")};
    return log.update().transaction("shop-0-of-1") == 1'000 ? 0 : 1;
}
