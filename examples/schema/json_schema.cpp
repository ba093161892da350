// SPDX-License-Identifier: Apache-2.0
// Prints the JSON Schema of specifications. Give it to an editor, and specifications are completed and checked while they are written:
//     example_schema_json_schema > spate.schema.json
#include <cstdio>
#include <string>

#include <spate/schema/json_schema.hpp>

int main() {
    const std::string schema = spate::specification_json_schema();
    std::fwrite(schema.data(), 1, schema.size(), stdout);
    return schema.find("\"const\": \"sequence\"") != std::string::npos ? 0 : 1;
}
