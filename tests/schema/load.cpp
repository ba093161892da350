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
