// SPDX-License-Identifier: Apache-2.0
#include <spate/field/choice.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

// How far the counts of a million rows are from the weights, in standard deviations.
template <class Generator>
double deviation(const Generator& of, const std::vector<typename Generator::value_type>& values, const std::vector<double>& weights) {
    constexpr std::size_t rows = 1'000'000;
    double sum = 0;
    for (const double weight : weights) sum += weight;
    std::vector<std::uint64_t> counts(values.size());
    for (const auto& value : laws::values(of, rows)) {
        std::size_t i = 0;
        while (i < values.size() && values[i] != value) ++i;
        REQUIRE(i < values.size());
        ++counts[i];
    }
    std::vector<double> expected;
    for (const double weight : weights) expected.push_back(weight / sum * static_cast<double>(rows));
    return statistics::chi_square(counts, expected);
}

}  // namespace

TEST_CASE("field/choice: texts without weights are equally likely, in a dictionary") {
    const choice_field of = one_of({"Paris", "Rome", "Oslo", "Bern", "Kyiv", "Riga", "Lima"});
    CHECK(deviation(of, {"Paris", "Rome", "Oslo", "Bern", "Kyiv", "Riga", "Lima"}, std::vector<double>(7, 1.0)) < 4);
    column filled;
    of.fill({laws::some_key, 0, 10}, filled);
    REQUIRE(filled.dictionary() == &of.texts());
    CHECK(filled.dictionary()->size() == 7);
}

TEST_CASE("field/choice: weights are kept, as doubles, as ratios and whatever their sum") {
    CHECK(deviation(one_of({"Paris", "Rome"}, {0.7, 0.3}), {"Paris", "Rome"}, {0.7, 0.3}) < 4);
    CHECK(deviation(one_of({"a", "b", "c"}, {ratio{1, 3}, ratio{1, 6}, ratio{1, 2}}), {"a", "b", "c"}, {2, 1, 3}) < 4);
    CHECK(deviation(one_of<std::int32_t>({1, 2, 5, -7}, {1000, 3, 4e5, 17}), {1, 2, 5, -7}, {1000, 3, 4e5, 17}) < 4);
    CHECK(deviation(one_of({0.25, -1.5}, {1e9, 2e9}), {0.25, -1.5}, {1, 2}) < 4);
    std::vector<ratio> weights;
    std::vector<double> expected;
    std::vector<std::uint16_t> numbers;
    for (std::uint16_t i = 0; i < 100; ++i) {
        numbers.push_back(i);
        weights.emplace_back(i * i + 50u, 7u);
        expected.push_back(i * i + 50);
    }
    CHECK(deviation(one_of(numbers, weights), numbers, expected) < 4);
}

TEST_CASE("field/choice: a weight of 0 is never chosen, a tiny one is not lost") {
    for (const std::string& text : laws::values(one_of({"never", "a", "not", "b"}, {0.0, 1.0, 0.0, 3.0}), 100'000)) REQUIRE((text == "a" || text == "b"));
    for (const std::string& text : laws::values(one_of({"never", "always"}, {0, 1}), 10'000)) REQUIRE(text == "always");
    const rng::alias_table tiny{{ratio{1, 0xffffffff}, ratio{0xffffffff, 1}}, "x"};
    CHECK(tiny(0) == 0);
    CHECK(tiny(100) == 1);
    CHECK(tiny(~std::uint64_t{0}) == 1);
}

TEST_CASE("field/choice: tables share words out as a count of all words of a small width would") {
    // Words at the middle of 4,000 equal stretches: exact weights of 1 : 2 : 5 give exact counts, but for one word at each border.
    const rng::alias_table table{{1, 2, 5}, "x"};
    std::size_t counts[3] = {};
    constexpr std::uint64_t stretches = 4000;
    for (std::uint64_t i = 0; i < stretches; ++i) ++counts[table((~std::uint64_t{0} / stretches) * i + (~std::uint64_t{0} / stretches) / 2)];
    CHECK(counts[0] >= 498);
    CHECK(counts[0] <= 502);
    CHECK(counts[1] >= 998);
    CHECK(counts[1] <= 1002);
}

TEST_CASE("field/choice: types of numbers") {
    CHECK(one_of<std::int8_t>({1}).type().id == type_id::int8);
    CHECK(one_of({1, 2}).type().id == type_id::int32);
    CHECK(one_of({1.0f, 2.0f}).type().id == type_id::float32);
    CHECK(one_of(std::vector<std::string>{"x", "y"}, std::vector<ratio>{1, 2}).type().id == type_id::text);
}

TEST_CASE("field/choice: any partition of rows") {
    laws::check_partition(one_of({"Paris", "Rome", ""}));
    laws::check_partition(one_of({"Paris", "Rome"}, {0.7, 0.3}));
    laws::check_partition(one_of<std::int64_t>({1, 2, 5}, {0.2, 0.3, 0.5}));
}

TEST_CASE("field/choice: refusals") {
    statistics::check_refused([] { return one_of(std::vector<std::string>{}); }, "one_of");
    statistics::check_refused([] { return one_of({"a", "b"}, {1.0}); }, "one_of: weights");
    statistics::check_refused([] { return one_of({1, 2}, {0, 0}); }, "one_of: weights");
    statistics::check_refused([] { return one_of({1, 2}, {1.0, -2.0}); }, "ratio");
    statistics::check_refused([] { return one_of({1, 2}, {1.0, statistics::nan}); }, "ratio");
}
