// SPDX-License-Identifier: Apache-2.0
// Bytes that are not random: zeros, numbered words, a pattern.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    char text[12] = {};
    pattern_bytes{"spate "}.fill(2, std::as_writable_bytes(std::span{text}.first(11)));
    std::uint64_t word = 0;
    counter_bytes{}.fill(8 * 1234, std::as_writable_bytes(std::span{&word, 1}));
    std::printf("%s %llu\n", text, static_cast<unsigned long long>(word));
    return word == 1234 ? 0 : 1;
}
