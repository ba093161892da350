// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/load.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include <spate/schema/rows.hpp>

using namespace spate;

namespace {

struct file {
    std::string path;
    file(const std::string& name, std::string_view text) : path{"load_" + name} {
        std::FILE* const out = std::fopen(path.c_str(), "wb");
        REQUIRE(out != nullptr);
        std::fwrite(text.data(), 1, text.size(), out);
        std::fclose(out);
    }
    ~file() { std::remove(path.c_str()); }
};

std::string refused(const std::string& path) {
    try {
        (void)load_schema(path);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("schema/load: JSON and YAML make the same table") {
    const file json{"a.json", R"({"name": "t", "seed": 3, "rows": 10, "fields": [{"name": "id", "type": "sequence", "start": 5}]})"};
    const file yaml{"a.yaml", "name: t\nseed: 3\nrows: 10\nfields:\n  - {name: id, type: sequence, start: 5}\n"};
    for (const file* one : {&json, &yaml}) {
        const runtime_schema table = load_schema(one->path);
        CHECK(table.name() == "t");
        CHECK(table.origin() == seed{3});
        CHECK(table.size() == 10);
        batch rows;
        table.fill(2, 1, rows);
        CHECK(rows.columns[0].values<std::int64_t>()[0] == 7);
    }
}

TEST_CASE("schema/load: messages name the file, the line and the way out") {
    const file bad{"b.yaml", "fields:\n  - {name: id, type: seqence}\n  - {name: x, type: choice, values: [a], wieghts: [1]}\n"};
    CHECK(refused(bad.path) ==
          "load_b.yaml:2:22: field \"id\": unknown type \"seqence\"; did you mean \"sequence\"?\n"
          "load_b.yaml:3:42: field \"x\": unknown key \"wieghts\"; did you mean \"weights\"?");
    CHECK(refused("load_c.txt") == "schema: \"load_c.txt\" is neither JSON nor YAML by its name; name it .json, .yaml or .yml");
    CHECK_THROWS_AS((void)load_schema("load_missing.json"), io_error);
}

TEST_CASE("schema/load: tables in files of their own") {
    const file parent{"people.yaml", "name: people\nrows: 50\nfields: [{name: id, type: uuid4}]\n"};
    const file child{"orders.json",
                     R"({"tables": {"people": "load_people.yaml"}, "fields": [{"name": "k", "type": "foreign_key", "table": "people", "field": "id"}]})"};
    batch alone, all, rows;
    load_schema(parent.path).fill(0, 50, alone);
    load_schema(child.path, "people").fill(0, 50, all);
    load_schema(child.path).fill(0, 20, rows);
    const auto bytes = [](const batch& of, std::size_t row) { return std::string_view{of.columns[0].values<char>() + 16 * row, 16}; };
    for (std::size_t i = 0; i < 50; ++i) CHECK(bytes(alone, i) == bytes(all, i));
    for (std::size_t i = 0; i < 20; ++i) {
        std::size_t k = 0;
        while (k < 50 && bytes(all, k) != bytes(rows, i)) ++k;
        CHECK(k < 50);
    }
    const file missing{"missing.yaml", "tables: {p: none.yaml}\nfields: [{name: k, type: sequence}]\n"};
    CHECK(
        refused(missing.path) ==
        "load_missing.yaml:1:13: table \"p\": file: \"none.yaml\" cannot be read: No such file or directory; give a path that is relative to the specification "
        "which names it");
    const file bad{"bad.yaml", "rows: 5\nfields: [{name: id, type: seqence}]\n"},
        user{"user.yaml", "tables: {p: ./load_bad.yaml}\nfields: [{name: k, type: sequence}]\n"};
    CHECK(refused(user.path).starts_with("./load_bad.yaml:2:27: table \"p\": field \"id\": unknown type \"seqence\""));
}

TEST_CASE("schema/load: collections, as maps and as lists, in JSON and in YAML") {
    const file json{"shop.json", R"({"collection_name": "shop", "fields": [{"name": "id", "type": "Int64", "is_primary": true},
                                     {"name": "price", "type": "Float", "min": 1, "max": 9}]})"};
    const file yaml{"shop.yaml",
                    "collection_name: shop\nfields:\n  - {name: id, type: Int64, is_primary: true}\n  - {name: price, type: Float, min: 1, max: 9}\n"};
    const file list{"shop.yml", "- {name: id, type: Int64, is_primary: true}\n- {name: price, type: Float, min: 1, max: 9}\n"};
    CHECK(load_collection(json.path).name == "shop");
    CHECK(load_collection(yaml.path).fields[1].name == "price");
    CHECK(load_collection(list.path).name.empty());
    batch a, b, c;
    load_schema(json.path).fill(5, 10, a);
    load_schema(yaml.path).fill(5, 10, b);
    load_schema(list.path).fill(5, 10, c);
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(a.columns[0].values<std::int64_t>()[i] == static_cast<std::int64_t>(i) + 6);
        CHECK(a.columns[1].values<float>()[i] == b.columns[1].values<float>()[i]);
        CHECK(c.columns[1].values<float>()[i] >= 1);
    }
    const auto rows = load_schema(json.path) | spate::rows(3);
    CHECK(rows.size() == 3);
    // Ten digits are ten keys.
    const file few{"few.yaml",
                   "- {name: id, type: VarChar, max_length: 1, is_primary: true, generator: {type: key_text, length: 1, alphabet: '0123456789'}}\n"};
    CHECK((load_schema(few.path) | spate::rows(10)).size() == 10);
    CHECK_THROWS_WITH_AS((void)(load_schema(few.path) | spate::rows(11)), "rows: 11 are more than this table can have; use at most 10", config_error);
    const auto why = [](const auto& call) -> std::string {
        try {
            call();
        } catch (const config_error& error) {
            return error.what();
        }
        return "";
    };
    CHECK(why([&] { (void)load_schema(json.path, "others"); }) == "table: \"others\" is asked of a collection; leave it out: a collection is one table");
    const file wrong{"wrong.yaml", "- {name: id, type: Int64, is_primary: true}\n- {name: t, type: VarChar, max_length: 9, generator: {type: citty}}\n"},
        wronger{"wronger.yaml", "- {name: id, type: Int64}\n"};
    CHECK(refused(wrong.path) == "load_wrong.yaml:2:61: field \"t\": unknown type \"citty\"; did you mean \"city\"?");
    CHECK(why([&] { (void)load_collection(wronger.path); }) ==
          "load_wronger.yaml:1:1: fields: have no primary key; mark one, like {\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true}");
}
