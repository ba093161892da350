// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/load.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <string_view>

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
