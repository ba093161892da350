// SPDX-License-Identifier: Apache-2.0
// Every rule of collections, as spate generate tells it: file, place, field, what is wrong, and what would be right.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support.hpp"

namespace {

struct work : test::directory {
    /// What the program says of a schema, without its name, the place of the file and the line end; the same text is JSON and YAML.
    [[nodiscard]] std::string problem(const std::string& text) const {
        std::string said;
        for (const char* name : {"c.json", "c.yaml"}) {
            const std::string file = *this / name;
            std::ofstream{file, std::ios::binary} << text;
            const test::outcome out = test::run({"generate", "--schema", file}, [this] { ::setenv("SPATE_OUTPUT_DIR", (*this / "root").c_str(), 1); });
            CAPTURE(text);
            CAPTURE(out.err);
            CHECK(out.status == 2);
            CHECK(out.out.empty());
            const std::string before = "spate generate: " + file + ":1:";
            REQUIRE(out.err.starts_with(before));
            REQUIRE(out.err.find('\n') == out.err.size() - 1);
            const std::string rest = out.err.substr(out.err.find(": ", before.size()) + 2, std::string::npos);
            CHECK((said.empty() || said == rest));
            said = rest;
        }
        CHECK_FALSE(std::filesystem::exists(*this / "root"));
        return said.substr(0, said.size() - 1);
    }
    void check_field(const std::string& field, const std::string& message) const {
        CHECK(problem(R"([{"name": "id", "type": "Int64", "is_primary": true}, {)" + field + "}]") == message);
    }
    void check_key(const std::string& field, const std::string& message) const { CHECK(problem("[{" + field + "}]") == message); }
};

const std::string numbers = "leave it out: bounds are for Int8, Int16, Int32, Int64, Float and Double";
const std::string array = R"(add it, like {"name": "a", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 50})";

}  // namespace

TEST_CASE("cli/collection_rules: of the whole") {
    const work here;
    const std::string key = R"({"name": "id", "type": "Int64", "is_primary": true})", like = R"([{"name": "id", "type": "Int64", "is_primary": true}])";
    CHECK(here.problem(R"({"collection_name": "c"})") == "fields: are missing; give a list of fields, like " + like);
    CHECK(here.problem(R"({"collection_name": "c", "fields": []})") == "fields: are no list, or an empty one; give a list of fields, like " + like);
    CHECK(here.problem(R"({"collection_name": "c d", "fields": [)" + key + "]}") ==
          R"(collection_name: "c d" has other characters than letters, digits and _; write it like "user_name")");
    CHECK(here.problem(R"({"collection_nam": "c", "fields": [)" + key + "]}") == R"(unknown key "collection_nam"; did you mean "collection_name"?)");
    CHECK(here.problem(R"([{"name": "a", "type": "Bool"}])") ==
          R"(fields: have no primary key; mark one, like {"name": "id", "type": "Int64", "is_primary": true})");
    here.check_field(R"("name": "b", "type": "Int64", "is_primary": true)", R"(field "b": is_primary: "id" is the primary key already; mark one field only)");
    here.check_field(R"("name": "id", "type": "Float")", R"(field "id": is there twice; give one of them another name)");
}

TEST_CASE("cli/collection_rules: names, types and flags") {
    const work here;
    here.check_field(R"("type": "Bool")", R"(field 2: has no name; add one, like "name": "id")");
    here.check_field(R"("name": "", "type": "Bool")", "field 2: name: is empty; give 1 to 255 letters");
    here.check_field(R"("name": "b c", "type": "Bool")",
                     R"(field "b c": name: "b c" has other characters than letters, digits and _; write it like "user_name")");
    here.check_field(R"("name": "1b", "type": "Bool")",
                     R"(field "1b": name: "1b" begins with a digit, which Milvus refuses; begin with a letter or _, like "_1b")");
    here.check_field(R"("name": "a")", R"(field "a": has no type; add one, like "type": "Int64")");
    here.check_field(R"("name": "a", "type": "Flaot")", R"(field "a": type: "Flaot" is no type; did you mean "Float"?)");
    here.check_field(R"("name": "a", "type": "Bool", "nulable": true)", R"(field "a": unknown key "nulable"; did you mean "nullable"?)");
    here.check_field(R"("name": "a", "type": "Bool", "nullable": "no")", R"(field "a": nullable: "no" is a text; give true or false)");
    here.check_field(R"("name": "a", "type": "Int64", "auto_id": true)",
                     R"(field "a": auto_id: is given for a field that is not the primary key; leave it out, or add "is_primary": true)");
    here.check_field(R"("name": "a", "type": "JSON", "is_partition_key": true)",
                     R"(field "a": is_partition_key: is given for type JSON; use Int64, VarChar or String)");
    here.check_field(R"("name": "a", "type": "FloatVector", "dim": 8, "nullable": true)",
                     R"(field "a": nullable: is given for type FloatVector; leave it out: vectors have no nulls)");
    here.check_key(R"("name": "a", "type": "Float", "is_primary": true)", R"(field "a": is_primary: is given for type Float; use Int64, VarChar or String)");
    here.check_key(R"("name": "a", "type": "VarChar", "max_length": 9, "is_primary": true, "auto_id": true)",
                   R"(field "a": auto_id: is given for type VarChar; use Int64, or leave it out)");
    here.check_key(R"("name": "a", "type": "Int64", "is_primary": true, "nullable": true)",
                   R"(field "a": nullable: is given for the primary key; leave it out: every row has a key)");
}

