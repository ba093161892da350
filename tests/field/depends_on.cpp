// SPDX-License-Identifier: Apache-2.0
#include <spate/field/depends_on.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/depends_on: each row is the chosen generator's, whatever else is in the batch") {
    const auto low = samples::below_of(10), high = samples::below_of(10, 100), other = samples::below_of(10, 1000);
    const auto table = schema(field<"price">(depends_on<"city">({{"Rome", low}, {"Oslo", high}}, other)), field<"city">(samples::city{}));
    column alone[3];
    low.fill({table.key<"price">(), 0, 1000}, alone[0]);
    high.fill({table.key<"price">(), 0, 1000}, alone[1]);
    other.fill({table.key<"price">(), 0, 1000}, alone[2]);
    batch rows;
    table.fill(0, 1000, rows);
    for (std::size_t i = 0; i < 1000; ++i) {
        const std::string_view city = rows.columns[1].text(i);
        CHECK(rows.columns[0].values<std::int64_t>()[i] == alone[city == "Rome" ? 0 : city == "Oslo" ? 1 : 2].values<std::int64_t>()[i]);
    }
}

TEST_CASE("field/depends_on: every partition of rows gives the same, also where some cases are rare") {
    auto by_city = depends_on<"city">({{"Rome", samples::letters{}}}, samples::letters{});
    const field_type city{"city", {.id = type_id::text}}, number{"n", {.id = type_id::int64}}, truth{"t", {.id = type_id::boolean}};
    by_city.bind({&city, 1});
    laws::check_partition(by_city, {samples::city{}});
    auto by_number = depends_on<"n">({{0, nullable(samples::letters{}, 0.5)}, {1, nullable(samples::letters{}, 0.1)}}, nullable(samples::letters{}, 0.0));
    by_number.bind({&number, 1});
    laws::check_partition(by_number, {samples::below_of(100)});
    auto by_truth = depends_on<"t">({{true, sequence(0)}}, sequence(0, -1));
    by_truth.bind({&truth, 1});
    laws::check_partition(by_truth, {samples::coin{}});
}

TEST_CASE("field/depends_on: nulls are none of the cases") {
    const auto table = schema(field<"n">(nullable(sequence(0, 0), 0.5)), field<"x">(depends_on<"n">({{0, sequence(5, 0)}}, sequence(9, 0))));
    for (std::uint64_t i = 0; i < 50; ++i) CHECK(table.row(i).get<"x">() == (table.row(i).get<"n">() ? 5 : 9));
}

TEST_CASE("field/depends_on: what makes no sense") {
    const auto seq = sequence();
    CHECK_THROWS_WITH_AS((void)(depends_on<"c">({{"a", seq}, {"a", seq}}, seq)), "depends_on: \"a\" is given twice; give each value once", config_error);
    CHECK_THROWS_WITH_AS((void)schema(field<"c">(seq), field<"x">(depends_on<"c">({{"a", seq}}, seq))), "depends_on: \"a\" is no value of \"c\"; give integers",
                         config_error);
    CHECK_THROWS_AS((void)schema(field<"c">(samples::sixteen{}), field<"x">(depends_on<"c">({{1, seq}}, seq))), config_error);
}

TEST_CASE("field/depends_on: cases are of the other field's type") {
    const auto refused = [](const case_value& when, type_id id) {
        conditional_field<sequence_field> made{"n", {{when, sequence()}}, sequence()};
        const field_type type{"n", {.id = id}};
        try {
            made.bind({&type, 1});
        } catch (const config_error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(refused(true, type_id::int64) == "depends_on: true is no value of \"n\"; give integers");
    CHECK(refused(false, type_id::text) == "depends_on: false is no value of \"n\"; give texts");
    CHECK(refused(1, type_id::boolean) == "depends_on: 1 is no value of \"n\"; give true or false");
    CHECK(refused(true, type_id::boolean).empty());
    CHECK(refused(1, type_id::uint8).empty());
    CHECK(refused("x", type_id::text).empty());
}

TEST_CASE("field/depends_on: integers of 64 bits without a sign are themselves") {
    constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();
    conditional_field<sequence_field> made{
        "n",
        {{-1, sequence(100, 0)}, {greatest, sequence(200, 0)}, {case_value::range(std::uint64_t{1} << 63, greatest - 2), sequence(300, 0)}},
        sequence(400, 0)};
    const field_type type{"n", {.id = type_id::uint64}};
    made.bind({&type, 1});
    column n, out;
    const std::uint64_t given[] = {greatest, greatest - 1, greatest - 2, std::uint64_t{1} << 63, (std::uint64_t{1} << 63) - 1};
    n.start(type.type, 5);
    std::copy_n(given, 5, n.values<std::uint64_t>());
    const column* const input = &n;
    made.fill({{}, 0, 5}, {&input, 1}, out);
    const std::int64_t wanted[] = {200, 400, 300, 300, 400};
    for (std::size_t i = 0; i < 5; ++i) CHECK(out.values<std::int64_t>()[i] == wanted[i]);
    CHECK(case_value{greatest}.shown() == "18446744073709551615");
    for (std::size_t i = 0; i < 5; ++i) CHECK(detail::integer_of(n, i) == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("field/depends_on: ranges of integers") {
    conditional_field<sequence_field> made{"n", {{case_value::range(-2, 3), sequence(100, 0)}, {case_value{5}, sequence(200, 0)}}, sequence(300, 0)};
    const std::vector<field_type> types{{"n", {.id = type_id::int64}}};
    made.bind(types);
    column n, out;
    sequence(-4).fill({{}, 0, 12}, n);
    const column* const input = &n;
    made.fill({{}, 0, 12}, {&input, 1}, out);
    for (std::int64_t i = 0; i < 12; ++i) CHECK(out.values<std::int64_t>()[i] == (i >= 2 && i <= 7 ? 100 : i == 9 ? 200 : 300));
    CHECK_THROWS_WITH_AS((void)case_value::range(3, -2), "depends_on: 3..-2 is an empty range; give the smaller number first", config_error);
    CHECK_THROWS_AS((conditional_field<sequence_field>{"n", {{case_value::range(0, 3), sequence()}, {case_value{3}, sequence()}}, sequence()}), config_error);
}
