// SPDX-License-Identifier: Apache-2.0
// The rows that a collection takes: within the limits of its fields, and with keys that all differ.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include <spate/schema/collection_table.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/read_collection.hpp>

int main() {
    const spate::collection users = spate::read_collection(spate::parse_json(R"({
        "collection_name": "users",
        "fields": [{"name": "id", "type": "VarChar", "max_length": 12, "is_primary": true},
                   {"name": "age", "type": "Int32", "min": 13, "max": 120},
                   {"name": "city", "type": "VarChar", "max_length": 20, "generator": {"type": "city"}}]})"));
    const spate::runtime_schema table = spate::make_table(users).with_seed(spate::seed{7});
    spate::batch rows;
    table.fill(1'000'000, 3, rows);
    bool kept = true;
    for (std::size_t row = 0; row < rows.count; ++row) {
        const std::string id{rows.columns[0].text(row)}, city{rows.columns[2].text(row)};
        const std::int32_t age = rows.columns[1].values<std::int32_t>()[row];
        std::printf("%s %d %s\n", id.c_str(), age, city.c_str());
        kept = kept && id.size() == 12 && age >= 13 && age <= 120 && city.size() <= 20;
    }
    return kept ? 0 : 1;
}
