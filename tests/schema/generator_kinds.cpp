// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/generator_kinds.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/schema/specification.hpp>
#include <spate/schema/yaml.hpp>

#include "../field/laws.hpp"

using namespace spate;

namespace {

// What is required of a kind, in the form of a map's members.
const std::map<std::string_view, std::string_view> required{{"permutation", "count: 1000"},
                                                            {"zipf", "count: 1000"},
                                                            {"hot_keys", "count: 1000"},
                                                            {"gamma", "shape: 2"},
                                                            {"beta", "a: 2, b: 3"},
                                                            {"pareto", "shape: 2"},
                                                            {"decimal", "min: \"0.99\", max: \"9.99\""},
                                                            {"choice", "values: [a, b, c]"},
                                                            {"letters", "length: 5"},
                                                            {"pattern", "pattern: \"[a-z]{3}\""},
                                                            {"uuid7", "start_milliseconds: 1785542400000"},
                                                            {"timestamp", "start: \"2026-01-01T00:00:00Z\", step: 1s"},
                                                            {"date", "from: \"2026-01-01\", to: \"2026-12-31\""},
                                                            {"list", "of: {type: city}, max_length: 3"},
                                                            {"vector", "elements: 16"},
                                                            {"sparse_vector", "dimension: 1000"},
                                                            {"json", "fields: [{name: x, type: sequence}]"},
                                                            {"object", "fields: [{name: x, type: sequence}]"},
                                                            {"distinct", "of: {type: uuid4}, count: 10"},
                                                            {"fitted", "of: {type: normal}, to: int8"},
                                                            {"growing", "of: {type: uuid4}, share: 0.01"},
                                                            {"template", "text: \"{b}!\""},
                                                            {"expression", "value: \"if(b, 1, 2) / 3\""},
                                                            {"foreign_key", "table: customers, field: id"},
                                                            {"depends_on", "field: b, cases: {\"true\": {type: city}}, otherwise: {type: country}"}};

runtime_schema table_of(const std::string& rest) { return make_schema(parse_yaml("fields:\n- {name: a, " + rest + "}\n")); }

column filled(const std::string& rest, std::size_t rows = 2000) {
    batch out;
    table_of(rest).fill(0, rows, out);
    return std::move(out.columns[0]);
}
template <class Number>
std::vector<Number> numbers(const std::string& rest, std::size_t rows = 2000) {
    const column made = filled(rest, rows);
    const auto* const values = made.values<Number>();
    return {values, values + rows};
}
data_type type_of(const std::string& rest) { return table_of(rest).type()[0].type; }

std::string refused(const std::string& rest) {
    try {
        (void)table_of(rest);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

// Headers of field/ that make columns, and what specifications call them; the others are what generators are made of.
const std::map<std::string, std::vector<std::string_view>> generators_of{
    {"beta", {"beta"}},
    {"boolean", {"boolean"}},
    {"cardinality", {"distinct"}},
    {"choice", {"choice"}},
    {"commerce", {"product_name", "brand_name", "company_name"}},
    {"date", {"date"}},
    {"decimal", {"decimal"}},
    {"depends_on", {"depends_on"}},
    {"derived", {"expression", "template"}},
    {"exponential", {"exponential"}},
    {"fitted", {"fitted"}},
    {"foreign_key", {"foreign_key"}},
    {"gamma", {"gamma"}},
    {"growing", {"growing"}},
    {"hot_keys", {"hot_keys"}},
    {"integer", {"integer"}},
    {"internet", {"user_name", "domain_name", "email", "url", "ipv4", "ipv6", "user_agent"}},
    {"json", {"json"}},
    {"key_text", {"key_text"}},
    {"letters", {"letters"}},
    {"list", {"list"}},
    {"lognormal", {"lognormal"}},
    {"normal", {"normal"}},
    {"pareto", {"pareto"}},
    {"pattern", {"pattern"}},
    {"permuted", {"permutation"}},
    {"person", {"first_name", "last_name", "full_name"}},
    {"place", {"street_address", "city", "country", "country_code", "postcode", "phone_number"}},
    {"prose", {"text"}},
    {"real", {"uniform"}},
    {"sequence", {"sequence"}},
    {"sparse_vector", {"sparse_vector"}},
    {"structure", {"object"}},
    {"timestamp", {"timestamp"}},
    {"uuid", {"uuid4", "uuid7"}},
    {"vector", {"vector"}},
    {"wall_clock", {"wall_clock"}},
    {"zipf_int", {"zipf"}}};
const std::set<std::string> no_generators{"column_appender", "take_rows", "column",     "duration",      "erased", "field",      "half", "json_value",
                                          "members",         "named",     "point_rule", "referred_rows", "type",   "value_text", "words"};
// What every generator takes.
const std::map<std::string, std::string_view> of_all{{"nullable", "nulls"}, {"with_default", "default"}};

}  // namespace

TEST_CASE("schema/generator_kinds: knows the generators of every header of field/") {
    std::set<std::string_view> names, common;
    for (const generator_kind& kind : generator_kinds()) names.insert(kind.name);
    for (const parameter& one : common_parameters()) common.insert(one.name);
    std::size_t headers = 0;
    for (const auto& file : std::filesystem::directory_iterator{std::filesystem::path{SPATE_SOURCE_DIR} / "include/spate/field"}) {
        if (file.path().extension() != ".hpp") continue;
        const std::string stem = file.path().stem().string();
        CAPTURE(stem);
        ++headers;
        if (no_generators.contains(stem)) continue;
        if (const auto found = of_all.find(stem); found != of_all.end()) {
            CHECK(common.contains(found->second));
            continue;
        }
        const auto found = generators_of.find(stem);
        CHECK_MESSAGE(found != generators_of.end(), "no generator of this header can be named in a specification");
        if (found == generators_of.end()) continue;
        for (const std::string_view name : found->second) CHECK_MESSAGE(names.contains(name), name);
    }
    CHECK(headers > 40);
}

TEST_CASE("schema/generator_kinds: names are all different, of generators and of what they take, and everything is explained") {
    std::set<std::string_view> names;
    for (const generator_kind& kind : generator_kinds()) {
        CAPTURE(kind.name);
        CHECK(names.insert(kind.name).second);
        CHECK_FALSE(kind.about.empty());
        std::set<std::string_view> parameters{"name", "type", "about"};
        for (const parameter& one : common_parameters()) parameters.insert(one.name);
        for (const parameter& one : kind.parameters) {
            CAPTURE(one.name);
            CHECK(parameters.insert(one.name).second);
            CHECK_FALSE(one.about.empty());
            CHECK((one.kind == parameter_kind::one_of) == !one.names.empty());
        }
    }
}

TEST_CASE("schema/generator_kinds: every generator is made from what it requires, fills rows, and is the same for any partition of them") {
    for (const generator_kind& kind : generator_kinds()) {
        if (kind.name == "wall_clock") continue;
        const auto found = required.find(kind.name);
        const std::string text =
            "tables: {customers: {rows: 5000, fields: [{name: id, type: uuid4}]}}\nfields:\n- {name: b, type: boolean}\n- {name: a, type: " +
            std::string{kind.name} + (found == required.end() ? "" : ", " + std::string{found->second}) + "}\n";
        CAPTURE(text);
        const runtime_schema table = make_schema(parse_yaml(text));
        batch whole, part;
        table.fill(1000, 700, whole);
        REQUIRE(whole.columns[1].size() == 700);
        for (const auto& [first, count] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 255}, {256, 300}, {556, 144}}) {
            table.fill(1000 + first, count, part);
            for (std::size_t i = 0; i < count; ++i) REQUIRE(laws::same_value(table.type()[1].type, part.columns[1], i, whole.columns[1], first + i));
        }
    }
}

