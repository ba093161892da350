// SPDX-License-Identifier: Apache-2.0
#include <spate/run/event_messages.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/event/arrival.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/uuid.hpp>

using namespace spate;

namespace {

mix_specification shop() {
    mix_specification mix{.name = "shop", .from = seed{7}};
    mix.common = {{"user", one_of({"u\"1\"", "u2", "u3", "Köln"})}, {"id", uuid4()}};
    mix.types = {{"view", {8, 10}, {{"n", uniform_int(0, 9)}}}, {"a \"quoted\" buy", {2, 10}, {{"price", uniform_int(1, 100)}}}};
    mix.partition_key = "user";
    mix.when = schedule{1'767'225'600'123'456'789, {1000, 3}};
    return mix;
}

mix_specification lossy() {
    mix_specification mix = shop();
    mix.arrival = {.late = {1, 9}, .duplicate = {1, 8}, .lost = {1, 7}, .duplicate_within = 20};
    return mix;
}

using copied = std::tuple<std::uint64_t, std::int64_t, std::uint32_t, std::string, std::string, std::string>;

std::vector<copied> all_of(const message_source& source, std::uint64_t first, std::uint64_t end) {
    std::vector<copied> out;
    const auto maker = source.maker();
    for_each_message(*maker, first, end, [&](const message& one) {
        out.emplace_back(one.place, one.timestamp, one.type_number, std::string{one.type}, std::string{one.key}, std::string{one.value});
    });
    return out;
}

}  // namespace

TEST_CASE("a message is its event, and lost ones are left out") {
    const mixed_events events{lossy()};
    const event_messages source{events};
    CHECK(source.size() == mixed_events::most_events);
    REQUIRE(source.types().size() == 2);
    CHECK(source.types()[1] == "a \"quoted\" buy");
    const std::vector<copied> made = all_of(source, 1000, 3000);
    std::vector<copied> expected;
    for (std::uint64_t place = 1000; place < 3000; ++place) {
        const event_record one = events[place];
        if (one.label == arrival_label::lost) continue;
        const std::uint32_t number = one.event_type_id == "view" ? 0 : 1;
        std::int64_t milliseconds = one.timestamp / 1'000'000;
        expected.emplace_back(place, milliseconds, number, one.event_type_id, one.partition_key, one.serialized_payload);
    }
    CHECK(made.size() < 2000);
    CHECK(made.size() > 1500);
    CHECK(made == expected);
}

TEST_CASE("messages do not depend on the ranges in which they are asked for") {
    const event_messages source{mixed_events{lossy()}};
    const std::vector<copied> whole = all_of(source, 0, 2000);
    std::vector<copied> parts;
    for (std::uint64_t first = 0, step = 1; first < 2000; first += step, step = step * 5 % 331 + 1) {
        const std::vector<copied> some = all_of(source, first, std::min<std::uint64_t>(2000, first + step));
        parts.insert(parts.end(), some.begin(), some.end());
    }
    CHECK(parts == whole);
}

TEST_CASE("the shards together are the whole") {
    const mixed_events events{shop()};
    std::vector<copied> all;
    for (std::uint64_t index = 0; index < 3; ++index) {
        const stream_shard shard{index, 3};
        const event_messages source{events, envelope::payload, shard};
        CHECK(source.size() == shard.below(mixed_events::most_events));
        const std::vector<copied> some = all_of(source, 0, shard.below(5000));
        all.insert(all.end(), some.begin(), some.end());
    }
    std::sort(all.begin(), all.end());
    CHECK(all == all_of(event_messages{events}, 0, 5000));
}

TEST_CASE("a document holds the whole event") {
    for (const payload_format format : {payload_format::json, payload_format::avro}) {
        mix_specification mix = lossy();
        mix.payload = format;
        const mixed_events events{std::move(mix)};
        const std::vector<copied> plain = all_of(event_messages{events}, 0, 1100), documents = all_of(event_messages{events, envelope::document}, 0, 1100);
        REQUIRE(plain.size() == documents.size());
        for (std::size_t i = 0; i < plain.size(); ++i) {
            const auto& [place, time, number, type, key, value] = documents[i];
            CHECK(place == std::get<0>(plain[i]));
            CHECK(key == std::get<4>(plain[i]));
            CHECK(value.find('\n') == std::string::npos);
            const auto json = nlohmann::ordered_json::parse(value);
            REQUIRE(json.size() == 4);
            CHECK(json.begin().key() == "@timestamp");
            CHECK(json["event_type_id"] == type);
            CHECK(json["partition_key"] == key);
            if (format == payload_format::json)
                CHECK(json["payload"].dump() == nlohmann::ordered_json::parse(std::get<5>(plain[i])).dump());
            else
                CHECK(json["payload"].get<std::string>().size() == (std::get<5>(plain[i]).size() + 2) / 3 * 4);
        }
        const auto first = nlohmann::json::parse(std::get<5>(documents[0]));
        CHECK(first["@timestamp"].get<std::string>().starts_with("2026-01-01T00:00:0"));
        CHECK(first["@timestamp"].get<std::string>().size() == 24);
        CHECK(first["@timestamp"].get<std::string>().ends_with("Z"));
    }
}
