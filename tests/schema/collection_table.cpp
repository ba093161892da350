// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/collection_table.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/schema/json.hpp>
#include <spate/schema/read_collection.hpp>

#include "../support/collection_rows.hpp"
#include "../support/random_collection.hpp"
#include "../support/value_dump.hpp"

using namespace spate;

namespace {

collection read(const std::string& text) { return read_collection(parse_json(text)); }
runtime_schema table_of(const std::string& text, const collection_table_options& options = {}) { return make_table(read(text), options); }
std::string with_key(const std::string& fields) { return R"([{"name": "id", "type": "Int64", "is_primary": true}, )" + fields + "]"; }
std::string field(const std::string& members) { return with_key(R"({"name": "x", )" + members + "}"); }

std::string problems(const std::string& text) {
    try {
        (void)table_of(text);
    } catch (const specification_error& error) {
        std::string all;
        for (const std::string& one : error.messages()) all.append(all.empty() ? "" : "\n").append(one.substr(one.find(": ") + 2));
        return all;
    }
    return "";
}

batch rows_of(const runtime_schema& table, std::size_t count, std::uint64_t first = 0) {
    batch out;
    table.fill(first, count, out);
    return out;
}

std::string dump(const runtime_schema& table, const batch& rows) {
    std::string out;
    for (std::size_t row = 0; row < rows.count; ++row) test::dump_row(table.type(), rows, row, out);
    return out;
}

// The only field beside the key as texts, one for each row.
std::vector<std::string> values_of(const std::string& members, std::size_t count) {
    const runtime_schema table = table_of(field(members));
    const batch rows = rows_of(table, count);
    std::vector<std::string> out(count);
    for (std::size_t row = 0; row < count; ++row) test::dump_value(table.type()[1].type, rows.columns[1], row, out[row]);
    return out;
}

std::size_t different(const std::vector<std::string>& values, std::size_t count) {
    return std::set<std::string>{values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)}.size();
}

}  // namespace

