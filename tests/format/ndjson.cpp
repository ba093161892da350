// SPDX-License-Identifier: Apache-2.0
#include <spate/format/ndjson.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

using namespace spate;

namespace {

// A batch of one column whose texts are these.
void set_texts(column& to, type_id id, std::initializer_list<std::string_view> texts) {
    std::size_t bytes = 0;
    for (const std::string_view text : texts) bytes += text.size();
    to.start({.id = id}, texts.size(), bytes);
    std::int32_t at = 0;
    std::size_t row = 0;
    for (const std::string_view text : texts) {
        std::memcpy(to.values<char>() + at, text.data(), text.size());
        at += static_cast<std::int32_t>(text.size());
        to.offsets()[++row] = at;
    }
}

std::string encoded(const record_type& type, const batch& rows) {
    auto encoder = ndjson{}.encoder(type);
    text_buffer out;
    encoder.head(out);
    encoder.begin(out, true);
    encoder.encode(rows, out);
    encoder.finish(out);
    encoder.tail({}, out);
    return std::string{out.text()};
}

template <class Number>
batch one_column(const data_type& type, std::initializer_list<Number> numbers) {
    batch rows;
    rows.count = numbers.size();
    rows.columns.resize(1);
    rows.columns[0].start(type, rows.count);
    std::copy(numbers.begin(), numbers.end(), rows.columns[0].values<Number>());
    return rows;
}

}  // namespace

TEST_CASE("format/ndjson: numbers of every width, with their extremes") {
    const auto check = [](const data_type& type, const batch& rows, std::string_view wanted) { CHECK(encoded({{"n", type}}, rows) == wanted); };
    check({.id = type_id::int8}, one_column<std::int8_t>({.id = type_id::int8}, {-128, 127}), "{\"n\":-128}\n{\"n\":127}\n");
    check({.id = type_id::uint8}, one_column<std::uint8_t>({.id = type_id::uint8}, {0, 255}), "{\"n\":0}\n{\"n\":255}\n");
    check({.id = type_id::int16}, one_column<std::int16_t>({.id = type_id::int16}, {-32768}), "{\"n\":-32768}\n");
    check({.id = type_id::uint16}, one_column<std::uint16_t>({.id = type_id::uint16}, {65535}), "{\"n\":65535}\n");
    check({.id = type_id::int32}, one_column<std::int32_t>({.id = type_id::int32}, {std::numeric_limits<std::int32_t>::min()}), "{\"n\":-2147483648}\n");
    check({.id = type_id::uint32}, one_column<std::uint32_t>({.id = type_id::uint32}, {4294967295u}), "{\"n\":4294967295}\n");
    check({.id = type_id::int64}, one_column<std::int64_t>({.id = type_id::int64}, {std::numeric_limits<std::int64_t>::min()}),
          "{\"n\":-9223372036854775808}\n");
    check({.id = type_id::uint64}, one_column<std::uint64_t>({.id = type_id::uint64}, {~std::uint64_t{0}}), "{\"n\":18446744073709551615}\n");
    check({.id = type_id::float32}, one_column<float>({.id = type_id::float32}, {0.1f, -1e20f}), "{\"n\":0.1}\n{\"n\":-1e+20}\n");
    check({.id = type_id::float64}, one_column<double>({.id = type_id::float64}, {0.1, std::numeric_limits<double>::infinity()}),
          "{\"n\":0.1}\n{\"n\":null}\n");
    check({.id = type_id::float16}, one_column<std::uint16_t>({.id = type_id::float16}, {0x3c00}), "{\"n\":1}\n");
    check({.id = type_id::bfloat16}, one_column<std::uint16_t>({.id = type_id::bfloat16}, {0xbf80}), "{\"n\":-1}\n");
    check({.id = type_id::date}, one_column<std::int32_t>({.id = type_id::date}, {0}), "{\"n\":\"1970-01-01\"}\n");
    const data_type money{.id = type_id::decimal, .digits = 15, .places = 2}, time{.id = type_id::timestamp, .places = 6};
    check(money, one_column<std::int64_t>(money, {-123456}), "{\"n\":-1234.56}\n");
    check(time, one_column<std::int64_t>(time, {1}), "{\"n\":\"1970-01-01T00:00:00.000001Z\"}\n");
}

