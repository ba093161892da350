// SPDX-License-Identifier: Apache-2.0
// Tables are written in every format, measured, and made again from what was measured. infer_input.cpp has what is hard to read or no table at all.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include <spate/exec/inline.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/load.hpp>
#include <spate/sink/memory.hpp>

#include "support.hpp"

namespace {

constexpr std::size_t row_count = 4000;

const std::string flat = R"(
name: trees
rows: 4000
fields:
- {name: id, type: sequence, start: 10, step: 3}
- {name: turn, type: permutation, count: 4000, start: 5}
- {name: age, type: integer, min: -700, max: 9000, nulls: 0.2}
- {name: price, type: decimal, min: "0.99", max: "999.99"}
- {name: warmth, type: normal, mean: 20, deviation: 4}
- {name: "a share, of \"all\"", type: uniform, min: -1, max: 1, nulls: 0.1}
- {name: city, type: choice, values: [Paris, Rome, "O, slo", "42", "true", "é"], weights: [70, 20, 4, 3, 2, 1], nulls: 0.05}
- {name: status, type: choice, values: [200, 404, 500], weights: [90, 7, 3]}
- {name: paid, type: boolean, probability: 0.3}
- {name: key, type: uuid4}
- {name: sku, type: pattern, pattern: 'SKU-\d{4}-[A-Z]{2}'}
- {name: moment, type: timestamp, from: "2026-01-01T00:00:00Z", to: "2026-03-01T00:00:00Z"}
- {name: tick, type: timestamp, start: "2026-01-01T00:00:00Z", step: 250ms}
- {name: day, type: date, from: "2025-01-01", to: "2026-01-01"}
- {name: remark, type: text, min_bytes: 5, max_bytes: 80}
- {name: mail, type: email}
- {name: page, type: url, nulls: 0.5}
- {name: host, type: ipv4}
- {name: host6, type: ipv6}
- {name: secret, type: letters, min_length: 3, max_length: 9, alphabet: "aB3_"}
)";

const std::string nested = R"(
- {name: tags, type: list, of: {type: choice, values: [x, "yes"], weights: [3, 1]}, max_length: 4, nulls: 0.1}
- {name: sizes, type: list, of: {type: integer, min: 0, max: 99999, nulls: 0.25}, min_length: 2, max_length: 2}
- {name: home, type: object, nulls: 0.3, fields: [{name: town, type: choice, values: [A, B]}, {name: floor, type: integer, min: 1, max: 900, nulls: 0.5}]}
- {name: parts, type: list, of: {type: object, fields: [{name: n, type: integer, min: 1, max: 7000}]}, max_length: 3}
)";

const std::string typed = R"(
- {name: tiny, type: integer, integer: int8, min: -100, max: 100, nulls: 0.1}
- {name: u32, type: integer, integer: uint32}
- {name: few, type: choice, values: [1, 7, 30], weights: [5, 3, 1], integer: int16}
- {name: real, type: uniform, min: 3, max: 4, float: float32}
- {name: embedding, type: vector, elements: 24}
- {name: raw, type: vector, elements: 16, unit: false}
)";

// What a column holds, and what is within its values.
struct summary {
    std::size_t rows = 0, nulls = 0;
    double min = 0, max = 0, sum = 0, squares = 0;
    std::size_t numbers = 0;
    std::map<std::string, std::size_t> texts;
    std::map<std::string, summary> inner;
};

double number_at(spate::type_id id, const spate::column& from, std::size_t row) {
    switch (id) {
        case spate::type_id::boolean:
            return from.boolean(row);
        case spate::type_id::int8:
            return from.values<std::int8_t>()[row];
        case spate::type_id::int16:
            return from.values<std::int16_t>()[row];
        case spate::type_id::uint32:
            return from.values<std::uint32_t>()[row];
        case spate::type_id::date:
            return from.values<std::int32_t>()[row];
        case spate::type_id::float32:
            return static_cast<double>(from.values<float>()[row]);
        case spate::type_id::float64:
            return from.values<double>()[row];
        default:
            return static_cast<double>(from.values<std::int64_t>()[row]);
    }
}

