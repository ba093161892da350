// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_reference.hpp>

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include <spate/event/mixed_events.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

using namespace spate;

namespace {

// Orders are numbered by their events; refunds name an order by both of its fields, complaints name refunds.
mix_specification shop() {
    mix_specification mix{.name = "shop", .from = seed{5}};
    mix.types = {{.id = "view", .weight = {7, 10}, .fields = {{"page", uuid4()}}},
                 {.id = "order", .weight = {2, 10}, .fields = {{"place", sequence(0)}, {"token", uuid4()}}},
                 {.id = "refund", .weight = {1, 10}, .fields = {{"place", sequence(0)}}}};
    mix.selection = type_selection::exact;
    mix.references = {{"refund", "order", "order", "place"}, {"refund", "previous", "refund", "place"}};
    return mix;
}
// The number behind a field's name; none where it is null.
constexpr std::uint64_t none = ~std::uint64_t{0};
std::uint64_t number(const event_record& of, const std::string& field) {
    const std::size_t at = of.serialized_payload.find("\"" + field + "\":");
    REQUIRE(at != std::string::npos);
    const std::string text = of.serialized_payload.substr(at + field.size() + 3);
    return text.starts_with("null") ? none : std::stoull(text);
}

}  // namespace

TEST_CASE("event/event_reference: payloads name earlier events that are there") {
    for (const std::uint64_t from : {std::uint64_t{7}, std::uint64_t{1} << 46}) {
        for (const mix_specification& mix : {shop(), [] {
                                                 mix_specification other = shop();
                                                 other.from = seed{6};
                                                 return other;
                                             }()}) {
            const mixed_events events{mix};
            int refunds = 0, of_itself = 0;
            for (const seed reseeded : {seed{1}, seed{2}}) {
                mix_specification again = events.specification();
                again.from = reseeded;
                const mixed_events other{again};
                batch rows;
                other.fill(from, 2'000, rows);
                for (std::size_t i = 0; i < rows.count; ++i) {
                    const event_record one = other.row(rows, i);
                    if (one.event_type_id != "refund") continue;
                    ++refunds;
                    for (const char* field : {"order", "previous"}) {
                        const std::uint64_t referred = number(one, field);
                        if (referred == none) continue;
                        REQUIRE(referred < one.index);
                        if (refunds > 40) continue;
                        const event_record there = other[referred];
                        REQUIRE(there.event_type_id == (field[0] == 'o' ? "order" : "refund"));
                        REQUIRE(number(there, "place") == referred);
                        of_itself += field[0] == 'p';
                    }
                }
            }
            CHECK(refunds > 300);
            CHECK(of_itself > 10);
        }
    }
}
