// SPDX-License-Identifier: Apache-2.0
#include <spate/field/sparse_vector.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>

#include "laws.hpp"

using namespace spate;

namespace {

// Whether indices are in order, all different and below the dimension, and values above 0 and at most 1.
bool is_valid(const std::vector<sparse_entry>& vector, std::uint32_t dimension, std::size_t min, std::size_t max) {
    bool right = vector.size() >= min && vector.size() <= max;
    for (std::size_t i = 0; i < vector.size(); ++i)
        right &= vector[i].index < dimension && vector[i].value > 0 && vector[i].value <= 1 && (i == 0 || vector[i - 1].index < vector[i].index);
    return right;
}

}  // namespace

TEST_CASE("field/sparse_vector: the column is a structure of two lists") {
    const data_type type = sparse_vector(10, {.entries = {1, 2}}).type();
    CHECK(type.id == type_id::structure);
    CHECK(type.names == std::vector<std::string>{"indices", "values"});
    CHECK(type.children[0] == data_type{.id = type_id::list, .children = {{.id = type_id::uint32}}});
    CHECK(type.children[1] == data_type{.id = type_id::list, .children = {{.id = type_id::float32}}});
}

TEST_CASE("field/sparse_vector: entries are as many as asked for, in order, different and positive, also where hardly any index is left") {
    for (const double zipf : {0.0, 0.5, 1.1, 3.0})
        for (const auto& [dimension, min, max] :
             {std::array<std::uint32_t, 3>{30522, 5, 60}, {4294967295u, 0, 9}, {40, 40, 40}, {41, 30, 41}, {42, 20, 22}, {1, 0, 1}, {3, 1, 3}})
            for (const bool unit : {false, true}) {
                CAPTURE(zipf);
                CAPTURE(dimension);
                const auto vectors = laws::values(sparse_vector(dimension, {.entries = {min, max}, .unit = unit, .zipf = zipf}), 1000);
                bool right = true, has_min = false, has_max = false;
                for (const auto& one : vectors) {
                    right &= is_valid(one, dimension, min, max);
                    has_min |= one.size() == min;
                    has_max |= one.size() == max;
                }
                CHECK(right);
                CHECK(has_min);
                CHECK(has_max);
            }
    CHECK(is_valid(laws::values(sparse_vector(8192, {.entries = {8192, 8192}, .zipf = 2}), 1)[0], 8192, 8192, 8192));
}

TEST_CASE("field/sparse_vector: all lengths, and all indices, are equally likely") {
    std::array<double, 4> lengths{};
    std::array<double, 20> indices{}, of_pairs{};
    double entries = 0, sum = 0;
    for (const auto& one : laws::values(sparse_vector(20, {.entries = {1, 3}}), 60'000)) {
        ++lengths[one.size()];
        entries += static_cast<double>(one.size());
        for (const sparse_entry& entry : one) ++indices[entry.index], sum += static_cast<double>(entry.value);
        if (one.size() == 2) ++of_pairs[one[1].index - one[0].index];
    }
    double chi_square = 0;
    for (std::size_t length = 1; length <= 3; ++length) chi_square += (lengths[length] - 20000) * (lengths[length] - 20000) / 20000;
    CHECK(chi_square < 13.8);  // 2 degrees of freedom, 0.999
    chi_square = 0;
    for (const double count : indices) chi_square += (count - entries / 20) * (count - entries / 20) / (entries / 20);
    CHECK(chi_square < 43.8);  // 19
    // A distance of d has 20 - d of the 190 pairs.
    chi_square = 0;
    for (std::size_t d = 1; d < 20; ++d) {
        const double expected = lengths[2] * static_cast<double>(20 - d) / 190;
        chi_square += (of_pairs[d] - expected) * (of_pairs[d] - expected) / expected;
    }
    CHECK(chi_square < 42.3);  // 18
    // So are those of most of the indices: each of the 20 is the one that is missing.
    std::array<double, 20> missing{};
    for (const auto& one : laws::values(sparse_vector(20, {.entries = {19, 19}}), 20'000)) {
        std::size_t at = 0;
        while (at != one.size() && one[at].index == at) ++at;
        ++missing[at];
    }
    chi_square = 0;
    for (const double count : missing) chi_square += (count - 1000) * (count - 1000) / 1000;
    CHECK(chi_square < 43.8);
    CHECK(sum / entries > 0.497);
    CHECK(sum / entries < 0.503);
}

TEST_CASE("field/sparse_vector: by Zipf's law, single entries follow it, and several prefer the same indices") {
    std::array<double, 10> ones{}, more{};
    for (const auto& one : laws::values(sparse_vector(10, {.entries = {1, 1}, .zipf = 1}), 100'000)) ++ones[one[0].index];
    for (const auto& one : laws::values(sparse_vector(10, {.entries = {4, 4}, .zipf = 1}), 20'000))
        for (const sparse_entry& entry : one) ++more[entry.index];
    double chi_square = 0, harmonic = 0;
    for (int rank = 1; rank <= 10; ++rank) harmonic += 1.0 / rank;
    for (std::size_t i = 0; i < 10; ++i) {
        const double expected = 100'000 / harmonic / static_cast<double>(i + 1);
        chi_square += (ones[i] - expected) * (ones[i] - expected) / expected;
        if (i != 0) CHECK(more[i] < more[i - 1]);
    }
    CHECK(chi_square < 27.9);  // 9
    // Without replacement the first is in about 86 of 100 vectors of four.
    CHECK(more[0] > 20'000 * 0.8);
    CHECK(more[0] < 20'000 * 0.92);
}

TEST_CASE("field/sparse_vector: unit vectors have length 1 within 1e-6") {
    for (const std::uint32_t entries : {1u, 2u, 100u, 8192u})
        for (const auto& one : laws::values(sparse_vector(10'000, {.entries = {entries, entries}, .unit = true}), entries > 1000 ? 3 : 200)) {
            double squares = 0;
            for (const sparse_entry& entry : one) squares += static_cast<double>(entry.value) * static_cast<double>(entry.value);
            CHECK(squares == doctest::Approx(1).epsilon(2e-6));
        }
}

TEST_CASE("field/sparse_vector: every partition of rows gives the same vectors") {
    laws::check_partition(sparse_vector(1000, {.entries = {0, 7}}));
    laws::check_partition(sparse_vector(30522, {.entries = {3, 3}, .unit = true, .zipf = 1.1}));
    laws::check_partition(list_of(nullable(sparse_vector(5, {.entries = {0, 2}}), 0.3), 0, 2));
}

TEST_CASE("field/sparse_vector: what makes no sense") {
    CHECK_THROWS_AS((void)sparse_vector(0, {.entries = {0, 1}}), config_error);
    CHECK_THROWS_WITH_AS((void)sparse_vector(10, {.entries = {3, 2}}), "sparse_vector: entries: 3..2 is an empty range; give the smaller number first",
                         config_error);
    CHECK_THROWS_AS((void)sparse_vector(10, {.entries = {0, 0}}), config_error);
    CHECK_THROWS_WITH_AS((void)sparse_vector(10, {.entries = {1, 11}}),
                         "sparse_vector: entries: 1..11 are more than the dimension, 10; give fewer entries, or a larger dimension", config_error);
    CHECK_THROWS_AS((void)sparse_vector(10'000, {.entries = {1, 8193}}), config_error);
    CHECK_THROWS_AS((void)sparse_vector(10, {.entries = {1, 2}, .zipf = -1}), config_error);
}
