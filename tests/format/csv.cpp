// SPDX-License-Identifier: Apache-2.0
#include <spate/format/csv.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/hash.hpp>

#include "support.hpp"

using namespace spate;

namespace {

const record_type text_type{{"t", {.id = type_id::text}}};
const csv_options bare{.header = false};

std::string one_text(const std::string& text, const csv_options& options, bool plain = false) {
    const batch rows = test::texts({text}, plain);
    std::string line = test::encoded(csv(options), text_type, {&rows});
    line.resize(line.size() - options.line_end.size());
    return line;
}

// A table from CSV as RFC 4180 defines it; whether a value stood between quotes goes before it.
std::vector<std::vector<std::string>> parsed(const std::string& file, char delimiter) {
    std::vector<std::vector<std::string>> lines{{"-"}};
    bool inside = false;
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string& value = lines.back().back();
        if (inside && file[i] == '"' && i + 1 < file.size() && file[i + 1] == '"')
            value += file[i++];
        else if (file[i] == '"')
            inside = !inside, value[0] = '+';
        else if (inside)
            value += file[i];
        else if (file[i] == delimiter)
            lines.back().emplace_back("-");
        else if (file[i] == '\n')
            lines.push_back({"-"});
        else
            value += file[i];
    }
    lines.pop_back();
    return lines;
}

}  // namespace

TEST_CASE("format/csv: texts are quoted where they must be, and only there") {
    for (const std::string plain :
         {"a", "Rome", "two words", "it's", "a;b|c\td", "K\xc3\xb6ln", "-1", "null", "# no comment", "123456789012345678901234567890123"})
        CHECK(one_text(plain, bare) == plain);
    CHECK(one_text("", bare) == "\"\"");
    CHECK(one_text("a,b", bare) == "\"a,b\"");
    CHECK(one_text("say \"hi\"", bare) == "\"say \"\"hi\"\"\"");
    CHECK(one_text("\"", bare) == "\"\"\"\"");
    CHECK(one_text("a\nb", bare) == "\"a\nb\"");
    CHECK(one_text("a\rb", bare) == "\"a\rb\"");
    for (const std::string blank : {" a", "a ", "\ta", "a\t", " "}) CHECK(one_text(blank, bare) == "\"" + blank + "\"");
    for (const std::size_t at : {0u, 1u, 7u, 15u, 16u, 31u, 32u, 63u, 99u})
        for (const char special : {',', '"', '\n', '\r'}) {
            std::string text(100, 'x');
            text[at] = special;
            const std::string got = one_text(text, bare);
            CHECK(got.front() == '"');
            CHECK(got.size() == (special == '"' ? 103 : 102));
        }
}

TEST_CASE("format/csv: what a column promises is not believed further than it goes") {
    CHECK(one_text("two words", bare, true) == "two words");
    CHECK(one_text(" a", bare, true) == "\" a\"");
    CHECK(one_text("", bare, true) == "\"\"");
    CHECK(one_text("NULL", {.header = false, .null = "NULL"}, true) == "\"NULL\"");
    CHECK(one_text("two words", {.delimiter = ' ', .header = false}, true) == "\"two words\"");
    for (const char sign : {'_', '/', '@', '#', '(', ')', '?'})
        CHECK(one_text(std::string{'a', sign, 'b'}, {.delimiter = sign, .header = false}, true) == std::string{'"', 'a', sign, 'b', '"'});
}

