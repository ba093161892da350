// SPDX-License-Identifier: Apache-2.0
// Any text, read as JSON and as YAML, is a table that fills rows, or what is wrong with it is said.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <spate/schema/json.hpp>
#include <spate/schema/specification.hpp>
#include <spate/schema/yaml.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto read : {spate::parse_json, spate::parse_yaml}) {
        try {
            const spate::runtime_schema table = spate::make_schema(read(text, "fuzz"), "fuzz");
            spate::batch rows;
            table.fill(1000, 3, rows);
            if (rows.columns.size() != table.fields().size()) std::abort();
        } catch (const spate::config_error& error) {
            if (std::string_view{error.what()}.empty()) std::abort();
        }
    }
    return 0;
}
