// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/read_collection.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/schema/json.hpp>
#include <spate/schema/yaml.hpp>

#include "../support/random_collection.hpp"

using namespace spate;

namespace {

// All that is wrong, a line each, without places.
std::string problems(const std::string& text) {
    try {
        (void)read_collection(parse_json(text));
    } catch (const specification_error& error) {
        std::string all;
        for (const std::string& one : error.messages()) all.append(all.empty() ? "" : "\n").append(one.substr(one.find(": ") + 2));
        return all;
    }
    return "";
}

std::string with_key(const std::string& fields) { return R"([{"name": "id", "type": "Int64", "is_primary": true}, )" + fields + "]"; }
std::string field(const std::string& members) { return with_key(R"({"name": "x", )" + members + "}"); }

struct rule {
    const char *members, *problem;
};

// What is wrong with a field "x" of these members, behind its name.
void check(const std::vector<rule>& rules) {
    for (const rule& one : rules) {
        CAPTURE(one.members);
        CHECK(problems(field(one.members)) == std::string{"field \"x\": "} + one.problem);
    }
}

// The map with another value under a key; without a value, without the key.
specification_node changed(const specification_node& map, std::string_view key, const std::optional<specification_node>& value) {
    specification_node out = specification_node::map();
    for (std::size_t i = 0; i < map.keys().size(); ++i)
        if (map.keys()[i] != key) out.add(map.keys()[i], map.key_mark(i), map.items()[i]);
    if (value) out.add(std::string{key}, {}, *value);
    return out;
}

// One rule that a field breaks once its key has this value.
struct mutation {
    std::function<bool(const collection_field&)> applies;
    std::string_view key;
    std::optional<specification_node> value;
};

std::vector<mutation> mutations() {
    using enum collection_type;
    const auto any = [](const collection_field&) { return true; };
    const auto texts = [](const collection_field& one) { return one.type == varchar || one.type == string; };
    const auto vectors = [](const collection_field& one) { return one.type >= float_vector && one.type != sparse_float_vector; };
    const auto floats = [](const collection_field& one) {
        return one.type == float_vector || one.type == float16_vector || one.type == bfloat16_vector || one.type == int8_vector;
    };
    const auto arrays = [](const collection_field& one) { return one.type == array; };
    const auto numbers = [](const collection_field& one) { return one.type >= int8 && one.type <= float64; };
    const auto others = [=](const collection_field& one) { return !numbers(one); };
    const auto no_text = [=](const collection_field& one) { return !texts(one) && one.type != array; };
    const auto no_vector = [](const collection_field& one) { return one.type < float_vector; };
    const auto no_array = [=](const collection_field& one) { return !arrays(one); };
    const auto uncountable = [=](const collection_field& one) { return !numbers(one) && !texts(one); };
    const auto no_scalar = [](const collection_field& one) { return one.type > string; };
    const specification_node list = specification_node::sequence(), text = "x";
    return {
        {any, "name", "9x"},
        {any, "name", "a b"},
        {any, "name", std::string(256, 'n')},
        {any, "type", "Int65"},
        {any, "type", list},
        {any, "type", {}},
        {any, "is_primary", true},
        {any, "is_primary", 1},
        {any, "auto_id", true},
        {any, "nullable", "no"},
        {any, "description", 5},
        {any, "dimensions", 5},
        {any, "generator", 5},
        {texts, "max_length", {}},
        {texts, "max_length", 0},
        {texts, "max_length", 65536},
        {texts, "enum_values", specification_node::sequence({specification_node{1}})},
        {texts, "default_value", 7},
        {no_text, "max_length", 9},
        {vectors, "dim", {}},
        {vectors, "dim", -8},
        {floats, "dim", 1},
        {floats, "dim", 32769},
        {[](const collection_field& one) { return one.type == binary_vector; }, "dim", 12},
        {[](const collection_field& one) { return one.type == sparse_float_vector; }, "dim", 0},
        {no_vector, "dim", 8},
        {[](const collection_field& one) { return one.type >= float_vector; }, "nullable", true},
        {arrays, "element_type", {}},
        {arrays, "element_type", "JSON"},
        {arrays, "max_capacity", {}},
        {arrays, "max_capacity", 0},
        {arrays, "max_capacity", 4097},
        {no_array, "element_type", "Int8"},
        {no_array, "max_capacity", 8},
        {numbers, "min", "x"},
        {numbers, "max", text},
        {numbers, "enum_values", list},
        {numbers, "enum_values", specification_node::sequence({text})},
        {numbers, "cardinality_ratio", 1.5},
        {numbers, "default_value", text},
        {others, "min", 0},
        {others, "max", 5},
        {uncountable, "cardinality_ratio", 0.5},
        {uncountable, "enum_values", specification_node::sequence({text})},
        {no_scalar, "default_value", 1},
        {[=](const collection_field& one) { return one.type != int64 && !texts(one); }, "is_partition_key", true},
    };
}

void accept(const std::vector<const char*>& fields) {
    for (const char* const one : fields) {
        CAPTURE(one);
        CHECK(problems(field(one)).empty());
    }
}

}  // namespace

