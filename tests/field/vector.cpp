// SPDX-License-Identifier: Apache-2.0
#include <spate/field/vector.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "../support/isa.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

template <class A, class B>
double product(const A& a, const B& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(static_cast<float>(a[i])) * static_cast<double>(static_cast<float>(b[i]));
    return sum;
}

// The definition of a component, once more and by itself.
std::int16_t component(const std::uint64_t* row, std::size_t i) {
    std::int16_t numbers[4];
    const auto* const line = reinterpret_cast<const unsigned char*>(row) + i / 32 * 256;
    const std::size_t lane = i % 32 < 16 ? 2 * (i % 16) : 2 * (i % 16) + 1;
    for (std::size_t k = 0; k < 4; ++k) std::memcpy(&numbers[k], line + 64 * k + 2 * lane, 2);
    const auto upper = [](int a, int b) { return a * b >> 16; };
    const int x = (numbers[0] >> 3) + (numbers[1] >> 3) + (numbers[2] >> 3) + (numbers[3] >> 3) + 2;
    const int v = 2 * upper(2 * x, 2 * x);
    const int p = 2 * upper(v, 2 * upper(v, 4 * upper(v, 17876) - 19053) + 13028) - 3091;
    return static_cast<std::int16_t>(x + upper(x, p));
}

}  // namespace

TEST_CASE("field/vector: unit vectors have the length 1") {
    for (const std::uint32_t elements : {2u, 3u, 31u, 32u, 33u, 100u, 768u, 1536u, 8192u}) {
        CAPTURE(elements);
        for (const vector_clusters& clusters : {vector_clusters{}, vector_clusters{.clusters = 7, .spread = 0.3}}) {
            double worst = 0;
            for (const std::vector<float>& one : laws::values(unit_vector<float>(elements, clusters), 200))
                worst = std::max(worst, std::fabs(std::sqrt(product(one, one)) - 1));
            CHECK(worst < 1e-6);
        }
    }
    for (const auto& one : laws::values(unit_vector<float16, 768>(), 100)) CHECK(std::sqrt(product(one, one)) == doctest::Approx(1).epsilon(0.0005));
    for (const auto& one : laws::values(unit_vector<bfloat16, 768>(), 100)) CHECK(std::sqrt(product(one, one)) == doctest::Approx(1).epsilon(0.004));
    for (const auto& one : laws::values(unit_vector<float, 1>(), 1000)) CHECK(std::fabs(one[0]) == doctest::Approx(1).epsilon(1e-6));
}

TEST_CASE("field/vector: components are what they are defined to be, with every instruction set") {
    constexpr std::uint32_t elements = 70, padded = 96;
    std::vector<std::uint64_t> random(20 * padded);
    words(laws::some_key, 1000 * padded, {random.data(), random.size()});
    const auto check = [&] {
        const auto vectors = laws::values(raw_vector<float>(elements), 20, 1000);
        bool equal = true;
        for (std::size_t row = 0; row < 20; ++row)
            for (std::size_t i = 0; i < elements; ++i)
                equal &= vectors[row][i] == static_cast<float>(component(random.data() + row * padded, i)) * (1.0f / 4700.0f);
        CHECK(equal);
        CHECK(vectors[3][5] != vectors[4][5]);
    };
    check();
    const auto best = laws::values(unit_vector<float>(elements, {.clusters = 3, .spread = 0.2}), 50);
    for (const simd::isa which : simd::available_isas()) {
        const test::with_isa chosen{which};
        CAPTURE(simd::name(which));
        check();
        CHECK(laws::values(unit_vector<float>(elements, {.clusters = 3, .spread = 0.2}), 50) == best);
    }
}

TEST_CASE("field/vector: shorter elements are floats or components rounded, and bits their signs, with every instruction set") {
    for (const simd::isa which : simd::available_isas()) {
        const test::with_isa chosen{which};
        CAPTURE(simd::name(which));
        // With many elements a unit vector has some that are subnormal in binary16.
        for (const std::uint32_t elements : {1u, 8u, 31u, 32u, 33u, 104u, 32768u}) {
            CAPTURE(elements);
            const auto floats = laws::values(unit_vector<float>(elements), 3)[2], raw = laws::values(raw_vector<float>(elements), 3)[2];
            const auto halves = laws::values(unit_vector<float16>(elements), 3)[2], raw_halves = laws::values(raw_vector<float16>(elements), 3)[2];
            const auto upper = laws::values(unit_vector<bfloat16>(elements), 3)[2];
            const auto bytes = laws::values(raw_vector<std::int8_t>(elements), 3)[2];
            bool same = true;
            for (std::size_t i = 0; i < elements; ++i) {
                same &=
                    halves[i].bits == half_of_float(floats[i]) && raw_halves[i].bits == half_of_float(raw[i]) && upper[i].bits == bfloat16_of_float(floats[i]);
                same &= bytes[i] == (std::lround(raw[i] * 4700.0f) + 128) >> 8;
            }
            if (elements % 8 == 0) {
                const auto bits = laws::values(binary_vector(elements), 3)[2];
                for (std::size_t i = 0; i < elements; ++i) same &= (bits[i / 8] >> i % 8 & 1) == (raw[i] < 0);
            }
            CHECK(same);
        }
    }
}

