// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_mix.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <spate/event/event_time.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/derived.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

namespace {

mixed_events shop() {
    return event_mix(event<"login">(0.6, schema(field<"user_id">(uniform_int(1, 9000)))),
                     event<"purchase">(0.4, schema(field<"user_id">(uniform_int(1, 9000)), field<"kind">(one_of({"a", "b"})),
                                                   field<"price">(depends_on<"kind">({{"a", sequence(100)}}, sequence(1'000'000'000))))))
        .named("shop")
        .with_seed(seed{42})
        .keyed_by("user_id");
}

}  // namespace

TEST_CASE("event/event_mix: types, weights and fields are those that are given") {
    const mixed_events events = shop();
    const mix_specification& mix = events.specification();
    REQUIRE(mix.types.size() == 2);
    CHECK(mix.types[0].id == "login");
    CHECK(mix.types[1].weight == ratio{2, 5});
    CHECK(mix.types[1].fields[2].name == "price");
    CHECK(mix.name == "shop");
    CHECK(mix.from == seed{42});
    std::size_t logins = 0;
    for (const event_record& one : events | rows(2000)) {
        const bool login = one.event_type_id == "login";
        logins += login;
        REQUIRE(one.serialized_payload.starts_with("{\"user_id\":" + one.partition_key + (login ? "}" : ",\"kind\":\"")));
        if (!login)
            REQUIRE(one.serialized_payload.ends_with((one.serialized_payload.find("\"a\"") != std::string::npos
                                                          ? "\"price\":" + std::to_string(100 + one.index)
                                                          : "\"price\":" + std::to_string(1'000'000'000 + one.index)) +
                                                     "}"));
    }
    CHECK(logins > 1070);
    CHECK(logins < 1330);
    // Slot 0 of an event reads the same word whatever its type: with other weights, an event of another type has the same user.
    const mixed_events other = event_mix(event<"x">(1, schema(field<"user_id">(uniform_int(1, 9000))))).named("shop").with_seed(seed{42}).keyed_by("user_id");
    for (std::uint64_t i = 0; i < 50; ++i) CHECK(other[i].partition_key == events[i].partition_key);
}

TEST_CASE("event/event_mix: changed copies") {
    const mixed_events events = shop();
    CHECK(events.named("other")[3] != events[3]);
    CHECK(events.with_seed(seed{43})[3] != events[3]);
    CHECK(events.named("other").named("shop")[3] == events[3]);
    CHECK(events.at(schedule{1'000'000'007, ratio{1, 1}})[3].timestamp == 4'000'000'007);
    const mixed_events common = events.with_common(event_fields(schema(field<"n">(sequence(5)), field<"at">(event_time(schedule{})))));
    CHECK(common[3].serialized_payload.starts_with("{\"n\":8,\"at\":\"1970-01-01T00:00:00.003Z\",\"user_id\":"));
    const auto exact = events.exact() | rows(1'000'000);
    batch part;
    std::size_t logins = 0;
    for (std::uint64_t first = 0; first < 1'000'000; first += 50'000) {
        exact.fill(first, 50'000, part);
        logins += static_cast<std::size_t>(std::count(part.columns[0].values<std::uint32_t>(), part.columns[0].values<std::uint32_t>() + 50'000, 0u));
    }
    CHECK(logins == 600'000);
    const event_record lost = events.arriving({.lost = {1, 1}})[3];
    CHECK(lost.label == arrival_label::lost);
    CHECK(lost.serialized_payload.empty());
    CHECK(events.with_flows({{.name = "visit", .share = {1, 1}, .steps = {{.type = 1}}}})[30].event_type_id == "purchase");
    CHECK_THROWS_AS((void)events.keyed_by("nobody"), config_error);
    CHECK((events | rows(std::uint64_t{1} << 47)).size() == events.size());
    CHECK_THROWS_WITH_AS((void)(events | rows((std::uint64_t{1} << 47) + 1)),
                         "rows: 140737488355329 is more than the table's 140737488355328; give at most as many", config_error);
}

TEST_CASE("event/event_mix: formats write mixes as they do tables") {
    const mixed_events events = shop().at(schedule{1767225600000000000, ratio{1, 1}});
    std::vector<std::byte> bytes;
    vector_sink out{bytes};
    (void)run(events | rows(3), ndjson{}, out);
    std::string expected;
    for (const event_record& one : events | rows(3))
        expected += "{\"event_type_id\":\"" + one.event_type_id + "\",\"timestamp\":\"2026-01-01T00:00:0" + std::to_string(one.index) +
                    ".000Z\",\"partition_key\":\"" + one.partition_key + "\",\"serialized_payload\":" + one.serialized_payload + "}\n";
    CHECK(std::string{reinterpret_cast<const char*>(bytes.data()), bytes.size()} == expected);
}