TEST_CASE("schema/collection_table: what the types become") {
    const collection all = read(with_key(
        R"({"name": "b", "type": "Bool"}, {"name": "i8", "type": "Int8"}, {"name": "i16", "type": "Int16"}, {"name": "i32", "type": "Int32", "nullable": true},
           {"name": "f", "type": "Float"}, {"name": "d", "type": "Double"}, {"name": "v", "type": "VarChar", "max_length": 9},
           {"name": "s", "type": "String", "max_length": 9}, {"name": "j", "type": "JSON"},
           {"name": "a", "type": "Array", "element_type": "Int16", "max_capacity": 3, "nullable": true}, {"name": "fv", "type": "FloatVector", "dim": 4},
           {"name": "bv", "type": "BinaryVector", "dim": 16}, {"name": "hv", "type": "Float16Vector", "dim": 4},
           {"name": "bhv", "type": "BFloat16Vector", "dim": 4}, {"name": "iv", "type": "Int8Vector", "dim": 4}, {"name": "sv", "type": "SparseFloatVector"})"));
    const runtime_schema table = make_table(all);
    const auto vector = [](type_id element) { return data_type{.id = type_id::vector, .size = 4, .children = {{.id = element}}}; };
    const data_type sparse{
        .id = type_id::structure,
        .children = {{.id = type_id::list, .children = {{.id = type_id::uint32}}}, {.id = type_id::list, .children = {{.id = type_id::float32}}}},
        .names = {"indices", "values"}};
    const record_type expected{{"id", {.id = type_id::int64}},
                               {"b", {.id = type_id::boolean}},
                               {"i8", {.id = type_id::int8}},
                               {"i16", {.id = type_id::int16}},
                               {"i32", {.id = type_id::int32, .nullable = true}},
                               {"f", {.id = type_id::float32}},
                               {"d", {.id = type_id::float64}},
                               {"v", {.id = type_id::text}},
                               {"s", {.id = type_id::text}},
                               {"j", {.id = type_id::json}},
                               {"a", {.id = type_id::list, .nullable = true, .children = {{.id = type_id::int16}}}},
                               {"fv", vector(type_id::float32)},
                               {"bv", {.id = type_id::bits, .size = 16}},
                               {"hv", vector(type_id::float16)},
                               {"bhv", vector(type_id::bfloat16)},
                               {"iv", vector(type_id::int8)},
                               {"sv", sparse}};
    CHECK(table.type() == expected);
    CHECK(table.size() == runtime_schema::most_rows);
    CHECK(table.origin() == seed{0});
    const runtime_schema texts = make_table(all, {.sparse_as_json = true});
    CHECK(texts.type().back().type == data_type{.id = type_id::json});
    const batch rows = rows_of(texts, 50), structures = rows_of(table, 50);
    for (std::size_t row = 0; row < 50; ++row) {
        const auto json = nlohmann::json::parse(rows.columns.back().text(row));
        std::vector<float> values(structures.columns.back().child(1).child(0).values<float>() + structures.columns.back().child(1).offsets()[row],
                                  structures.columns.back().child(1).child(0).values<float>() + structures.columns.back().child(1).offsets()[row + 1]);
        CHECK(json.at("values").get<std::vector<float>>() == values);
        CHECK(json.at("indices").size() == values.size());
    }
}

TEST_CASE("schema/collection_table: keys that the database makes, and the table's name") {
    const char* const text = R"({"collection_name": "shop", "fields": [{"name": "id", "type": "Int64", "is_primary": true, "auto_id": true},
                                 {"name": "n", "type": "Int8"}]})";
    const runtime_schema without = table_of(text), with = table_of(text, {.include_auto_id = true});
    CHECK(without.name() == "shop");
    REQUIRE(without.fields().size() == 1);
    CHECK(without.fields()[0].name == "n");
    REQUIRE(with.fields().size() == 2);
    const batch a = rows_of(without, 100), b = rows_of(with, 100);
    for (std::size_t row = 0; row < 100; ++row) {
        CHECK(a.columns[0].values<std::int8_t>()[row] == b.columns[1].values<std::int8_t>()[row]);
        CHECK(b.columns[0].values<std::int64_t>()[row] == static_cast<std::int64_t>(row) + 1);
    }
    CHECK(problems(R"([{"name": "id", "type": "Int64", "is_primary": true, "auto_id": true}])") ==
          "fields: have nothing but a key that the database makes; add another field, or include the auto_id column");
}

TEST_CASE("schema/collection_table: every key occurs once, in as many rows as the table has") {
    const std::pair<const char*, std::uint64_t> keys[] = {
        {R"("type": "Int64")", runtime_schema::most_rows},
        {R"("type": "Int64", "min": -3, "max": 999996)", 1'000'000},
        {R"("type": "Int64", "max": 500)", 500},
        {R"("type": "Int64", "max": -9223372036854775807)", 2},
        {R"("type": "VarChar", "max_length": 65535)", runtime_schema::most_rows},
        {R"("type": "String", "max_length": 1)", 36},
        {R"("type": "VarChar", "max_length": 4)", 36 * 36 * 36 * 36},
        {R"("type": "Int64", "max": 50, "generator": {"type": "sequence", "start": 1, "step": 10})", 5},
        {R"("type": "Int64", "min": -25, "generator": {"type": "sequence", "step": -5})", 6},
        {R"("type": "Int64", "generator": {"type": "sequence", "start": 9223372036854775000})", 808},
        {R"("type": "Int64", "generator": {"type": "permutation", "count": 1000000, "start": -5})", 1'000'000},
        {R"("type": "VarChar", "max_length": 3, "generator": {"type": "sequence", "start": -99})", 1099},
        {R"("type": "VarChar", "max_length": 2, "generator": {"type": "permutation", "count": 100})", 100},
        {R"("type": "VarChar", "max_length": 36, "generator": {"type": "uuid4"})", runtime_schema::most_rows},
        {R"("type": "VarChar", "max_length": 36, "generator": {"type": "uuid7", "start_milliseconds": 0})", runtime_schema::most_rows},
        {R"("type": "VarChar", "max_length": 9, "generator": {"type": "key_text", "prefix": "user_", "length": 9})", 36 * 36 * 36 * 36},
        {R"("type": "VarChar", "max_length": 16, "generator": {"type": "key_text", "length": 16, "alphabet": "01"})", 65536},
    };
    for (const auto& [members, size] : keys) {
        CAPTURE(members);
        const runtime_schema table = table_of(std::string{R"([{"name": "id", "is_primary": true, )"} + members + "}]");
        CHECK(table.size() == size);
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size, 1'000'000));
        const batch rows = rows_of(table, count);
        if (table.type()[0].type.id == type_id::int64) {
            std::vector<std::int64_t> made(rows.columns[0].values<std::int64_t>(), rows.columns[0].values<std::int64_t>() + count);
            std::sort(made.begin(), made.end());
            CHECK(std::adjacent_find(made.begin(), made.end()) == made.end());
        } else {
            std::vector<std::string_view> made;
            for (std::size_t row = 0; row < count; ++row) made.push_back(rows.columns[0].text(row));
            std::sort(made.begin(), made.end());
            CHECK(std::adjacent_find(made.begin(), made.end()) == made.end());
        }
    }
    CHECK_THROWS_AS((void)table_of(R"([{"name": "id", "is_primary": true, "type": "String", "max_length": 1}])").with_rows((std::uint64_t{1} << 48) + 1),
                    config_error);
}

