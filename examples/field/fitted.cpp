// SPDX-License-Identifier: Apache-2.0
// Ages from a normal distribution in a column of bytes, and names that fit into ten.
#include <cstdio>

#include <spate/field/fitted.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/person.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto people =
        schema(field<"age">(fitted<std::int8_t>(normal(40, 20), {.min = 0, .max = 110})), field<"name">(fitted<std::string>(full_name(), {.max_bytes = 10}))) |
        rows(1000);
    for (const auto& one : people) {
        const auto age = one.get<"age">();
        if (age < 0 || age > 110 || one.get<"name">().size() > 10) return 1;
    }
    const auto first = people.begin()[0];
    std::printf("%s is %d years old\n", first.get<"name">().c_str(), first.get<"age">());
    return 0;
}
