// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/json_schema.hpp>

#include <doctest/doctest.h>

#include <string>

#include <spate/schema/json.hpp>

using namespace spate;

TEST_CASE("schema/json_schema: is JSON, and knows every generator with what it takes") {
    const specification_node root = parse_json(specification_json_schema(), "schema");
    CHECK(root.find("properties")->find("fields") != nullptr);
    for (const char* name : {"field", "generator"}) {
        const specification_node& of = *root.find("$defs")->find(name);
        const auto& types = of.find("properties")->find("type")->find("enum")->items();
        const auto& rules = of.find("allOf")->items();
        REQUIRE(types.size() == catalogue().size());
        REQUIRE(rules.size() == catalogue().size());
        for (std::size_t i = 0; i < catalogue().size(); ++i) {
            const generator_kind& kind = catalogue()[i];
            CHECK(types[i].text() == kind.name);
            const specification_node& then = *rules[i].find("then");
            CHECK_FALSE(then.find("additionalProperties")->boolean());
            for (const parameter& one : common_parameters()) CHECK(then.find("properties")->find(one.name)->find("description")->text() == one.about);
            std::size_t required = 0;
            for (const parameter& one : kind.parameters) {
                const specification_node* const property = then.find("properties")->find(one.name);
                REQUIRE(property != nullptr);
                CHECK(property->find("description")->text() == one.about);
                required += one.required;
            }
            CHECK((then.find("required") == nullptr ? 0 : then.find("required")->items().size()) == required);
        }
    }
}
