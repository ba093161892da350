// SPDX-License-Identifier: Apache-2.0
// One row, a value: its fields by name, by place, and all at once.
#include <cstdio>
#include <string>

#include <spate/field/person.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto customers = schema(field<"id">(sequence(1)), field<"name">(full_name())).named("customers");

    const auto row = customers.row(41);  // no other row is made
    const std::string name = row.get<"name">();
    const auto [id, same_name] = row;
    std::printf("customer %lld is %s\n", static_cast<long long>(id), name.c_str());
    return id == 42 && get<1>(row) == same_name && row == customers.row(41) && row != customers.row(42) ? 0 : 1;
}