TEST_CASE("schema/collection_table: generators that cannot make keys") {
    const auto key = [](const std::string& members) { return problems(R"([{"name": "x", "is_primary": true, )" + members + "}]"); };
    CHECK(key(R"("type": "Int64", "generator": {"type": "integer"})") ==
          "field \"x\": type: \"integer\" may give one key to several rows; use sequence, permutation, key_text, uuid4 or uuid7");
    CHECK(key(R"("type": "Int64", "generator": {"type": "sequence", "step": 0})") ==
          "field \"x\": step: 0 gives every row the same key; give 1, or another step");
    CHECK(key(R"("type": "Int64", "min": 1, "generator": {"type": "sequence"})") ==
          "field \"x\": start: 0 is no number that the key holds; give numbers from 1 to 9223372036854775807");
    CHECK(key(R"("type": "VarChar", "max_length": 2, "generator": {"type": "permutation", "count": 101})") ==
          "field \"x\": count: 101 gives numbers above those that the key holds; give numbers from -9 to 99");
    CHECK(key(R"("type": "VarChar", "max_length": 35, "generator": {"type": "uuid4"})") ==
          "field \"x\": type: \"uuid4\" gives texts of 36 bytes, more than max_length, 35; give a larger max_length, or use key_text");
    CHECK(key(R"("type": "VarChar", "max_length": 9, "generator": {"type": "key_text"})") ==
          "field \"x\": type: \"key_text\" gives texts of 12 bytes, more than max_length, 9; give a larger max_length, or a smaller length");
    CHECK(key(R"("type": "Int64", "generator": {"type": "uuid4"})") ==
          "field \"x\": int64 cannot be made of uuid; use a generator of numbers, booleans, dates or timestamps");
    CHECK(key(R"("type": "Int64", "generator": {"type": "sequence", "nulls": 0.1})") ==
          "field \"x\": nulls: is given for the primary key; leave it out: every row has a key of its own");
    CHECK(key(R"("type": "Int64", "generator": {"type": "sequence", "default": 1, "default_share": 0.1})") ==
          "field \"x\": default: is given for the primary key; leave it out: every row has a key of its own");
}

