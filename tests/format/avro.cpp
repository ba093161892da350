// SPDX-License-Identifier: Apache-2.0
#include <spate/format/avro.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/exec/inline.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>

#include "../support/random_records.hpp"
#include "../support/table.hpp"
#include "support.hpp"

using namespace spate;

namespace {

void append_long(std::string& out, std::int64_t value) {
    std::uint64_t left = value < 0 ? 2 * ~static_cast<std::uint64_t>(value) + 1 : 2 * static_cast<std::uint64_t>(value);
    for (; left >= 128; left /= 128) out += static_cast<char>(left % 128 + 128);
    out += static_cast<char>(left);
}
void append_text(std::string& out, std::string_view text) {
    append_long(out, static_cast<std::int64_t>(text.size()));
    out += text;
}
template <class Number>
void append_number(std::string& out, Number number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    out.append(bytes, sizeof number);
}
__extension__ using int128 = __int128;
void append_decimal(std::string& out, int128 units) {
    std::string bytes;
    do {
        bytes.insert(bytes.begin(), static_cast<char>(units & 255));
        units >>= 8;
    } while (!(units == 0 && bytes[0] >= 0) && !(units == -1 && bytes[0] < 0));
    append_text(out, bytes);
}

// One value, as the table of format/avro.hpp tells it.
void append_value(std::string& out, const data_type& type, const column& from, std::size_t row) {
    const auto integer = [&]<class Integer>(Integer) { append_long(out, from.values<Integer>()[row]); };
    const auto elements = [&](std::size_t first, std::size_t count) {
        if (count != 0) append_long(out, static_cast<std::int64_t>(count));
        for (std::size_t i = first; i < first + count; ++i) append_value(out, type.children[0], from.child(0), i);
        out += '\0';
    };
    if (type.nullable) out += from.is_null(row) ? '\0' : '\2';
    if (type.nullable && from.is_null(row)) return;
    switch (type.id) {
        case type_id::boolean:
            out += from.boolean(row) ? '\1' : '\0';
            return;
        case type_id::int8:
            return integer(std::int8_t{});
        case type_id::int16:
            return integer(std::int16_t{});
        case type_id::int32:
        case type_id::date:
            return integer(std::int32_t{});
        case type_id::int64:
            return integer(std::int64_t{});
        case type_id::uint8:
            return integer(std::uint8_t{});
        case type_id::uint16:
            return integer(std::uint16_t{});
        case type_id::uint32:
            return integer(std::uint32_t{});
        case type_id::uint64:
            return append_decimal(out, from.values<std::uint64_t>()[row]);
        case type_id::float16:
            return append_number(out, float_of_half(from.values<std::uint16_t>()[row]));
        case type_id::bfloat16:
            return append_number(out, static_cast<std::uint32_t>(from.values<std::uint16_t>()[row]) << 16);
        case type_id::float32:
            return append_number(out, from.values<std::uint32_t>()[row]);
        case type_id::float64:
            return append_number(out, from.values<std::uint64_t>()[row]);
        case type_id::decimal:
            return append_decimal(out, from.values<std::int64_t>()[row]);
        case type_id::timestamp:
            return append_long(out, from.values<std::int64_t>()[row] * (type.places == 0 ? 1000 : 1));
        case type_id::uuid: {
            char text[36];
            detail::put_uuid(text, from.values<std::byte>() + 16 * row);
            return append_text(out, {text, 36});
        }
        case type_id::bits:
            out.append(from.values<char>() + type.size / 8 * row, type.size / 8);
            return;
        case type_id::list:
            return elements(static_cast<std::size_t>(from.offsets()[row]), static_cast<std::size_t>(from.offsets()[row + 1] - from.offsets()[row]));
        case type_id::vector:
            return elements(row * type.size, type.size);
        case type_id::structure:
            for (std::size_t i = 0; i < type.children.size(); ++i) append_value(out, type.children[i], from.child(i), row);
            return;
        default:
            return append_text(out, from.text(row));
    }
}

std::string wanted_block(const record_type& type, const batch& rows, std::string_view sync) {
    std::string data, out;
    for (std::size_t row = 0; row < rows.count; ++row)
        for (std::size_t i = 0; i < type.size(); ++i) append_value(data, type[i].type, rows.columns[i], row);
    append_long(out, static_cast<std::int64_t>(rows.count));
    append_text(out, data);
    return out.append(sync);
}

std::string head_of(const record_type& type, const avro& format = {}) {
    text_buffer out;
    format.encoder(type).head(out);
    return std::string{out.text()};
}

std::string schema_of(const record_type& type, const avro& format = {}) { return format.encoder(type).schema(); }

}  // namespace

