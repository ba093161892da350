// SPDX-License-Identifier: Apache-2.0
// Bytes like those of some other data: from parameters that are written down, or that `spate profile` has found for a file.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    mimic_parameters like{};
    // Literals: capitals, and sometimes a digit. Both sum to 4096.
    for (std::size_t i = 0; i < 26; ++i) like.bytes['A' + i] = 150;
    for (std::size_t i = 0; i < 10; ++i) like.bytes['0' + i] = i < 6 ? 20 : 19;
    // Phrases: a tenth from the same 4 KiB, half from 64 that recur everywhere, the rest from 65,536, which recur seldom.
    like.phrases = {410, 0, 0, 2048, 0, 0, 0, 0, 1638};
    like.literal_lengths.fill(4);
    for (std::size_t i = 0; i < 256; ++i) like.phrase_lengths[i] = static_cast<std::uint16_t>(4 + i / 16);

    const auto data = mimic_bytes(like, seed{42}) | take(1_GiB) | duplicated({.ratio = 1.5});
    std::vector<char> text(161);
    data.fill(0, std::as_writable_bytes(std::span{text}.first(160)));
    std::printf("%s\n", text.data());

    // One line holds them all, for a file or a command line.
    const std::string line = format_mimic(like);
    std::printf("%s\n", line.c_str());
    return parse_mimic(line) == like ? 0 : 1;
}
