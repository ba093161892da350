// SPDX-License-Identifier: Apache-2.0
#include <spate/field/fitted.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/person.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/vector.hpp>

#include "sample.hpp"

using namespace spate;

namespace {

// The same numbers for every 16 rows.
template <class Number, type_id Id = type_id_of<Number>>
struct given : number_field<Number, Id> {
    std::vector<Number> numbers;
    std::uint8_t places = 0;

    explicit given(std::vector<Number> all, int of_places = 0) : numbers{std::move(all)}, places{static_cast<std::uint8_t>(of_places)} {}
    [[nodiscard]] data_type type() const { return {.id = Id, .digits = 18, .places = places}; }
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<Number>()[i] = numbers[(rows.first + i) % numbers.size()];
    }
};
using decimals = given<std::int64_t, type_id::decimal>;
using halves = given<std::uint16_t, type_id::float16>;

template <class To, class From>
std::vector<To> fit(const std::vector<From>& numbers, const fit_limits& limits = {}) {
    return laws::values(fitted<To>(given<From>{numbers}, limits), numbers.size());
}

template <class Generator>
std::vector<std::string> texts(const Generator& generator, std::size_t count) {
    column filled;
    generator.fill({laws::some_key, 0, count}, filled);
    std::vector<std::string> all;
    for (std::size_t row = 0; row < count; ++row) all.push_back(filled.is_null(row) ? "(null)" : std::string{filled.text(row)});
    return all;
}

const data_type text_type{.id = type_id::text}, json_type{.id = type_id::json};
data_type list_type(type_id id) { return {.id = type_id::list, .children = {{.id = id}}}; }

constexpr double no_number = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("field/fitted: whole numbers are clamped to the type and the limits") {
    CHECK(fit<std::int8_t>(std::vector<std::int64_t>{-1000, -128, 5, 127, 128}) == std::vector<std::int8_t>{-128, -128, 5, 127, 127});
    CHECK(fit<std::int32_t>(std::vector<std::uint64_t>{0, 7, ~std::uint64_t{0}}, {.min = 3, .max = 1000}) == std::vector<std::int32_t>{3, 7, 1000});
    CHECK(fit<std::int64_t>(std::vector<std::uint64_t>{~std::uint64_t{0}}) == std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::max()});
    CHECK(fit<std::uint16_t>(std::vector<std::int32_t>{-5, 70000}) == std::vector<std::uint16_t>{0, 65535});
    CHECK(fit<std::int16_t>(std::vector<std::int16_t>{-5, 3, 90}, {.min = -2.5, .max = 7.5}) == std::vector<std::int16_t>{-2, 3, 7});
    CHECK(fit<std::int64_t>(std::vector<std::int64_t>{0}, {.min = -1e30, .max = 1e30}) == std::vector<std::int64_t>{0});
}

TEST_CASE("field/fitted: reals become the nearest whole number, halves away from zero, and what is no number the least") {
    CHECK(fit<std::int32_t>(
              std::vector<double>{0.5, -0.5, 1.5, 2.5, 2.4999999999999996, -2.5, 0.49999999999999994, 1e300, -1e300, no_number, infinite, -infinite}) ==
          std::vector<std::int32_t>{1, -1, 2, 3, 2, -3, 0, 2147483647, -2147483647 - 1, -2147483647 - 1, 2147483647, -2147483647 - 1});
    CHECK(
        fit<std::int64_t>(std::vector<double>{0x1p63, 0x1.fffffffffffffp62, -0x1p63, 4503599627370495.5, 5e-324}) ==
        std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::max(), 0x7ffffffffffffc00, std::numeric_limits<std::int64_t>::min(), 4503599627370496, 0});
    CHECK(fit<std::int8_t>(std::vector<float>{99.5f, -3.7f, std::numeric_limits<float>::quiet_NaN()}, {.min = 0, .max = 100}) ==
          std::vector<std::int8_t>{100, 0, 0});
    CHECK(laws::values(fitted<std::int8_t>(decimals{{149, 150, -150, -149, 99999}, 2}), 5) == std::vector<std::int8_t>{1, 2, -2, -1, 127});
    CHECK(laws::values(fitted<std::int8_t>(halves{{half_of_float(2.5f), half_of_float(-60000.0f)}}), 2) == std::vector<std::int8_t>{3, -128});
}

