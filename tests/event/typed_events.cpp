// SPDX-License-Identifier: Apache-2.0
#include <spate/event/typed_events.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <spate/event/event_time.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/list.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>

#include "../field/laws.hpp"

using namespace spate;

namespace {

constexpr std::int64_t begin = 1767225600000000000;

mix_specification shop(std::size_t rare_types) {
    mix_specification mix{.name = "shop", .from = seed{42}};
    mix.common = {{"event_name", one_of({"a \"quoted\" name", "b"}, {0.9, 0.1})},
                  {"user_id", one_of({"u-1", "u-2", ""})},
                  {"Timestamp", event_time(schedule{begin, ratio{1000, 7}}, 6)},
                  {"event_id", uuid4()}};
    mix.types = {{"login", {6, 10}, {{"count", uniform_int(-5, 1000)}, {"ratio", uniform_real<float>(0, 1)}}},
                 {"purchase",
                  {3, 10},
                  {{"price", uniform_real(0.5, 99)},
                   {"note", nullable(one_of({"x", "a longer text, with a \n in it"}), 0.5)},
                   {"height", normal(170, 10)},
                   {"balance", nullable(decimal(0, 999'999'999'999'999, 6), 0.2)},
                   {"due", dates("1999-12-31", "2030-01-01")},
                   {"ok", boolean(0.3)}}},
                 {"logout",
                  {1, 10},
                  {{"when", timestamps("2020-01-01", "2030-01-01", 6)},
                   {"i", sequence(7, 3)},
                   {"tags", list_of(one_of({"p", "q"}), 0, 3)},
                   {"by_name", erased_field{depends_on<"user_id">({{"u-1", uniform_int(1, 9)}}, uniform_int(100, 900))}},
                   {"maybe", nullable(event_time(schedule{begin, ratio{1000, 7}}), 0.5)}}}};
    for (std::size_t i = 0; i < rare_types; ++i)
        mix.types.push_back({"rare" + std::to_string(i), {1, 1000}, {{"n", uniform_int(0, 99)}, {"tags", list_of(uniform_int(0, 9), 0, 3)}}});
    mix.when = schedule{begin, ratio{1000, 7}};
    return mix;
}

mix_specification travelling() {
    mix_specification mix = shop(3);
    mix.partition_key = "user_id";
    mix.arrival = {.late = {1, 5}, .out_of_order = {1, 10}, .duplicate = {1, 10}, .lost = {1, 10}, .mean_delay = 1'000'000'000};
    return mix;
}

mix_specification with_flow() {
    mix_specification mix = shop(0);
    mix.types[0].fields.push_back({"visit", uuid4(), row_source::instance});
    mix.types[1].fields.push_back({"visit", uuid4(), row_source::instance});
    mix.types[1].fields.push_back({"step", sequence(), row_source::step});
    mix.partition_key = "visit";
    mix.flows = {{.name = "buy", .steps = {{.type = 0}, {.type = 1, .most_delay = 1'000'000'000}}}};
    return mix;
}

// The payload again, from columns.
std::string payload_of(const record_type& type, const batch& rows, std::size_t before, std::size_t row) {
    std::string out = "{";
    for (std::size_t i = before; i < type.size(); ++i) {
        if (i != before) out += ',';
        out += "\"" + type[i].name + "\":";
        append_json(out, type[i].type, rows.columns[i], row);
    }
    return out + "}";
}

// Compares rows with records of the mix, and returns how many there are.
std::size_t check_rows(const typed_events& tables, std::uint64_t first, std::size_t count, std::vector<batch>& out) {
    const std::size_t before = tables.events().specification().arrival.any() ? 5 : 3;
    std::size_t rows = 0;
    for (std::size_t t = 0; t < tables.types(); ++t) {
        const record_type& type = tables.type(t);
        for (std::size_t i = 0; i < type.size() && out[t].count != 0; ++i) laws::check_column(type[i].type, out[t].columns[i], out[t].count);
        for (std::size_t i = 0; i < out[t].count; ++i, ++rows) {
            const auto place = static_cast<std::uint64_t>(out[t].columns[0].values<std::int64_t>()[i]);
            REQUIRE(place - first < count);
            const event_record expected = tables.events()[place];
            CHECK(expected.event_type_id == tables.id(t));
            CHECK(out[t].columns[1].values<std::int64_t>()[i] == expected.timestamp / 1'000'000);
            CHECK(out[t].columns[2].text(i) == expected.partition_key);
            CHECK(payload_of(type, out[t], before, i) == expected.serialized_payload);
            if (before == 3) continue;
            CHECK(out[t].columns[3].values<std::int64_t>()[i] == expected.arrival / 1'000'000);
            CHECK(out[t].columns[4].text(i) == to_string(expected.label));
        }
    }
    return rows;
}

}  // namespace

TEST_CASE("event/typed_events: a row says what the payload of its event says, for frequent and rare types, flows and events on their way") {
    for (const mix_specification& mix : {shop(20), travelling(), with_flow()}) {
        const typed_events tables{mixed_events{mix}};
        std::vector<batch> out(tables.types());
        for (const auto& [first, count] : {std::pair<std::uint64_t, std::size_t>{0, 2000}, {777, 513}, {1'000'003, 1}, {5000, 0}}) {
            CAPTURE(first);
            tables.fill(first, count, out);
            std::size_t delivered = 0;
            for (std::size_t i = 0; i < count; ++i) delivered += tables.events()[first + i].label != arrival_label::lost;
            CHECK(check_rows(tables, first, count, out) == delivered);
        }
    }
}

TEST_CASE("event/typed_events: what is not the payload's gives way to fields of its name, and tables that are ahead take only what they lack") {
    const typed_events tables{mixed_events{travelling()}};
    CHECK(tables.type(0)[0].name == "event_index");
    CHECK(tables.type(0)[1].name == "_timestamp");
    CHECK(tables.type(0)[5].name == "event_name");
    CHECK(tables.id(1) == "purchase");
    std::vector<batch> all(tables.types()), later(tables.types());
    std::vector<std::uint64_t> from(tables.types(), 0);
    from[1] = 1400;
    from[2] = 5000;
    tables.fill(1000, 1000, all);
    tables.fill(1000, 1000, later, from);
    CHECK(later[0].count == all[0].count);
    CHECK(later[2].count == 0);
    CHECK(all[2].count != 0);
    std::size_t expected = 0;
    for (std::size_t i = 0; i < all[1].count; ++i) expected += all[1].columns[0].values<std::int64_t>()[i] >= 1400;
    CHECK(later[1].count == expected);
    CHECK(later[1].columns[0].values<std::int64_t>()[0] >= 1400);
}