TEST_CASE("format/csv: header, line ends, trailing delimiters and quotes everywhere") {
    const record_type type{{"id", {.id = type_id::int64}}, {"a,b", {.id = type_id::text}}, {"say \"hi\"", {.id = type_id::boolean}}};
    batch rows;
    rows.count = 2;
    rows.columns.resize(3);
    test::set_numbers<std::int64_t>(rows.columns[0], type[0].type, {-7, 123456789012});
    test::set_texts(rows.columns[1], type_id::text, {"x", "y,z"});
    rows.columns[2].start(type[2].type, 2);
    rows.columns[2].values<std::uint64_t>()[0] = 2;
    CHECK(test::encoded(csv(), type, {&rows}) == "id,\"a,b\",\"say \"\"hi\"\"\"\n-7,x,false\n123456789012,\"y,z\",true\n");
    CHECK(test::encoded(csv({.header = false, .line_end = "\r\n"}), type, {&rows}) == "-7,x,false\r\n123456789012,\"y,z\",true\r\n");
    CHECK(test::encoded(csv({.delimiter = ';', .quote_all = true}), type, {&rows}) ==
          "\"id\";\"a,b\";\"say \"\"hi\"\"\"\n\"-7\";\"x\";\"false\"\n\"123456789012\";\"y,z\";\"true\"\n");
    CHECK(test::encoded(csv({.delimiter = '\t', .trailing_delimiter = true}), type, {&rows}) ==
          "id\ta,b\t\"say \"\"hi\"\"\"\t\n-7\tx\tfalse\t\n123456789012\ty,z\ttrue\t\n");
    CHECK(test::encoded(delimited(), type, {&rows}) == "-7|x|false|\n123456789012|y,z|true|\n");
    CHECK(test::encoded(delimited(','), type, {&rows, &rows}) == "-7,x,false,\n123456789012,\"y,z\",true,\n-7,x,false,\n123456789012,\"y,z\",true,\n");
    CHECK(test::encoded(csv(), type, {}) == "id,\"a,b\",\"say \"\"hi\"\"\"\n");
}

TEST_CASE("format/csv: values of all kinds") {
    const data_type list{.id = type_id::list, .children = {{.id = type_id::int32}}},
        pair{.id = type_id::structure, .children = {{.id = type_id::int8}}, .names = {"x"}};
    const record_type type{{"u", {.id = type_id::uuid}},
                           {"d", {.id = type_id::date}},
                           {"t", {.id = type_id::timestamp, .places = 3}},
                           {"m", {.id = type_id::decimal, .digits = 15, .places = 2}},
                           {"r", {.id = type_id::float64}},
                           {"h", {.id = type_id::float16}},
                           {"b", {.id = type_id::binary}},
                           {"bits", {.id = type_id::bits, .size = 8}},
                           {"l", list},
                           {"s", pair},
                           {"j", {.id = type_id::json}}};
    batch rows;
    rows.count = 2;
    rows.columns.resize(type.size());
    rows.columns[0].start(type[0].type, 2);
    for (std::size_t i = 0; i < 32; ++i) rows.columns[0].values<unsigned char>()[i] = static_cast<unsigned char>(i < 16 ? 17 * i : 0);
    test::set_numbers<std::int32_t>(rows.columns[1], type[1].type, {0, -1});
    test::set_numbers<std::int64_t>(rows.columns[2], type[2].type, {1, -1});
    test::set_numbers<std::int64_t>(rows.columns[3], type[3].type, {12345, -5});
    test::set_numbers<double>(rows.columns[4], type[4].type, {0.1, std::numeric_limits<double>::quiet_NaN()});
    test::set_numbers<std::uint16_t>(rows.columns[5], type[5].type, {0x7c00, 0xfc00});
    test::set_texts(rows.columns[6], type_id::binary, {"M", ""});
    rows.columns[7].start(type[7].type, 2);
    rows.columns[7].values<char>()[0] = 'M', rows.columns[7].values<char>()[1] = 'M';
    rows.columns[8].start(list, 2);
    rows.columns[8].offsets()[1] = 2, rows.columns[8].offsets()[2] = 3;
    test::set_numbers<std::int32_t>(rows.columns[8].child(0), {.id = type_id::int32}, {1, 2, 3});
    rows.columns[9].start(pair, 2);
    test::set_numbers<std::int8_t>(rows.columns[9].child(0), {.id = type_id::int8}, {-1, 1});
    test::set_texts(rows.columns[10], type_id::json, {"{}", "[\"a\"]"});
    CHECK(test::encoded(csv(bare), type, {&rows}) ==
          "00112233-4455-6677-8899-aabbccddeeff,1970-01-01,1970-01-01T00:00:00.001Z,123.45,0.1,Infinity,TQ==,TQ==,\"[1,2]\",\"{\"\"x\"\":-1}\",{}\n"
          "00000000-0000-0000-0000-000000000000,1969-12-31,1969-12-31T23:59:59.999Z,-0.05,NaN,-Infinity,\"\",TQ==,[3],\"{\"\"x\"\":1}\",\"[\"\"a\"\"]\"\n");
}

