// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/concat.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/bytes/text_bytes.hpp>
#include <spate/core/size.hpp>
#include <spate/shape/compressible.hpp>

#include "../support/random.hpp"

using namespace spate;

namespace {

template <class Source>
std::vector<std::byte> part_of(const Source& source, std::uint64_t offset, std::size_t size, store_mode mode = store_mode::cached) {
    std::vector<std::byte> bytes(size, std::byte{0x5a});
    fill_as(source, offset, bytes, mode);
    return bytes;
}

template <class Make>
std::string refused(const Make& make) {
    try {
        (void)make();
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("bytes/concat: one source after another, however it is read") {
    const auto header = pattern_bytes{"HEAD"} | take(1001), nothing = pattern_bytes{"x"} | take(0), one = pattern_bytes{"1"} | take(1);
    const auto payload = random_bytes{seed{1}} | compressible(2.0) | take(50'000);
    const auto footer = text_bytes{seed{1}} | take(4097);
    const auto all = concat(nothing, header, one, nothing, payload, footer, nothing);
    std::vector<std::byte> expected;
    const auto append = [&expected](const auto& source) {
        const auto bytes = part_of(source, 0, static_cast<std::size_t>(source.size()));
        expected.insert(expected.end(), bytes.begin(), bytes.end());
    };
    append(header), append(one), append(payload), append(footer);
    REQUIRE(all.size() == expected.size());
    CHECK(part_of(all, 0, expected.size()) == expected);
    test::dice dice{1};
    for (int round = 0; round < 500; ++round) {
        const auto size = static_cast<std::size_t>(dice.below(round % 2 == 0 ? 100 : expected.size()) + 1);
        const auto at = static_cast<std::size_t>(round % 5 == 0 ? 1001 - std::min<std::uint64_t>(dice.below(5), 4) : dice.below(expected.size() - size + 1));
        if (at + size > expected.size()) continue;
        REQUIRE(part_of(all, at, size, round % 3 == 0 ? store_mode::streaming : store_mode::cached) ==
                std::vector<std::byte>(expected.begin() + static_cast<std::ptrdiff_t>(at), expected.begin() + static_cast<std::ptrdiff_t>(at + size)));
    }
    CHECK(all.verify(0, expected) == std::nullopt);
    expected[1001] ^= std::byte{1};
    CHECK(all.verify(0, expected) == 1001);
}

TEST_CASE("bytes/concat: the last may be endless, and starts at its own beginning") {
    const auto all = concat(zero_bytes{} | take(777), random_bytes{seed{2}});
    CHECK(all.size() == unlimited);
    CHECK(part_of(all, 777 + 12'345, 9000) == part_of(random_bytes{seed{2}}, 12'345, 9000));
    CHECK(part_of(all, (std::uint64_t{1} << 50) + 777, 100) == part_of(random_bytes{seed{2}}, std::uint64_t{1} << 50, 100));
    CHECK(concat(random_bytes{seed{2}}).size() == unlimited);
}

TEST_CASE("bytes/concat: what makes no sense is refused") {
    CHECK(refused([] { return concat(zero_bytes{}, zero_bytes{} | take(1)); }) ==
          "concat: source 0 never ends, but another follows it; give it an end with take(size)");
    CHECK(refused([] { return concat(zero_bytes{} | take(1), zero_bytes{}, zero_bytes{} | take(0)); }).starts_with("concat: source 1 never ends"));
    CHECK(refused([] { return concat(zero_bytes{} | take(unlimited - 1), zero_bytes{} | take(1)); }).starts_with("concat: is longer than 2^64 - 2 bytes"));
    CHECK(refused([] { return concat(zero_bytes{} | take(unlimited - 2), zero_bytes{} | take(1)); }) == "accepted");
}

TEST_CASE("bytes/concat: other seeds reach every part, each in its own way") {
    const auto all = concat(random_bytes{seed{1}} | take(20'000), random_bytes{seed{1}} | take(20'000));
    CHECK(part_of(all, 0, 20'000) == part_of(all, 20'000, 20'000));
    const auto other = all.with_seed(seed{5});
    CHECK(part_of(other, 0, 20'000) != part_of(other, 20'000, 20'000));
    CHECK(part_of(other.with_seed(seed{7}).with_seed(seed{5}), 0, 40'000) == part_of(other, 0, 40'000));
    static_assert(!reseedable_source<decltype(concat(zero_bytes{} | take(1), random_bytes{seed{1}}))>);
}
