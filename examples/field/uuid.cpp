// SPDX-License-Identifier: Apache-2.0
// Identifiers in the order of their rows, a thousand a second from the beginning of 2026 on.
#include <cstddef>
#include <cstdio>

#include <spate/field/uuid.hpp>

using namespace spate;

int main() {
    const auto id = uuid7(1'767'225'600'000, 1000);
    column rows;
    id.fill({column_key(seed{42}, "events", "id"), 0, 2}, rows);
    const uuid_bytes first = id.value(rows, 0), second = id.value(rows, 1);
    for (const std::byte one : first) std::printf("%02x", std::to_integer<unsigned>(one));
    std::printf("\n");
    return first < second ? 0 : 1;
}