TEST_CASE("field/fitted: reals are the nearest within the limits") {
    const std::vector<std::int64_t> wholes{9007199254740993,   9007199254740995,   -9007199254740993, 16777217,
                                           0x7fffffffffffffff, 0x4000004000000001, 0x4000004000000000};
    CHECK(fit<double>(wholes) == std::vector<double>{0x1p53, 0x1p53 + 4, -0x1p53, 16777217.0, 0x1p63, 0x1.000001p62, 0x1.000001p62});
    // Rounded to a double first, the last but one would be halfway between two floats.
    CHECK(fit<float>(wholes) == std::vector<float>{0x1p53f, 0x1p53f, -0x1p53f, 16777216.0f, 0x1p63f, 0x1.000002p62f, 0x1p62f});
    CHECK(fit<float>(std::vector<std::uint64_t>{~std::uint64_t{0}}) == std::vector<float>{0x1p64f});
    std::vector<std::int64_t> units;
    std::vector<double> wanted;
    std::vector<float> wanted_floats;
    for (const char* one : {"0.1", "123.456", "-999999999999.999999", "999999999999.999997", "-0.000001", "0.3", "16777.217001", "0"}) {
        std::string digits = one;
        const std::size_t point = digits.find('.'), places = point == std::string::npos ? 0 : digits.size() - point - 1;
        if (point != std::string::npos) digits.erase(point, 1);
        units.push_back(std::stoll(digits + std::string(6 - places, '0')));
        wanted.push_back(std::strtod(one, nullptr));
        wanted_floats.push_back(std::strtof(one, nullptr));
    }
    CHECK(laws::values(fitted<double>(decimals{units, 6}), units.size()) == wanted);
    CHECK(laws::values(fitted<float>(decimals{units, 6}), units.size()) == wanted_floats);
    // 16777217.0000000001 is above the middle of two floats, the double nearest to it is not.
    CHECK(laws::values(fitted<float>(decimals{{167772170000000001, -167772170000000001, 167772170000000000}, 10}), 3) ==
          std::vector<float>{16777218.0f, -16777218.0f, 16777216.0f});
    CHECK(fit<float>(std::vector<double>{1e300, -1e300, 0.1, 1e-46, infinite}) ==
          std::vector<float>{std::numeric_limits<float>::max(), -std::numeric_limits<float>::max(), 0.1f, 0.0f, std::numeric_limits<float>::infinity()});
    CHECK(std::isnan(fit<float>(std::vector<double>{no_number})[0]));
    CHECK(fit<float>(std::vector<double>{no_number, infinite, 1}, {.max = 5}) == std::vector<float>{-std::numeric_limits<float>::max(), 5, 1});
    CHECK(fit<double>(std::vector<float>{0x1p-149f, -3, 7}, {.min = -1.5}) == std::vector<double>{0x1p-149, -1.5, 7});
    // The float nearest to 0.1 is above it.
    const float below = fit<float>(std::vector<double>{5}, {.max = 0.1})[0];
    CHECK(static_cast<double>(below) < 0.1);
    CHECK(std::nextafter(below, 1.0f) == 0.1f);
    CHECK(std::signbit(fit<double>(std::vector<double>{-0.0}, {.min = 0})[0]) == false);
    CHECK(fit<double>(std::vector<double>{9e18}, {.max = std::int64_t{9007199254740993}}) == std::vector<double>{0x1p53});
}

