// SPDX-License-Identifier: Apache-2.0
// One user for each hundred events, however many events there are.
#include <cstdio>
#include <set>
#include <string>

#include <spate/field/growing.hpp>
#include <spate/field/key_text.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto events = schema(field<"user">(growing(0.01, key_text({.prefix = "user_", .length = 13}))));
    for (const std::size_t count : {50u, 1'000u, 100'000u}) {
        std::set<std::string> users;
        for (const auto& one : events | rows(count)) users.insert(one.get<"user">());
        std::printf("%zu events of %zu users\n", count, users.size());
        if (users.size() != (count < 100 ? 1 : count / 100)) return 1;
    }
    return 0;
}