TEST_CASE("schema/read_collection: all that a file says, as a map and as a list, in JSON and in YAML") {
    const char* const text = R"({"collection_name": "shop", "description": "what is sold", "num_partitions": 16, "num_shards": 2, "enable_dynamic_field": false,
        "fields": [{"name": "id", "type": "VarChar", "max_length": 40, "is_primary": true},
                   {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 8, "max_length": 20, "nullable": true, "description": "words"},
                   {"name": "tenant", "type": "Int64", "is_partition_key": true, "min": null},
                   {"name": "e", "type": "FloatVector", "dim": 128.0}]})";
    const collection shop = read_collection(parse_json(text));
    CHECK(shop.name == "shop");
    CHECK(shop.description == "what is sold");
    REQUIRE(shop.fields.size() == 4);
    CHECK(shop.primary().name == "id");
    CHECK(shop.primary().max_length == 40u);
    CHECK(shop.fields[1].type == collection_type::array);
    CHECK(shop.fields[1].element_type == collection_type::varchar);
    CHECK(shop.fields[1].max_capacity == 8u);
    CHECK(shop.fields[1].max_length == 20u);
    CHECK(shop.fields[1].nullable);
    CHECK(shop.fields[1].description == "words");
    CHECK(shop.fields[2].is_partition_key);
    CHECK_FALSE(shop.fields[2].nullable);
    CHECK(shop.fields[3].dim == 128u);
    CHECK(shop.fields[3].node.find("name")->text() == "e");
    CHECK(shop.node.find("num_shards")->integer() == 2);
    const collection list = read_collection(parse_yaml("- {name: id, type: Int64, is_primary: true, auto_id: true}\n- {name: price, type: Float, min: 0.5}\n"));
    CHECK(list.name.empty());
    CHECK(list.fields[0].auto_id);
    CHECK(list.fields[1].node.find("min")->real() == 0.5);
}

TEST_CASE("schema/read_collection: which files are collections") {
    const auto is = [](const char* text) { return is_collection(parse_json(text)); };
    CHECK(is(R"([{"name": "id", "type": "Int64", "is_primary": true}])"));
    CHECK(is(R"([{"nam": "id"}])"));
    CHECK(is(R"({"collection_name": "a"})"));
    CHECK(is(R"({"fields": [{"name": "id", "type": "VarChar"}]})"));
    CHECK(is(R"({"fields": [{"name": "id", "type": "Int46", "is_primary": true}]})"));
    CHECK_FALSE(is("[]"));
    CHECK_FALSE(is("[1]"));
    CHECK_FALSE(is("null"));
    CHECK_FALSE(is("{}"));
    CHECK_FALSE(is(R"({"fields": 3})"));
    CHECK_FALSE(is(R"({"name": "a", "fields": [{"name": "id", "type": "sequence"}, {"name": "j", "type": "json", "of": {"type": "city"}}]})"));
}