TEST_CASE("field/fitted: truths, days and times") {
    CHECK(fit<bool>(std::vector<double>{0.0, -0.0, 0.1, no_number, 5e-324}) == std::vector<bool>{false, false, true, true, true});
    CHECK(laws::values(fitted<bool>(decimals{{0, 1}, 2}), 2) == std::vector<bool>{false, true});
    CHECK(laws::values(fitted<std::int8_t>(boolean(1.0)), 2) == std::vector<std::int8_t>{1, 1});
    CHECK(laws::values(fitted<float>(boolean(1.0), {.max = 0.5}), 1) == std::vector<float>{0.5f});
    CHECK(laws::values(fitted<std::int64_t>(dates("1970-01-03", "1970-01-03")), 1) == std::vector<std::int64_t>{2});
    CHECK(laws::values(fitted<std::int64_t>(timestamps({.start = "1970-01-01T00:00:02Z", .step = "1s", .places = 3})), 2) ==
          std::vector<std::int64_t>{2000, 3000});
    CHECK(laws::values(fitted<std::int32_t>(timestamps({.start = "2026-01-01T00:00:00Z", .step = "1s", .places = 3})), 1) ==
          std::vector<std::int32_t>{2147483647});
}

TEST_CASE("field/fitted: texts are the values' own, cut behind a whole character") {
    CHECK(texts(fitted<std::string>(given<double>{{0.1, -5}}), 2) == std::vector<std::string>{"0.1", "-5"});
    CHECK(texts(fitted<std::string>(decimals{{149}, 2}, {.max_bytes = 3}), 1) == std::vector<std::string>{"1.4"});
    CHECK(texts(fitted<std::string>(dates("2026-02-03", "2026-02-03")), 1) == std::vector<std::string>{"2026-02-03"});
    CHECK(texts(fitted<std::string>(uuid4()), 1)[0].size() == 36);
    CHECK(texts(fitted<std::string>(boolean(1.0)), 1) == std::vector<std::string>{"true"});
    for (const char* character : {"a", "é", "€", "\xf0\x9f\x99\x82"}) {
        const std::string one = character;
        for (std::uint32_t most = 1; most < 14; ++most) {
            std::string wanted;
            while (wanted.size() + one.size() <= most && wanted.size() < 3 * one.size()) wanted += one;
            CHECK(texts(fitted<std::string>(text_of(one, 3, 3), {.max_bytes = most}), 2) == std::vector<std::string>{wanted, wanted});
            CHECK(texts(fitted<std::string>(one_of({one + one + one}), {.max_bytes = most}), 2) == std::vector<std::string>{wanted, wanted});
        }
    }
    CHECK(texts(fitted<std::string>(list_of(sequence(), 2, 2), {.max_bytes = 4}), 2) == std::vector<std::string>{"[0,1", "[2,3"});
    CHECK(texts(fitted(structure(field<"a">(sequence(1)), field<"b">(letters(1))), json_type), 1)[0].starts_with("{\"a\":1,\"b\":\""));
    CHECK(texts(fitted(one_of({"say \"hi\""}), json_type), 1) == std::vector<std::string>{"\"say \\\"hi\\\"\""});
    CHECK(fitted(sequence(), json_type).type().id == type_id::json);
}

TEST_CASE("field/fitted: lists are cut, and their elements fitted") {
    const auto wholes = fitted(list_of(given<double>{{1.5, -700, 3}}, 3, 3), list_type(type_id::int8), {.max = 2, .max_elements = 2});
    column filled;
    wholes.fill({laws::some_key, 0, 2}, filled);
    laws::check_column(wholes.type(), filled, 2);
    CHECK(filled.offsets()[2] == 4);
    CHECK(std::vector<int>(filled.child(0).values<std::int8_t>(), filled.child(0).values<std::int8_t>() + 4) == std::vector<int>{2, -128, 2, -128});
    const auto pairs = fitted(raw_vector<float>(3), list_type(type_id::text), {.max_bytes = 2, .max_elements = 2});
    pairs.fill({laws::some_key, 0, 5}, filled);
    laws::check_column(pairs.type(), filled, 5);
    CHECK(filled.child(0).size() == 10);
    CHECK(filled.child(0).text(9).size() <= 2);
}

