// SPDX-License-Identifier: Apache-2.0
// A collection of a vector database: what its file says, and what is told of one that breaks the rules.
#include <cstdio>
#include <string>
#include <string_view>

#include <spate/schema/json.hpp>
#include <spate/schema/read_collection.hpp>

int main() {
    const spate::collection shop = spate::read_collection(spate::parse_json(R"({
        "collection_name": "shop",
        "fields": [{"name": "id", "type": "Int64", "is_primary": true, "auto_id": true},
                   {"name": "title", "type": "VarChar", "max_length": 128},
                   {"name": "embedding", "type": "FloatVector", "dim": 768}]})"));
    for (const spate::collection_field& field : shop.fields)
        std::printf("%s: %s%s\n", field.name.c_str(), std::string{to_string(field.type)}.c_str(), field.is_primary ? ", the primary key" : "");
    try {
        (void)spate::read_collection(spate::parse_json(R"([{"name": "id", "type": "Int64", "is_primary": true},
{"name": "title", "type": "Varchar", "max_length": 128}])"),
                                     "shop.json");
    } catch (const spate::specification_error& error) {
        std::printf("%s\n", error.what());
        return std::string_view{error.what()} == "shop.json:2:27: field \"title\": type: \"Varchar\" is no type; did you mean \"VarChar\"?" ? 0 : 1;
    }
    return 1;
}
