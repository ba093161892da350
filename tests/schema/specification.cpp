// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/specification.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/schema/yaml.hpp>

#include "../field/laws.hpp"

using namespace spate;

namespace {

std::string refused(std::string_view text) {
    try {
        (void)make_schema(parse_yaml(text, "t.yaml"), "t.yaml");
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}
std::string field_refused(const std::string& text) { return refused("fields:\n- " + text + "\n"); }

}  // namespace

TEST_CASE("schema/specification: a table built in code") {
    const runtime_schema table = make_schema(
        specification_node::map({{"name", "t"},
                                 {"rows", 7},
                                 {"fields", specification_node::sequence({specification_node::map({{"name", "id"}, {"type", "sequence"}, {"step", 2}})})}}));
    CHECK(table.size() == 7);
    batch rows;
    table.fill(3, 1, rows);
    CHECK(rows.columns[0].values<std::int64_t>()[0] == 6);
}

TEST_CASE("schema/specification: nulls, objects, lists, and fields that others hang on") {
    const runtime_schema table = make_schema(parse_yaml(R"(
fields:
- {name: country, type: choice, values: [FR, DE], nulls: 0.25}
- name: city
  type: depends_on
  field: country
  cases: {FR: {type: choice, values: [Paris]}, DE: {type: choice, values: [Bonn]}}
  otherwise: {type: choice, values: [nowhere]}
- name: address
  type: object
  fields: [{name: street, type: street_address}, {name: number, type: integer, min: 1, max: 99, integer: int16}]
- {name: tags, type: list, max_length: 3, of: {type: letters, length: 4}}
- {name: v, type: vector, elements: 8}
)"));
    batch rows;
    table.fill(100, 1000, rows);
    CHECK(rows.columns[0].nulls() > 200);
    CHECK(rows.columns[0].nulls() < 300);
    for (std::size_t i = 0; i < 1000; ++i) {
        const std::string_view wanted = rows.columns[0].is_null(i) ? "nowhere" : rows.columns[0].text(i) == "FR" ? "Paris" : "Bonn";
        REQUIRE(rows.columns[1].text(i) == wanted);
        const std::int16_t number = rows.columns[2].child(1).values<std::int16_t>()[i];
        REQUIRE(number >= 1);
        REQUIRE(number <= 99);
        REQUIRE(rows.columns[3].offsets()[i + 1] - rows.columns[3].offsets()[i] <= 3);
    }
    CHECK(table.type()[0].type.nullable);
    CHECK(table.type()[4].type.size == 8);
}

TEST_CASE("schema/specification: what is wrong is said all at once, each with its place and its remedy") {
    CHECK(refused("[]") == "t.yaml:1:1: the specification is a list; write a map with `fields`");
    CHECK(refused("name: t") == "t.yaml:1:1: fields: are missing; give a list of fields");
    CHECK(refused("seed: -1\nrow: 5\nfields: []") ==
          "t.yaml:2:1: unknown key \"row\"; did you mean \"rows\"?\n"
          "t.yaml:1:7: seed: -1 is no whole number from 0 to 2^64 - 1; give one\n"
          "t.yaml:3:9: fields: are no list, or an empty one; give a list of fields");
    CHECK(field_refused("{name: a}") == "t.yaml:2:3: field \"a\": has no type; add one, like type: sequence");
    CHECK(field_refused("{type: sequence}") == "t.yaml:2:3: field 1: has no name; add one, like name: id");
    CHECK(field_refused("5") ==
          "t.yaml:2:3: field 1: has no name; add one, like name: id\nt.yaml:2:3: field 1: is an integer; write a map with `type`, like {type: sequence}");
    CHECK(field_refused("{name: a, type: sequence, start: x}") == "t.yaml:2:36: field \"a\": start: \"x\" is a text; give an integer");
    CHECK(field_refused("{name: a, type: pattern}") == "t.yaml:2:3: field \"a\": type pattern needs \"pattern\"; add a text: like SKU-\\d{4}-[A-Z]{2}");
    CHECK(field_refused("{name: a, type: integer, integer: imt64}") == "t.yaml:2:37: field \"a\": integer: \"imt64\" is not known; did you mean \"int64\"?");
    CHECK(field_refused("{name: a, type: integer, min: 5, max: 1}").starts_with("t.yaml:2:33: field \"a\": min, max: 5..1 is an empty range"));
    CHECK(field_refused("{name: a, type: integer, integer: int8, max: 300}") ==
          "t.yaml:2:48: field \"a\": max: 300 does not fit into the type; give -128 to 127");
    CHECK(field_refused("{name: a, type: sequence, nulls: 2}") == "t.yaml:2:36: field \"a\": nulls: 2 is no share of the rows; give a number from 0 to 1");
    CHECK(field_refused("{name: a, type: list, max_length: 2, of: {type: lettres}}")
              .starts_with("t.yaml:2:51: field \"a\": unknown type \"lettres\"; did you mean \"letters\"?"));
    CHECK(refused("fields:\n- {name: a, type: sequence}\n- {name: a, type: sequence}\n").find("is there twice") != std::string::npos);
    CHECK(field_refused("{name: a, type: depends_on, field: b, cases: {x: {type: city}}, otherwise: {type: city}}").find("\"b\", which is no field") !=
          std::string::npos);
}

TEST_CASE("schema/specification: more problems than are shown do not hide those that come later") {
    std::string many = "fields:\n";
    for (int i = 0; i < 150; ++i) many += "- {name: f" + std::to_string(i) + ", type: sequence, x: 1}\n";
    // Were it made, a list of nothing would be read.
    many += "- {name: last, type: list, max_length: 2}\n";
    CHECK(refused(many).find("and 51 more problems") != std::string::npos);
}

namespace {

constexpr std::string_view shop = R"(
name: orders
seed: 7
rows: 100
tables:
  cities: {rows: 20, fields: [{name: name, type: pattern, pattern: "[A-Z][a-z]{5}"}, {name: code, type: permutation, count: 20}]}
  customers:
    rows: 10000
    fields:
    - {name: id, type: permutation, count: 10000, start: 1}
    - {name: token, type: uuid4, nulls: 0.1}
    - {name: city, type: foreign_key, table: cities, field: name}
    - {name: city_code, type: foreign_key, table: cities, field: code, via: city}
    - {name: vip, type: boolean}
    - {name: label, type: depends_on, field: vip, cases: {"true": {type: choice, values: [gold]}}, otherwise: {type: choice, values: [grey, white]}}
fields:
- {name: id, type: sequence}
- {name: customer_id, type: foreign_key, table: customers, field: id, zipf: 1.1}
- {name: token, type: foreign_key, table: customers, field: token, zipf: 1.1, via: customer_id}
- {name: city, type: foreign_key, table: customers, field: city, zipf: 1.1, via: customer_id}
- {name: label, type: foreign_key, table: customers, field: label, zipf: 1.1, via: customer_id}
- {name: code, type: foreign_key, table: customers, field: city_code, zipf: 1.1, via: customer_id}
- {name: gift_to, type: foreign_key, table: customers, field: id, nulls: 0.5}
)";

// Row by row, each key must be one of the other table's, and what goes via it must stand in the same row there.
void check_found(const runtime_schema& child, const runtime_schema& parent) {
    batch all, rows;
    parent.fill(0, static_cast<std::size_t>(parent.size()), all);
    std::map<std::int64_t, std::size_t> row_of;
    for (std::size_t i = 0; i < all.count; ++i) row_of[all.columns[0].values<std::int64_t>()[i]] = i;
    REQUIRE(row_of.size() == all.count);
    child.fill(1000, 700, rows);
    const auto& columns = rows.columns;
    for (std::size_t i = 0; i < rows.count; ++i) {
        const auto found = row_of.find(columns[1].values<std::int64_t>()[i]);
        REQUIRE(found != row_of.end());
        const record_type type = parent.type();
        for (const auto& [mine, theirs] : {std::pair<std::size_t, std::size_t>{2, 1}, {3, 2}, {4, 5}, {5, 3}})
            REQUIRE(laws::same_value(type[theirs].type, columns[mine], i, all.columns[theirs], found->second));
        if (!columns[6].is_null(i)) REQUIRE(row_of.contains(columns[6].values<std::int64_t>()[i]));
    }
}

}  // namespace

TEST_CASE("schema/specification: foreign keys are found in the table that is made alone, and what goes via one is of the same row") {
    const specification_node root = parse_yaml(shop, "t.yaml");
    CHECK(table_names(root) == std::vector<std::string>{"cities", "customers"});
    const runtime_schema orders = make_schema(root), customers = make_schema(root, "", "customers"), cities = make_schema(root, "", "cities");
    CHECK(customers.size() == 10000);
    CHECK(customers.name() == "customers");
    CHECK(customers.origin() == seed{7});
    check_found(orders, customers);
    check_found(orders.with_seed(seed{8}), customers.with_seed(seed{8}));
    check_found(orders.with_seed(seed{8}).with_seed(seed{7}), customers);

    batch all, rows, other;
    cities.fill(0, 20, all);
    customers.fill(0, 500, rows);
    for (std::size_t i = 0; i < 500; ++i) {
        std::size_t k = 0;
        while (k < 20 && all.columns[0].text(k) != rows.columns[2].text(i)) ++k;
        REQUIRE(k < 20);
        REQUIRE(all.columns[1].values<std::int64_t>()[k] == rows.columns[3].values<std::int64_t>()[i]);
    }
    orders.fill(0, 500, rows);
    orders.with_seed(seed{8}).fill(0, 500, other);
    std::size_t same = 0;
    for (std::size_t i = 0; i < 500; ++i) same += rows.columns[2].is_null(i) == other.columns[2].is_null(i);
    CHECK(same < 450);
}

TEST_CASE("schema/specification: a table with a seed of its own keeps it") {
    const std::string text =
        "seed: 1\ntables: {p: {seed: 5, rows: 1000, fields: [{name: id, type: uuid4}]}}\nfields: [{name: k, type: foreign_key, table: p, field: id}]";
    const specification_node root = parse_yaml(text);
    const runtime_schema parent = make_schema(root, "", "p"), child = make_schema(root).with_seed(seed{9});
    CHECK(parent.origin() == seed{5});
    batch all, rows;
    parent.fill(0, 1000, all);
    child.fill(0, 50, rows);
    for (std::size_t i = 0; i < 50; ++i) {
        std::size_t k = 0;
        while (k < 1000 && !laws::same_value(parent.type()[0].type, rows.columns[0], i, all.columns[0], k)) ++k;
        REQUIRE(k < 1000);
    }
}

TEST_CASE("schema/specification: a specification of tables alone, and foreign keys within lists and objects") {
    const specification_node root = parse_yaml(
        "tables:\n  p: {rows: 10, fields: [{name: id, type: sequence, start: 100}]}\n  c: {fields: [{name: l, type: list, max_length: 3, of: {type: "
        "foreign_key, "
        "table: p, field: id}}, {name: o, type: object, fields: [{name: k, type: foreign_key, table: p, field: id}, {name: m, type: foreign_key, table: p, "
        "field: id, via: k}]}]}\n");
    const runtime_schema table = make_schema(root, "", "c");
    batch rows;
    table.fill(0, 300, rows);
    const column& elements = rows.columns[0].child(0);
    for (std::size_t i = 0; i < elements.size(); ++i) REQUIRE(elements.values<std::int64_t>()[i] / 10 == 10);
    for (std::size_t i = 0; i < 300; ++i) REQUIRE(rows.columns[1].child(0).values<std::int64_t>()[i] == rows.columns[1].child(1).values<std::int64_t>()[i]);
    CHECK(refused("tables: {p: {rows: 1, fields: [{name: id, type: sequence}]}}") == "t.yaml:1:1: fields: are missing; give a list of fields");
}

TEST_CASE("schema/specification: what is wrong with tables and foreign keys") {
    const auto with = [](const std::string& tables, const std::string& key) {
        return refused("tables: " + tables + "\nfields: [{name: k, type: foreign_key, " + key + "}]\n");
    };
    const std::string good = "{people: {rows: 10, fields: [{name: id, type: sequence}]}}";
    CHECK(with(good, "table: poeple, field: id") == "t.yaml:2:46: field \"k\": table: \"poeple\" is no table of the specification; did you mean \"people\"?");
    CHECK(with(good, "table: people, field: ib") == "t.yaml:2:61: field \"k\": field: \"ib\" is no field of the table \"people\"; did you mean \"id\"?");
    CHECK(with(good, "table: people, field: id, zipf: -1").find("field \"k\"") != std::string::npos);
    CHECK(with("{people: {fields: [{name: id, type: sequence}]}}", "table: people, field: id") ==
          "t.yaml:2:46: field \"k\": table: \"people\" has no number of rows; say how many rows there are to refer to");
    CHECK(with("{people: {rows: 0, fields: [{name: id, type: sequence}]}}", "table: people, field: id").find("a table of 0 rows") != std::string::npos);
    CHECK(with("{people: {rows: 5, fields: [{name: id, type: seqence}]}}", "table: people, field: id") ==
          "t.yaml:1:54: table \"people\": field \"id\": unknown type \"seqence\"; did you mean \"sequence\"?");
    CHECK(with("{people: {row: 5, fields: [{name: id, type: sequence}]}}", "table: people, field: id")
              .starts_with("t.yaml:1:19: table \"people\": unknown key \"row\"; did you mean \"rows\"?"));
    CHECK(with("{people: people.yaml}", "table: people, field: id").starts_with("t.yaml:1:18: table \"people\": is in a file, and files are not read here"));
    CHECK(with("[]", "table: people, field: id").starts_with("t.yaml:1:9: tables: is a list; give a map"));
    CHECK(with("{people: {name: x, rows: 5, fields: [{name: id, type: sequence}]}, x: {rows: 5, fields: [{name: id, type: sequence}]}}", "table: x, field: id")
              .find("which another table has too") != std::string::npos);
    CHECK(with("{a: {rows: 5, tables: {}, fields: [{name: id, type: sequence}]}}", "table: a, field: id").find("declare all tables at the root") !=
          std::string::npos);
    CHECK(
        with(
            "{a: {rows: 5, fields: [{name: id, type: foreign_key, table: b, field: id}]}, b: {rows: 5, fields: [{name: id, type: foreign_key, table: a, field: "
            "id}]}}",
            "table: a, field: id")
            .find("table: \"a\" refers to itself: \"a\" to \"b\" to \"a\"; break the circle") != std::string::npos);
    CHECK(field_refused("{name: k, type: foreign_key, table: p, field: id}").find("declare it: tables: {p: ") != std::string::npos);
    CHECK(with(good, "table: people, field: id, via: j").find("goes via \"j\", which is no field") != std::string::npos);
    CHECK(
        with(good, "table: people, field: id, via: j}, {name: j, type: foreign_key, table: people, field: id, zipf: 1").find("with the same table and zipf") !=
        std::string::npos);
    CHECK_THROWS_AS((void)make_schema(parse_yaml("tables: " + good + "\nfields: [{name: k, type: sequence}]"), "", "poeple"), config_error);
}

TEST_CASE("schema/specification: templates and expressions") {
    const runtime_schema table = make_schema(parse_yaml(R"yaml(
fields:
- {name: total, type: expression, value: "price * quantity * (1 - discount)", places: 2, digits: 12}
- {name: email, type: template, text: "{first|lower}.{last|ascii|lower}{id}@example.com", nulls: 0.5}
- {name: id, type: sequence}
- {name: first, type: first_name}
- {name: last, type: last_name}
- {name: price, type: decimal, min: "0.01", max: "99.99"}
- {name: quantity, type: integer, min: 1, max: 9, integer: int8}
- {name: discount, type: decimal, min: "0.00", max: "0.20"}
- {name: large, type: expression, value: "total >= 100"}
- {name: half, type: expression, value: quantity / 2, result: float32}
- name: shipping
  type: depends_on
  field: large
  cases: {"true": {type: choice, values: [0]}}
  otherwise: {type: integer, min: 1, max: 9}
)yaml"));
    CHECK(table.type()[0].type == data_type{.id = type_id::decimal, .digits = 12, .places = 2});
    CHECK(table.type()[8].type == data_type{.id = type_id::boolean});
    CHECK(table.type()[9].type == data_type{.id = type_id::float32});
    batch rows;
    table.fill(0, 700, rows);
    const auto number = [&](std::size_t field, std::size_t row) { return rows.columns[field].values<std::int64_t>()[row]; };
    std::size_t nulls = 0;
    for (std::size_t i = 0; i < 700; ++i) {
        const int quantity = rows.columns[6].values<std::int8_t>()[i];
        REQUIRE(number(0, i) == (number(5, i) * quantity * (100 - number(7, i)) + 50) / 100);
        REQUIRE(rows.columns[8].boolean(i) == (number(0, i) >= 10000));
        REQUIRE(rows.columns[9].values<float>()[i] == static_cast<float>(quantity) / 2);
        REQUIRE((number(10, i) == 0) == rows.columns[8].boolean(i));
        nulls += rows.columns[1].is_null(i);
        if (!rows.columns[1].is_null(i)) REQUIRE(rows.columns[1].text(i).ends_with(std::to_string(i) + "@example.com"));
    }
    CHECK(nulls > 300);
    CHECK(nulls < 400);
}

TEST_CASE("schema/specification: what is wrong with templates and expressions") {
    const auto with = [](const std::string& field) {
        return refused("fields:\n- {name: price, type: sequence}\n- {name: word, type: city}\n- {name: a, type: " + field + "}\n");
    };
    CHECK(with("expression, value: \"prize * 2\"") ==
          "t.yaml:4:38: field \"a\": value: \"prize * 2\" at column 1: there is no field \"prize\"; did you mean \"price\"?");
    CHECK(with("expression, value: \"word * 2\"") ==
          "t.yaml:4:3: field \"a\": value: \"word * 2\" at column 6: it multiplies a text and an integer; use numbers");
    CHECK(with("expression, value: \"price *\"").starts_with("t.yaml:4:38: field \"a\": value: \"price *\" at column 8: the end of the text"));
    CHECK(with("expression, value: price, places: 19").find("places: 19 is not from 0 to 18") != std::string::npos);
    CHECK(with("expression, value: price, places: 5, digits: 4").find("digits: 4 is not a number of digits") != std::string::npos);
    CHECK(with("expression, value: price, places: 2, result: int8").find("given besides places or digits") != std::string::npos);
    CHECK(with("expression, value: a + 1").find("is made from itself") != std::string::npos);
    CHECK(with("template, text: \"{wrod}\"") == "t.yaml:4:35: field \"a\": text: \"{wrod}\" at column 2: there is no field \"wrod\"; did you mean \"word\"?");
    CHECK(with("template, text: \"{word|uper}\"").find("did you mean \"upper\"?") != std::string::npos);
}

TEST_CASE("schema/specification: cases of several values, and of ranges of integers") {
    const runtime_schema table = make_schema(parse_yaml(R"yaml(
fields:
- {name: country, type: choice, values: [FR, DE, IT, US], nulls: 0.2}
- name: currency
  type: depends_on
  field: country
  cases: {FR|DE|IT: {type: choice, values: [EUR]}, US: {type: choice, values: [USD]}}
  otherwise: {type: choice, values: [none]}
- {name: age, type: integer, min: -5, max: 99, integer: int8, nulls: 0.2}
- name: fare
  type: depends_on
  field: age
  cases: {"0..17": {type: choice, values: [1]}, "65..120|64": {type: integer, min: 2, max: 3}, "-5..-1": {type: choice, values: [4]}}
  otherwise: {type: choice, values: [5]}
)yaml"));
    batch rows;
    table.fill(0, 1000, rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::string_view country = rows.columns[0].is_null(i) ? "" : rows.columns[0].text(i);
        REQUIRE(rows.columns[1].text(i) == (country.empty() ? "none" : country == "US" ? "USD" : "EUR"));
        const int age = rows.columns[2].values<std::int8_t>()[i];
        const std::int64_t fare = rows.columns[3].values<std::int64_t>()[i];
        const bool null = rows.columns[2].is_null(i);
        REQUIRE((fare == 5) == (null || (age > 17 && age < 64)));
        REQUIRE((fare == 4) == (!null && age < 0));
        REQUIRE((fare == 1) == (!null && age >= 0 && age <= 17));
    }
    const auto with = [](const std::string& cases) {
        return refused("fields:\n- {name: age, type: integer}\n- {name: a, type: depends_on, field: age, cases: {" + cases + "}, otherwise: {type: city}}\n");
    };
    CHECK(with("\"0..17\": {type: city}, \"10\": {type: city}").find("10 is given twice") != std::string::npos);
    CHECK(with("\"17..0\": {type: city}").find("17..0 is an empty range") != std::string::npos);
    CHECK(with("\"5|x\": {type: city}").find("\"x\" is no value of \"age\"; give integers") != std::string::npos);
    CHECK(with("\"true\": {type: city}").find("true is no value of \"age\"; give integers") != std::string::npos);
    const runtime_schema wide = make_schema(parse_yaml(R"(
fields:
- {name: u, type: integer, integer: uint64, min: 18446744073709551615}
- {name: a, type: depends_on, field: u, cases: {"-1": {type: choice, values: [low]}, "18446744073709551615": {type: choice, values: [high]}},
   otherwise: {type: choice, values: [none]}}
)",
                                                       "t.yaml"),
                                            "t");
    wide.fill(0, 1, rows);
    CHECK(rows.columns[1].text(0) == "high");
}

TEST_CASE("schema/specification: what is wrong is called as it is in the specification, where it stands") {
    CHECK(refused("") == "t.yaml: the specification is empty; write a map with `fields`");
    CHECK(field_refused("{name: c, tpye: uuid4}") == "t.yaml:2:13: field \"c\": unknown key \"tpye\"; did you mean \"type\"?");
    CHECK(field_refused("{name: d, nulls: 2, foo: 3}") ==
          "t.yaml:2:23: field \"d\": unknown key \"foo\"; no type takes it, leave it out\n"
          "t.yaml:2:3: field \"d\": has no type; add one, like type: sequence\n"
          "t.yaml:2:20: field \"d\": nulls: 2 is no share of the rows; give a number from 0 to 1");
    CHECK(field_refused("{name: a, type: choice, values: [1, null], weights: [1, x]}") ==
          "t.yaml:2:39: field \"a\": values, element 2: is null; give a text, a number, true or false\n"
          "t.yaml:2:59: field \"a\": weights, element 2: \"x\" is a text; give a number");
    CHECK(field_refused("{name: a, type: choice}") == "t.yaml:2:3: field \"a\": type choice needs \"values\"; add a list of texts: the values");
    CHECK(field_refused("{name: \"\", type: city}") == "t.yaml:2:10: field 1: its name is empty; give a text, like name: id");
    CHECK(field_refused("{name: 7, type: city}") == "t.yaml:2:10: field 1: name: 7 is an integer; write it in quotation marks: \"7\"");
    for (const auto& [text, wanted] : std::map<std::string, std::string>{
             {"type: decimal, min: \"9\", max: \"5\"", "2:33: field \"a\": min, max: 9..5 is an empty range"},
             {"type: decimal, min: x, max: \"5\"", "2:33: field \"a\": min: \"x\" is not a decimal"},
             {"type: choice, values: [1, 2], weights: [1]", "2:52: field \"a\": weights: 1 for 2 values do not match"},
             {"type: choice, values: [1, 2], weights: [1, -1]", "2:52: field \"a\": weights: -1 is not a number from 0 to 2^32"},
             {"type: choice, values: [1], weights: [0]", "2:49: field \"a\": weights: all weights are 0"},
             {"type: list, of: {type: city}, max_length: 2, min_length: 3", "min_length, max_length: 3..2 is an empty range"},
             {"type: permutation, count: 0", "field \"a\": count: 0 is no number of values"},
             {"type: zipf, count: 0", "field \"a\": count: 0 is not a number of ranks"},
             {"type: timestamp, start: \"2026-01-01\", step: 1s, jitter: 5 m", "field \"a\": jitter: \"5 m\" is not a length of time"},
             {"type: timestamp, start: \"2026-01-01\", rate: -1", "field \"a\": rate: -1 is not a number"},
             {"type: timestamp, from: \"2026-01-01\"", "field \"a\": to: is missing besides from; give both"},
             {"type: date, to: \"2026-01-01\"", "field \"a\": from: is missing besides to; give both"},
             {"type: date, start: foo", "field \"a\": start: \"foo\" is not a date; write it like 2026-08-01"},
             {"type: normal, mean: 1e308", "field \"a\": mean: 1e+308 is too large or too small"},
             {"type: gamma, shape: 1e-9", "field \"a\": shape: 1e-09 is not a shape"},
             {"type: expression, value: k", "there is no field \"k\"; add a field of that name"},
             {"type: expression, value: 2 ** 3", "is no operator; write a * a for a square"}}) {
        CAPTURE(text);
        const std::string said = field_refused("{name: a, " + text + "}");
        CHECK_MESSAGE(said.find(wanted) != std::string::npos, said);
    }
}

TEST_CASE("schema/specification: seeds of 64 bits, and numbers of rows with an exponent") {
    const std::string fields = "fields: [{name: a, type: sequence}]\n";
    CHECK(make_schema(parse_yaml("seed: 18446744073709551615\n" + fields)).origin() == seed{18446744073709551615u});
    CHECK(refused("seed: 18446744073709551616\n" + fields) == "t.yaml:1:7: seed: 18446744073709551616 is no whole number from 0 to 2^64 - 1; give one");
    CHECK(make_schema(parse_yaml("rows: 1e6\n" + fields)).size() == 1'000'000);
    CHECK(refused("rows: 10M\n" + fields) == "t.yaml:1:7: rows: \"10M\" is no whole number from 0 to 2^48; write it like 1000000 or 1e6");
    CHECK(refused("rows: 1.5\n" + fields).find("rows: 1.5 is no whole number") != std::string::npos);
}

TEST_CASE("schema/specification: fields that cannot be made from others are told all at once") {
    CHECK(refused("fields:\n"
                  "- {name: n, type: integer}\n"
                  "- {name: t, type: city}\n"
                  "- {name: b, type: depends_on, field: n, cases: {0..9: {type: city}, x: {type: city}}, otherwise: {type: city}}\n"
                  "- {name: c, type: expression, value: b + 1}\n"
                  "- {name: d, type: expression, value: t + 1}\n"
                  "- {name: e, type: expression, value: f + 1}\n"
                  "- {name: f, type: expression, value: e + 1}\n"
                  "- {name: g, type: expression, value: h + 1}\n"
                  "- {name: h, type: expression, value: g + 1}\n"
                  "- {name: i, type: expression, value: g + t}\n"
                  "- {name: n, type: city}\n") ==
          "t.yaml:12:3: field: \"n\" is there twice; give one of them another name\n"
          "t.yaml:4:3: field \"b\": depends_on: \"x\" is no value of \"n\"; give integers\n"
          "t.yaml:6:3: field \"d\": value: \"t + 1\" at column 3: it adds a text and an integer; use numbers\n"
          "t.yaml:7:3: field: \"e\" is made from itself: e from f from e; break the circle\n"
          "t.yaml:9:3: field: \"g\" is made from itself: g from h from g; break the circle");
    CHECK(field_refused("{name: b, type: depends_on, field: n, cases: {9..0: {type: citty}, x: {type: ctiy}}, otherwise: {type: city}}") ==
          "t.yaml:2:48: field \"b\": cases: 9..0 is an empty range; give the smaller number first\n"
          "t.yaml:2:62: field \"b\", case \"9..0\": unknown type \"citty\"; did you mean \"city\"?\n"
          "t.yaml:2:80: field \"b\", case \"x\": unknown type \"ctiy\"; did you mean \"city\"?");
    CHECK(field_refused("{name: l, type: list, of: {type: citty}}") ==
          "t.yaml:2:3: field \"l\": type list needs \"max_length\"; add an integer: the most elements\n"
          "t.yaml:2:36: field \"l\": unknown type \"citty\"; did you mean \"city\"?");
}

TEST_CASE("schema/specification: members of objects are called by the object, too") {
    CHECK(field_refused("{name: g, type: object, fields: [{name: x, type: citty}, {name: o, type: object, fields: [{name: y, type: citty}]}]}") ==
          "t.yaml:2:52: field \"g.x\": unknown type \"citty\"; did you mean \"city\"?\n"
          "t.yaml:2:109: field \"g.o.y\": unknown type \"citty\"; did you mean \"city\"?");
    CHECK(field_refused("{name: g, type: object, fields: [{name: x, type: expression, value: y + 1}, {name: y, type: city}, {name: y, type: city}]}") ==
          "t.yaml:2:102: field: \"g.y\" is there twice; give one of them another name\n"
          "t.yaml:2:36: field \"g.x\": value: \"y + 1\" at column 3: it adds a text and an integer; use numbers");
}

TEST_CASE("schema/specification: a table that cannot be read, and keys that go via nothing") {
    const auto open = [](const std::string& path) -> specification_node { detail::raise_config("file", path, "cannot be read", "give another"); };
    try {
        (void)make_schema(parse_yaml("tables: {a: b.yaml}\nfields: [{name: k, type: foreign_key, table: a, field: x}]"), "t.yaml", {}, open);
        FAIL("a table of a file that cannot be read was made");
    } catch (const specification_error& error) {
        CHECK(std::string{error.what()} == "t.yaml:1:13: table \"a\": file: b.yaml cannot be read; give another");
    }
    const std::string table = "tables: {p: {rows: 5, fields: [{name: id, type: sequence}]}}\nfields: [{name: k, type: foreign_key, table: p, field: id, via: ";
    CHECK(refused(table + "k}]") == "t.yaml:2:65: field \"k\": via: \"k\" is the field itself; name another foreign key of this table, or leave it out");
    CHECK(refused(table + "j}]").find("goes via \"j\", which is no field; add a field of that name") != std::string::npos);
}
