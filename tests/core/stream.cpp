// SPDX-License-Identifier: Apache-2.0
#include <spate/core/stream.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace spate;

namespace {

struct numbers : byte_stream<numbers> {
    [[nodiscard]] std::uint64_t size() const noexcept { return unlimited; }
    void fill(std::uint64_t offset, std::span<std::byte> out) const noexcept {
        for (std::byte& b : out) b = static_cast<std::byte>(offset++ % 251);
    }
};
struct choosy : numbers {
    mutable int streamed = 0;
    using numbers::fill;
    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode) const noexcept {
        streamed += mode == store_mode::streaming;
        numbers::fill(offset, out);
    }
    [[nodiscard]] seed origin() const noexcept { return seed{9}; }
};

}  // namespace

TEST_CASE("core/stream: verify compares to the last byte and finds the first that differs") {
    const numbers source;
    for (const std::size_t size : {std::size_t{1}, std::size_t{16'383}, std::size_t{16'384}, std::size_t{16'385}, std::size_t{50'000}})
        for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{16'383}, std::uint64_t{1} << 50}) {
            std::vector<std::byte> bytes(size);
            source.fill(offset, bytes);
            CHECK(verify(source, offset, bytes) == std::nullopt);
            CHECK(source.verify(offset, bytes) == std::nullopt);
            for (const std::size_t wrong : {std::size_t{0}, size / 2, size - 1}) {
                bytes[wrong] ^= std::byte{1};
                CHECK(verify(source, offset, bytes) == offset + wrong);
                bytes[wrong] ^= std::byte{1};
            }
        }
    CHECK(verify(source, 5, {}) == std::nullopt);
}

TEST_CASE("core/stream: the mode reaches those that can choose, and origins those that have one") {
    const choosy source;
    std::byte room[10];
    fill_as(source, 0, room, store_mode::streaming);
    CHECK(source.streamed == 1);
    fill_as(source, 0, room, store_mode::cached);
    CHECK(source.streamed == 1);
    fill_as(numbers{}, 3, room, store_mode::streaming);
    CHECK(room[0] == std::byte{3});
    CHECK(origin_of(source) == seed{9});
    CHECK(origin_of(numbers{}) == seed{0});
    static_assert(noexcept(verify(source, 0, {}))&& noexcept(fill_as(source, 0, {}, store_mode::cached)));
}
