// SPDX-License-Identifier: Apache-2.0
// The columns that generators of numbers fill: they may never change, whatever the compiler and its flags. The test is compiled with several
// sets of flags and run with every instruction set.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include <spate/field/beta.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/cardinality.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/exponential.hpp>
#include <spate/field/gamma.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/lognormal.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/pareto.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/zipf_int.hpp>

#include "../support/isa.hpp"

using namespace spate;

namespace {

// Of 10,000 rows and of 100 far away.
template <class Generator>
std::uint64_t hash(const Generator& generator) {
    std::uint64_t sum = 0;
    for (const auto& [first, count] : {std::pair<std::uint64_t, std::size_t>{0, 10'000}, {(std::uint64_t{1} << 47) + 13, 100}}) {
        column filled;
        generator.fill({{0x0123456789abcdefu, 0xfedcba9876543210u}, first, count}, filled);
        for (std::size_t row = 0; row < count; ++row) {
            const auto value = generator.value(filled, row);
            std::uint64_t bits = 0;
            std::memcpy(&bits, &value, sizeof value);
            sum = mix(sum ^ bits) + 0x9e3779b97f4a7c15u;
        }
    }
    return sum;
}

}  // namespace

TEST_CASE("golden/fields_numbers: integers") {
    CHECK(hash(uniform_int(1, 6)) == 0x4222b1fb371d26f5u);
    CHECK(hash(uniform_int<std::int8_t>(-100, 100)) == 0x8cd70739e847dd5eu);
    CHECK(hash(uniform_int<std::uint64_t>(0, 1'000'000'000'000)) == 0x8dc95851ec39ea6au);
    CHECK(hash(zipf_int(1000, 1.1)) == 0xcdc039c586dad16du);
    CHECK(hash(zipf_int(1'000'000, 0.8, 0).scattered()) == 0xaef2d201a0203b84u);
    CHECK(hash(permuted_int(10, 1)) == 0x9c13ac3324e8d5bcu);
    CHECK(hash(permuted_int(4999)) == 0x6269aa4e4f2bdf57u);
    CHECK(hash(permuted_int(std::uint64_t{1} << 40)) == 0xf20e41604174813fu);
    CHECK(hash(boolean(0.3)) == 0xef91e07245796767u);
}

TEST_CASE("golden/fields_numbers: decimals and cardinality") {
    CHECK(hash(decimal("0.99", "999.99")) == 0x7dca20150b2e41e0u);
    CHECK(hash(rounded(normal(30, 10), 2)) == 0x973201303d6294a4u);
    CHECK(hash(rounded(uniform_real<float>(0, 10), 3, 6)) == 0xa4bca405a8d9ad1eu);
    CHECK(hash(distinct(100, uniform_int(0, 1'000'000))) == 0xe6700384e012c5c2u);
    CHECK(hash(distinct(1'000'000, sequence(5))) == 0x123ecf606d051a61u);
}

TEST_CASE("golden/fields_numbers: reals") {
    CHECK(hash(uniform_real(-0.1, 12345.678)) == 0xfb78c26f28ec7439u);
    CHECK(hash(normal(30.1, 9.7)) == 0x398293f69253aa7eu);
    CHECK(hash(lognormal(3, 0.7)) == 0x2a685f523002242bu);
    CHECK(hash(lognormal(-280, 30)) == 0xe7ff2d72f813e236u);
    CHECK(hash(exponential(0.3)) == 0x4ac86c85c65dcfd8u);
    CHECK(hash(pareto(0.7, 1.16)) == 0x4cbafaaa1f67cfa9u);
    CHECK(hash(pareto(1e-200, 0.1)) == 0x5ea26702feb4f72au);
    CHECK(hash(gamma(2.5, 0.1)) == 0x1f860231822bf6f0u);
    CHECK(hash(gamma(0.1, 7)) == 0xb4990ee4a893561cu);
    CHECK(hash(gamma(0.001, 1)) == 0x88c2a5fdc1917d66u);
    CHECK(hash(gamma(1e6, 3)) == 0x3ba7c398fc4c33b9u);
    CHECK(hash(beta(2, 5)) == 0x5d347e0726f843aeu);
    CHECK(hash(beta(0.01, 0.02)) == 0xd81d6a26b5f295f4u);
}

TEST_CASE("golden/fields_numbers: floats") {
    CHECK(hash(uniform_real<float>(-0.1f, 12345.678f)) == 0x105507114c862d8u);
    CHECK(hash(normal<float>(30.1, 9.7)) == 0x4f51a4fcea074383u);
    CHECK(hash(lognormal<float>(0, 30)) == 0x519c8c929d2fc457u);
    CHECK(hash(exponential<float>(1e36)) == 0xacd3d82dd04e8f6u);
    CHECK(hash(pareto<float>(0.7, 1.16)) == 0x886210d2f81a52e8u);
    CHECK(hash(gamma<float>(0.05, 7)) == 0x47b616819c8a5ac3u);
    CHECK(hash(beta<float>(0.01, 0.02)) == 0x94d20298a0d61bfdu);
}

TEST_CASE("golden/fields_numbers: clamped") {
    CHECK(hash(uniform_real(0, 1).clamped(0.1, 0.7)) == 0xf115af67eb19fd8fu);
    CHECK(hash(normal(0, 1).clamped(-1, 2.5)) == 0x4f07f5e5fed9e7fdu);
    CHECK(hash(lognormal<float>(0, 30).clamped(0, 1)) == 0xa16892a23bb8e6c9u);
    CHECK(hash(exponential(0.3).clamped(1, 2)) == 0x2ecd9aac720bf4adu);
    CHECK(hash(pareto(1, 1).clamped(2, 1e6)) == 0xb442f6e83dfd8653u);
    CHECK(hash(gamma(2, 1).clamped(1, 3)) == 0x973cf8db9eca672u);
    CHECK(hash(beta<float>(2, 5).clamped(0.1f, 0.4f)) == 0x99997e34b04523abu);
}
