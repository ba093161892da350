// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/json_schema.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/json.hpp>

using namespace spate;

namespace {

// What a value of a kind must be, as the schema says it.
bool says_kind(const specification_node& property, const parameter& one) {
    const specification_node* const type = property.find("type");
    const auto is = [&](std::string_view name) { return type != nullptr && type->is(specification_node::kind::text) && type->text() == name; };
    const auto items_are = [&](std::string_view reference) {
        return is("array") && property.find("items")->find("$ref") != nullptr && property.find("items")->find("$ref")->text() == reference;
    };
    switch (one.kind) {
        case parameter_kind::integer:
        case parameter_kind::whole:
            return is("integer");
        case parameter_kind::number:
            return is("number");
        case parameter_kind::share:
            return is("number") && property.find("minimum")->integer() == 0 && property.find("maximum")->integer() == 1;
        case parameter_kind::boolean:
            return is("boolean");
        case parameter_kind::text:
            return type != nullptr && type->items().size() == 2 && type->items()[0].text() == "string" && type->items()[1].text() == "number";
        case parameter_kind::one_of: {
            const specification_node* const names = property.find("enum");
            bool right = names != nullptr && names->items().size() == one.names.size();
            for (std::size_t i = 0; right && i < one.names.size(); ++i) right = names->items()[i].text() == one.names[i];
            return right;
        }
        case parameter_kind::texts:
            return is("array") && property.find("items")->find("type")->items().size() == 3;
        case parameter_kind::numbers:
            return is("array") && property.find("items")->find("type")->text() == "number";
        case parameter_kind::generator:
            return property.find("$ref")->text() == "#/$defs/generator";
        case parameter_kind::fields:
            return items_are("#/$defs/field");
        case parameter_kind::generators:
            return is("object") && property.find("additionalProperties")->find("$ref")->text() == "#/$defs/generator";
        case parameter_kind::map:
            return is("object");
        case parameter_kind::any:
            return type == nullptr;
    }
    return false;
}

}  // namespace

TEST_CASE("schema/json_schema: is JSON, and knows every generator with what it takes") {
    const specification_node root = parse_json(specification_json_schema(), "schema");
    for (const char* name : {"name", "about", "seed", "rows", "fields", "tables", "$schema"}) CHECK(root.find("properties")->find(name) != nullptr);
    CHECK(root.find("properties")->keys().size() == 7);
    CHECK_FALSE(root.find("additionalProperties")->boolean());
    REQUIRE(root.find("anyOf") != nullptr);
    CHECK(root.find("anyOf")->items()[0].find("required")->items()[0].text() == "fields");
    CHECK(root.find("anyOf")->items()[1].find("required")->items()[0].text() == "tables");
    for (const char* name : {"field", "generator"}) {
        const specification_node& of = *root.find("$defs")->find(name);
        const auto& types = of.find("properties")->find("type")->find("enum")->items();
        const auto& rules = of.find("allOf")->items();
        CHECK(of.find("required")->items().size() == (std::string_view{name} == "field" ? 2 : 1));
        REQUIRE(types.size() == generator_kinds().size());
        REQUIRE(rules.size() == generator_kinds().size());
        for (std::size_t i = 0; i < generator_kinds().size(); ++i) {
            const generator_kind& kind = generator_kinds()[i];
            CHECK(types[i].text() == kind.name);
            CHECK(rules[i].find("if")->find("properties")->find("type")->find("const")->text() == kind.name);
            const specification_node& then = *rules[i].find("then");
            CHECK(then.find("description")->text() == kind.about);
            CHECK(then.find("properties")->keys().size() == 3 + common_parameters().size() + kind.parameters.size());
            CHECK(then.find("dependentRequired")->keys().size() == 2);
            CHECK_FALSE(then.find("additionalProperties")->boolean());
            std::vector<parameter> all = common_parameters();
            all.insert(all.end(), kind.parameters.begin(), kind.parameters.end());
            std::size_t required = 0;
            for (const parameter& one : all) {
                const specification_node* const property = then.find("properties")->find(one.name);
                REQUIRE(property != nullptr);
                CAPTURE(one.name);
                CHECK(property->find("description")->text() == one.about);
                CHECK(says_kind(*property, one));
                required += one.required;
            }
            CHECK((then.find("required") == nullptr ? 0 : then.find("required")->items().size()) == required);
        }
    }
}