TEST_CASE("schema/collection_table: a tenth of the rows is null, and a tenth of the others has the default") {
    constexpr std::size_t count = 100'000;
    for (const char* const members :
         {R"("type": "Int32", "nullable": true, "default_value": -7)", R"("type": "VarChar", "max_length": 9, "nullable": true, "default_value": "-7")",
          R"("type": "Double", "nullable": true, "min": -9, "default_value": -7)"}) {
        CAPTURE(members);
        const std::vector<std::string> values = values_of(members, count);
        const std::string usual = values_of(
            std::string{members} + R"(, "enum_values": [)" + (std::string{members}.find("VarChar") != std::string::npos ? "\"-7\"" : "-7") + "]", 1)[0];
        const auto nulls = std::count(values.begin(), values.end(), "-"), defaults = std::count(values.begin(), values.end(), usual == "-" ? "-7" : usual);
        CHECK(std::abs(static_cast<double>(nulls) / count - 0.1) < 0.005);
        CHECK(std::abs(static_cast<double>(defaults) / count - 0.09) < 0.005);
    }
    const std::vector<std::string> half = values_of(R"("type": "Int8", "nullable": true, "generator": {"type": "integer", "nulls": 0.5})", count);
    CHECK(std::abs(static_cast<double>(std::count(half.begin(), half.end(), "-")) / count - 0.5) < 0.01);
}

