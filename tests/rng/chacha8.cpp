// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/chacha8.hpp>

#include "support.hpp"

using spate::rng::chacha8;

namespace {

std::vector<std::byte> from_hexadecimal(const std::string& text) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) bytes.push_back(static_cast<std::byte>(support::number(text.substr(i, 2), 16)));
    return bytes;
}

}  // namespace

TEST_CASE("rng/chacha8: known answers") {
    for (const spate::simd::isa which : spate::simd::available_isas()) {
        for (const auto& answer : support::read_answers("chacha8.txt")) {
            spate::kernels::chacha_input input;
            std::memcpy(input.key, from_hexadecimal(answer[0]).data(), 32);
            std::memcpy(&input.nonce, from_hexadecimal(answer[1]).data(), 8);
            std::vector<std::byte> blocks(256);
            spate::rng::detail::chacha_blocks.at(which)(input, 0, blocks.data(), 1, false);
            blocks.resize(128);
            CHECK(blocks == from_hexadecimal(answer[2]));
        }
    }
}

TEST_CASE("rng/chacha8: keys are expanded injectively and in both halves") {
    const auto of = [](std::uint64_t low, std::uint64_t high) { return spate::rng::detail::chacha_expand({low, high}); };
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const auto a = of(i, 7), b = of(7, i);
        CHECK(a.key[0] == i);
        CHECK(b.key[1] == i);
        if (i != 7) {
            CHECK(a.key[2] != b.key[2]);
            CHECK(a.key[3] != b.key[3]);
        }
    }
}

TEST_CASE("rng/chacha8: laws") { support::check_engine<chacha8>(); }
TEST_CASE("rng/chacha8: golden") { support::check_golden<chacha8>(0x15c510d8c7969bd9u); }
