// SPDX-License-Identifier: Apache-2.0
// Payloads of random mixes, in every format, are the rows that the formats' encoders make of the same fields.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include <spate/event/mixed_events.hpp>
#include <spate/event/payload_schema.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/format/avro.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/format/protobuf_values.hpp>

#include "../support/random_mix.hpp"
#include "reference.hpp"

using namespace spate;

namespace {

template <class Format>
std::string row_bytes(const Format& format, const record_type& type, const batch& row) {
    auto encoder = format.encoder(type);
    text_buffer out;
    encoder.encode(row, out);
    return std::string{out.text()};
}

// What is around a payload in its format's file is put around it.
std::string as_row(payload_format format, const std::string& payload) {
    if (format == payload_format::json) return payload + '\n';
    if (format != payload_format::protobuf) return payload;
    char size[16];
    return std::string(size, static_cast<std::size_t>(protobuf_values::put_whole(size, payload.size()) - size)) + payload;
}
std::string expected_row(payload_format format, const record_type& type, const batch& row, const std::string& id) {
    const auto head = payload_single_object_head(type, id);
    switch (format) {
        case payload_format::json:
            return row_bytes(ndjson{}, type, row);
        case payload_format::protobuf:
            return row_bytes(protobuf{}, type, row);
        case payload_format::binary:
            return row_bytes(binary_rows{}, type, row);
        case payload_format::avro:
            return row_bytes(avro{}, type, row);
        default:
            return std::string{head.data(), head.size()} + row_bytes(avro{}, type, row);
    }
}

constexpr payload_format formats[] = {payload_format::json, payload_format::avro, payload_format::avro_single_object, payload_format::protobuf,
                                      payload_format::binary};

void check_payloads(mix_specification mix, std::uint64_t first, std::size_t count) {
    for (const payload_format format : formats) {
        mix.payload = format;
        const mixed_events events{mix};
        batch rows;
        events.fill(first, count, rows);
        std::size_t differ = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t which = rows.columns[0].values<std::uint32_t>()[i];
            const record_type type = events.payload_type(which);
            const batch row = reference::row_of(mix, which, first + i);
            differ += as_row(format, std::string{rows.columns[3].text(i)}) != expected_row(format, type, row, mix.types[which].id);
        }
        CAPTURE(to_string(format));
        CHECK(differ == 0);
    }
}

}  // namespace

TEST_CASE("event/payloads: random mixes in every format") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        CAPTURE(seed);
        check_payloads(test::random_mix{seed}(), seed % 2 == 0 ? 0 : 1000003 * seed, 40);
    }
}

TEST_CASE("event/payloads: choices that types share stand behind other tags and at other places") {
    const erased_field words = one_of({"", "a", "bc"}), maybe = nullable(one_of({"", "a", "bc"}), 0.5), numbers = one_of<std::int16_t>({0, -1, 300});
    mix_specification mix{.name = "shared", .from = seed{7}};
    mix.types = {{"one", {1, 2}, {{"w", words}, {"n", numbers}, {"m", maybe}}}, {"two", {1, 2}, {{"n", numbers}, {"m", maybe}, {"w", words}, {"x", words}}}};
    check_payloads(mix, 0, 200);
}

TEST_CASE("event/payloads: more fields than tags of one and two bytes") {
    mix_specification mix{.name = "wide", .from = seed{7}};
    mix.types = {{"one", {1, 1}, {}}};
    for (int i = 0; i < 2100; ++i) mix.types[0].fields.push_back({"f" + std::to_string(i), uniform_int(-1, 1)});
    check_payloads(mix, 5, 3);
}
