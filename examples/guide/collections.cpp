// SPDX-License-Identifier: Apache-2.0
// What the guide collections.md shows: the file of a collection, its rows, and a file that is wrong.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include <spate/exec/default_pool.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run.hpp>
#include <spate/schema/load.hpp>

using namespace spate;

namespace {

constexpr std::string_view shop_json = R"(
{
  "collection_name": "shop",
  "description": "What is sold",
  "fields": [
    {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true},
    {"name": "title", "type": "VarChar", "max_length": 200},
    {"name": "price", "type": "Float", "min": 0.5, "max": 999},
    {"name": "rating", "type": "Float", "min": 1, "max": 5, "nullable": true},
    {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 50},
    {"name": "metadata", "type": "JSON"},
    {"name": "embedding", "type": "FloatVector", "dim": 768}
  ]
}
)";

constexpr std::string_view users_yaml = R"(
collection_name: users
fields:
  - {name: id, type: VarChar, max_length: 20, is_primary: true, generator: {type: key_text, prefix: user_, length: 16}}
  - {name: tenant, type: VarChar, max_length: 40, is_partition_key: true, cardinality_ratio: 0.01}
  - {name: status, type: VarChar, max_length: 10, enum_values: [active, waiting, closed]}
  - {name: age, type: Int8, min: 13, max: 120, generator: {type: normal, mean: 41, deviation: 15}}
  - {name: language, type: VarChar, max_length: 2, default_value: en, generator: {type: choice, values: [en, de, fr], weights: [5, 3, 2]}}
  - {name: greeting, type: VarChar, max_length: 60, generator: {type: template, text: "{age} years, {language}"}}
  - {name: embedding, type: Float16Vector, dim: 256, generator: {type: vector, clusters: 50}}
)";

void save(const char* path, std::string_view text) {
    std::FILE* const out = std::fopen(path, "wb");
    if (out == nullptr) return;
    std::fwrite(text.data(), 1, text.size(), out);
    std::fclose(out);
}

// clang-format off
bool writes() {
    const auto shop = load_schema("shop.json") | rows(1000);
    (void)run_to_file(shop, parquet{}, {.path = "shop.parquet"}, default_pool());
    return shop.size() == 1000;
}

bool reads() {
    const collection users = load_collection("users.yaml");
    const runtime_schema table = make_table(users).with_seed(seed{42});
    batch first;
    table.fill(0, 5, first);                       // rows 0 to 4, whatever else is made

    bool good = users.primary().name == "id" && table.type().size() == users.fields.size();
    for (std::size_t row = 0; row < 5; ++row)
        good = good && first.columns[0].text(row).starts_with("user_") && first.columns[3].values<std::int8_t>()[row] >= 13;
    return good;
}
// clang-format on

bool refuses() {
    save("wrong.json", "[{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true},\n {\"name\": \"title\", \"type\": \"VarChar\", \"maxlength\": 200}]\n");
    try {
        (void)load_schema("wrong.json");
    } catch (const specification_error& error) {
        std::puts(error.what());
        return std::string_view{error.what()} ==
               "wrong.json:2:39: field \"title\": unknown key \"maxlength\"; did you mean \"max_length\"?\n"
               "wrong.json:2:2: field \"title\": type VarChar needs max_length; add it, like {\"name\": \"title\", \"type\": \"VarChar\", \"max_length\": 128}";
    }
    return false;
}

}  // namespace

int main() {
    save("shop.json", shop_json);
    save("users.yaml", users_yaml);
    const bool good = writes() && reads() && refuses();
    for (const char* const path : {"shop.json", "users.yaml", "wrong.json", "shop.parquet"}) std::remove(path);
    return good ? 0 : 1;
}
