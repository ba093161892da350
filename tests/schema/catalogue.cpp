// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/catalogue.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/specification.hpp>
#include <spate/schema/yaml.hpp>

#include "../field/laws.hpp"

using namespace spate;

namespace {

// What is required of a kind, in the form of a map's members.
const std::map<std::string_view, std::string_view> required{{"permutation", "count: 1000"},
                                                            {"zipf", "count: 1000"},
                                                            {"gamma", "shape: 2"},
                                                            {"beta", "a: 2, b: 3"},
                                                            {"pareto", "shape: 2"},
                                                            {"decimal", "min: \"0.99\", max: \"9.99\""},
                                                            {"choice", "values: [a, b, c]"},
                                                            {"letters", "length: 5"},
                                                            {"pattern", "pattern: \"[a-z]{3}\""},
                                                            {"uuid7", "start_milliseconds: 1785542400000"},
                                                            {"timestamp", "start: \"2026-01-01T00:00:00Z\", step: 1s"},
                                                            {"date", "from: \"2026-01-01\", to: \"2026-12-31\""},
                                                            {"list", "of: {type: city}, max_length: 3"},
                                                            {"vector", "elements: 16"},
                                                            {"object", "fields: [{name: x, type: sequence}]"},
                                                            {"distinct", "of: {type: uuid4}, count: 10"},
                                                            {"template", "text: \"{b}!\""},
                                                            {"expression", "value: \"if(b, 1, 2) / 3\""},
                                                            {"foreign_key", "table: customers, field: id"},
                                                            {"depends_on", "field: b, cases: {\"true\": {type: city}}, otherwise: {type: country}"}};

}  // namespace

TEST_CASE("schema/catalogue: names are all different, of generators and of what they take, and everything is explained") {
    std::set<std::string_view> names;
    for (const generator_kind& kind : catalogue()) {
        CAPTURE(kind.name);
        CHECK(names.insert(kind.name).second);
        CHECK_FALSE(kind.about.empty());
        std::set<std::string_view> parameters{"name", "type", "nulls", "about"};
        for (const parameter& one : kind.parameters) {
            CAPTURE(one.name);
            CHECK(parameters.insert(one.name).second);
            CHECK_FALSE(one.about.empty());
            CHECK((one.kind == parameter_kind::one_of) == !one.names.empty());
        }
    }
}

TEST_CASE("schema/catalogue: every generator is made from what it requires, fills rows, and is the same for any partition of them") {
    for (const generator_kind& kind : catalogue()) {
        if (kind.name == "wall_clock") continue;
        const auto found = required.find(kind.name);
        const std::string text =
            "tables: {customers: {rows: 5000, fields: [{name: id, type: uuid4}]}}\nfields:\n- {name: b, type: boolean}\n- {name: a, type: " +
            std::string{kind.name} + (found == required.end() ? "" : ", " + std::string{found->second}) + "}\n";
        CAPTURE(text);
        const runtime_schema table = make_schema(parse_yaml(text));
        batch whole, part;
        table.fill(1000, 700, whole);
        REQUIRE(whole.columns[1].size() == 700);
        for (const auto& [first, count] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 255}, {256, 300}, {556, 144}}) {
            table.fill(1000 + first, count, part);
            for (std::size_t i = 0; i < count; ++i) REQUIRE(laws::same_value(table.type()[1].type, part.columns[1], i, whole.columns[1], first + i));
        }
    }
}

TEST_CASE("schema/catalogue: what is required is refused where it is missing") {
    for (const generator_kind& kind : catalogue())
        for (const parameter& one : kind.parameters)
            if (one.required) {
                CAPTURE(kind.name);
                CHECK_THROWS_AS((void)make_schema(parse_yaml("fields:\n- {name: a, type: " + std::string{kind.name} + "}\n")), specification_error);
            }
}