TEST_CASE("schema/read_collection: everything is told at once, with its place") {
    const char* const text =
        "collection_name: 9lives\n"
        "fields:\n"
        "  - {name: id, type: Int64, is_primary: true}\n"
        "  - {name: title, type: VarChar}\n"
        "  - {name: price, type: Float, min: 9, max: 1}\n"
        "  - {name: price, type: Flaot}\n";
    try {
        (void)read_collection(parse_yaml(text), "shop.yaml");
        FAIL("a collection with problems was read");
    } catch (const specification_error& error) {
        CHECK(std::string{error.what()} ==
              "shop.yaml:1:18: collection_name: \"9lives\" begins with a digit, which Milvus refuses; begin with a letter or _, like \"_9lives\"\n"
              "shop.yaml:4:5: field \"title\": type VarChar needs max_length; add it, like {\"name\": \"title\", \"type\": \"VarChar\", \"max_length\": 128}\n"
              "shop.yaml:5:37: field \"price\": min: 9 is not less than max, 1; give the smaller number first\n"
              "shop.yaml:6:25: field \"price\": type: \"Flaot\" is no type; did you mean \"Float\"?\n"
              "shop.yaml:6:5: field \"price\": is there twice; give one of them another name");
    }
}

TEST_CASE("schema/read_collection: the rules of a whole") {
    const std::pair<const char*, const char*> rules[] = {
        {"{}", "fields: are missing; give a list of fields, like [{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}]"},
        {R"({"fields": []})",
         "fields: are no list, or an empty one; give a list of fields, like [{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}]"},
        {"[]", "the collection is empty; write a map with `fields`, or a list of fields"},
        {"null", "the collection is empty; write a map with `fields`, or a list of fields"},
        {"7", "the collection is an integer; write a map with `fields`, or a list of fields"},
        {"[7]",
         "field 1: is an integer; write a map, like {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}\n"
         "fields: have no primary key; mark one, like {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}"},
        {R"([{"name": "a", "type": "Int64"}])", "fields: have no primary key; mark one, like {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}"},
        {R"([{"name": "a", "type": "Int64", "is_primary": true}, {"name": "b", "type": "Int64", "is_primary": true}])",
         "field \"b\": is_primary: \"a\" is the primary key already; mark one field only"},
        {R"([{"name": "a", "type": "Int64", "is_primary": true}, {"name": "b", "type": "Int64", "is_partition_key": true},
             {"name": "c", "type": "Int64", "is_partition_key": true}])",
         "field \"c\": is_partition_key: \"b\" is the partition key already; mark one field only"},
        {R"([{"name": "a", "type": "Int64", "is_primary": true}, {"name": "a", "type": "Bool"}])",
         "field \"a\": is there twice; give one of them another name"},
        {R"([{"type": "Int64", "is_primary": true}])", "field 1: has no name; add one, like \"name\": \"id\""},
    };
    for (const auto& [text, problem] : rules) {
        CAPTURE(text);
        CHECK(problems(text) == problem);
    }
    const std::pair<const char*, const char*> keys[] = {
        {R"("collection_name": "")", "collection_name: is empty; give 1 to 255 letters"},
        {R"("collection_name": 5)", "collection_name: 5 is an integer; give a text"},
        {R"("collection_name": "my shop")", "collection_name: \"my shop\" has other characters than letters, digits and _; write it like \"user_name\""},
        {R"("description": [1])", "description: is a list; give a text"},
        {R"("num_partitions": 0)", "num_partitions: 0 is no whole number from 1 to 4096; give 1 to 4096"},
        {R"("num_partitions": 4097)", "num_partitions: 4097 is no whole number from 1 to 4096; give 1 to 4096"},
        {R"("num_shards": 1.5)", "num_shards: 1.5 is no whole number from 1 to 1024; give 1 or more"},
        {R"("enable_dynamic_field": "yes")", "enable_dynamic_field: \"yes\" is a text; give true or false"},
        {R"("dynamic_fields": [{"name": "a"}])", "dynamic_fields: is not supported; make them fields of type JSON, or leave them out"},
        {R"("functions": [{"name": "f"}])", "functions: is not supported; leave them out, and the fields that they fill: the database makes those"},
        {R"("seed": 1)", "unknown key \"seed\"; leave it out: the seed is given where rows are made"},
        {R"("name": "shop")", "unknown key \"name\"; use collection_name"},
        {R"("colection_name": "shop")", "unknown key \"colection_name\"; did you mean \"collection_name\"?"},
    };
    for (const auto& [key, problem] : keys) {
        CAPTURE(key);
        CHECK(problems(std::string{"{"} + key + R"(, "fields": [{"name": "a", "type": "Int64", "is_primary": true}]})") == problem);
    }
    CHECK(problems(R"({"functions": [], "dynamic_fields": null, "enable_dynamic_field": true, "collection_name": null,
                       "fields": [{"name": "a", "type": "Int64", "is_primary": true}]})")
              .empty());
}