TEST_CASE("field/fitted: nulls stay nulls") {
    const auto numbers = nullable(uniform_int(0, 1000), 0.3);
    column before, after;
    numbers.fill({laws::some_key, 5, 1000}, before);
    for (const auto& [to, limits] :
         {std::pair{data_type{.id = type_id::int8}, fit_limits{}}, std::pair{data_type{.id = type_id::float32}, fit_limits{.min = 7}},
          std::pair{text_type, fit_limits{.max_bytes = 2}}, std::pair{json_type, fit_limits{}}, std::pair{data_type{.id = type_id::boolean}, fit_limits{}},
          std::pair{data_type{.id = type_id::int32}, fit_limits{.max = 5}}}) {
        const auto fit = fitted(numbers, to, limits);
        CHECK(fit.type().nullable);
        fit.fill({laws::some_key, 5, 1000}, after);
        laws::check_column(fit.type(), after, 1000);
        CHECK(after.nulls() == before.nulls());
        for (std::size_t row = 0; row < 1000; ++row) REQUIRE(after.is_null(row) == before.is_null(row));
    }
    fitted(nullable(one_of({"long", "longer"}), 0.5), text_type, {.max_bytes = 3}).fill({laws::some_key, 0, 100}, after);
    CHECK(after.nulls() > 20);
    fitted(nullable(raw_vector<float>(4), 0.5), list_type(type_id::float64), {.max_elements = 3}).fill({laws::some_key, 0, 100}, after);
    CHECK(after.nulls() > 20);
    laws::check_column({.id = type_id::list, .nullable = true, .children = {{.id = type_id::float64}}}, after, 100);
}

TEST_CASE("field/fitted: what is right already is handed on") {
    const auto city = one_of({"Rome", "Oslo"});
    column plain, fit;
    city.fill({laws::some_key, 0, 100}, plain);
    fitted(city, text_type, {.max_bytes = 4}).fill({laws::some_key, 0, 100}, fit);
    CHECK(fit.dictionary() == plain.dictionary());
    const auto vectors = raw_vector<float>(8);
    CHECK(fitted(vectors, vectors.type()).type() == vectors.type());
    const auto bits = binary_vector(16);
    CHECK(fitted(bits, bits.type()).type() == bits.type());
    const auto list = list_of(uniform_int<std::int32_t>(0, 9), 0, 3);
    const auto same = fitted(list, list.type(), {.max_elements = 3});
    list.fill({laws::some_key, 0, 100}, plain);
    same.fill({laws::some_key, 0, 100}, fit);
    for (std::size_t row = 0; row < 100; ++row) REQUIRE(laws::same_value(list.type(), plain, row, fit, row));
}

TEST_CASE("field/fitted: any partition of rows") {
    laws::check_partition(fitted<std::int16_t>(uniform_real<double>(-1e5, 1e5), {.min = -300}));
    laws::check_partition(fitted<float>(decimal(-99999999, 99999999, 3)));
    laws::check_partition(fitted<bool>(uniform_int(0, 1)));
    laws::check_partition(fitted<std::string>(full_name(), {.max_bytes = 9}));
    laws::check_partition(fitted(nullable(list_of(uniform_real<double>(0, 1), 0, 5), 0.2), list_type(type_id::text), {.max_bytes = 5, .max_elements = 2}));
    laws::check_partition(fitted(structure(field<"a">(sequence(1)), field<"b">(nullable(letters(3), 0.5))), json_type));
}

