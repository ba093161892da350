// SPDX-License-Identifier: Apache-2.0
// A table from a specification, which is built in code here; load_schema makes the same of a JSON or YAML file. All that is wrong is told at once.
#include <cstdio>
#include <string_view>

#include <spate/schema/specification.hpp>

int main() {
    using spate::specification_node;
    const auto described = [](const char* type) {
        return specification_node::map(
            {{"name", "orders"},
             {"seed", 42},
             {"rows", 1000},
             {"fields", specification_node::sequence({specification_node::map({{"name", "id"}, {"type", "sequence"}, {"start", 1}}),
                                                      specification_node::map({{"name", "price"}, {"type", type}, {"min", "0.99"}, {"max", "9.99"}})})}});
    };
    const spate::runtime_schema orders = spate::make_schema(described("decimal"));
    std::printf("%s: %zu columns, %llu rows\n", orders.name().c_str(), orders.type().size(), static_cast<unsigned long long>(orders.size()));
    try {
        (void)spate::make_schema(described("decimla"));
    } catch (const spate::specification_error& error) {
        std::printf("%s\n", error.what());
        return std::string_view{error.what()} == "field \"price\": unknown type \"decimla\"; did you mean \"decimal\"?" ? 0 : 1;
    }
    return 1;
}
