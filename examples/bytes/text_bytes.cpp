// SPDX-License-Identifier: Apache-2.0
// Bytes that look like prose.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    char text[200] = {};
    text_bytes{seed{3}}.fill(0, std::as_writable_bytes(std::span{text}.first(199)));
    std::printf("%s\n", text);
    return text[0] >= 'A' && text[0] <= 'Z' ? 0 : 1;
}
