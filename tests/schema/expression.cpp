// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/expression.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/schema/runtime_schema.hpp>

#include "../field/laws.hpp"

using namespace spate;

namespace {

// The column of an expression over some fields, for 1000 rows, and that it is the same for any partition.
struct computed {
    // Columns refer to the texts of its generators.
    runtime_schema table;
    data_type type;
    batch rows;

    explicit computed(const std::string& text, std::optional<data_type> result = {}, std::size_t count = 1000)
        : table{{{"made", expression{text, result}},
                 {"i", uniform_int<std::int64_t>(-1000, 1000)},
                 {"n", sequence(0)},
                 {"small", uniform_int<std::int8_t>(-5, 5)},
                 {"price", decimal(-99999, 99999, 2)},
                 {"rate", decimal(0, 999, 3)},
                 {"r", uniform_real<double>(-100, 100)},
                 {"f", uniform_real<float>(0, 1)},
                 {"flag", boolean(ratio{1, 2})},
                 {"word", one_of({"red", "green", "blue"})},
                 {"maybe", nullable(uniform_int<std::int64_t>(0, 9), 0.3)},
                 {"maybe_word", nullable(one_of({"x", "y"}), 0.3)},
                 {"a field", sequence(5)},
                 {"day", dates("2026-01-01", "2026-12-31")},
                 {"list", list_of(sequence(), 0, 2)}},
                "t"} {
        type = table.type()[0].type;
        table.fill(0, count, rows);
        batch part;
        for (const auto& [first, size] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 65}, {511, 2}, {600, count - 600}}) {
            table.fill(first, size, part);
            laws::check_column(type, part.columns[0], size);
            for (std::size_t i = 0; i < size; ++i) REQUIRE(laws::same_value(type, part.columns[0], i, rows.columns[0], first + i));
        }
    }
    [[nodiscard]] const column& made() const { return rows.columns[0]; }
    template <class T>
    [[nodiscard]] const T* values(std::size_t i) const {
        return rows.columns[i].values<T>();
    }
};

std::int64_t constant(const std::string& text) { return computed{text}.values<std::int64_t>(0)[7]; }
double real(const std::string& text) {
    const computed made{text};
    CHECK(made.type.id == type_id::float64);
    return made.values<double>(0)[7];
}
bool truth(const std::string& text) {
    const computed made{text};
    CHECK(made.type.id == type_id::boolean);
    return made.made().boolean(7);
}
// What is found wrong once types are known is said of the field.
std::string refused(const std::string& text, std::optional<data_type> result = {}) {
    try {
        (void)computed{text, result};
    } catch (const config_error& error) {
        const std::string message = error.what(), of = "field \"made\": ";
        return message.starts_with(of) ? message.substr(of.size()) : message;
    }
    return "";
}

}  // namespace

