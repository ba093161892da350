// SPDX-License-Identifier: Apache-2.0
#include <spate/field/list.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/field/cardinality.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/json.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/sparse_vector.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/vector.hpp>
#include <spate/schema/runtime_structure.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/list: element k of row i is the generator's row i * longest + k, and all lengths are as likely") {
    std::int64_t row = 0;
    std::array<int, 5> lengths{};
    bool right = true;
    for (const std::vector<std::int64_t>& list : laws::values(list_of(sequence(), 1, 4), 100'000)) {
        REQUIRE((!list.empty() && list.size() <= 4));
        ++lengths[list.size()];
        for (std::size_t k = 0; k < list.size(); ++k) right &= list[k] == row * 4 + static_cast<std::int64_t>(k);
        ++row;
    }
    CHECK(right);
    double chi_square = 0;
    for (std::size_t length = 1; length <= 4; ++length) chi_square += (lengths[length] - 25000.0) * (lengths[length] - 25000.0) / 25000;
    CHECK(chi_square < 16.3);
}

TEST_CASE("field/list: every partition of rows gives the same lists, of elements of any layout") {
    laws::check_partition(list_of(samples::below_of(1000), 0, 3));
    laws::check_partition(list_of(samples::coin{}, 0, 3));
    laws::check_partition(list_of(samples::letters{}, 0, 3));
    laws::check_partition(list_of(samples::city{}, 2, 2));
    laws::check_partition(list_of(samples::sixteen{}, 0, 2));
    laws::check_partition(list_of(nullable(samples::letters{}, 0.4), 0, 3));
    laws::check_partition(list_of(list_of(samples::letters{}, 0, 2), 0, 3));
    laws::check_partition(nullable(list_of(sequence(), 0, 0), 0.5));
    laws::check_partition(list_of(samples::letters{}, samples::below_of(4), 65));
    laws::check_partition(list_of(list_of(samples::coin{}, samples::below_of(3), 70), samples::below_of(3), 1000));
}

TEST_CASE("field/list: long lists have the same elements as short ones, which are made in another way") {
    column filled;
    const auto lists = list_of(sequence(), sequence(60), 70);
    lists.fill({{}, 2, 20}, filled);
    for (std::size_t row = 0; row < 20; ++row) {
        const auto list = lists.value(filled, row);
        REQUIRE(list.size() == std::min<std::size_t>(62 + row, 70));
        for (std::size_t k = 0; k < list.size(); ++k) REQUIRE(list[k] == static_cast<std::int64_t>((2 + row) * 70 + k));
    }
    // Were all elements made, this would need 4 GB.
    const auto few = list_of(sequence(), samples::below_of(2), 65536);
    few.fill({laws::some_key, 0, 8192}, filled);
    CHECK(filled.child(0).size() > 3500);
    CHECK(filled.child(0).size() < 4700);
}