TEST_CASE("format/csv: nulls and what looks like them are told apart by quotes") {
    const record_type type{{"n", {.id = type_id::int32, .nullable = true}}, {"t", {.id = type_id::text, .nullable = true}}};
    batch rows;
    rows.count = 3;
    rows.columns.resize(2);
    test::set_numbers<std::int32_t>(rows.columns[0], type[0].type, {1, 2, 3});
    test::set_texts(rows.columns[1], type_id::text, {"", "NULL", "x"});
    test::set_nulls(rows.columns[0], {1});
    test::set_nulls(rows.columns[1], {2});
    CHECK(test::encoded(csv(bare), type, {&rows}) == "1,\"\"\n,NULL\n3,\n");
    CHECK(test::encoded(csv({.header = false, .null = "NULL"}), type, {&rows}) == "1,\nNULL,\"NULL\"\n3,NULL\n");
    CHECK(test::encoded(csv({.header = false, .quote_all = true}), type, {&rows}) == "\"1\",\"\"\n,\"NULL\"\n\"3\",\n");
    const record_type alone{{"t", {.id = type_id::text, .nullable = true}}};
    const batch single = test::texts({""});
    CHECK(test::encoded(csv({.header = false, .null = "NULL"}), alone, {&single}) == "\"\"\n");
}

TEST_CASE("format/csv: any texts are read back as they were") {
    for (const char delimiter : {',', ';', '|', '\t', ' '}) {
        std::vector<std::string> texts;
        for (std::uint64_t i = 0; i < 3000; ++i) {
            const std::string_view letters = "ab,;|\t \"\n\r\xc3\xa9xyz";
            std::string text(mix(i) % (i % 7 == 0 ? 200 : 12), 'x');
            for (std::size_t k = 0; k < text.size(); ++k)
                if (mix(i * 1000 + k) % 5 == 0) text[k] = letters[mix(i * 777 + k) % letters.size()];
            texts.push_back(text);
        }
        record_type type{{"a", {.id = type_id::text}}, {"b", {.id = type_id::text}}};
        batch rows;
        rows.count = texts.size();
        rows.columns.resize(2);
        test::set_texts(rows.columns[0], type_id::text, texts);
        test::set_texts(rows.columns[1], type_id::text, texts);
        const auto lines = parsed(test::encoded(csv({.delimiter = delimiter, .header = false}), type, {&rows}), delimiter);
        REQUIRE(lines.size() == texts.size());
        for (std::size_t i = 0; i < lines.size(); ++i) {
            REQUIRE(lines[i].size() == 2);
            REQUIRE(lines[i][0].substr(1) == texts[i]);
            REQUIRE(lines[i][1].substr(1) == texts[i]);
        }
    }
}

TEST_CASE("format/csv: options that cannot be read back are refused") {
    for (const char delimiter : {'a', 'Z', '5', '.', '-', '+', ':', '"', '\n', '\r', '\0', '\x7f'})
        CHECK_THROWS_AS((void)csv({.delimiter = delimiter}), config_error);
    for (const char delimiter : {',', ';', '|', '\t', ' ', '^', '~', '\x01', '_'}) CHECK_NOTHROW((void)csv({.delimiter = delimiter}));
    for (const char* const null : {"0", "-1", "2026", "true", "false", "NaN", "Infinity", "-Infinity", "a,b", "\"", "a\n"})
        CHECK_THROWS_AS((void)csv({.null = null}), config_error);
    for (const char* const null : {"NULL", "\\N", "N/A", "-", "na"}) CHECK_NOTHROW((void)csv({.null = null}));
    CHECK_THROWS_WITH_AS((void)csv({.delimiter = '1'}), doctest::Contains("delimiter: '1' occurs in numbers"), config_error);
    CHECK_THROWS_WITH_AS((void)csv({.null = "7"}), doctest::Contains("null: \"7\" cannot be told from a value"), config_error);
    CHECK_THROWS_AS((void)csv({.line_end = "\r"}), config_error);
    CHECK_THROWS_WITH_AS((void)csv().encoder({}), doctest::Contains("without columns"), config_error);
    CHECK_THROWS_WITH_AS((void)csv().encoder({{"t", {.id = type_id::text, .nullable = true}}}), doctest::Contains("empty lines"), config_error);
    CHECK_NOTHROW((void)csv({.null = "NULL"}).encoder({{"t", {.id = type_id::text, .nullable = true}}}));
}