TEST_CASE("schema/expression: integers, and which operator comes first") {
    CHECK(constant("1 + 2 * 3 - 4") == 3);
    CHECK(constant("(1 + 2) * -3") == -9);
    CHECK(constant("10 - 4 - 3") == 3);
    CHECK(constant("-7 % 3") == -1);
    CHECK(constant("2 * 7 % 4") == 2);
    CHECK(constant("- -5") == 5);
    CHECK(constant("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK(constant("abs(-3) + min(4, 2, 3) * max(1, 5)") == 13);
    CHECK(truth("1 + 1 == 2 and not 1 > 2 or false"));
    CHECK(truth("true or false and false"));
    CHECK_FALSE(truth("not true or false"));
    CHECK(truth("not 1 == 2"));
    const computed made{"i * i + n - small"};
    CHECK(made.type == data_type{.id = type_id::int64});
    for (std::size_t k = 0; k < 1000; ++k) {
        const std::int64_t i = made.values<std::int64_t>(1)[k];
        REQUIRE(made.values<std::int64_t>(0)[k] == i * i + static_cast<std::int64_t>(k) - made.values<std::int8_t>(3)[k]);
    }
}

TEST_CASE("schema/expression: what does not fit saturates, or is an error where it is seen") {
    constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    CHECK(constant("n + 9223372036854775807") == greatest);
    CHECK(constant("-2 - n - 9223372036854775807") == least);
    CHECK(constant("n * 9223372036854775807 * -1") == least + 1);
    CHECK(constant("-n * 9223372036854775807") == least);
    CHECK(constant("(0 - n) % -1") == 0);
    CHECK(real("1e308 * (n + 100)") == std::numeric_limits<double>::max());
    CHECK(real("-1e308 * (n + 100)") == -std::numeric_limits<double>::max());
    CHECK(real("1e-300 * 1e-10 * r") == 0);
    CHECK(refused("9223372036854775807 + 1") == "value: \"9223372036854775807 + 1\" at column 21: the result does not fit into 64 bits; use smaller numbers");
    CHECK(refused("1e308 * 10.0").find("does not fit") != std::string::npos);
    CHECK(refused("-(-9223372036854775808)") == "value: \"-(-9223372036854775808)\" at column 3: the result does not fit into 64 bits; use smaller numbers");
    for (const std::string text : {"abs(-9223372036854775808)", "round(9.5e18)", "round(-9.5e18)", "round(9.5e17, 2)", "round(-9.5e17, 2)", "floor(1e30)",
                                   "ceil(1e30)", "ceil(-1e30)", "1.0 + 9223372036854775807"}) {
        CAPTURE(text);
        CHECK(refused(text).find("does not fit into 64 bits") != std::string::npos);
    }
    CHECK(refused("1e400").find("is no number of 64 bits; write a smaller one") != std::string::npos);
    CHECK(refused("0.01e309").empty());
    CHECK(refused("1000e-1e").find("is no number; write it like") != std::string::npos);
    for (const std::string text : {"1e-400", "-1e-400", "0.0001e-330", "1000000e-1000000000000000000000", "0e-99999"}) {
        CAPTURE(text);
        CHECK(real(text) == 0);
    }
    CHECK(real("-1e-310 + " + std::string("0.") + std::string(400, '0') + "1") == 0);
    CHECK(refused("9223372036854775808") ==
          "value: \"9223372036854775808\" at column 1: \"9223372036854775808\" is no number of 64 bits; write a smaller one, like 12, 0.25 or 1e6");
    CHECK(refused("i / 0") == "value: \"i / 0\" at column 3: it divides by zero; divide by something else");
    CHECK(refused("i % (1 - 1)").find("divides by zero") != std::string::npos);
}

TEST_CASE("schema/expression: decimals are exact") {
    const computed made{"price * n * (1 - rate)"};
    CHECK(made.type == data_type{.id = type_id::decimal, .digits = 18, .places = 5});
    for (std::size_t k = 0; k < 1000; ++k)
        REQUIRE(made.values<std::int64_t>(0)[k] == made.values<std::int64_t>(4)[k] * static_cast<std::int64_t>(k) * (1000 - made.values<std::int64_t>(5)[k]));
    CHECK(constant("0.1 + 0.25") == 35);
    CHECK(constant("0.1 + 0.2 - 0.3") == 0);
    CHECK(constant("1.5 * 1.5") == 225);
    CHECK(constant("7.5 % 2") == 15);
    CHECK(constant("round(2.345, 2)") == 235);
    CHECK(constant("round(-2.345, 2)") == -235);
    CHECK(constant("round(2.5) + round(-2.5) + round(1.4)") == 1);
    CHECK(constant("floor(-1.5)") == -2);
    CHECK(constant("ceil(-1.5)") == -1);
    CHECK(constant("ceil(1.01)") == 2);
    CHECK(truth("0.1 + 0.2 == 0.3"));
    CHECK(constant("(n + 300000000.0) * 100000000.0") == 999999999999999999);
    CHECK(constant("(n + 300000000.0) * 100000000.0 - 29000000000000000.0") == 100000070000000000);
    CHECK(refused("300000000.0 * 100000000.0") ==
          "value: \"300000000.0 * 100000000.0\" at column 13: the result does not fit into the field; use a smaller number");
    CHECK(truth("1.10 == 1.1 and 1 == 1.0"));
    const computed rounded{"price * 1.19", data_type{.id = type_id::decimal, .digits = 9, .places = 2}};
    CHECK(rounded.type == data_type{.id = type_id::decimal, .digits = 9, .places = 2});
    for (std::size_t k = 0; k < 1000; ++k) {
        const std::int64_t exact = rounded.values<std::int64_t>(4)[k] * 119, size = exact < 0 ? -exact : exact;
        REQUIRE(rounded.values<std::int64_t>(0)[k] == (exact < 0 ? -1 : 1) * ((size + 50) / 100));
    }
    CHECK(refused("price * 0.1234567890 * 0.1234567890").find("the product has 22 places, more than 18; round one of them") != std::string::npos);
}

TEST_CASE("schema/expression: reals are those of IEEE 754, operation by operation") {
    CHECK(real("1 / 3") == 1.0 / 3.0);
    CHECK(real("0.1 / 1 + 0.2 / 1") == 0.30000000000000004);
    CHECK(constant("round(0.125 / 1, 2)") == 13);
    CHECK(constant("round(-7 / 2)") == -4);
    CHECK(constant("floor(-1 / 3)") == -1);
    CHECK(constant("floor(7 / 2) + ceil(7 / 2)") == 7);
    CHECK(constant("floor(-4 / 2)") == -2);
    for (const std::string of : {"floor", "ceil", "round"}) {
        CAPTURE(of);
        CHECK(constant(of + "(1e18 * 1000 * n)") == std::numeric_limits<std::int64_t>::max());
        CHECK(constant(of + "(-1e18 * 1000 * n)") == std::numeric_limits<std::int64_t>::min());
        CHECK(constant(of + "(-9223372036854775808.0 + 0 * r)") == std::numeric_limits<std::int64_t>::min());
        CHECK(constant(of + "(-9223372036854775808.0)") == std::numeric_limits<std::int64_t>::min());
    }
    CHECK(constant("round(4611686018427387904 / 1)") == std::int64_t{1} << 62);
    const computed made{"r * f + price / 7"};
    for (std::size_t k = 0; k < 1000; ++k) {
        volatile double product = made.values<double>(6)[k] * static_cast<double>(made.values<float>(7)[k]);
        volatile double decimal_part = static_cast<double>(made.values<std::int64_t>(4)[k]) / 100.0;
        volatile double quotient = decimal_part / 7.0;
        REQUIRE(made.values<double>(0)[k] == product + quotient);
    }
    const computed none{"r * 0 * -1"};
    for (std::size_t k = 0; k < 1000; ++k) REQUIRE(none.values<std::uint64_t>(0)[k] == 0);
}

TEST_CASE("schema/expression: subnormal floats are what they are, also where the processor reads them as 0") {
    CHECK(detail::widened(1e-40f) == static_cast<double>(1e-40f));
    CHECK(detail::widened(-std::numeric_limits<float>::denorm_min()) == -0x1p-149);
    CHECK(detail::widened(0.1f) == static_cast<double>(0.1f));
    CHECK(std::bit_cast<std::uint64_t>(detail::widened(0.0f)) == 0);
    column from, out;
    from.start({.id = type_id::float32}, 3);
    const std::uint32_t bits[] = {1, 0x80012345, 0x7fffff};
    std::memcpy(from.values<float>(), bits, sizeof bits);
    expression made{"f * 2"};
    const field_type f{"f", {.id = type_id::float32}};
    made.bind({&f, 1});
    const column* const input = &from;
#ifdef __SSE2__
    const unsigned mode = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(mode | 0x8040);  // subnormal operands and results are 0
    made.fill({{}, 0, 3}, {&input, 1}, out);
    __builtin_ia32_ldmxcsr(mode);
#else
    made.fill({{}, 0, 3}, {&input, 1}, out);
#endif
    CHECK(out.values<double>()[0] == 0x1p-148);
    CHECK(out.values<double>()[1] == -0x12345p-148);
    CHECK(out.values<double>()[2] == 0x7fffffp-148);
}

TEST_CASE("schema/expression: conditions, texts and nulls") {
    const computed made{"if(word == \"red\", i, if(flag and word != 'blue', n, -1))"};
    const computed text{"if(flag, word, \"none \"\"at all\"\"\")"};
    const computed null{"maybe + 1"}, both{"maybe + i / n"}, kept{"coalesce(maybe, i, 7)"}, empty{"is_null(maybe)"}, chosen{"if(flag, maybe, i)"},
        made_null{"if(i > 0, null, word)"}, texts{"coalesce(maybe_word, word)"}, compared{"maybe_word < \"y\""};
    CHECK(null.type.nullable);
    CHECK_FALSE(kept.type.nullable);
    CHECK_FALSE(empty.type.nullable);
    CHECK(made_null.type == data_type{.id = type_id::text, .nullable = true});
    std::size_t nulls = 0;
    for (std::size_t k = 0; k < 1000; ++k) {
        const std::int64_t i = made.values<std::int64_t>(1)[k];
        const std::string_view word = made.rows.columns[9].text(k);
        const bool flag = made.rows.columns[8].boolean(k), missing = null.rows.columns[10].is_null(k);
        REQUIRE(made.values<std::int64_t>(0)[k] == (word == "red" ? i : flag && word != "blue" ? static_cast<std::int64_t>(k) : -1));
        REQUIRE(text.made().text(k) == (flag ? word : "none \"at all\""));
        REQUIRE(null.made().is_null(k) == missing);
        if (!missing) REQUIRE(null.values<std::int64_t>(0)[k] == null.values<std::int64_t>(10)[k] + 1);
        REQUIRE(both.made().is_null(k) == (missing || k == 0));
        REQUIRE(kept.values<std::int64_t>(0)[k] == (missing ? i : kept.values<std::int64_t>(10)[k]));
        REQUIRE(empty.made().boolean(k) == missing);
        REQUIRE(chosen.made().is_null(k) == (flag && missing));
        REQUIRE(made_null.made().is_null(k) == (i > 0));
        if (i <= 0) REQUIRE(made_null.made().text(k) == word);
        const bool no_word = texts.rows.columns[11].is_null(k);
        REQUIRE(texts.made().text(k) == (no_word ? word : texts.rows.columns[11].text(k)));
        REQUIRE(compared.made().is_null(k) == no_word);
        if (!no_word) REQUIRE(compared.made().boolean(k) == (texts.rows.columns[11].text(k) == "x"));
        nulls += missing;
    }
    CHECK(nulls > 200);
    CHECK(computed{"`a field` + 1"}.values<std::int64_t>(0)[3] == 9);
}

TEST_CASE("schema/expression: dates") {
    const computed later{"day + small"}, sooner{"small + day"}, days{"day - (day - 7)"}, summer{"day > day - 1"};
    CHECK(later.type.id == type_id::date);
    for (std::size_t k = 0; k < 1000; ++k) {
        REQUIRE(later.values<std::int32_t>(0)[k] == later.values<std::int32_t>(13)[k] + later.values<std::int8_t>(3)[k]);
        REQUIRE(later.values<std::int32_t>(0)[k] == sooner.values<std::int32_t>(0)[k]);
    }
    CHECK(days.values<std::int64_t>(0)[5] == 7);
    CHECK(summer.made().boolean(5));
    CHECK(computed{"day + 4000000"}.values<std::int32_t>(0)[0] == 2932896);
    const runtime_schema late{{{"made", expression{"at + 9000000000"}}, {"at", timestamps("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", 9)}}, "t"};
    batch rows;
    late.fill(0, 1, rows);
    CHECK(rows.columns[0].values<std::int64_t>()[0] == std::numeric_limits<std::int64_t>::max());
    CHECK(refused("day + day") == "value: \"day + day\" at column 5: it adds a date and a date; give a whole number of days");
    CHECK(refused("day * 2").find("it multiplies a date and an integer; use numbers") != std::string::npos);
}

TEST_CASE("schema/expression: the type of the result") {
    const auto as = [](const std::string& text, type_id id) { return computed{text, data_type{.id = id}}; };
    CHECK(as("1000 + n", type_id::int8).values<std::int8_t>(0)[3] == 127);
    CHECK(as("-1000 - n", type_id::uint8).values<std::uint8_t>(0)[3] == 0);
    CHECK(as("70000 + n", type_id::uint16).values<std::uint16_t>(0)[3] == 65535);
    CHECK(as("n / 2", type_id::int32).values<std::int32_t>(0)[3] == 2);
    CHECK(as("1.5", type_id::int64).values<std::int64_t>(0)[3] == 2);
    CHECK(as("n", type_id::float64).values<double>(0)[3] == 3.0);
    CHECK(as("1 / 3", type_id::float32).values<float>(0)[3] == 1.0f / 3.0f);
    CHECK(as("1e300 * n", type_id::float32).values<float>(0)[3] == std::numeric_limits<float>::max());
    CHECK(as("-1e300 * n", type_id::float32).values<float>(0)[3] == -std::numeric_limits<float>::max());
    CHECK(computed{"1e30 * n", data_type{.id = type_id::decimal, .digits = 5, .places = 2}}.values<std::int64_t>(0)[3] == 99999);
    const auto too_large = [](const std::string& text, const data_type& type) {
        return refused(text, type).find("does not fit into the field") != std::string::npos;
    };
    CHECK(refused("300", data_type{.id = type_id::int8}) ==
          "value: \"300\" at column 1: the result does not fit into the field; use a smaller number, or another result");
    for (const type_id id : {type_id::int8, type_id::int16, type_id::int32, type_id::uint8, type_id::uint16, type_id::uint32}) {
        CHECK(too_large("5000000000", {.id = id}));
        CHECK(too_large("-5000000000.4", {.id = id}));
        CHECK_FALSE(too_large("126.7", {.id = id}));
    }
    CHECK(too_large("-1", {.id = type_id::uint64}));
    CHECK_FALSE(too_large("0", {.id = type_id::uint64}));
    CHECK(too_large("3.5e38", {.id = type_id::float32}));
    CHECK(too_large("-3.5e38", {.id = type_id::float32}));
    CHECK_FALSE(too_large("3.4e38", {.id = type_id::float32}));
    CHECK(too_large("999.995", {.id = type_id::decimal, .digits = 5, .places = 2}));
    CHECK_FALSE(too_large("-999.994", {.id = type_id::decimal, .digits = 5, .places = 2}));
    CHECK(refused("1e30", data_type{.id = type_id::int64}).find("does not fit into 64 bits") != std::string::npos);
    CHECK(refused("flag", data_type{.id = type_id::int32}) ==
          "value: \"flag\" at column 1: it gives a boolean, which is not rounded to a number; leave the type of the result out");
}

TEST_CASE("schema/expression: errors have a place and a remedy") {
    CHECK(refused("") == "value: \"\" at column 1: the end of the text is not expected; write a value, like a number or the name of a field");
    CHECK(refused("1 +") == "value: \"1 +\" at column 4: the end of the text is not expected; write a value, like a number or the name of a field");
    CHECK(refused("1 2") == "value: \"1 2\" at column 3: \"2\" is not expected; put an operator before it, like + or *");
    CHECK(refused("(i + 1") == "value: \"(i + 1\" at column 7: the end of the text stands where the parenthesis of column 1 should end; write )");
    CHECK(refused("i = 1") == "value: \"i = 1\" at column 3: \"=\" is not expected; write == to compare");
    CHECK(refused("flag == not flag").find("put it between parentheses: a == (not b)") != std::string::npos);
    CHECK(refused("2 ** 3") == "value: \"2 ** 3\" at column 3: \"**\" is no operator; write a * a for a square, floor(a / b) for whole parts");
    CHECK(refused("7 // 2").find("\"//\" is no operator") != std::string::npos);
    CHECK(refused("\"" + std::string(78, 'x') + "\xc3\xa9\" + 1").starts_with("value: \"\"" + std::string(78, 'x') + "...\" at column"));
    CHECK(refused("\"" + std::string(77, 'x') + "\xc3\xa9\" + 1").starts_with("value: \"\"" + std::string(77, 'x') + "\xc3\xa9...\" at column"));
    CHECK(refused("flag && flag").find("write and, or, not") != std::string::npos);
    CHECK(refused("1 < i < 3").find("compare two values at a time") != std::string::npos);
    CHECK(refused("i +\n  mim(1, 2)") == "value: \"i +\\n  mim(1, 2)\" at line 2, column 3: there is no function \"mim\"; did you mean \"min\"?");
    CHECK(refused("min(1)") == "value: \"min(1)\" at column 1: min is given 1 argument; write min(a, b)");
    CHECK(refused("round(i, n)").find("the places of round are not written as a number from 0 to 18") != std::string::npos);
    CHECK(refused("\"abc") == "value: \"\"abc\" at column 1: what begins here does not end; write \" behind it");
    CHECK(refused("12abc").find("is no number; write it like 12, 0.25 or 1e6") != std::string::npos);
    CHECK(refused("i and flag") == "value: \"i and flag\" at column 1: and and or take booleans, this is an integer; compare it with something");
    CHECK(refused("not i").find("not takes a boolean") != std::string::npos);
    CHECK(refused("word + 1") == "value: \"word + 1\" at column 6: it adds a text and an integer; use numbers");
    CHECK(refused("word == 1").find("it compares a text and an integer; give both one type") != std::string::npos);
    CHECK(refused("if(i, 1, 2)").find("the condition of if is an integer") != std::string::npos);
    CHECK(refused("if(flag, 1, word)").find("if chooses between an integer and a text") != std::string::npos);
    CHECK(refused("if(flag, null, null)").find("both values of if are null") != std::string::npos);
    CHECK(refused("null").find("it is null") != std::string::npos);
    CHECK(refused("flag < flag").find("use ==, !=, and, or") != std::string::npos);
    CHECK(refused("r % 2").find("it takes the remainder of reals") != std::string::npos);
    CHECK(refused("list + 1").find("holds values that expressions cannot use") != std::string::npos);
    CHECK(refused("abs(word)").find("it takes a number, this is a text") != std::string::npos);
    CHECK(refused("i # 1").find("\"#\" is not expected") != std::string::npos);
    CHECK(refused("i \x01").find("a character of code 1 is not expected") != std::string::npos);
    CHECK(refused(std::string(200, '(')).find("nested more than 100 deep") != std::string::npos);
    CHECK(refused(std::string(10001, ' ')).find("more than 10000 bytes") != std::string::npos);
    CHECK(refused("n + prize").find("which is no field; did you mean \"price\"?") != std::string::npos);
    CHECK_THROWS_WITH_AS(expression{"n + prize"}.check_names({"n", "price"}),
                         "value: \"n + prize\" at column 5: there is no field \"prize\"; did you mean \"price\"?", config_error);
}