TEST_CASE("schema/read_collection: names, types and flags") {
    const std::string longest(255, 'n');
    CHECK(problems(with_key(R"({"name": ")" + longest + R"(", "type": "Bool"})")).empty());
    CHECK(problems(with_key(R"({"name": "_", "type": "Bool"}, {"name": "A9_", "type": "Bool"})")).empty());
    CHECK(problems(with_key(R"({"name": ")" + longest + R"(n", "type": "Bool"})")) ==
          "field \"" + longest + "n\": name: has 256 letters; give 1 to 255 letters");
    CHECK(problems(with_key(R"({"name": "", "type": "Bool"})")) == "field 2: name: is empty; give 1 to 255 letters");
    CHECK(problems(with_key(R"({"name": 7, "type": "Bool"})")) == "field 2: name: 7 is an integer; give a text");
    CHECK(problems(with_key(R"({"name": "a-b", "type": "Bool"})")) ==
          "field \"a-b\": name: \"a-b\" has other characters than letters, digits and _; write it like \"user_name\"");
    CHECK(problems(with_key(R"({"name": "größe", "type": "Bool"})")) ==
          "field \"größe\": name: \"größe\" has other characters than letters, digits and _; write it like \"user_name\"");
    CHECK(problems(with_key(R"({"name": "1st", "type": "Bool"})")) ==
          "field \"1st\": name: \"1st\" begins with a digit, which Milvus refuses; begin with a letter or _, like \"_1st\"");
    check({
        {R"("description": "no type")", "has no type; add one, like \"type\": \"Int64\""},
        {R"("type": 64)", "type: 64 is an integer; give a text, like \"Int64\""},
        {R"("type": "int64")", "type: \"int64\" is no type; did you mean \"Int64\"?"},
        {R"("type": "FLOAT_VECTOR", "dim": 8)", "type: \"FLOAT_VECTOR\" is no type; did you mean \"FloatVector\"?"},
        {R"("type": "Bol")", "type: \"Bol\" is no type; did you mean \"Bool\"?"},
        {R"("type": "Bool", "nullable": "yes")", "nullable: \"yes\" is a text; give true or false"},
        {R"("type": "Bool", "is_primary": 1)", "is_primary: 1 is an integer; give true or false"},
        {R"("type": "Bool", "description": 1)", "description: 1 is an integer; give a text"},
        {R"("type": "Bool", "nulable": true)", "unknown key \"nulable\"; did you mean \"nullable\"?"},
        {R"("type": "Bool", "nulls": 0.1)", "unknown key \"nulls\"; use nullable: true, or `nulls` within `generator`"},
        {R"("type": "Bool", "default": true)", "unknown key \"default\"; use default_value"},
        {R"("type": "VarChar", "length": 9)",
         "unknown key \"length\"; use max_length\n"
         "field \"x\": type VarChar needs max_length; add it, like {\"name\": \"x\", \"type\": \"VarChar\", \"max_length\": 128}"},
        {R"("tpye": "Bool")", "unknown key \"tpye\"; did you mean \"type\"?"},
        {R"("type": "Bool", "enable_match": true)",
         "enable_match: is not supported; leave it out: rows do not depend on it, set it where the collection is made"},
        {R"("type": "Bool", "force_all_null": true)", "force_all_null: is not supported; use nullable: true, and `nulls: 1` within `generator`"},
    });
    accept({R"("type": "Bool", "enable_match": false, "analyzer_params": {})", R"("type": "JSON", "nullable": true)", R"("type": "Bool", "nullable": null)"});
}