TEST_CASE("schema/collection_table: cardinality_ratio holds for any number of rows") {
    struct expectation {
        const char* members;
        double share;
        std::uint64_t most;
    };
    const expectation all[] = {
        {R"("type": "Int64", "cardinality_ratio": 0.01)", 0.01, ~std::uint64_t{0}},
        {R"("type": "Int64", "min": -9223372036854775808, "max": 9223372036854775807, "cardinality_ratio": 0.9)", 0.9, ~std::uint64_t{0}},
        {R"("type": "Int8", "cardinality_ratio": 0.5)", 0.5, 128},
        {R"("type": "Int8", "min": -2, "max": 2, "cardinality_ratio": 0.5)", 0.5, 5},
        {R"("type": "Int32", "cardinality_ratio": 1)", 1, ~std::uint64_t{0}},
        {R"("type": "Int16", "cardinality_ratio": 0)", 0, 1},
        {R"("type": "Int16", "cardinality_ratio": 1e-300)", 0, 1},
        {R"("type": "Float", "min": -50, "max": 50, "cardinality_ratio": 0.1)", 0.1, ~std::uint64_t{0}},
        {R"("type": "Double", "cardinality_ratio": 0.95)", 0.95, ~std::uint64_t{0}},
        {R"("type": "VarChar", "max_length": 50, "cardinality_ratio": 0.2)", 0.2, ~std::uint64_t{0}},
        {R"("type": "VarChar", "max_length": 1, "cardinality_ratio": 0.2)", 0.2, 36},
        {R"("type": "VarChar", "max_length": 36, "cardinality_ratio": 0.3, "generator": {"type": "uuid4"})", 0.3, ~std::uint64_t{0}},
    };
    for (const expectation& one : all) {
        CAPTURE(one.members);
        const std::vector<std::string> values = values_of(one.members, 20'000);
        for (const std::size_t n : {1u, 2u, 10u, 99u, 100u, 101u, 1000u, 9999u, 20'000u}) {
            CAPTURE(n);
            const auto share = static_cast<std::uint64_t>(std::floor(static_cast<double>(n) * one.share + 1e-9));
            CHECK(different(values, n) == std::clamp<std::uint64_t>(share, 1, one.most));
        }
    }
}

TEST_CASE("schema/collection_table: listed values are all there, and nothing else, whatever cardinality_ratio says") {
    for (const char* const members :
         {R"("type": "VarChar", "max_length": 9, "enum_values": ["a", "b", "c"], "cardinality_ratio": 0.9)", R"("type": "Int8", "enum_values": [-1, 5, 7.0])",
          R"("type": "Float", "enum_values": [0.1, 2, 3])", R"("type": "Double", "enum_values": [0.1, 1e300, 3], "nullable": false)"})
        CHECK(different(values_of(members, 1000), 1000) == 3);
    const batch rows = rows_of(table_of(field(R"("type": "Float", "enum_values": [0.1])")), 1);
    CHECK(rows.columns[1].values<float>()[0] == 0.1f);
}

TEST_CASE("schema/collection_table: a field's own generator, fitted to the field") {
    CHECK(values_of(R"("type": "Int8", "min": 3, "max": 4, "generator": {"type": "sequence", "start": -5})", 11) ==
          std::vector<std::string>{"3", "3", "3", "3", "3", "3", "3", "3", "3", "4", "4"});
    CHECK(values_of(R"("type": "VarChar", "max_length": 2, "generator": {"type": "sequence", "start": 99})", 2) == std::vector<std::string>{"x3939", "x3130"});
    CHECK(values_of(R"("type": "Int64", "generator": {"type": "timestamp", "start": "1970-01-01T00:00:05Z", "step": "1s", "places": 0})", 2) ==
          std::vector<std::string>{"5", "6"});
    const collection made = read(with_key(R"({"name": "n", "type": "Int8", "generator": {"type": "choice", "values": [1, 2]}},
        {"name": "t", "type": "VarChar", "max_length": 20, "generator": {"type": "template", "text": "number {n}"}},
        {"name": "d", "type": "Float", "generator": {"type": "expression", "value": "n * 2"}},
        {"name": "c", "type": "VarChar", "max_length": 4, "generator": {"type": "depends_on", "field": "n", "cases": {"1": {"type": "choice", "values": ["one"]}},
          "otherwise": {"type": "choice", "values": ["others"]}}},
        {"name": "v", "type": "Float16Vector", "dim": 6, "generator": {"type": "vector", "clusters": 2}},
        {"name": "s", "type": "SparseFloatVector", "dim": 9, "generator": {"type": "sparse_vector", "max_entries": 2}})"));
    const runtime_schema table = make_table(made);
    CHECK(table.type()[5].type.size == 6);
    const batch rows = rows_of(table, 200);
    for (std::size_t row = 0; row < 200; ++row) {
        const int n = rows.columns[1].values<std::int8_t>()[row];
        CHECK(rows.columns[2].text(row) == "number " + std::to_string(n));
        CHECK(rows.columns[3].values<float>()[row] == static_cast<float>(2 * n));
        CHECK(rows.columns[4].text(row) == (n == 1 ? "one" : "othe"));
    }
}

TEST_CASE("schema/collection_table: generators that are wrong, or whose values the field cannot hold") {
    const auto wrong = [](const char* members) {
        const std::string found = problems(field(members));
        REQUIRE(found.starts_with("field \"x\": "));
        return found.substr(11);
    };
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "intger"})") == "unknown type \"intger\"; did you mean \"integer\"?");
    CHECK(wrong(R"("type": "Int8", "generator": {"min": 5})") == "has no type; add one, like type: sequence");
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "integer", "mn": 5})") == "unknown key \"mn\"; did you mean \"min\"?");
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "city"})") ==
          "int8 cannot be made of text; use a generator of numbers, booleans, dates or timestamps");
    CHECK(wrong(R"("type": "FloatVector", "dim": 4, "generator": {"type": "vector", "elements": 5})") ==
          "vector of 4 float32 cannot be made of vector of 5 float32; use a generator of the type itself");
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "integer", "nulls": 0.1})") ==
          "generator: may be null, which the field is not; add \"nullable\": true to the field, or leave nulls out");
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "template", "text": "{idd}"})") ==
          "text: \"{idd}\" at column 2: there is no field \"idd\"; did you mean \"id\"?");
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "template", "text": "{id}"})") ==
          "int8 cannot be made of text; use a generator of numbers, booleans, dates or timestamps");
    CHECK(
        wrong(
            R"("type": "Array", "element_type": "Int8", "max_capacity": 4, "nullable": true, "generator": {"type": "list", "of": {"type": "integer"}, "max_length": 3})") ==
        "may give an empty list, which Milvus takes for null in a nullable array; give {\"type\": \"list\", \"min_length\": 1, ...} without length and "
        "default, or "
        "leave nullable out");
    CHECK(
        wrong(
            R"("type": "Array", "element_type": "Int8", "max_capacity": 4, "generator": {"type": "list", "of": {"type": "integer", "nulls": 0.5}, "max_length": 3})") ==
        "list of int8 cannot be made of list of int64; use a list whose elements have no nulls");
    CHECK(wrong(R"("type": "SparseFloatVector", "generator": {"type": "sparse_vector", "dimension": 9, "min_entries": 0})") ==
          "min_entries: lets vectors be empty, which Milvus refuses; give 1 or more");
    CHECK(wrong(R"("type": "SparseFloatVector", "dim": 8, "generator": {"type": "sparse_vector", "dimension": 9})") ==
          "dimension: 9 is more than dim, 8; give dim, or leave it out");
    CHECK(wrong(R"("type": "SparseFloatVector", "generator": {"type": "city"})") == "type: \"city\" is no generator of sparse vectors; use sparse_vector");
    CHECK(wrong(R"("type": "Float", "min": 0.1, "max": 0.1000000001)") ==
          "min: 0.1..0.1000000001 has no number of type Float within; give bounds that are further apart, or use Double");
    CHECK(wrong(R"("type": "Int8", "generator": {"type": "foreign_key", "table": "users", "field": "id"})") ==
          "table: \"users\" is asked of a collection, which stands alone; use another generator, or write a specification of spate's own");
    try {
        (void)make_table(
            read_collection(parse_json("[{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true},\n {\"name\": \"x\", \"type\": \"Int8\",\n"
                                       "  \"generator\": {\"type\": \"city\"}},\n {\"name\": \"y\", \"type\": \"Int8\", \"generator\": {\"typ\": 1}}]")),
            {}, "shop.json");
        FAIL("a table with problems was made");
    } catch (const specification_error& error) {
        REQUIRE(error.messages().size() == 2);
        CHECK(error.messages()[0].starts_with("shop.json:3:16: field \"x\": "));
        CAPTURE(error.messages()[1]);
        CHECK(error.messages()[1].starts_with("shop.json:4:46: field \"y\": "));
    }
}