void measure(const spate::data_type& type, const spate::column& from, std::size_t row, summary& out) {
    ++out.rows;
    if (from.is_null(row)) {
        ++out.nulls;
        return;
    }
    double number = 0;
    if (type.id == spate::type_id::structure) {
        for (std::size_t i = 0; i < type.children.size(); ++i) measure(type.children[i], from.child(i), row, out.inner[type.names[i]]);
    } else if (type.id == spate::type_id::list || type.id == spate::type_id::vector) {
        const bool list = type.id == spate::type_id::list;
        const std::size_t begin = list ? static_cast<std::size_t>(from.offsets()[row]) : row * type.size;
        const std::size_t end = list ? static_cast<std::size_t>(from.offsets()[row + 1]) : begin + type.size;
        for (std::size_t i = begin; i < end; ++i) measure(type.children[0], from.child(0), i, out.inner["element"]);
        number = static_cast<double>(end - begin);
    } else if (type.id == spate::type_id::text) {
        const std::string_view text = from.text(row);
        number = static_cast<double>(text.size());
        ++out.texts[std::string{text}];
    } else if (type.id != spate::type_id::uuid) {
        number = number_at(type.id, from, row);
    }
    out.min = out.numbers == 0 ? number : std::min(out.min, number);
    out.max = out.numbers == 0 ? number : std::max(out.max, number);
    out.sum += number;
    out.squares += number * number;
    ++out.numbers;
}

std::vector<summary> measure(const spate::runtime_schema& table) {
    spate::batch rows;
    table.fill(0, row_count, rows);
    const spate::record_type type = table.type();
    std::vector<summary> out(type.size());
    for (std::size_t i = 0; i < type.size(); ++i)
        for (std::size_t row = 0; row < row_count; ++row) measure(type[i].type, rows.columns[i], row, out[i]);
    return out;
}

bool differs(double share, double other, std::size_t of_rows, double times = 6) {
    return std::abs(share - other) > times * std::sqrt(std::max(share * (1 - share), 1e-4) / static_cast<double>(of_rows)) + 1e-9;
}

// `made` is like `given`: ranges are never broken, shares and means are the same but for chance.
void compare(const summary& given, const summary& made, spate::type_id id) {
    const auto share = [](std::size_t part, const summary& of) { return static_cast<double>(part) / static_cast<double>(std::max<std::size_t>(of.rows, 1)); };
    const bool address = id == spate::type_id::text && given.texts.size() > 100;
    CHECK_FALSE(differs(share(given.nulls, given), share(made.nulls, made), std::min(given.rows, made.rows)));
    REQUIRE(given.numbers > 0);
    REQUIRE(made.numbers > 0);
    if (!address) CHECK(made.min >= given.min);
    if (!address) CHECK(made.max <= given.max);
    const auto count = static_cast<double>(given.numbers);
    const double mean = given.sum / count, deviation = std::sqrt(std::max(0.0, given.squares / count - mean * mean));
    CHECK(std::abs(made.sum / static_cast<double>(made.numbers) - mean) <= (address ? 1.0 : 0.15) * deviation + 1e-6 * std::abs(mean) + (address ? 8 : 0));
    if (id == spate::type_id::text && !address)
        for (const auto& [text, found] : given.texts) {
            CAPTURE(text);
            CHECK_FALSE(differs(share(found, given), share(made.texts.count(text) == 0 ? 0 : made.texts.at(text), made), made.rows));
        }
    for (const auto& [name, inner] : given.inner) {
        CAPTURE(name);
        REQUIRE(made.inner.count(name) == 1);
        CHECK_FALSE(differs(share(inner.nulls, inner), share(made.inner.at(name).nulls, made.inner.at(name)), std::min(inner.rows, made.inner.at(name).rows)));
        CHECK(made.inner.at(name).min >= inner.min - (id == spate::type_id::vector ? 1 : 0));
        CHECK(made.inner.at(name).max <= inner.max + (id == spate::type_id::vector ? 1 : 0));
    }
}

bool same_type(const spate::data_type& a, const spate::data_type& b) {
    if (a.id != b.id || a.places != b.places || a.nullable != b.nullable || a.size != b.size || a.names != b.names || a.children.size() != b.children.size())
        return false;
    for (std::size_t i = 0; i < a.children.size(); ++i)
        if (!same_type(a.children[i], b.children[i])) return false;
    return true;
}