TEST_CASE("schema/read_collection: lengths, dimensions and capacities") {
    const std::string longer = "; give the most bytes of a text, like 128", more = "; give the number of elements, like 128; Milvus takes no vector of one";
    check({
        {R"("type": "String")", "type String needs max_length; add it, like {\"name\": \"x\", \"type\": \"String\", \"max_length\": 128}"},
        {R"("type": "VarChar", "max_length": 0)", ("max_length: 0 is no whole number from 1 to 65535" + longer).c_str()},
        {R"("type": "VarChar", "max_length": 65536)", ("max_length: 65536 is no whole number from 1 to 65535" + longer).c_str()},
        {R"("type": "VarChar", "max_length": "9")", ("max_length: \"9\" is no whole number from 1 to 65535" + longer).c_str()},
        {R"("type": "VarChar", "max_length": 9.5)", ("max_length: 9.5 is no whole number from 1 to 65535" + longer).c_str()},
        {R"("type": "Int64", "max_length": 9)", "max_length: is given for type Int64; leave it out: it is for VarChar, String and arrays of them"},
        {R"("type": "FloatVector")", "type FloatVector needs dim; add it, like {\"name\": \"x\", \"type\": \"FloatVector\", \"dim\": 128}"},
        {R"("type": "Float16Vector", "dim": 1)", ("dim: 1 is no whole number from 2 to 32768" + more).c_str()},
        {R"("type": "BFloat16Vector", "dim": 32769)", ("dim: 32769 is no whole number from 2 to 32768" + more).c_str()},
        {R"("type": "Int8Vector", "dim": -1)", ("dim: -1 is no whole number from 2 to 32768" + more).c_str()},
        {R"("type": "BinaryVector")", "type BinaryVector needs dim; add it, like {\"name\": \"x\", \"type\": \"BinaryVector\", \"dim\": 128}"},
        {R"("type": "BinaryVector", "dim": 12)", "dim: 12 is no multiple of 8 from 8 to 262144; give a number of bits, like 128"},
        {R"("type": "BinaryVector", "dim": 262152)", "dim: 262152 is no multiple of 8 from 8 to 262144; give a number of bits, like 128"},
        {R"("type": "SparseFloatVector", "dim": 0)",
         "dim: 0 is no whole number from 1 to 4294967295; give what indices are below, like 30000, or leave it out"},
        {R"("type": "VarChar", "max_length": 9, "dim": 8)", "dim: is given for type VarChar; leave it out: it is for vectors"},
        {R"("type": "Array", "max_capacity": 5)",
         "type Array needs element_type; add it, like {\"name\": \"x\", \"type\": \"Array\", \"element_type\": \"VarChar\", \"max_capacity\": 10, "
         "\"max_length\": 50}"},
        {R"("type": "Array", "element_type": "Int8")",
         "type Array needs max_capacity; add it, like {\"name\": \"x\", \"type\": \"Array\", \"element_type\": \"VarChar\", \"max_capacity\": 10, "
         "\"max_length\": 50}"},
        {R"("type": "Array", "element_type": "Int8", "max_capacity": 4097)",
         "max_capacity: 4097 is no whole number from 1 to 4096; give the most elements of an array, like 10"},
        {R"("type": "Array", "element_type": "Int8", "max_capacity": 0)",
         "max_capacity: 0 is no whole number from 1 to 4096; give the most elements of an array, like 10"},
        {R"("type": "Array", "element_type": "JSON", "max_capacity": 5)",
         "element_type: \"JSON\" is no type of elements; use one of: Bool, Int8, Int16, Int32, Int64, Float, Double, VarChar, String"},
        {R"("type": "Array", "element_type": "Varchar", "max_capacity": 5)", "element_type: \"Varchar\" is no type of elements; did you mean \"VarChar\"?"},
        {R"("type": "Array", "element_type": "String", "max_capacity": 5)",
         "an array of String needs max_length, of its elements; add it, like {\"name\": \"x\", \"type\": \"Array\", \"element_type\": \"String\", "
         "\"max_capacity\": 10, \"max_length\": 50}"},
        {R"("type": "Array", "element_type": "Int8", "max_capacity": 5, "max_length": 5)",
         "max_length: is given for an array of Int8; leave it out: it is for VarChar, String and arrays of them"},
        {R"("type": "Int8", "element_type": "Int8")", "element_type: is given for type Int8; leave it out: it is for arrays"},
        {R"("type": "Int8", "max_capacity": 8)", "max_capacity: is given for type Int8; leave it out: it is for arrays"},
    });
    accept({R"("type": "VarChar", "max_length": 1)", R"("type": "String", "max_length": 65535)", R"("type": "FloatVector", "dim": 2)",
            R"("type": "Int8Vector", "dim": 32768)", R"("type": "BinaryVector", "dim": 8)", R"("type": "BinaryVector", "dim": 262144)",
            R"("type": "SparseFloatVector")", R"("type": "SparseFloatVector", "dim": 4294967295)",
            R"("type": "Array", "element_type": "Bool", "max_capacity": 4096)",
            R"("type": "Array", "element_type": "VarChar", "max_capacity": 1, "max_length": 1)"});
}

