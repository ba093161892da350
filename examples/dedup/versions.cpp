// SPDX-License-Identifier: Apache-2.0
// Two hosts that share their data, and one that overwrites a part of its own.
#include <cstdio>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto host = [](std::uint64_t number, std::uint64_t version) {
        return random_bytes{seed{number}} | take(1_GiB) | duplicated({.ratio = 2.0, .pool = 7, .version = version});
    };
    // The same contents for both, in other orders.
    if (host(1, 0).contents().origin() != host(2, 0).contents().origin()) return 1;

    // The first 100,000 units are written again: bytes of version 1 at the same offsets.
    std::vector<std::byte> bytes(100 * 4_KiB);
    host(1, 1).fill(0, bytes);

    const auto before = predict({.ratio = 2.0, .pool = 7}, 1_GiB);
    const auto after = predict_rewrite({.ratio = 2.0, .pool = 7}, 1_GiB, seed{1}, 0, 100'000);
    std::printf("unique units: %llu before, %llu after\n", static_cast<unsigned long long>(before.unique), static_cast<unsigned long long>(after->unique));
    return after->unique > before.unique ? 0 : 1;
}
