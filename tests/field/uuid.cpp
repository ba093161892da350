// SPDX-License-Identifier: Apache-2.0
#include <spate/field/uuid.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

std::uint64_t big_endian(const uuid_bytes& of, std::size_t first, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = first; i < first + count; ++i) number = number << 8 | std::to_integer<std::uint64_t>(of[i]);
    return number;
}
unsigned version(const uuid_bytes& of) { return std::to_integer<unsigned>(of[6]) >> 4; }
unsigned variant(const uuid_bytes& of) { return std::to_integer<unsigned>(of[8]) >> 6; }

}  // namespace

TEST_CASE("field/uuid: version 4 and variant 10 stand where RFC 9562 has them, and all other bits are random") {
    std::vector<uuid_bytes> all = laws::values(uuid4(), 100'000);
    std::size_t ones[128] = {};
    for (const uuid_bytes& one : all) {
        REQUIRE(version(one) == 4);
        REQUIRE(variant(one) == 2);
        for (std::size_t bit = 0; bit < 128; ++bit) ones[bit] += std::to_integer<unsigned>(one[bit / 8]) >> (7 - bit % 8) & 1;
    }
    for (std::size_t bit = 0; bit < 128; ++bit)
        if (bit / 4 != 12 && bit / 2 != 32) CHECK((ones[bit] > 49'000 && ones[bit] < 51'000));
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

TEST_CASE("field/uuid: version 7 has the time of the row in milliseconds, and is in the order of the rows") {
    // The example of RFC 9562, appendix A.6, is of 2022-02-22T19:22:22Z, 0x017F22E279B0.
    for (const auto& rate : {ratio{1000}, ratio{1, 3}, ratio{4'096'000}, ratio{999'983, 7}, ratio{1'000'000}}) {
        CAPTURE(rate.text());
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{123'456'789}}) {
            const std::vector<uuid_bytes> all = laws::values(uuid7(0x017f22e279b0, rate), 20'000, first);
            for (std::size_t i = 0; i < all.size(); ++i) {
                const uint128 milliseconds = static_cast<uint128>(first + i) * 1000 * rate.denominator() / rate.numerator();
                REQUIRE(big_endian(all[i], 0, 6) == 0x017f22e279b0 + static_cast<std::uint64_t>(milliseconds));
                REQUIRE(version(all[i]) == 7);
                REQUIRE(variant(all[i]) == 2);
                if (i != 0) REQUIRE(all[i - 1] < all[i]);
            }
        }
    }
    const uuid_bytes half = laws::values(uuid7(5, ratio{2000}), 1, 3)[0];
    CHECK(big_endian(half, 0, 8) == (std::uint64_t{6} << 16 | 0x7800));
}

TEST_CASE("field/uuid: the time of version 7 stands still at its end") {
    const auto all = laws::values(uuid7((std::uint64_t{1} << 48) - 2, ratio{1}), 5);
    CHECK(big_endian(all[0], 0, 6) == (std::uint64_t{1} << 48) - 2);
    for (std::size_t i = 1; i < 5; ++i) CHECK(big_endian(all[i], 0, 6) == (std::uint64_t{1} << 48) - 1);
}

TEST_CASE("field/uuid: any partition of rows") {
    laws::check_partition(uuid4());
    laws::check_partition(uuid7(1'767'225'600'000, ratio{1000, 7}));
}

TEST_CASE("field/uuid: refusals") {
    statistics::check_refused([] { return uuid7(std::uint64_t{1} << 48, ratio{1}); }, "start_milliseconds");
    statistics::check_refused([] { return uuid7(0, ratio{0, 1}); }, "rate");
    statistics::check_refused([] { return uuid7(0, ratio{4'096'001}); }, "rate");
}