TEST_CASE("cli/collection_rules: lengths, dimensions, capacities and bounds") {
    const work here;
    for (const char* type : {"VarChar", "String"})
        here.check_field(
            R"("name": "a", "type": ")" + std::string{type} + '"',
            "field \"a\": type " + std::string{type} + " needs max_length; add it, like {\"name\": \"a\", \"type\": \"" + type + "\", \"max_length\": 128}");
    for (const char* length : {"0", "65536", "1.5", "\"9\""})
        here.check_field(R"("name": "a", "type": "VarChar", "max_length": )" + std::string{length},
                         "field \"a\": max_length: " + std::string{length} + " is no whole number from 1 to 65535; give the most bytes of a text, like 128");
    for (const char* type : {"FloatVector", "BinaryVector", "Float16Vector", "BFloat16Vector", "Int8Vector"})
        here.check_field(R"("name": "a", "type": ")" + std::string{type} + '"',
                         "field \"a\": type " + std::string{type} + " needs dim; add it, like {\"name\": \"a\", \"type\": \"" + type + "\", \"dim\": 128}");
    for (const char* dim : {"1", "32769"})
        here.check_field(R"("name": "a", "type": "FloatVector", "dim": )" + std::string{dim},
                         "field \"a\": dim: " + std::string{dim} +
                             " is no whole number from 2 to 32768; give the number of elements, like 128; Milvus takes no vector of one");
    for (const char* dim : {"12", "262152"})
        here.check_field(R"("name": "a", "type": "BinaryVector", "dim": )" + std::string{dim},
                         "field \"a\": dim: " + std::string{dim} + " is no multiple of 8 from 8 to 262144; give a number of bits, like 128");
    here.check_field(R"("name": "a", "type": "Array", "max_capacity": 4)", "field \"a\": type Array needs element_type; " + array);
    here.check_field(R"("name": "a", "type": "Array", "element_type": "Bool")", "field \"a\": type Array needs max_capacity; " + array);
    here.check_field(R"("name": "a", "type": "Array", "element_type": "VarChar", "max_capacity": 4)",
                     "field \"a\": an array of VarChar needs max_length, of its elements; " + array);
    here.check_field(R"("name": "a", "type": "Array", "element_type": "JSON", "max_capacity": 4)",
                     "field \"a\": element_type: \"JSON\" is no type of elements; use one of: Bool, Int8, Int16, Int32, Int64, Float, Double, VarChar, String");
    here.check_field(R"("name": "a", "type": "Array", "element_type": "Int8", "max_capacity": 4097)",
                     "field \"a\": max_capacity: 4097 is no whole number from 1 to 4096; give the most elements of an array, like 10");
    here.check_field(R"("name": "a", "type": "Int8", "min": 5, "max": 5)", "field \"a\": min: 5 is not less than max, 5; give the smaller number first");
    here.check_field(R"("name": "a", "type": "Int8", "max": 300)", "field \"a\": max: 300 is no number of type Int8; give a whole number from -128 to 127");
    for (const char* type : {"FloatVector", "Int8Vector"})
        here.check_field(R"("name": "a", "dim": 8, "min": 0, "type": ")" + std::string{type} + '"',
                         "field \"a\": min: is given for type " + std::string{type} + "; " + numbers);
}

TEST_CASE("cli/collection_rules: values that are given") {
    const work here;
    here.check_field(R"("name": "a", "type": "Int8", "enum_values": [])",
                     R"(field "a": enum_values: is an empty list; give a list of values, like ["new", "used"])");
    here.check_field(R"("name": "a", "type": "Int8", "enum_values": [1, 300])",
                     R"(field "a": enum_values, value 2: 300 is no number of type Int8; give a whole number from -128 to 127)");
    here.check_field(R"("name": "a", "type": "Int8", "cardinality_ratio": 2)",
                     R"(field "a": cardinality_ratio: 2 is no number from 0 to 1; give the share of different values among the rows, like 0.01)");
    here.check_field(R"("name": "a", "type": "Int8", "default_value": "x")",
                     R"(field "a": default_value: "x" is no number of type Int8; give a whole number from -128 to 127)");
    here.check_field(R"("name": "a", "type": "Int8", "generator": {"type": "cty"})", R"(field "a": unknown type "cty"; did you mean "city"?)");
}
