// SPDX-License-Identifier: Apache-2.0
#include <spate/format/bulk.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/field.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

using namespace spate;

namespace {

const auto orders = schema(field<"id">(sequence(100)), field<"key">(uuid4()), field<"city">(one_of({"Rome", "Oslo \"x\""})),
                           field<"note">(nullable(letters(30), 0.3)), field<"count">(uniform_int(0, 500)))
                        .with_seed(seed{5});

template <class Table, class Format>
std::string written(const Table& table, const Format& format, const run_options& options = {}) {
    std::vector<std::byte> bytes;
    REQUIRE(run(table, format, vector_sink{bytes}, options).end == run_end::complete);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Every other line, from the first or the second on.
std::vector<std::string> lines_of(std::string_view text, std::size_t from, std::size_t step) {
    std::vector<std::string> out;
    for (std::size_t line = 0; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        if (line >= from && (line - from) % step == 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return out;
}

std::string refusal(const record_type& type, const bulk_options& options) {
    try {
        (void)elasticsearch_bulk{options}.encoder(type);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("format/bulk: an action before each row, whose line is that of ndjson") {
    const auto table = orders | rows(20'000);
    const std::string plain = written(table, ndjson{});
    const std::vector<std::string> wanted = lines_of(plain, 0, 1);
    for (const auto& [options, action] :
         std::vector<std::pair<bulk_options, std::string>>{{{}, R"({"create":{}})"},
                                                           {{.operation = bulk_operation::index}, R"({"index":{}})"},
                                                           {{.index = "metrics-shop-default"}, R"({"create":{"_index":"metrics-shop-default"}})"},
                                                           {{.index = "orders", .operation = bulk_operation::index}, R"({"index":{"_index":"orders"}})"}}) {
        CAPTURE(action);
        const std::string made = written(table, elasticsearch_bulk{options});
        CHECK(made.ends_with("}\n"));
        CHECK((lines_of(made, 1, 2) == wanted));
        CHECK((lines_of(made, 0, 2) == std::vector<std::string>(wanted.size(), action)));
    }
}

TEST_CASE("format/bulk: ids from a column are texts, whatever the column's type") {
    const auto table = orders | rows(300);
    const std::vector<std::string> wanted = lines_of(written(table, ndjson{}), 0, 1);
    const auto part = [](const std::string& line, std::string_view from, std::string_view to) {
        const std::size_t begin = line.find(from) + from.size();
        return line.substr(begin, line.find(to, begin) - begin);
    };
    const std::string by_number = written(table, elasticsearch_bulk{{.index = "a", .operation = bulk_operation::index, .id_column = "id"}});
    const std::string by_uuid = written(table, elasticsearch_bulk{{.id_column = "key"}});
    const std::string by_text = written(table, elasticsearch_bulk{{.id_column = "city"}});
    for (const std::string* const one : {&by_number, &by_uuid, &by_text}) CHECK((lines_of(*one, 1, 2) == wanted));
    const std::vector<std::string> numbers = lines_of(by_number, 0, 2), uuids = lines_of(by_uuid, 0, 2), texts = lines_of(by_text, 0, 2);
    for (std::size_t row = 0; row < wanted.size(); ++row) {
        CHECK(numbers[row] == "{\"index\":{\"_index\":\"a\",\"_id\":\"" + std::to_string(100 + row) + "\"}}");
        CHECK(uuids[row] == "{\"create\":{\"_id\":" + part(wanted[row], "\"key\":", ",\"city") + "}}");
        CHECK(texts[row] == "{\"create\":{\"_id\":" + part(wanted[row], "\"city\":", ",\"note") + "}}");
    }
}

TEST_CASE("format/bulk: ids from the rows' numbers are those of the table, in every part of it") {
    const auto table = orders | rows(10'000);
    const elasticsearch_bulk format{{.row_ids = true}};
    const std::string whole = written(table, format);
    CHECK((lines_of(whole, 1, 2) == lines_of(written(table, ndjson{}), 0, 1)));
    const std::vector<std::string> actions = lines_of(whole, 0, 2);
    for (std::size_t row = 0; row < actions.size(); ++row) REQUIRE(actions[row] == "{\"create\":{\"_id\":\"" + std::to_string(row) + "\"}}");
    CHECK(written(table, format, {.first = 0, .rows = 4321}) + written(table, format, {.first = 4321}) == whole);
}

TEST_CASE("format/bulk: a table without fields has empty documents") {
    batch empty;
    empty.count = 2;
    empty.first = 9;
    const auto encoded = [&](const bulk_options& options) {
        auto encoder = elasticsearch_bulk{options}.encoder(record_type{});
        text_buffer out;
        encoder.begin(out, true);
        encoder.encode(empty, out);
        return std::string{out.text()};
    };
    CHECK(encoded({}) == "{\"create\":{}}\n{}\n{\"create\":{}}\n{}\n");
    CHECK(encoded({.row_ids = true}) == "{\"create\":{\"_id\":\"9\"}}\n{}\n{\"create\":{\"_id\":\"10\"}}\n{}\n");
}

TEST_CASE("format/bulk: bits as ndjson has them") {
    batch rows;
    rows.count = 1;
    rows.columns.resize(1);
    const data_type bits{.id = type_id::bits, .size = 16};
    rows.columns[0].start(bits, 1);
    rows.columns[0].values<std::uint8_t>()[0] = 1;
    rows.columns[0].values<std::uint8_t>()[1] = 255;
    auto encoder = elasticsearch_bulk{{.json = {.bytes_as_lists = true}}}.encoder({{"b", bits}});
    text_buffer out;
    encoder.encode(rows, out);
    CHECK(out.text() == "{\"create\":{}}\n{\"b\":[1,255]}\n");
}

TEST_CASE("format/bulk: what makes no sense is refused") {
    const record_type type{{"n", {.id = type_id::int64}}, {"r", {.id = type_id::float64}}, {"t", {.id = type_id::text, .nullable = true}}};
    CHECK(refusal(type, {}) == "");
    CHECK(refusal(type, {.index = "logs-app.web-default", .id_column = "n"}) == "");
    CHECK(refusal(type, {.index = "Orders"}) == "index: \"Orders\" has capital letters, which Elasticsearch refuses; use small ones");
    CHECK(refusal(type, {.index = "_all"}) == "index: \"_all\" is a name that Elasticsearch refuses; begin with a letter or a digit");
    CHECK(refusal(type, {.index = ".."}) == "index: \"..\" is a name that Elasticsearch refuses; begin with a letter or a digit");
    CHECK(refusal(type, {.index = "a b"}) == "index: \"a b\" has a character that Elasticsearch refuses; leave out blanks and \\ / * ? \" < > | , # :");
    CHECK(refusal(type, {.index = std::string(256, 'a')}) == "index: \"" + std::string(256, 'a') + "\" has 256 bytes; give a name of at most 255");
    CHECK(refusal(type, {.id_column = "x"}) == "id_column: \"x\" is no field of the table; name one of its fields, or leave it out");
    CHECK(refusal(type, {.id_column = "r"}) == "id_column: \"r\" has values that are no ids; take a field of whole numbers, texts, uuids, dates or times");
    CHECK(refusal(type, {.id_column = "t"}) == "id_column: \"t\" may be null, and a document's id may not; take a field without nulls");
    CHECK(refusal(type, {.id_column = "n", .row_ids = true}) == "id_column: \"n\" does not go with row_ids; leave one of them out");
}
