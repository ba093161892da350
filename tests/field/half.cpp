// SPDX-License-Identifier: Apache-2.0
#include <spate/field/half.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>

using namespace spate;

TEST_CASE("field/half: every binary16 that is a number goes there and back, and NaN stays one") {
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const std::uint16_t back = half_of_float(float_of_half(half));
        if ((bits & 0x7fff) > 0x7c00)
            CHECK((back & 0x7fff) > 0x7c00);
        else
            REQUIRE(back == half);
    }
}

TEST_CASE("field/half: roundings, ties to even, subnormal and too large numbers") {
    CHECK(half_of_float(1.0f) == 0x3c00);
    CHECK(half_of_float(-2.5f) == 0xc100);
    CHECK(half_of_float(65504.0f) == 0x7bff);
    CHECK(half_of_float(65519.0f) == 0x7bff);
    CHECK(half_of_float(65520.0f) == 0x7c00);
    CHECK(half_of_float(0x1p-24f) == 1);
    CHECK(half_of_float(0x1p-25f) == 0);
    CHECK(half_of_float(0x1.000002p-25f) == 1);
    CHECK(half_of_float(0x1.8p-24f) == 2);
    CHECK(half_of_float(1.0f + 0x1p-11f) == 0x3c00);
    CHECK(half_of_float(1.0f + 0x1.8p-10f) == 0x3c02);
    CHECK(float_of_half(0x0001) == 0x1p-24f);
    CHECK(bfloat16_of_float(1.0f) == 0x3f80);
    CHECK(bfloat16_of_float(1.0f + 0x1p-8f) == 0x3f80);
    CHECK(bfloat16_of_float(1.0f + 0x1.8p-7f) == 0x3f82);
    CHECK(float_of_bfloat16(bfloat16_of_float(-0.15625f)) == -0.15625f);
}

TEST_CASE("field/half: a double's nearest float is that of the conversion, subnormal ones too") {
    const auto bits = [](double number) { return std::bit_cast<std::uint32_t>(float_of_double(number)); };
    static_assert(std::bit_cast<std::uint32_t>(float_of_double(1e-40)) == 71362);
    CHECK(bits(0x1p-149) == 1);
    CHECK(bits(-0x1p-149) == 0x80000001);
    CHECK(bits(0x1p-150) == 0);
    CHECK(bits(0x1.0000000000001p-150) == 1);
    CHECK(bits(0x1.8p-149) == 2);
    CHECK(bits(0x1.ffffffp-127) == 0x00800000);
    CHECK(bits(0x1p-126) == 0x00800000);
    CHECK(bits(1 + 0x1p-24) == 0x3f800000);
    CHECK(bits(1 + 0x1.8p-23) == 0x3f800002);
    CHECK(bits(0x1.fffffefffffffp127) == 0x7f7fffff);
    CHECK(bits(0x1.ffffffp127) == 0x7f800000);
    CHECK(bits(-0.0) == 0x80000000);
    CHECK(bits(std::bit_cast<double>(0xfff0000000000000u)) == 0xff800000);
    CHECK((bits(std::bit_cast<double>(0x7ff0000000000001u)) & 0x7fffffff) > 0x7f800000);
    bool right = true;
    for (std::uint64_t step = 0, at = 0; step < 1'000'000; ++step, at += 0x9e3779b97f4a7c15u) {
        // Exponents from 2^-160 to 2^130, with any sign; every other one close to a tie.
        const std::uint64_t exponent = 863 + (at >> 20) % 291;
        std::uint64_t mantissa = at >> 12;
        if (step % 2 == 0) mantissa = (mantissa & ~std::uint64_t{0xfffffff}) + 0x10000000 * (step % 4 / 2) + step % 3 - 1;
        const auto number = std::bit_cast<double>((at & 1) << 63 | exponent << 52 | (mantissa & 0xfffffffffffffu));
        right &= bits(number) == std::bit_cast<std::uint32_t>(static_cast<float>(number));
    }
    CHECK(right);
}

#if defined(__FLT16_MAX__) && defined(__x86_64__)
TEST_CASE("field/half: agrees with the compiler's own type over a sweep of all floats") {
    for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 65521) {
        const auto number = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        if (number != number) continue;
        REQUIRE(half_of_float(number) == std::bit_cast<std::uint16_t>(static_cast<_Float16>(number)));
    }
}
#endif
