// SPDX-License-Identifier: Apache-2.0
// NaN, infinity and negative ratios are refused, by a program whose compiler was told that there are none, too: the tests of this folder
// are compiled with -ffast-math as well.
#include <spate/core/ratio.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <string>

#include <spate/bytes/random_bytes.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/shape/compressible.hpp>

#include "../support/isa.hpp"

using namespace spate;

namespace {

// From bits that the compiler does not see.
double number(std::uint64_t bits) {
    volatile std::uint64_t hidden = bits;
    return std::bit_cast<double>(static_cast<std::uint64_t>(hidden));
}

std::string refused(double value) {
    try {
        return "read as " + ratio{value}.text();
    } catch (const config_error& error) {
        return error.value();
    }
}

}  // namespace

TEST_CASE("golden/refusals: what is no number is refused by its name") {
    CHECK(refused(number(0x7ff8000000000000)) == "NaN");
    CHECK(refused(number(0xfff8000000000000)) == "NaN");
    CHECK(refused(number(0x7ff0000000000001)) == "NaN");
    CHECK(refused(number(0x7ff0000000000000)) == "infinity");
    CHECK(refused(number(0xfff0000000000000)) == "infinity");
    CHECK(refused(number(0xbff0000000000000)) == "-1.000000");
    CHECK(refused(number(0x3ff8000000000000)) == "read as 1.5");
    CHECK(ratio{number(0x3ff11eb851eb851f)} == ratio{107, 100});
}

TEST_CASE("golden/refusals: the pipelines never see what is no ratio") {
    for (const std::uint64_t bits : {0x7ff8000000000000u, 0x7ff0000000000000u, 0xbff0000000000000u, 0x3fe0000000000000u}) {
        CHECK_THROWS_AS((void)(random_bytes{seed{1}} | compressible(number(bits))), config_error);
        CHECK_THROWS_AS((void)(random_bytes{seed{1}} | duplicated({.ratio = number(bits)})), config_error);
    }
    CHECK_NOTHROW((void)(random_bytes{seed{1}} | compressible(number(0x3ff8000000000000)) | duplicated({.ratio = number(0x3ff8000000000000)})));
}
