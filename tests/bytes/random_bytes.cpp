// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/random_bytes.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <spate/rng/philox.hpp>
#include <spate/rng/xoshiro256pp.hpp>

using namespace spate;

namespace {

std::vector<std::byte> part_of(const auto& source, std::uint64_t offset, std::size_t size) {
    std::vector<std::byte> bytes(size, std::byte{0x5a});
    source.fill(offset, bytes);
    return bytes;
}

// An engine that knows no cells: byte i is i modulo 251.
struct plain_engine {
    static constexpr std::string_view name = "plain";
    static constexpr std::size_t granule = 1;
    static void fill(const key128&, std::uint64_t position, std::span<std::byte> out, store_mode) noexcept {
        for (std::byte& b : out) b = static_cast<std::byte>(position++ % 251);
    }
};

}  // namespace

TEST_CASE("bytes/random_bytes: the stream of the engine under the key of the seed, from its first byte on") {
    const random_bytes data{seed{42}};
    CHECK(data.size() == unlimited);
    CHECK(data.origin() == seed{42});
    std::vector<std::byte> expected(10'000);
    rng::shishua<>::fill(derive_key(seed{42}, "bytes"), 5000, expected);
    CHECK(part_of(data, 5000, 10'000) == expected);
    rng::philox4x32::fill(derive_key(seed{42}, "bytes"), 5000, expected, store_mode::cached);
    CHECK(part_of(random_bytes<rng::philox4x32>{seed{42}}, 5000, 10'000) == expected);
}

TEST_CASE("bytes/random_bytes: engines without cells are made to have them") {
    const random_bytes<plain_engine> data{seed{1}};
    static_assert(cell_source<random_bytes<plain_engine>> && random_bytes<plain_engine>::cell_size == 4096);
    std::array<std::byte, 100> out;
    const cell_request request{3, out.data(), out.size()};
    data.make({&request, 1}, store_mode::cached);
    for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == static_cast<std::byte>((3 * 4096 + i) % 251));
}

TEST_CASE("bytes/random_bytes: neighbouring seeds and engines agree in no more bytes than chance has it") {
    const auto base = part_of(random_bytes{seed{100}}, 0, 65'536);
    const auto alike = [&base](const std::vector<std::byte>& other) {
        std::size_t equal = 0;
        for (std::size_t i = 0; i < base.size(); ++i) equal += base[i] == other[i];
        return equal;
    };
    for (const auto& other : {part_of(random_bytes{seed{101}}, 0, 65'536), part_of(random_bytes{seed{99}}, 0, 65'536),
                              part_of(random_bytes{seed{100}}, 4096, 65'536), part_of(random_bytes<rng::xoshiro256pp<>>{seed{100}}, 0, 65'536)}) {
        CHECK(alike(other) > 256 - 6 * 16);
        CHECK(alike(other) < 256 + 6 * 16);
    }
    CHECK(alike(part_of(random_bytes{seed{101}}.with_seed(seed{100}), 0, 65'536)) == 65'536);
}

TEST_CASE("bytes/random_bytes: every value of a byte is equally frequent, and does not compress") {
    const auto bytes = part_of(random_bytes{seed{5}}, 12'345, 1 << 20);
    std::array<int, 256> counts{};
    for (const std::byte b : bytes) ++counts[std::to_integer<std::size_t>(b)];
    double chi = 0;
    for (const int count : counts) chi += (count - 4096.0) * (count - 4096.0) / 4096.0;
    CHECK(chi > 255 - 6 * 22.6);
    CHECK(chi < 255 + 6 * 22.6);
}

TEST_CASE("bytes/random_bytes: contracts") {
    using source = random_bytes<>;
    static_assert(cell_source<source> && store_aware_source<source> && reseedable_source<source>);
    static_assert(noexcept(std::declval<const source&>().fill(0, {}))&& noexcept(std::declval<const source&>().make({}, store_mode::cached)));
    static_assert(noexcept(std::declval<const source&>().with_seed(seed{1}))&& noexcept(std::declval<const source&>().verify(0, {})));
    static_assert(sizeof(source) <= 64);
    static_assert(!std::is_convertible_v<seed, source>);
    CHECK(source::engine::name == "shishua");
}