TEST_CASE("field/fitted: a generator that is made from other fields is fitted once its type is known") {
    auto made = fitted(
        conditional_field<erased_generator>{"flag", {{true, erased_generator{erased_field{sequence(1)}}}}, erased_generator{erased_field{sequence(-500)}}},
        {.id = type_id::int8}, {.min = -100});
    CHECK(made.inputs()[0] == "flag");
    const field_type flag{"flag", {.id = type_id::boolean}};
    made.bind({&flag, 1});
    laws::check_partition(made, {boolean(0.5)});
    auto wrong = fitted(conditional_field<erased_generator>{"flag", {}, erased_generator{erased_field{letters(3)}}}, {.id = type_id::int8});
    statistics::check_refused(
        [&] {
            wrong.bind({&flag, 1});
            return 0;
        },
        "fitted: to");
    laws::check_partition(fitted(erased_generator{erased_field{sequence(1)}}, {.id = type_id::int8}));
}

TEST_CASE("field/fitted: any rows alone") {
    const std::vector<std::uint64_t> rows{9, 1, 200};
    const std::vector<std::int8_t> wanted{9, 1, 127};
    const auto typed = fitted<std::int8_t>(sequence());
    column made;
    typed.fill_scattered(laws::some_key, rows, made);
    for (std::size_t i = 0; i < 3; ++i) CHECK(typed.value(made, i) == wanted[i]);
    column of_erased;
    CHECK(erased_field{fitted(erased_field{sequence()}, {.id = type_id::int8})}.try_fill_scattered(laws::some_key, rows, of_erased));
    for (std::size_t i = 0; i < 3; ++i) CHECK(laws::same_value(typed.type(), made, i, of_erased, i));
    CHECK(!erased_field{fitted(erased_field{letters(3)}, text_type)}.try_fill_scattered(laws::some_key, rows, of_erased));
}

TEST_CASE("field/fitted: what cannot be") {
    const auto refused = [](const auto& generator, data_type to, fit_limits limits, const char* parameter) {
        statistics::check_refused([&] { return fitted(generator, to, limits); }, parameter);
    };
    const data_type whole{.id = type_id::int32}, real{.id = type_id::float32};
    refused(letters(3), whole, {}, "fitted: to");
    refused(letters(3), raw_vector<float>(4).type(), {}, "fitted: to");
    refused(raw_vector<float>(4), raw_vector<float>(5).type(), {}, "fitted: to");
    refused(sequence(), list_type(type_id::int8), {}, "fitted: to");
    refused(list_of(nullable(sequence(), 0.5), 0, 3), list_type(type_id::int8), {}, "fitted: to");
    refused(uuid4(), {.id = type_id::boolean}, {}, "fitted: to");
    refused(sequence(), whole, {.min = 5, .max = 4}, "fitted: limits");
    refused(sequence(), whole, {.min = 2.2, .max = 2.8}, "fitted: limits");
    refused(sequence(), {.id = type_id::int8}, {.min = 500}, "fitted: limits");
    refused(sequence(), real, {.min = 1e300}, "fitted: limits");
    refused(sequence(), real, {.min = 16777217, .max = 16777217}, "fitted: limits");
    refused(sequence(), text_type, {.min = 5}, "fitted: min");
    refused(sequence(), text_type, {.max = 5}, "fitted: max");
    refused(sequence(), whole, {.max_bytes = 5}, "fitted: max_bytes");
    refused(sequence(), text_type, {.max_bytes = 0}, "fitted: max_bytes");
    refused(sequence(), whole, {.max_elements = 5}, "fitted: max_elements");
    statistics::check_refused([] { return number_limit{std::bit_cast<double>(0x7ff8000000000000u)}; }, "fitted: limit");
    try {
        (void)fitted(letters(3), raw_vector<float>(4).type());
        FAIL("made vectors of texts");
    } catch (const config_error& error) {
        CHECK(std::string_view{error.what()}.find("vector of 4 float32") != std::string_view::npos);
        CHECK(std::string_view{error.what()}.find("text") != std::string_view::npos);
    }
}