TEST_CASE("schema/read_collection: keys, partitions and nulls") {
    const auto key = [](const std::string& members) { return problems(R"([{"name": "x", "is_primary": true, )" + members + "}]"); };
    CHECK(key(R"("type": "Int64", "auto_id": true, "min": 5)").empty());
    CHECK(key(R"("type": "String", "max_length": 3)").empty());
    CHECK(key(R"("type": "Int32")") == "field \"x\": is_primary: is given for type Int32; use Int64, VarChar or String");
    CHECK(key(R"("type": "Int64", "nullable": true)") == "field \"x\": nullable: is given for the primary key; leave it out: every row has a key");
    CHECK(key(R"("type": "VarChar", "max_length": 9, "auto_id": true)") == "field \"x\": auto_id: is given for type VarChar; use Int64, or leave it out");
    CHECK(key(R"("type": "Int64", "is_partition_key": true)") == "field \"x\": is_partition_key: is given for the primary key; use another field");
    CHECK(key(R"("type": "Int64", "default_value": 5)") ==
          "field \"x\": default_value: is given for the primary key; leave it out: every key differs from the others");
    CHECK(key(R"("type": "Int64", "enum_values": [5])") ==
          "field \"x\": enum_values: is given for the primary key; leave it out: every key differs from the others");
    CHECK(key(R"("type": "Int64", "cardinality_ratio": 1)").empty());
    CHECK(key(R"("type": "Int64", "cardinality_ratio": 0.5)") ==
          "field \"x\": cardinality_ratio: 0.5 is given for the primary key; leave it out: every key differs from the others");
    CHECK(key(R"("type": "Int64", "auto_id": true, "generator": {"type": "sequence"})") ==
          "field \"x\": generator: is given for an auto_id key; leave it out: the database makes the keys");
    check({
        {R"("type": "Int64", "auto_id": true)", "auto_id: is given for a field that is not the primary key; leave it out, or add \"is_primary\": true"},
        {R"("type": "Int32", "is_partition_key": true)", "is_partition_key: is given for type Int32; use Int64, VarChar or String"},
        {R"("type": "Int64", "is_partition_key": true, "nullable": true)", "nullable: is given for the partition key; leave it out: every row has a partition"},
        {R"("type": "FloatVector", "dim": 8, "nullable": true)", "nullable: is given for type FloatVector; leave it out: vectors have no nulls"},
    });
    accept({R"("type": "String", "max_length": 9, "is_partition_key": true)", R"("type": "Int64", "auto_id": false)"});
}

