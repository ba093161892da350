// SPDX-License-Identifier: Apache-2.0
#include <spate/store/crc32c.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return {reinterpret_cast<const std::byte*>(text.data()), text.size()}; }

std::vector<std::byte> some_bytes(std::size_t size) {
    std::vector<std::byte> out(size);
    std::uint32_t state = 1;
    for (std::byte& one : out) one = static_cast<std::byte>((state = state * 1664525u + 1013904223u) >> 24);
    return out;
}

}  // namespace

TEST_CASE("crc32c gives the values of RFC 3720") {
    CHECK(spate::crc32c(bytes_of("123456789")) == 0xe3069283u);
    CHECK(spate::crc32c({}) == 0);
    std::vector<std::byte> block(32, std::byte{0});
    CHECK(spate::crc32c(block) == 0x8a9136aau);
    block.assign(32, std::byte{0xff});
    CHECK(spate::crc32c(block) == 0x62a8ab43u);
    for (std::size_t i = 0; i < 32; ++i) block[i] = static_cast<std::byte>(i);
    CHECK(spate::crc32c(block) == 0x46dd794eu);
    for (std::size_t i = 0; i < 32; ++i) block[i] = static_cast<std::byte>(31 - i);
    CHECK(spate::crc32c(block) == 0x113fdb5cu);
}

TEST_CASE("crc32c with the instruction is what the tables give, for all sizes around the lanes") {
    const std::vector<std::byte> all = some_bytes(40000);
    for (std::size_t size = 0; size < 200; ++size) CHECK(spate::crc32c(std::span{all}.first(size)) == ~spate::detail::crc32c_portable(~0u, all.data(), size));
    for (const std::size_t size : {4096u, 12287u, 12288u, 12289u, 24575u, 24576u, 36864u, 40000u})
        for (const std::size_t shift : {0u, 1u, 7u})
            CHECK(spate::crc32c(std::span{all}.subspan(shift, size - shift)) == ~spate::detail::crc32c_portable(~0u, all.data() + shift, size - shift));
}

TEST_CASE("crc32c goes on where it ended") {
    const std::vector<std::byte> all = some_bytes(30000);
    for (const std::size_t cut : {0u, 1u, 8u, 4097u, 12288u, 29999u, 30000u})
        CHECK(spate::crc32c(std::span{all}.subspan(cut), spate::crc32c(std::span{all}.first(cut))) == spate::crc32c(all));
}