TEST_CASE("field/vector: every partition of rows gives the same vectors") {
    laws::check_partition(unit_vector<float>(33));
    laws::check_partition(unit_vector<float16>(5, {.clusters = 4, .spread = 0.5}));
    laws::check_partition(raw_vector<bfloat16>(40));
    laws::check_partition(raw_vector<std::int8_t>(16));
    laws::check_partition(binary_vector(24));
    for (const std::uint64_t clusters : {3u, 400u, 100'000u}) laws::check_partition(unit_vector<float>(40, {.clusters = clusters}));
}

TEST_CASE("field/vector: a million components are normally distributed (Kolmogorov-Smirnov), and so are projections") {
    std::vector<double> components, projections;
    for (const auto& one : laws::values(raw_vector<float>(100), 10'000)) {
        components.insert(components.end(), one.begin(), one.end());
        double sum = 0;
        for (std::size_t i = 0; i < 100; ++i) sum += (i % 3 == 0 ? -1.0 : 1.0) * static_cast<double>(one[i]);
        projections.push_back(sum / 10);
    }
    const auto distance = [](std::vector<double>& of) {
        std::sort(of.begin(), of.end());
        double worst = 0;
        for (std::size_t i = 0; i < of.size(); ++i)
            worst = std::max(worst, std::fabs(0.5 * std::erfc(-of[i] / std::sqrt(2.0)) - (static_cast<double>(i) + 0.5) / static_cast<double>(of.size())));
        return worst * std::sqrt(static_cast<double>(of.size()));
    };
    // One in ten thousand is beyond 2.2; the method itself may add 0.0006.
    CHECK(distance(components) < 2.2);
    CHECK(distance(projections) < 2.2);
    CHECK(components.front() > -5.3);
    CHECK(components.back() < 5.3);
}

TEST_CASE("field/vector: neighbours are those of the same cluster, which is so for each kind of element") {
    const vector_clusters ten{.clusters = 10, .spread = 0.1};
    const auto near_and_far = [](const auto& vectors, const auto& alike) {
        std::size_t near = 0, far = 0, between = 0;
        for (std::size_t i = 0; i < vectors.size(); ++i)
            for (std::size_t k = 0; k < i; ++k) {
                const double cosine = alike(vectors[i], vectors[k]);
                ++(cosine > 0.7 ? near : cosine < 0.4 ? far : between);
            }
        CHECK(between == 0);
        // One pair in ten.
        CHECK(near > 1600);
        CHECK(near < 2500);
        CHECK(far > 15000);
    };
    const auto cosine = [](const auto& a, const auto& b) { return product(a, b) / std::sqrt(product(a, a) * product(b, b)); };
    near_and_far(laws::values(unit_vector<float, 256>(ten), 200), cosine);
    near_and_far(laws::values(raw_vector<std::int8_t, 256>(ten), 200), cosine);
    near_and_far(laws::values(unit_vector<bfloat16, 256>(ten), 200), cosine);
    near_and_far(laws::values(binary_vector(256, ten), 200), [](const auto& a, const auto& b) {
        int differ = 0;
        for (std::size_t i = 0; i < a.size(); ++i) differ += __builtin_popcount(static_cast<unsigned>(a[i] ^ b[i]));
        return 1 - differ / 128.0;
    });
    // The length of noise is as said: vectors of one cluster have a cosine of 1 / (1 + spread^2).
    const auto one = laws::values(unit_vector<float, 2048>({.clusters = 1, .spread = 0.5}), 20);
    CHECK(product(one[0], one[1]) == doctest::Approx(0.8).epsilon(0.05));
}

TEST_CASE("field/vector: as long as vector databases take them") {
    for (const std::vector<float>& one : laws::values(unit_vector<float>(32768), 3)) CHECK(std::fabs(std::sqrt(product(one, one)) - 1) < 1e-6);
    for (const auto& one : laws::values(binary_vector(262144), 3)) {
        int set = 0;
        for (const std::uint8_t byte : one) set += __builtin_popcount(byte);
        CHECK(set == doctest::Approx(131072).epsilon(0.01));
    }
}

TEST_CASE("field/vector: what makes no sense") {
    CHECK_THROWS_WITH_AS((void)unit_vector<float>(0), "vector: elements: 0 is not a number of elements; give a number from 1 to 32768", config_error);
    CHECK_THROWS_AS((void)raw_vector<float>(32769), config_error);
    CHECK_THROWS_AS((void)binary_vector(262152), config_error);
    CHECK_THROWS_AS((void)binary_vector(12), config_error);
    CHECK_THROWS_AS((void)unit_vector<float>(8, {.clusters = 2, .spread = 0.0}), config_error);
    CHECK_THROWS_AS((void)unit_vector<float>(8, {.clusters = 2, .spread = 101.0}), config_error);
    CHECK_THROWS_AS((void)unit_vector<float>(8, {.clusters = std::uint64_t{1} << 49}), config_error);
}