TEST_CASE("schema/read_collection: bounds") {
    const std::string numbers = "; leave it out: bounds are for Int8, Int16, Int32, Int64, Float and Double";
    check({
        {R"("type": "FloatVector", "dim": 8, "min": 0)", ("min: is given for type FloatVector" + numbers).c_str()},
        {R"("type": "Int8Vector", "dim": 8, "max": 0)", ("max: is given for type Int8Vector" + numbers).c_str()},
        {R"("type": "VarChar", "max_length": 9, "max": 5)", ("max: is given for type VarChar" + numbers).c_str()},
        {R"("type": "Int8", "min": "0")", "min: \"0\" is a text; give a number"},
        {R"("type": "Int8", "max": 128)", "max: 128 is no number of type Int8; give a whole number from -128 to 127"},
        {R"("type": "Int16", "min": -32769)", "min: -32769 is no number of type Int16; give a whole number from -32768 to 32767"},
        {R"("type": "Int32", "min": 0.5)", "min: 0.5 is no number of type Int32; give a whole number from -2147483648 to 2147483647"},
        {R"("type": "Int64", "max": 9223372036854775808)",
         "max: 9223372036854775808 is no number of type Int64; give a whole number from -9223372036854775808 to 9223372036854775807"},
        {R"("type": "Float", "max": 1e39)", "max: 1e39 is no number of type Float; give a smaller one, or use Double"},
        {R"("type": "Int8", "min": 5, "max": 5)", "min: 5 is not less than max, 5; give the smaller number first"},
        {R"("type": "Int64", "min": 9223372036854775807, "max": 9223372036854775806)",
         "min: 9223372036854775807 is not less than max, 9223372036854775806; give the smaller number first"},
        {R"("type": "Double", "min": 0.5, "max": 0.25)", "min: 0.5 is not less than max, 0.25; give the smaller number first"},
    });
    accept({R"("type": "Int8", "min": -128, "max": 127)", R"("type": "Int32", "min": 0.0, "max": 1e4)",
            R"("type": "Int64", "min": -9223372036854775808, "max": 9223372036854775807)", R"("type": "Float", "min": -3.4e38)",
            R"("type": "Double", "max": 1.7e308)"});
}