TEST_CASE("format/ndjson: texts are escaped, wherever the escape stands and however long they are") {
    batch rows;
    rows.count = 7;
    rows.columns.resize(1);
    const std::string longer = std::string(200, 'x') + "\n" + std::string(200, '"');
    set_texts(rows.columns[0], type_id::text, {"", "plain", "\"", "12345678\\", "\x01\t\b\f\r", "Köln \xf0\x9f\x99\x82", longer});
    std::string quotes;
    for (int i = 0; i < 200; ++i) quotes += "\\\"";
    CHECK(encoded({{"a \"b\"", {.id = type_id::text}}}, rows) ==
          "{\"a \\\"b\\\"\":\"\"}\n{\"a \\\"b\\\"\":\"plain\"}\n{\"a \\\"b\\\"\":\"\\\"\"}\n{\"a \\\"b\\\"\":\"12345678\\\\\"}\n"
          "{\"a \\\"b\\\"\":\"\\u0001\\t\\b\\f\\r\"}\n{\"a \\\"b\\\"\":\"Köln \xf0\x9f\x99\x82\"}\n{\"a \\\"b\\\"\":\"" +
              std::string(200, 'x') + "\\n" + quotes + "\"}\n");
}

TEST_CASE("format/ndjson: one escape is found wherever it stands among the texts of a column") {
    for (std::size_t at = 0; at < 70; ++at)
        for (const char letter : {'"', '\\', '\n', '\x1f'}) {
            std::string text(70, '~');
            text[at] = letter;
            batch rows;
            rows.count = 2;
            rows.columns.resize(1);
            set_texts(rows.columns[0], type_id::text, {std::string_view{text}.substr(0, 35), std::string_view{text}.substr(35)});
            const std::string escaped = letter == '\n' ? "\\n" : letter == '\x1f' ? "\\u001f" : std::string{'\\', letter};
            std::string wanted = text.substr(0, at) + escaped + text.substr(at + 1);
            wanted.insert(at < 35 ? 35 + escaped.size() - 1 : 35, "\"}\n{\"t\":\"");
            CHECK(encoded({{"t", {.id = type_id::text}}}, rows) == "{\"t\":\"" + wanted + "\"}\n");
        }
}

TEST_CASE("format/ndjson: dictionaries, also when a column gets another one") {
    constexpr std::string_view given[] = {"Rome", "say \"hi\""}, others[] = {"Oslo", "Bern"};
    const text_dictionary words{given}, more{others};
    const record_type type{{"city", {.id = type_id::text}}};
    auto encoder = ndjson{}.encoder(type);
    batch rows;
    rows.count = 2;
    rows.columns.resize(1);
    for (const text_dictionary* one : {&words, &more}) {
        rows.columns[0].start(*one, 2);
        rows.columns[0].values<std::uint32_t>()[0] = 1;
        rows.columns[0].values<std::uint32_t>()[1] = 0;
        text_buffer out;
        encoder.encode(rows, out);
        CHECK(out.text() == (one == &words ? "{\"city\":\"say \\\"hi\\\"\"}\n{\"city\":\"Rome\"}\n" : "{\"city\":\"Bern\"}\n{\"city\":\"Oslo\"}\n"));
    }
}