TEST_CASE("format/avro: the specification's record, array and union, by hand") {
    const data_type text{.id = type_id::text}, maybe{.id = type_id::text, .nullable = true}, longs{.id = type_id::list, .children = {{.id = type_id::int64}}};
    const record_type type{{"a", {.id = type_id::int64}}, {"b", text}, {"c", longs}, {"d", maybe}};
    batch rows;
    rows.count = 2;
    rows.columns.resize(4);
    test::set_numbers<std::int64_t>(rows.columns[0], type[0].type, {27, 64});
    test::set_texts(rows.columns[1], type_id::text, {"foo", ""});
    rows.columns[2].start(longs, 2);
    test::set_numbers<std::int64_t>(rows.columns[2].child(0), {.id = type_id::int64}, {3, 27});
    rows.columns[2].offsets()[1] = rows.columns[2].offsets()[2] = 2;
    test::set_texts(rows.columns[3], type_id::text, {"a", "hidden"});
    test::set_nulls(rows.columns[3], {1});

    const std::string head = head_of(type), schema =
                                                R"({"type":"record","name":"row","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"},)"
                                                R"({"name":"c","type":{"type":"array","items":"long"}},{"name":"d","type":["null","string"],"default":null}]})";
    std::string wanted =
        "Obj\1\4\x16"
        "avro.schema";
    append_text(wanted, schema);
    wanted
        .append(
            "\x14"
            "avro.codec\x08null")
        .append(1, '\0');
    REQUIRE(head.size() == wanted.size() + 16);
    CHECK(head.substr(0, wanted.size()) == wanted);
    const std::string sync = head.substr(wanted.size());
    wanted.append(sync)
        .append("\x04\x22")
        .append(
            "\x36\x06"
            "foo"
            "\x04\x06\x36\0"
            "\x02\x02"
            "a",
            12)
        .append("\x80\x01\0\0\0", 5)
        .append(sync);
    CHECK(test::encoded(avro{}, type, {&rows}) == wanted);
}

TEST_CASE("format/avro: each type's schema") {
    const auto of = [](const data_type& type) {
        const std::string schema = schema_of({{"c", type}});
        constexpr std::string_view before = R"({"type":"record","name":"row","fields":[{"name":"c","type":)";
        REQUIRE(schema.substr(0, before.size()) == before);
        return schema.substr(before.size(), schema.size() - before.size() - 3);
    };
    CHECK(of({.id = type_id::boolean}) == R"("boolean")");
    for (const type_id id : {type_id::int8, type_id::int16, type_id::int32, type_id::uint8, type_id::uint16}) CHECK(of({.id = id}) == R"("int")");
    for (const type_id id : {type_id::int64, type_id::uint32}) CHECK(of({.id = id}) == R"("long")");
    for (const type_id id : {type_id::float16, type_id::bfloat16, type_id::float32}) CHECK(of({.id = id}) == R"("float")");
    CHECK(of({.id = type_id::float64}) == R"("double")");
    CHECK(of({.id = type_id::uint64}) == R"({"type":"bytes","logicalType":"decimal","precision":20,"scale":0})");
    CHECK(of({.id = type_id::decimal, .digits = 9, .places = 2}) == R"({"type":"bytes","logicalType":"decimal","precision":9,"scale":2})");
    CHECK(of({.id = type_id::date}) == R"({"type":"int","logicalType":"date"})");
    CHECK(of({.id = type_id::timestamp, .places = 0}) == R"({"type":"long","logicalType":"timestamp-millis"})");
    CHECK(of({.id = type_id::timestamp, .places = 3}) == R"({"type":"long","logicalType":"timestamp-millis"})");
    CHECK(of({.id = type_id::timestamp, .places = 6}) == R"({"type":"long","logicalType":"timestamp-micros"})");
    CHECK(of({.id = type_id::timestamp, .places = 9}) == R"({"type":"long","logicalType":"timestamp-nanos"})");
    CHECK(of({.id = type_id::uuid}) == R"({"type":"string","logicalType":"uuid"})");
    CHECK(of({.id = type_id::text}) == R"("string")");
    CHECK(of({.id = type_id::json}) == R"({"type":"string","sqlType":"JSON"})");
    CHECK(of({.id = type_id::binary}) == R"("bytes")");
    CHECK(of({.id = type_id::bits, .size = 16}) == R"({"type":"fixed","name":"row_c","size":2})");
    CHECK(of({.id = type_id::vector, .size = 2, .children = {{.id = type_id::int8, .nullable = true}}}) == R"({"type":"array","items":["null","int"]})");
    CHECK(of({.id = type_id::structure, .children = {{.id = type_id::int32}}, .names = {"x"}}) ==
          R"({"type":"record","name":"row_c","fields":[{"name":"x","type":"int"}]})");
}