TEST_CASE("schema/generator_kinds: what is required is refused where it is missing") {
    for (const generator_kind& kind : generator_kinds())
        for (const parameter& one : kind.parameters)
            if (one.required) {
                CAPTURE(kind.name);
                CHECK_THROWS_AS((void)make_schema(parse_yaml("fields:\n- {name: a, type: " + std::string{kind.name} + "}\n")), specification_error);
            }
}

TEST_CASE("schema/generator_kinds: integers of every type, with bounds that its values have") {
    CHECK(numbers<std::int8_t>("type: integer, integer: int8, min: -128, max: -128") == std::vector<std::int8_t>(2000, -128));
    CHECK(numbers<std::uint64_t>("type: integer, integer: uint64, min: 18446744073709551614", 50)[7] >= 18446744073709551614u);
    CHECK(refused("type: integer, integer: uint64, min: 18446744073709551616").find("min: 18446744073709551616 does not fit into the type") !=
          std::string::npos);
    CHECK(refused("type: integer, min: 9223372036854775808").find("min: 9223372036854775808 does not fit into the type") != std::string::npos);
    CHECK(refused("type: integer, min: 1.5").find("min: 1.5 is a number; give a whole number") != std::string::npos);
    CHECK(refused("type: integer, integer: uint8, min: -1").find("give 0 to 255") != std::string::npos);
    CHECK(type_of("type: choice, values: [1, 2], integer: uint8").id == type_id::uint8);
    CHECK(type_of("type: choice, values: [1, 2]").id == type_id::int64);
    CHECK(type_of("type: choice, values: [1, 2], float: float32").id == type_id::float32);
    CHECK(type_of("type: choice, values: [1, 2.5]").id == type_id::float64);
    CHECK(numbers<std::uint64_t>("type: choice, values: [18446744073709551615], integer: uint64", 1)[0] == 18446744073709551615u);
    CHECK(refused("type: choice, values: [1, 300], integer: uint8").find("values: 300 does not fit into the type") != std::string::npos);
    CHECK(refused("type: choice, values: [1, a], integer: uint8").find("is asked of values that are not all numbers") != std::string::npos);
    CHECK(refused("type: choice, values: [1], integer: int8, float: float32").find("is given besides integer") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: distributions keep their bounds, in floats, doubles and decimals") {
    for (const std::string of : {"normal", "lognormal", "exponential", "gamma, shape: 2", "beta, a: 2, b: 2", "pareto, shape: 2"}) {
        CAPTURE(of);
        const bool to_one = of.starts_with("beta");
        const double low = to_one ? 0.25 : 1.25, high = to_one ? 0.5 : 2.5;
        const std::string bounds = ", min: " + std::to_string(low) + ", max: " + std::to_string(high);
        bool right = true, varied = false;
        const auto doubles = numbers<double>("type: " + of + bounds);
        for (const double value : doubles) right &= value >= low && value <= high, varied |= value != doubles[0];
        for (const float value : numbers<float>("type: " + of + bounds + ", float: float32"))
            right &= static_cast<double>(value) >= low && static_cast<double>(value) <= high;
        for (const std::int64_t value : numbers<std::int64_t>("type: " + of + bounds + ", places: 2"))
            right &= static_cast<double>(value) / 100 >= low && static_cast<double>(value) / 100 <= high;
        for (const double value : numbers<double>("type: " + of + ", max: " + std::to_string(high))) right &= value <= high;
        for (const float value : numbers<float>("type: " + of + ", float: float32, min: " + std::to_string(low))) right &= static_cast<double>(value) >= low;
        CHECK(right);
        CHECK(varied);
    }
    CHECK(refused("type: normal, min: 2, max: 1").find("is an empty range") != std::string::npos);
    CHECK(refused("type: normal, float: float32, max: 1.0e+300").find("max: 1.0e+300 does not fit into the type") != std::string::npos);
    CHECK(refused("type: uniform, float: float32, max: 1.0e+300").find("does not fit into the type") != std::string::npos);
    for (const double value : numbers<double>("type: uniform, min: 3, max: 4")) REQUIRE((value >= 3 && value < 4));
}

TEST_CASE("schema/generator_kinds: digits of decimals") {
    CHECK(type_of("type: decimal, min: \"0.99\", max: \"9.99\", digits: 12").digits == 12);
    CHECK(type_of("type: decimal, min: \"0.99\", max: \"9.99\"").digits == 3);
    CHECK(type_of("type: normal, places: 2, digits: 10").digits == 10);
    CHECK(type_of("type: normal, places: 2").digits == 18);
    CHECK(refused("type: decimal, min: \"0.99\", max: \"9.99\", digits: 2").find("digits") != std::string::npos);
    CHECK(refused("type: decimal, min: \"0.99\", max: \"9.99\", digits: 300").find("digits: 300 is not from 1 to 18") != std::string::npos);
    CHECK(refused("type: normal, places: 5, digits: 4").find("digits: 4 is not from places to 18") != std::string::npos);
    CHECK(refused("type: normal, digits: 4").find("digits: 4 is given without places") != std::string::npos);
    CHECK(refused("type: normal, places: 19").find("places: 19 is not from 0 to 18") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: hot keys, as many and as often as they say") {
    std::map<std::int64_t, int> counts;
    for (const std::int64_t value : numbers<std::int64_t>("type: hot_keys, count: 100000, hot: 3, share: 0.5, start: 7")) {
        REQUIRE((value >= 7 && value < 100007));
        ++counts[value];
    }
    int hot = 0, of_hot = 0;
    for (const auto& [value, count] : counts)
        if (count > 100) ++hot, of_hot += count;
    CHECK(hot == 3);
    CHECK(of_hot > 900);
    CHECK(of_hot < 1100);
}
TEST_CASE("schema/generator_kinds: Zipf's law with frequent numbers first, or scattered") {
    const auto most_frequent = [](const std::vector<std::int64_t>& values) {
        std::map<std::int64_t, int> counts;
        for (const std::int64_t value : values) ++counts[value];
        return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
    };
    CHECK(most_frequent(numbers<std::int64_t>("type: zipf, count: 100000, start: 7")) == 7);
    const auto scattered = numbers<std::int64_t>("type: zipf, count: 100000, start: 7, scattered: true");
    CHECK(most_frequent(scattered) != 7);
    for (const std::int64_t value : scattered) REQUIRE((value >= 7 && value < 100007));
}

TEST_CASE("schema/generator_kinds: values of one type as those of another") {
    for (const std::int8_t one : numbers<std::int8_t>("type: fitted, of: {type: normal, deviation: 100}, to: int8, min: -5, max: 2.5"))
        REQUIRE((one >= -5 && one <= 2));
    CHECK(numbers<float>("type: fitted, of: {type: sequence, start: 1}, to: float32", 3) == std::vector<float>{1, 2, 3});
    const column texts = filled("type: fitted, of: {type: sequence, start: 9998}, to: text, max_bytes: 4, nulls: 0.5", 3);
    for (std::size_t row = 0; row < 3; ++row) CHECK((texts.is_null(row) || texts.text(row) == (row < 2 ? std::to_string(9998 + row) : "1000")));
    CHECK(
        filled("type: fitted, of: {type: list, min_length: 3, max_length: 3, of: {type: city}}, to: list, element: text, max_elements: 2", 5).child(0).size() ==
        10);
    // Of a generator that is made from others the type is known late.
    const runtime_schema table =
        make_schema(parse_yaml("fields:\n- {name: a, type: fitted, to: int16, of: {type: expression, value: b * 1000}}\n"
                               "- {name: b, type: sequence, start: 32}\n"));
    batch out;
    table.fill(0, 2, out);
    CHECK(out.columns[0].values<std::int16_t>()[0] == 32000);
    CHECK(out.columns[0].values<std::int16_t>()[1] == 32767);
    const auto is_refused = [](const char* rest, const char* problem) {
        const std::string message = refused(rest);
        return message.find(problem) != std::string::npos && message.find('\n') == std::string::npos;
    };
    CHECK(is_refused("type: fitted, of: {type: city}, to: int8", "cannot be made of text"));
    CHECK(is_refused("type: fitted, of: {type: zity}, to: int8", "zity"));
    CHECK(is_refused("type: fitted, of: {type: city}, to: list", "element"));
    CHECK(is_refused("type: fitted, of: {type: city}, to: text, element: text", "element"));
    CHECK(is_refused("type: fitted, of: {type: sequence}, to: int8, max_bytes: 3", "max_bytes"));
    CHECK(refused("type: fitted, of: {type: template, text: '{b}'}, to: int8}\n- {name: b, type: city")
              .find("field \"a\": fitted: to: int8 cannot be made of text") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: keys, and as many of them as a share of the rows") {
    const auto texts_of = [](const std::string& rest) {
        const column made = filled(rest);
        std::set<std::string_view> all;
        for (std::size_t row = 0; row < 2000; ++row) all.insert(made.text(row));
        CHECK(all.begin()->size() == 6);
        return all.size();
    };
    CHECK(texts_of("type: key_text, prefix: k, length: 6") == 2000);
    CHECK(texts_of("type: key_text, length: 6, alphabet: '0123'") == 2000);
    CHECK(texts_of("type: growing, share: 0.01, of: {type: key_text, length: 6}") == 20);
    CHECK(texts_of("type: growing, share: 0.01, most: 7, of: {type: key_text, length: 6}") == 7);
    CHECK(refused("type: key_text, length: -1").find("length") != std::string::npos);
    CHECK(refused("type: key_text, length: 4294967300").find("length") != std::string::npos);
    CHECK(refused("type: growing, share: 1.5, of: {type: city}").find("share") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: distinct values in order, or not") {
    const auto in_order = numbers<std::int64_t>("type: distinct, of: {type: sequence}, count: 100, in_order: true", 300);
    for (std::size_t i = 0; i < 300; ++i) REQUIRE(in_order[i] == static_cast<std::int64_t>(i % 100));
    const auto other = numbers<std::int64_t>("type: distinct, of: {type: sequence}, count: 100", 100);
    CHECK(other != std::vector<std::int64_t>(in_order.begin(), in_order.begin() + 100));
    CHECK(std::set<std::int64_t>(other.begin(), other.end()).size() == 100);
}

TEST_CASE("schema/generator_kinds: lists of lengths of any distribution") {
    const auto lengths = [](const std::string& rest) {
        const column made = filled("type: list, of: {type: sequence}, " + rest);
        std::map<std::int32_t, int> counts;
        for (std::size_t i = 0; i < made.size(); ++i) ++counts[made.offsets()[i + 1] - made.offsets()[i]];
        return counts;
    };
    CHECK(lengths("max_length: 3").size() == 4);
    CHECK(lengths("min_length: 2, max_length: 3").size() == 2);
    auto by_zipf = lengths("max_length: 20, length: {type: zipf, count: 50, exponent: 2}");
    CHECK(by_zipf.rbegin()->first == 20);
    CHECK(by_zipf.begin()->first == 1);
    CHECK(by_zipf[1] > 1100);
    CHECK(by_zipf[2] > 200);
    auto chosen = lengths("max_length: 9, length: {type: choice, values: [-1, 5], weights: [1, 3], integer: int8}");
    CHECK(chosen.size() == 2);
    CHECK(chosen[0] > 400);
    CHECK(chosen[5] > 1350);
    CHECK(refused("type: list, of: {type: sequence}, max_length: 3, min_length: 1, length: {type: sequence}").find("min_length: 1 is given besides length") !=
          std::string::npos);
    CHECK(refused("type: list, of: {type: sequence}, max_length: 3, length: {type: city}").find("field \"a\", length: gives other values than integers") !=
          std::string::npos);
    CHECK(refused("type: list, of: {type: list, of: {type: sequence}, max_length: 65536}, max_length: 65536").find("too many for a row") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: lists without repeats") {
    for (const char* const lengths : {"min_length: 3", "length: {type: integer, min: 3, max: 3}"}) {
        const std::string list = std::string{"type: list, max_length: 3, of: {type: choice, values: [a, b, c]}, "} + lengths;
        const auto repeats = [](const std::string& rest) {
            const runtime_schema table = table_of(rest);
            batch rows;
            table.fill(0, 2000, rows);
            const column& lists = rows.columns[0];
            std::size_t count = 0;
            for (std::size_t row = 0; row < 2000; ++row)
                count += std::set{lists.child(0).text(3 * row), lists.child(0).text(3 * row + 1), lists.child(0).text(3 * row + 2)}.size() != 3;
            return count;
        };
        CHECK(repeats(list) > 1000);
        CHECK(repeats(list + ", distinct: false") > 1000);
        CHECK(repeats(list + ", distinct: true") == 0);
    }
    CHECK(refused("type: list, max_length: 3, distinct: 1, of: {type: city}").find("distinct: 1 is an integer; give true or false") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: sparse vectors") {
    const column made = filled("type: sparse_vector, dimension: 50, min_entries: 2, max_entries: 5, unit: true, zipf: 1");
    bool right = true;
    for (std::size_t i = 0; i < made.size(); ++i) {
        const std::int32_t from = made.child(0).offsets()[i], to = made.child(0).offsets()[i + 1];
        right &= to - from >= 2 && to - from <= 5;
        for (std::int32_t k = from; k < to; ++k)
            right &= made.child(0).child(0).values<std::uint32_t>()[k] < 50 && made.child(1).child(0).values<float>()[k] <= 1;
    }
    CHECK(right);
    CHECK(filled("type: sparse_vector, dimension: 3").size() == 2000);
    CHECK(refused("type: sparse_vector, dimension: 5, max_entries: 6").find("more than the dimension") != std::string::npos);
    CHECK(refused("type: sparse_vector, dimension: 4294967296").find("dimension: 4294967296 is too large") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: JSON objects and values") {
    CHECK(filled("type: json, fields: [{name: x, type: sequence}, {name: y, type: json, of: {type: list, of: {type: sequence}, min_length: 2, max_length: 2}}]")
              .text(3) == R"({"x":3,"y":[6,7]})");
    CHECK(filled("type: json, fields: [{name: n, type: sequence, nulls: 1}]", 5).text(4) == R"({"n":null})");
    CHECK(refused("type: json, fields: [{name: x, type: sequence}, {name: x, type: city}]").find("\"a.x\" is there twice") != std::string::npos);
    CHECK(refused("type: json").find("are missing, and so is of") != std::string::npos);
    CHECK(refused("type: json, of: {type: city}, fields: [{name: x, type: city}]").find("are given besides of") != std::string::npos);
    CHECK(refused("type: json, fields: [{name: x, type: citty}]").find("did you mean \"city\"?") != std::string::npos);
}

TEST_CASE("schema/generator_kinds: choices of numbers have the type that is asked for") {
    const auto made = [](const std::string& more) {
        const runtime_schema table = make_schema(parse_yaml("fields:\n- {name: a, type: choice, " + more + "}\n"));
        batch rows;
        table.fill(0, 100, rows);
        return std::pair<data_type, column>{table.type()[0].type, std::move(rows.columns[0])};
    };
    const auto [narrow, few] = made("values: [1, 200], integer: uint8");
    CHECK(narrow.id == type_id::uint8);
    for (std::size_t i = 0; i < 100; ++i) CHECK((few.values<std::uint8_t>()[i] == 1 || few.values<std::uint8_t>()[i] == 200));
    CHECK(made("values: [1, 2], float: float32").first.id == type_id::float32);
    CHECK(made("values: [1, 2.5]").first.id == type_id::float64);
    const auto [money, prices] = made("values: [1.5, 20], places: 2");
    CHECK(money.id == type_id::decimal);
    CHECK(money.places == 2);
    for (std::size_t i = 0; i < 100; ++i) CHECK((prices.values<std::int64_t>()[i] == 150 || prices.values<std::int64_t>()[i] == 2000));
    for (const char* wrong : {"values: [1, 256], integer: uint8", "values: [1, 2.5], integer: int32", "values: [a], float: float32", "values: [a], places: 2",
                              "values: [1], integer: int8, places: 1"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS((void)made(wrong), specification_error);
    }
}

TEST_CASE("schema/generator_kinds: distributions with bounds never break them") {
    for (const char* type : {"normal, mean: 10, deviation: 5", "lognormal, log_mean: 2, log_deviation: 1", "exponential, rate: 0.1"}) {
        CAPTURE(type);
        const std::string field = "fields:\n- {name: a, type: " + std::string{type};
        batch rows;
        make_schema(parse_yaml(field + ", min: 8.25, max: 11.5}\n")).fill(0, 1000, rows);
        for (std::size_t i = 0; i < 1000; ++i) REQUIRE((rows.columns[0].values<double>()[i] >= 8.25 && rows.columns[0].values<double>()[i] <= 11.5));
        make_schema(parse_yaml(field + ", min: 8.25, max: 11.5, places: 2}\n")).fill(0, 1000, rows);
        for (std::size_t i = 0; i < 1000; ++i) REQUIRE((rows.columns[0].values<std::int64_t>()[i] >= 825 && rows.columns[0].values<std::int64_t>()[i] <= 1150));
        CHECK_THROWS_AS((void)make_schema(parse_yaml(field + ", min: 8, max: 7}\n")), specification_error);
    }
}
