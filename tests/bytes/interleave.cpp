// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/interleave.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <spate/bytes/concat.hpp>
#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/bytes/text_bytes.hpp>

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

TEST_CASE("bytes/interleave: in turn a piece of each, however it is read") {
    const auto metadata = counter_bytes{};
    const auto payload = random_bytes{seed{1}} | take(300'000);
    const auto footer = text_bytes{seed{2}};
    for (const auto& [a, b, c] : {std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>{512, 4096, 1}, {1, 1, 1}, {4096, 65'536, 4097}, {3, 299'999, 5}}) {
        CAPTURE(a);
        const auto all = interleave(phase{metadata, a}, phase{payload, b}, phase{footer, c});
        const std::uint64_t turns = 300'000 / b;
        REQUIRE(all.size() == turns * (a + b + c));
        std::vector<std::byte> expected;
        const std::uint64_t checked = std::min<std::uint64_t>(turns, 5000);
        for (std::uint64_t turn = 0; turn < checked; ++turn)
            for (const auto& bytes : {part_of(metadata, turn * a, a), part_of(payload, turn * b, b), part_of(footer, turn * c, c)})
                expected.insert(expected.end(), bytes.begin(), bytes.end());
        CHECK(part_of(all, 0, expected.size()) == expected);
        test::dice dice{a};
        for (int round = 0; round < 100; ++round) {
            const auto at = static_cast<std::size_t>(dice.below(expected.size()));
            const auto size = static_cast<std::size_t>(dice.below(std::min<std::size_t>(expected.size() - at, round % 2 == 0 ? 50 : 20'000)) + 1);
            REQUIRE(part_of(all, at, size, round % 3 == 0 ? store_mode::streaming : store_mode::cached) ==
                    std::vector<std::byte>(expected.begin() + static_cast<std::ptrdiff_t>(at), expected.begin() + static_cast<std::ptrdiff_t>(at + size)));
        }
    }
}

TEST_CASE("bytes/interleave: stripes of endless sources never end") {
    const auto stripes = interleave(phase{random_bytes{seed{1}}, 65'536}, phase{random_bytes{seed{2}}, 65'536});
    CHECK(stripes.size() == unlimited);
    const std::uint64_t turn = std::uint64_t{1} << 40;
    CHECK(part_of(stripes, turn * 131'072 + 65'536 + 100, 5000) == part_of(random_bytes{seed{2}}, turn * 65'536 + 100, 5000));
    const auto far = unlimited - 10'000;
    const auto whole = part_of(stripes, far, 9999);
    CHECK(part_of(stripes, far + 4000, 100) == std::vector<std::byte>(whole.begin() + 4000, whole.begin() + 4100));
    // Compositions of compositions.
    const auto nested = interleave(phase{concat(zero_bytes{} | take(10), random_bytes{seed{3}}), 100}, phase{stripes, 1000});
    CHECK(part_of(nested, 1100 + 100, 1000) == part_of(stripes, 1000, 1000));
    CHECK(part_of(nested, 1100, 100) == part_of(random_bytes{seed{3}}, 90, 100));
}

TEST_CASE("bytes/interleave: what makes no sense is refused") {
    CHECK(refused([] { return interleave(phase{zero_bytes{}, 0}); }) == "interleave: phase 0 has 0 bytes a turn; use 1 to 2^56");
    CHECK(refused([] { return interleave(phase{zero_bytes{}, 1}, phase{zero_bytes{}, (std::uint64_t{1} << 56) + 1}); }).starts_with("interleave: phase 1 has"));
    CHECK(refused([] { return interleave(phase{zero_bytes{} | take(99), 100}); }).starts_with("interleave: has a source that is shorter than its phase"));
    CHECK(refused([] { return interleave(phase{zero_bytes{} | take(100), 100}); }) == "accepted");
}

TEST_CASE("bytes/interleave: other seeds reach every phase, each in its own way") {
    const auto all = interleave(phase{random_bytes{seed{1}}, 8192}, phase{random_bytes{seed{1}}, 8192});
    CHECK(part_of(all, 0, 8192) == part_of(all, 8192, 8192));
    const auto other = all.with_seed(seed{5});
    CHECK(part_of(other, 0, 8192) != part_of(other, 8192, 8192));
    CHECK(part_of(other.with_seed(seed{7}).with_seed(seed{5}), 0, 40'000) == part_of(other, 0, 40'000));
    static_assert(!reseedable_source<decltype(interleave(phase{zero_bytes{}, 1}, phase{random_bytes{seed{1}}, 1}))>);
}