TEST_CASE("schema/collection_table: no limit is ever broken, 200 random collections") {
    for (std::uint64_t seed_number = 0; seed_number < 200; ++seed_number) {
        const std::string text = test::random_collection{seed_number}.text(6);
        CAPTURE(text);
        const collection of = read(text);
        const runtime_schema table = make_table(of, {.include_auto_id = seed_number % 2 == 0}).with_seed(seed{seed_number});
        const std::string broken = test::broken_rows(of, table, rows_of(table, static_cast<std::size_t>(std::min<std::uint64_t>(table.size(), 500))));
        CHECK(broken.empty());
        if (!broken.empty()) MESSAGE(broken);
    }
}

TEST_CASE("schema/collection_table: names that say what a text is, within max_length") {
    const runtime_schema table =
        table_of(with_key(R"({"name": "email", "type": "VarChar", "max_length": 60}, {"name": "city", "type": "String", "max_length": 3},
        {"name": "country_code", "type": "VarChar", "max_length": 2}, {"name": "url", "type": "VarChar", "max_length": 60, "generator": {"type": "city"}})"));
    const batch rows = rows_of(table, 500);
    for (std::size_t row = 0; row < 500; ++row) {
        CHECK(rows.columns[1].text(row).find('@') != std::string_view::npos);
        CHECK(rows.columns[2].text(row).size() <= 3);
        CHECK(rows.columns[3].text(row).size() == 2);
        CHECK(rows.columns[4].text(row).find("://") == std::string_view::npos);
    }
}

TEST_CASE("schema/collection_table: rows depend on the seed and the row alone") {
    for (std::uint64_t seed_number = 300; seed_number < 320; ++seed_number) {
        const runtime_schema table = table_of(test::random_collection{seed_number}.text(8));
        CHECK(dump(table, rows_of(table, 700)) == dump(table, rows_of(table, 300)) + dump(table, rows_of(table, 400, 300)));
        CHECK(dump(table, rows_of(table, 300)) != dump(table, rows_of(table.with_seed(seed{1}), 300)));
    }
}
