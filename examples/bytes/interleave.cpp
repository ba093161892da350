// SPDX-License-Identifier: Apache-2.0
// Records: a number, then its payload, again and again.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto records = interleave(phase{counter_bytes{}, 8}, phase{random_bytes{seed{1}}, 1016});
    std::uint64_t number = 0;
    records.fill(7 * 1024, std::as_writable_bytes(std::span{&number, 1}));
    std::printf("record 7 begins with %llu\n", static_cast<unsigned long long>(number));
    return number == 7 ? 0 : 1;
}