template <class Format>
std::string write(const test::directory& here, const std::string& name, const spate::runtime_schema& table, const Format& format) {
    std::vector<std::byte> bytes;
    spate::inline_executor here_and_now;
    spate::run(table, format, spate::vector_sink{bytes}, here_and_now);
    std::ofstream{here / name, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return here / name;
}

spate::runtime_schema table_of(const std::string& text) { return spate::make_schema(spate::parse_yaml(text)).with_seed({7}); }

void check_file(const test::directory& here, const std::string& file, const spate::runtime_schema& given, const std::string& target) {
    CAPTURE(file);
    const test::outcome made = test::run({"schema", "infer", file, "--out", here / target, "--force"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const spate::runtime_schema again = spate::load_schema(here / target);
    CHECK(again.size() == row_count);
    const spate::record_type a = given.type(), b = again.type();
    REQUIRE(a.size() == b.size());
    const std::vector<summary> before = measure(given), after = measure(again);
    for (std::size_t i = 0; i < a.size(); ++i) {
        CAPTURE(a[i].name);
        CHECK(a[i].name == b[i].name);
        REQUIRE(same_type(a[i].type, b[i].type));
        compare(before[i], after[i], a[i].type.id);
    }
}

}  // namespace

TEST_CASE("cli/infer: CSV of every dialect is measured, with what is nested in JSON, and made again alike") {
    const test::directory here;
    const spate::runtime_schema table = table_of(flat + nested);
    check_file(here, write(here, "t.csv", table, spate::csv()), table, "t.yaml");
    check_file(here, write(here, "semicolons.csv", table, spate::csv({.delimiter = ';', .quote_all = true, .line_end = "\r\n"})), table, "t.json");
    check_file(here, write(here, "t.tsv", table, spate::csv({.delimiter = '\t', .trailing_delimiter = true})), table, "t.yml");
    check_file(here, write(here, "bars", table, spate::csv({.delimiter = '|', .null = "NULL"})), table, "t.yaml");
}

TEST_CASE("cli/infer: NDJSON and JSON are measured with all that is nested, and made again alike") {
    const test::directory here;
    const spate::runtime_schema table = table_of(flat + nested);
    check_file(here, write(here, "t.ndjson", table, spate::ndjson()), table, "t.yaml");
    check_file(here, write(here, "t.json", table, spate::json_array()), table, "t.yaml");
}

TEST_CASE("cli/infer: Parquet of every codec is measured with all types, and made again alike") {
    const test::directory here;
    const spate::runtime_schema table = table_of(flat + nested + typed);
    using spate::parquet;
    using spate::parquet_options;
    check_file(here, write(here, "plain.parquet", table, parquet{}), table, "t.yaml");
    check_file(here, write(here, "snappy.parquet", table, parquet{parquet_options{.page_bytes = 1000, .compression = spate::parquet_snappy()}}), table,
               "t.yaml");
    check_file(here, write(here, "zstd.parquet", table, parquet{parquet_options{.row_group_rows = 900, .compression = spate::parquet_zstd()}}), table,
               "t.yaml");
    check_file(here, write(here, "lz4.parquet", table, parquet{parquet_options{.compression = spate::parquet_lz4()}}), table, "t.yaml");
}

TEST_CASE("cli/infer: the encodings of other writers are read too") {
    const std::string folder = std::string{SPATE_TEST_DATA} + "/parquet/";
    const auto fields_of = [](const test::outcome& made) {
        REQUIRE_MESSAGE(made.status == 0, made.err);
        return made.out.substr(made.out.find("fields:"));
    };
    const std::string fields = fields_of(test::run({"schema", "infer", folder + "encodings.parquet"}));
    CHECK(fields == fields_of(test::run({"schema", "infer", folder + "dictionaries.parquet"})));
    for (const char* part :
         {"name: id\n    type: sequence\n    start: 5\n    step: 2\n", "type: integer\n    min: -100\n    max: 100\n    integer: int8\n    nulls: 0.2\n",
          "min: 0\n    max: 1.0132989883422852\n    float: float32\n", "type: boolean\n    probability: 0.25\n",
          "values: [ash, beech, oak]\n    weights: [90, 90, 90]\n    nulls: 0.1\n", "pattern: \"AB-\\\\d{4}\"\n", "places: 6\n",
          "values: [0, 3, 6]\n      weights: [193, 128, 64]\n      integer: int32\n    min_length: 0\n    max_length: 3\n    nulls: 0.1433333\n",
          "name: a\n        type: integer\n        min: 0\n        max: 49\n", "values: [x]\n        nulls: 0.5\n"}) {
        CAPTURE(part);
        CHECK(fields.find(part) != std::string::npos);
    }
    const test::outcome refused = test::run({"schema", "infer", folder + "brotli.parquet"});
    CHECK(refused.status == 1);
    for (const char* word : {"brotli.parquet, byte 4", "column id", "brotli", "zstd"}) CHECK(refused.err.find(word) != std::string::npos);
}
