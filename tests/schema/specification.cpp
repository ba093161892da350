// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/specification.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include <spate/schema/yaml.hpp>

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
          "t.yaml:1:7: seed: -1 is no whole number from 0 to 2^63 - 1; give one\n"
          "t.yaml:3:9: fields: are no list, or an empty one; give a list of fields");
    CHECK(field_refused("{name: a}") == "t.yaml:2:3: field \"a\": has no type; add one, like type: sequence");
    CHECK(field_refused("{type: sequence}") == "t.yaml:2:3: field 1: has no name; add one, like name: id");
    CHECK(field_refused("5") ==
          "t.yaml:2:3: field 1: has no name; add one, like name: id\nt.yaml:2:3: field 1: is an integer; write a map with `type`, like {type: sequence}");
    CHECK(field_refused("{name: a, type: sequence, start: x}") == "t.yaml:2:36: field \"a\": start: is a text; give an integer");
    CHECK(field_refused("{name: a, type: pattern}") == "t.yaml:2:3: field \"a\": type pattern needs \"pattern\"; like SKU-\\d{4}-[A-Z]{2}");
    CHECK(field_refused("{name: a, type: integer, integer: imt64}") == "t.yaml:2:37: field \"a\": integer: \"imt64\" is not known; did you mean \"int64\"?");
    CHECK(field_refused("{name: a, type: integer, min: 5, max: 1}").starts_with("t.yaml:2:3: field \"a\": uniform_int: 5..1 is an empty range"));
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