TEST_CASE("format/avro: names are made valid, and no two are the same") {
    const data_type one{.id = type_id::int32};
    const std::string schema = schema_of({{"a b", one}, {"a_b", one}, {"a.b", one}, {"1st", one}, {"Größe", one}, {"", one}, {"say \"hi\"", one}});
    CHECK(schema == R"({"type":"record","name":"row","fields":[{"name":"a_b_2","type":"int","columnName":"a b"},{"name":"a_b","type":"int"},)"
                    R"({"name":"a_b_3","type":"int","columnName":"a.b"},{"name":"_1st","type":"int","columnName":"1st"},)"
                    R"({"name":"Gr__e","type":"int","columnName":"Größe"},{"name":"_","type":"int","columnName":""},)"
                    R"({"name":"say__hi_","type":"int","columnName":"say \"hi\""}]})");
    // A structure and a fixed type, whose paths are the same text.
    const data_type fixed{.id = type_id::bits, .size = 8}, inner{.id = type_id::structure, .children = {fixed}, .names = {"c"}};
    CHECK(schema_of({{"b", inner}, {"b_c", fixed}}, avro{{.name = "shop.order"}}) ==
          R"({"type":"record","name":"shop.order","fields":[{"name":"b","type":{"type":"record","name":"order_b","fields":[)"
          R"({"name":"c","type":{"type":"fixed","name":"order_b_c","size":1}}]}},{"name":"b_c","type":{"type":"fixed","name":"order_b_c_2","size":1}}]})");
}

TEST_CASE("format/avro: what it cannot hold is refused, and says why") {
    const record_type type{{"n", {.id = type_id::int32}}};
    const auto refused = [](const avro& format, const record_type& of, std::string_view problem) {
        try {
            (void)format.encoder(of);
        } catch (const config_error& error) {
            CHECK(std::string_view{error.what()}.find(problem) != std::string_view::npos);
            return true;
        }
        return false;
    };
    for (const char* name : {"", "1a", "a b", "a.", ".a", "a..b", "string", "né"}) CHECK(refused(avro{{.name = name}}, type, "is not a name"));
    CHECK(!refused(avro{{.name = "org.example.string"}}, type, ""));
    CHECK(refused(avro{{.codec = {"deflate", {}}}}, type, "go together"));
    CHECK(refused(avro{{.codec = {"null", [](std::span<const std::byte>, std::vector<std::byte>&) {}}}}, type, "go together"));
    CHECK(refused({}, {{"d", {.id = type_id::decimal, .digits = 0}}}, "decimal of 0 digits"));
    CHECK(refused({}, {{"d", {.id = type_id::decimal, .digits = 19}}}, "decimal of 19 digits"));
    CHECK(refused({}, {{"d", {.id = type_id::decimal, .digits = 3, .places = 4}}}, "4 of them places"));
}

TEST_CASE("format/avro: random tables, by a writer that knows nothing but the specification, in batches and blocks of any size") {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        test::random_records random{seed};
        const record_type type = random.type(1 + random.below(6));
        batch rows, part;
        random.fill(type, random.below(400), rows);
        const std::string head = head_of(type), sync = head.substr(head.size() - 16);
        auto encoder = avro{}.encoder(type);
        for (int turn = 0; turn < 2; ++turn) {
            text_buffer out;
            std::string wanted;
            for (std::size_t at = 0; at < rows.count;) {
                const std::size_t first = at, end = turn == 0 ? rows.count : std::min<std::size_t>(rows.count, at + 1 + random.below(300));
                encoder.begin(out, at == 0);
                while (at < end) {
                    test::slice(type, rows, at, std::min<std::size_t>(end - at, 1 + random.below(200)), part);
                    encoder.encode(part, out);
                    at += part.count;
                }
                encoder.finish(out);
                test::slice(type, rows, first, end - first, part);
                wanted += wanted_block(type, part, sync);
            }
            const bool same = out.text() == wanted;
            CHECK(same);
        }
    }
}