TEST_CASE("format/ndjson: nulls, booleans, nested values and more rows than are rendered at once") {
    const data_type numbers{.id = type_id::list, .children = {{.id = type_id::int32}}},
        pair{.id = type_id::vector, .size = 2, .children = {{.id = type_id::int8}}};
    const data_type point{.id = type_id::structure, .children = {{.id = type_id::int32}, pair}, .names = {"x", "v"}};
    const record_type type{
        {"b", {.id = type_id::boolean, .nullable = true}}, {"l", numbers}, {"p", point}, {"raw", {.id = type_id::binary}}, {"j", {.id = type_id::json}}};
    batch rows;
    constexpr std::size_t count = 150;
    rows.count = count;
    rows.columns.resize(5);
    rows.columns[0].start(type[0].type, count);
    rows.columns[1].start(numbers, count);
    rows.columns[1].child(0).start({.id = type_id::int32}, 2 * count);
    rows.columns[2].start(point, count);
    rows.columns[2].child(0).start({.id = type_id::int32}, count);
    rows.columns[2].child(1).start(pair, count);
    rows.columns[2].child(1).child(0).start({.id = type_id::int8}, 2 * count);
    rows.columns[3].start({.id = type_id::binary}, count, 3 * count);
    rows.columns[4].start({.id = type_id::json}, count, 2 * count);
    std::uint64_t* const valid = rows.columns[0].make_validity();
    std::int32_t at = 0;
    std::size_t nulls = 0;
    std::string wanted;
    for (std::size_t word = 0; word < 3; ++word) valid[word] = 0, rows.columns[0].values<std::uint64_t>()[word] = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_null = i % 5 == 0, truth = i % 3 == 0;
        nulls += is_null;
        if (!is_null) valid[i / 64] |= std::uint64_t{1} << i % 64;
        if (truth) rows.columns[0].values<std::uint64_t>()[i / 64] |= std::uint64_t{1} << i % 64;
        std::string list;
        for (std::size_t k = 0; k < i % 3; ++k) {
            rows.columns[1].child(0).values<std::int32_t>()[at++] = static_cast<std::int32_t>(k);
            list += (k == 0 ? "" : ",") + std::to_string(k);
        }
        rows.columns[1].offsets()[i + 1] = at;
        rows.columns[2].child(0).values<std::int32_t>()[i] = static_cast<std::int32_t>(i);
        rows.columns[2].child(1).child(0).values<std::int8_t>()[2 * i] = 1;
        rows.columns[2].child(1).child(0).values<std::int8_t>()[2 * i + 1] = -1;
        std::memcpy(rows.columns[3].values<char>() + i, "M", 1);
        rows.columns[3].offsets()[i + 1] = static_cast<std::int32_t>(i + 1);
        std::memcpy(rows.columns[4].values<char>() + 2 * i, "{}", 2);
        rows.columns[4].offsets()[i + 1] = static_cast<std::int32_t>(2 * i + 2);
        wanted.append("{\"b\":").append(is_null ? "null" : truth ? "true" : "false").append(",\"l\":[").append(list);
        wanted.append("],\"p\":{\"x\":").append(std::to_string(i)).append(",\"v\":[1,-1]},\"raw\":\"TQ==\",\"j\":{}}\n");
    }
    rows.columns[0].set_nulls(nulls);
    CHECK(encoded(type, rows) == wanted);
}

TEST_CASE("format/ndjson: small numbers, which are written once, between others, and null texts of any length") {
    // Runs of rows that hold small numbers alone, large ones alone, and both; some null.
    batch rows;
    rows.count = 500;
    rows.columns.resize(3);
    const record_type type = {{"number", {.id = type_id::int32, .nullable = true}},
                              {"tenths", {.id = type_id::decimal, .digits = 9, .places = 1}},
                              {"a name of some more than thirty-two bytes", {.id = type_id::int64, .nullable = true}}};
    for (std::size_t i = 0; i < 3; ++i) rows.columns[i].start(type[i].type, rows.count);
    std::string wanted;
    std::uint64_t* const valid = rows.columns[0].make_validity();
    for (std::size_t row = 0; row < rows.count; ++row) {
        const auto number = static_cast<std::int32_t>(row % 160 < 70 ? row % 128 : row % 160 < 100 ? row * 1000 : row * 3 % 200) * (row == 90 ? -1 : 1);
        const bool null = row % 7 == 0;
        rows.columns[0].values<std::int32_t>()[row] = number;
        rows.columns[1].values<std::int64_t>()[row] = number;
        rows.columns[2].values<std::int64_t>()[row] = number;
        valid[row / 64] = (row % 64 == 0 ? 0 : valid[row / 64]) | std::uint64_t{!null} << row % 64;
        const std::string size = std::to_string(number < 0 ? -number : number);
        const std::string tenths = (number < 0 ? "-" : "") + (size.size() == 1 ? "0" : size.substr(0, size.size() - 1)) + "." + size.back();
        wanted += "{\"number\":" + (null ? "null" : std::to_string(number)) + ",\"tenths\":" + tenths +
                  ",\"a name of some more than thirty-two bytes\":" + std::to_string(number) + "}\n";
    }
    rows.columns[0].set_nulls((rows.count + 6) / 7);
    CHECK(encoded(type, rows) == wanted);
}