TEST_CASE("schema/read_collection: defaults, shares of different values, and values that are listed") {
    const std::string countable = "; leave it out: it is for Int8 to Int64, Float, Double, VarChar and String";
    check({
        {R"("type": "JSON", "default_value": {})", "default_value: is given for type JSON; leave it out: only a scalar has one"},
        {R"("type": "FloatVector", "dim": 2, "default_value": [1, 2])", "default_value: is given for type FloatVector; leave it out: only a scalar has one"},
        {R"("type": "Bool", "default_value": 1)", "default_value: 1 is an integer; give true or false, as the type is Bool"},
        {R"("type": "Int8", "default_value": 300)", "default_value: 300 is no number of type Int8; give a whole number from -128 to 127"},
        {R"("type": "Int8", "default_value": "5")", "default_value: \"5\" is no number of type Int8; give a whole number from -128 to 127"},
        {R"("type": "Int8", "min": 1, "default_value": 0)", "default_value: 0 is below min, 1; give a value between min and max"},
        {R"("type": "Int8", "max": 1, "default_value": 2)", "default_value: 2 is above max, 1; give a value between min and max"},
        {R"("type": "Float", "min": 1, "default_value": 0.5)", "default_value: 0.5 is below min, 1; give a value between min and max"},
        {R"("type": "Double", "max": 1, "default_value": 1.5)", "default_value: 1.5 is above max, 1; give a value between min and max"},
        {R"("type": "Float", "default_value": 1e300)", "default_value: 1e300 is no number of type Float; give a number, like 0.5"},
        {R"("type": "VarChar", "max_length": 9, "default_value": 5)", "default_value: 5 is an integer; give a text, as the type is VarChar"},
        {R"("type": "VarChar", "max_length": 3, "default_value": "ééé")",
         "default_value: \"ééé\" has 6 bytes, more than max_length, 3; give a shorter text, or a larger max_length"},
        {R"("type": "Bool", "cardinality_ratio": 0.5)", ("cardinality_ratio: is given for type Bool" + countable).c_str()},
        {R"("type": "JSON", "enum_values": ["a"])", ("enum_values: is given for type JSON" + countable).c_str()},
        {R"("type": "Int8", "cardinality_ratio": 1.5)",
         "cardinality_ratio: 1.5 is no number from 0 to 1; give the share of different values among the rows, like 0.01"},
        {R"("type": "Int8", "cardinality_ratio": -0.5)",
         "cardinality_ratio: -0.5 is no number from 0 to 1; give the share of different values among the rows, like 0.01"},
        {R"("type": "Int8", "enum_values": [])", "enum_values: is an empty list; give a list of values, like [\"new\", \"used\"]"},
        {R"("type": "Int8", "enum_values": 5)", "enum_values: 5 is an integer; give a list of values, like [\"new\", \"used\"]"},
        {R"("type": "Int8", "max": 5, "enum_values": [1, 6])", "enum_values, value 2: 6 is above max, 5; give a value between min and max"},
        {R"("type": "VarChar", "max_length": 3, "enum_values": ["abc", "abcd"])",
         "enum_values, value 2: \"abcd\" has 4 bytes, more than max_length, 3; give a shorter text, or a larger max_length"},
        {R"("type": "VarChar", "max_length": 3, "enum_values": [1])", "enum_values, value 1: 1 is an integer; give a text, as the type is VarChar"},
        {R"("type": "Int8", "generator": "city")", "generator: \"city\" is a text; give a map with `type`, like {\"type\": \"city\"}"},
        {R"("type": "Int8", "generator": {"type": "integer"}, "enum_values": [1])", "enum_values: are given besides generator; give one of them"},
    });
    accept({R"("type": "Bool", "default_value": false)", R"("type": "Int8", "default_value": 5.0)", R"("type": "Float", "default_value": 5, "max": 5)",
            R"("type": "VarChar", "max_length": 6, "default_value": "ééé")", R"("type": "Int8", "cardinality_ratio": 0, "enum_values": [1, 2])",
            R"("type": "Double", "cardinality_ratio": 1)", R"("type": "VarChar", "max_length": 1, "enum_values": ["", "a"])",
            R"("type": "Int8", "default_value": null, "cardinality_ratio": null, "enum_values": null, "generator": null)"});
}

TEST_CASE("schema/read_collection: whatever rule a random collection breaks, its field is named") {
    const std::vector<mutation> all = mutations();
    std::vector<std::size_t> tried(all.size());
    for (std::uint64_t number = 0; number < 100; ++number) {
        const std::string text = test::random_collection{number}.text(6);
        CAPTURE(text);
        const collection right = read_collection(parse_json(text));
        for (std::size_t m = 0; m < all.size(); ++m) {
            const std::size_t place = 1 + (number + m) % (right.fields.size() - 1);
            const collection_field& field = right.fields[place];
            if (!all[m].applies(field)) continue;
            ++tried[m];
            specification_node list = specification_node::sequence();
            for (std::size_t i = 0; i < right.fields.size(); ++i) list.add(i == place ? changed(field.node, all[m].key, all[m].value) : right.fields[i].node);
            const std::string name = "field \"" + (all[m].key == "name" ? all[m].value->text() : field.name) + '"', key{all[m].key};
            CAPTURE(name);
            CAPTURE(key);
            std::vector<std::string> messages;
            try {
                (void)read_collection(list);
            } catch (const specification_error& error) {
                messages = error.messages();
            }
            std::size_t named = 0;
            for (const std::string& one : messages) {
                CHECK(one.find("; ") != std::string::npos);
                named += one.find(name) != std::string::npos;
            }
            CHECK(named != 0);
        }
    }
    for (const std::size_t one : tried) CHECK(one != 0);
}