TEST_CASE("field/list: a row has at most 2^24 values, however deep") {
    CHECK_NOTHROW((void)list_of(list_of(sequence(), 0, 256), 0, 65536));
    CHECK_THROWS_WITH_AS((void)list_of(list_of(sequence(), 0, 257), 0, 65536),
                         "list_of: longest: 65536 elements of up to 257 values each are too many for a row; give shorter lists: a row has at most 2^24 values",
                         config_error);
    CHECK_THROWS_AS((void)list_of(unit_vector<float>(768), 0, 21846), config_error);
    CHECK_NOTHROW((void)list_of(unit_vector<float>(768), 0, 21845));
    const auto most = list_of(sequence(), 0, 65536);
    CHECK_THROWS_AS((void)list_of(nullable(most, 0.5), 0, 257), config_error);
    CHECK_THROWS_AS((void)list_of(structure(field<"a">(sequence()), field<"b">(most)), 0, 256), config_error);
    CHECK_THROWS_AS((void)list_of(json_of(most), 0, 257), config_error);
    CHECK_THROWS_AS((void)list_of(distinct(5, most), 0, 257), config_error);
    CHECK_THROWS_AS((void)list_of(erased_generator{erased_field{most}}, 0, 257), config_error);
    CHECK_THROWS_AS((void)list_of(sparse_vector(10'000, {.entries = {0, 8192}}), 0, 1025), config_error);
    CHECK_THROWS_AS((void)list_of(runtime_structure{{{"a", most}}}, 0, 257), config_error);
}

TEST_CASE("field/list: lengths from a generator are kept within bounds") {
    const auto lists = laws::values(list_of(sequence(), sequence(-2), 3), 8);
    std::vector<std::size_t> lengths;
    for (const auto& list : lists) lengths.push_back(list.size());
    CHECK(lengths == std::vector<std::size_t>{0, 0, 0, 1, 2, 3, 3, 3});
    laws::check_partition(list_of(samples::letters{}, samples::below_of(5), 4));
}

namespace {

/// A choice among so many numbers, as texts, the first of which is as likely as all others together.
choice_field choice_of(std::size_t count) {
    std::vector<std::string> texts;
    std::vector<ratio> weights;
    for (std::size_t i = 0; i < count; ++i) {
        texts.push_back(std::to_string(i));
        weights.emplace_back(i == 0 ? static_cast<std::int64_t>(count) : 1);
    }
    return one_of(texts, weights);
}

/// Whether no list has a value twice, and all lengths of a range occur but no others.
template <class Lists>
bool are_distinct(const Lists& lists, std::size_t shortest, std::size_t longest) {
    std::set<std::size_t> lengths;
    for (const auto& list : lists) {
        if (std::set(list.begin(), list.end()).size() != list.size()) return false;
        lengths.insert(list.size());
    }
    return *lengths.begin() == shortest && *lengths.rbegin() == longest && lengths.size() == longest - shortest + 1;
}

}  // namespace

TEST_CASE("field/list: distinct lists have no value twice, and the lengths that they have otherwise") {
    constexpr list_options distinct{.distinct = true};
    CHECK_FALSE(are_distinct(laws::values(list_of(choice_of(12), 1, 4), 2000), 1, 4));
    CHECK(are_distinct(laws::values(list_of(choice_of(12), 1, 4, distinct), 2000), 1, 4));
    CHECK(are_distinct(laws::values(list_of(choice_of(4), 4, 4, distinct), 500), 4, 4));
    CHECK(are_distinct(laws::values(list_of(uniform_int<std::int8_t>(1, 100), 0, 70, distinct), 2000), 0, 70));
    CHECK(are_distinct(laws::values(list_of(samples::letters{}, samples::below_of(4), 65, distinct), 500), 0, 3));
    column plain, filled;
    list_of(choice_of(12), 1, 4).fill({laws::some_key, 0, 1000}, plain);
    list_of(choice_of(12), 1, 4, distinct).fill({laws::some_key, 0, 1000}, filled);
    for (std::size_t i = 0; i <= 1000; ++i) REQUIRE(plain.offsets()[i] == filled.offsets()[i]);
}

TEST_CASE("field/list: a distinct list is shorter, and not empty, where the generator has not as many values") {
    for (const auto& list : laws::values(list_of(choice_of(2), 3, 5, {.distinct = true}), 300)) {
        REQUIRE(list.size() == 2);
        CHECK(list[0] != list[1]);
    }
    CHECK(are_distinct(laws::values(list_of(samples::coin{}, 0, 65, {.distinct = true}), 3000), 0, 2));
    for (const auto& list : laws::values(list_of(sequence(7, 0), 1, 64, {.distinct = true}), 100)) CHECK(list == std::vector<std::int64_t>{7});
    column filled;
    list_of(nullable(choice_of(1), 0.5), 2, 2, {.distinct = true}).fill({laws::some_key, 0, 100}, filled);
    for (std::size_t i = 0; i < 200; i += 2) CHECK(filled.child(0).is_null(i) != filled.child(0).is_null(i + 1));
}

TEST_CASE("field/list: every partition of rows gives the same distinct lists, from 2^48 / longest on too") {
    constexpr list_options distinct{.distinct = true};
    laws::check_partition(list_of(choice_of(5), 0, 4, distinct));
    laws::check_partition(list_of(samples::coin{}, 0, 2, distinct));
    laws::check_partition(list_of(nullable(samples::letters{}, 0.4), 0, 3, distinct));
    laws::check_partition(list_of(samples::sixteen{}, 0, 2, distinct));
    laws::check_partition(list_of(uniform_int<std::int8_t>(1, 100), samples::below_of(90), 80, distinct));
    const auto lists = list_of(choice_of(6), 1, 5, distinct);
    const std::uint64_t end = (std::uint64_t{1} << 48) / 5;
    column all, alone;
    lists.fill({laws::some_key, end - 20, 40}, all);
    for (std::size_t i = 0; i < 40; ++i) {
        lists.fill({laws::some_key, end - 20 + i, 1}, alone);
        REQUIRE(lists.value(alone, 0) == lists.value(all, i));
    }
}

TEST_CASE("field/list: what cannot be distinct") {
    constexpr list_options distinct{.distinct = true};
    CHECK_THROWS_WITH_AS((void)list_of(sequence(), 0, 1025, distinct), "list_of: longest: 1025 is too long for a list of distinct values; give at most 1024",
                         config_error);
    CHECK_THROWS_WITH_AS((void)list_of(list_of(sequence(), 0, 2), 0, 2, distinct),
                         "list_of: distinct: true is asked of elements that are lists, vectors or structures, which are not compared; leave it out, or use "
                         "elements that are numbers or texts",
                         config_error);
    CHECK_THROWS_AS((void)list_of(unit_vector<float>(2), 0, 2, distinct), config_error);
}

TEST_CASE("field/list: what makes no sense") {
    CHECK_THROWS_WITH_AS((void)list_of(sequence(), 3, 2), "list_of: length: 3..2 is an empty range; give the smaller number first", config_error);
    CHECK_THROWS_AS((void)list_of(sequence(), 3, 65537), config_error);
}

TEST_CASE("field/list: far rows are no copies of near ones, and are the same however they are parted") {
    const auto check = [](const auto& lists, std::uint64_t longest) {
        const std::uint64_t end = (std::uint64_t{1} << 48) / longest;
        column near, far, all, alone;
        lists.fill({laws::some_key, 0, 4}, near);
        for (const std::uint64_t first : {end, 2 * end, (std::uint64_t{1} << 45) / longest * longest}) {
            lists.fill({laws::some_key, first, 4}, far);
            for (std::size_t i = 0; i < 4; ++i) CHECK(lists.value(far, i)[0] != lists.value(near, i)[0]);
        }
        lists.fill({laws::some_key, end - 3, 6}, all);
        for (std::size_t i = 0; i < 6; ++i) {
            lists.fill({laws::some_key, end - 3 + i, 1}, alone);
            CHECK(lists.value(alone, 0) == lists.value(all, i));
        }
    };
    check(list_of(uniform_int<std::int64_t>(0, 1'000'000'000), 4, 65536), 65536);
    check(list_of(uniform_int<std::int64_t>(0, 1'000'000'000), 4, 5), 5);
}

TEST_CASE("field/list: more than offsets can tell is an error") {
    column filled;
    CHECK_THROWS_AS(list_of(letters(32768), 64, 64).fill({laws::some_key, 0, 1024}, filled), std::length_error);
}
