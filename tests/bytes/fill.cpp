// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <spate/bytes/fill.hpp>
#include <spate/exec/inline.hpp>

#include "../run/support.hpp"

namespace {

// Counts how it is asked to store, and at which offsets pieces begin.
struct listening_source : test::hash_source {
    std::atomic<unsigned>* streamed;
    std::atomic<unsigned>* cached;
    std::atomic<unsigned>* unaligned;
    std::size_t grain;
    using test::hash_source::fill;
    void fill(std::uint64_t offset, std::span<std::byte> out, spate::store_mode mode) const noexcept {
        ++*(mode == spate::store_mode::streaming ? streamed : cached);
        if (offset % grain != 0) ++*unaligned;
        fill(offset, out);
    }
};
static_assert(spate::store_aware_source<listening_source>);

}  // namespace

TEST_CASE("bytes/fill: the same bytes for every executor, grain, offset and size") {
    const test::hash_source source{};
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{65536}, std::size_t{300'001}, std::size_t{3'000'000}}) {
        for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{65535}, (std::uint64_t{1} << 60) + 12345}) {
            const auto expected = test::bytes_of(source, offset, size);
            for (const std::size_t grain : {std::size_t{0}, std::size_t{4096}, std::size_t{1} << 20}) {
                for (unsigned round = 0; round < 3; ++round) {
                    test::shuffled workers{round * 3 + 1, round + 1, round};
                    std::vector<std::byte> out(size);
                    spate::fill(workers, source, offset, out, {.grain = grain});
                    CHECK(out == expected);
                }
            }
            spate::inline_executor alone;
            std::vector<std::byte> out(size);
            spate::fill(alone, source, offset, out);
            CHECK(out == expected);
        }
    }
}

TEST_CASE("bytes/fill: stores and grains are chosen as documented") {
    std::atomic<unsigned> streamed{0}, cached{0}, unaligned{0};
    const listening_source source{{}, &streamed, &cached, &unaligned, 65536};
    std::vector<std::byte> out(10 * 65536);
    test::threads workers{2};
    spate::fill(workers, source, 5, out, {.stores = spate::streaming::never});
    CHECK(streamed.load() == 0);
    CHECK(cached.load() == 11);
    CHECK(unaligned.load() == 1);
    spate::fill(workers, source, 0, out, {.stores = spate::streaming::always});
    CHECK(streamed.load() == 10);
    cached = streamed = 0;
    spate::fill(workers, source, 0, out);
    CHECK((streamed.load() > 0) == (out.size() > spate::detail::cache_share(spate::cache_sizes(), 2)));

    CHECK(spate::detail::fill_grain(0, 4) == 65536);
    CHECK(spate::detail::fill_grain(8 << 20, 4) == 262'144);
    CHECK(spate::detail::fill_grain(std::size_t{1} << 40, 4) == 1 << 20);
    const spate::cache_info caches{32 << 10, 1 << 20, 32 << 20, 16};
    CHECK(spate::detail::cache_share(caches, 1) == (2 << 20) / 4 * 3);
    CHECK(spate::detail::cache_share(caches, 16) == 24 << 20);
    CHECK(spate::detail::cache_share({32 << 10, 1 << 20, 1 << 20, 8}, 2) == (2 << 20) / 4 * 3);
}
