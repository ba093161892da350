// SPDX-License-Identifier: Apache-2.0
// The columns of a table as a Delta log names them, and one that Delta has no type for.
#include <cstdio>

#include <spate/delta/delta_schema.hpp>

int main() {
    using spate::type_id;
    std::puts(spate::delta_schema(
                  {{"id", {.id = type_id::uint32}}, {"at", {.id = type_id::timestamp, .places = 6}}, {"name", {.id = type_id::text, .nullable = true}}})
                  .c_str());
    try {
        (void)spate::delta_schema({{"weight", {.id = type_id::float16}}});
    } catch (const spate::config_error& error) {
        std::puts(error.what());
    }
}
