// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/chunks.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <ranges>
#include <vector>

#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/core/size.hpp>
#include <spate/exec/inline.hpp>

using namespace spate;

namespace {

using range = chunk_range<take_bytes<random_bytes<>>, inline_executor>;
static_assert(std::ranges::input_range<range>);
static_assert(std::same_as<std::ranges::range_value_t<range>, std::span<const std::byte>>);
static_assert(!std::copy_constructible<range> && std::move_constructible<range>);

}  // namespace

TEST_CASE("bytes/chunks: all bytes in order, the last chunk shorter, through one buffer") {
    const auto data = random_bytes{seed{1}} | take(1'000'003);
    std::vector<std::byte> expected(1'000'003);
    data.fill(0, expected);
    inline_executor alone;
    for (const std::size_t chunk : {std::size_t{1000}, std::size_t{65'536}, std::size_t{1'000'003}, std::size_t{5'000'000}}) {
        std::size_t at = 0;
        const std::byte* buffer = nullptr;
        for (const std::span<const std::byte> part : data | chunks(alone, chunk)) {
            REQUIRE(!part.empty());
            CHECK((buffer == nullptr || buffer == part.data()));
            buffer = part.data();
            REQUIRE(part.size() == std::min(chunk, expected.size() - at));
            REQUIRE(std::memcmp(part.data(), expected.data() + at, part.size()) == 0);
            at += part.size();
        }
        CHECK(at == expected.size());
        CHECK(reinterpret_cast<std::uintptr_t>(buffer) % 64 == 0);
    }
}

TEST_CASE("bytes/chunks: the default pool and the default size") {
    const auto data = random_bytes{seed{2}} | take(20'000'001);
    std::uint64_t at = 0;
    for (const std::span<const std::byte> part : data | chunks()) {
        REQUIRE(data.verify(at, part) == std::nullopt);
        at += part.size();
    }
    CHECK(at == 20'000'001);
    at = 0;
    for (const std::span<const std::byte> part : data | chunks(4_MiB)) {
        REQUIRE(data.verify(at, part) == std::nullopt);
        at += part.size();
    }
    CHECK(at == 20'000'001);
    for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{64}}) {
        CHECK(default_chunk_size(threads) % 65'536 == 0);
        CHECK(default_chunk_size(threads) >= 256_KiB);
        CHECK(default_chunk_size(threads) <= 8_MiB);
    }
}

TEST_CASE("bytes/chunks: nothing, endless, moved, and through views") {
    inline_executor alone;
    int seen = 0;
    for ([[maybe_unused]] const auto part : counter_bytes{} | take(0) | chunks(alone, 100)) ++seen;
    CHECK(seen == 0);
    std::uint64_t next = 0;
    auto endless = counter_bytes{} | chunks(alone, 80);
    auto moved = std::move(endless);
    for (const auto part : moved | std::views::take(5)) {
        std::uint64_t word;
        for (std::size_t i = 0; i < part.size(); i += 8) {
            std::memcpy(&word, part.data() + i, 8);
            CHECK(word == next++);
        }
    }
    CHECK(next == 50);
    CHECK(moved.chunk_size() == 80);
    CHECK_THROWS_AS((void)(counter_bytes{} | chunks(alone, 0)), config_error);
}