TEST_CASE("format/avro: dictionaries, also when a column gets another one") {
    constexpr std::string_view given[] = {"Rome", ""}, others[] = {"Llanfairpwllgwyngyllgogerychwyrndrobwll", "Bern", "Oslo"};
    const text_dictionary words{given}, more{others};
    const record_type type{{"city", {.id = type_id::text, .nullable = true}}};
    auto encoder = avro{}.encoder(type);
    const std::string head = head_of(type), sync = head.substr(head.size() - 16);
    for (const text_dictionary* one : {&words, &more, &words}) {
        batch rows;
        rows.count = 3;
        rows.columns.resize(1);
        rows.columns[0].start(*one, 3);
        for (std::uint32_t i = 0; i < 3; ++i) rows.columns[0].values<std::uint32_t>()[i] = 1 - i % 2;
        test::set_nulls(rows.columns[0], {2});
        text_buffer out;
        encoder.begin(out, true);
        encoder.encode(rows, out);
        encoder.finish(out);
        CHECK(out.text() == wanted_block(type, rows, sync));
    }
}

TEST_CASE("format/avro: an empty table is a head, the bytes of which hang on the schema and the codec alone") {
    const record_type type{{"n", {.id = type_id::int32}}};
    CHECK(test::encoded(avro{}, type, {}) == head_of(type));
    CHECK(head_of(type) == head_of(type));
    const auto sync = [](const std::string& head) { return head.substr(head.size() - 16); };
    CHECK(sync(head_of(type)) != sync(head_of({{"m", {.id = type_id::int32}}})));
    const avro_codec copying{"copy", [](std::span<const std::byte> block, std::vector<std::byte>& out) { out.assign(block.begin(), block.end()); }};
    CHECK(sync(head_of(type)) != sync(head_of(type, avro{{.codec = copying}})));
    CHECK(head_of(type, avro{{.codec = copying}})
              .find("avro.codec\x08"
                    "copy") != std::string::npos);
}

TEST_CASE("format/avro: a file is the same for any number of threads, with a codec and without") {
    const test::every_type table{2000};
    const avro_codec turned{"turned", [](std::span<const std::byte> block, std::vector<std::byte>& out) { out.assign(block.rbegin(), block.rend()); }};
    for (const avro_codec& codec : {avro_codec{}, turned}) {
        const avro format{{.block_rows = 300, .codec = codec}};
        std::vector<std::byte> alone, together;
        inline_executor here;
        (void)run(table, format, vector_sink{alone}, here);
        thread_pool workers{{.threads = 3}};
        (void)run(table, format, vector_sink{together}, workers);
        CHECK(alone == together);
        const std::string head = head_of(table.type(), format), sync = head.substr(head.size() - 16);
        const std::string_view file{reinterpret_cast<const char*>(alone.data()), alone.size()};
        CHECK(file.starts_with(head));
        batch rows;
        std::string wanted = head;
        for (std::uint64_t first = 0; first < table.size(); first += 300) {
            table.fill(first, static_cast<std::size_t>(std::min<std::uint64_t>(300, table.size() - first)), rows);
            wanted += wanted_block(table.type(), rows, sync);
        }
        CHECK(file.size() == wanted.size());
        if (codec.name == "null") CHECK((file == wanted));
    }
}

TEST_CASE("format/avro: blocks have some mebibyte, in whole batches") {
    CHECK(avro{}.block_rows({{"n", {.id = type_id::int8}}}) == 8192);
    CHECK(avro{}.block_rows({{"t", {.id = type_id::text}}, {"v", {.id = type_id::vector, .size = 100, .children = {{.id = type_id::float32}}}}}) == 2048);
    CHECK(avro{}.block_rows({{"v", {.id = type_id::vector, .size = 1024, .children = {{.id = type_id::float32}}}}}) == 256);
    CHECK(avro{}.block_rows({{"v", {.id = type_id::vector, .size = 1u << 24, .children = {{.id = type_id::float32}}}}}) == 1);
    CHECK(avro{{.block_rows = 77}}.block_rows({}) == 77);
}
