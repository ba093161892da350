// SPDX-License-Identifier: Apache-2.0
#if !defined(__clang__)
// g++ 12 takes a member that <regex> has just moved from for unset where sanitizers are on.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <spate/field/pattern.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

std::map<std::string, std::uint64_t> counts_of(const char* text, std::size_t rows = 1'000'000) {
    std::map<std::string, std::uint64_t> counts;
    for (const std::string& one : laws::values(pattern(text), rows)) ++counts[one];
    return counts;
}

void check_equally_likely(const char* text, std::size_t different) {
    CAPTURE(text);
    std::vector<std::uint64_t> counts;
    for (const auto& [one, count] : counts_of(text)) counts.push_back(count);
    REQUIRE(counts.size() == different);
    CHECK(statistics::chi_square(counts, std::vector<double>(different, 1e6 / static_cast<double>(different))) < 4);
}

std::string message(const char* text) {
    try {
        static_cast<void>(pattern(text));
    } catch (const config_error& error) {
        CHECK(error.parameter() == "pattern");
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("field/pattern: texts match the expression that they are made from") {
    for (const char* const text :
         {"SKU-\\d{4}-[A-Z]{2}", "[a-z0-9_]{3,8}", "(a|bc|def)?x", "\\w\\s\\d\\W\\S\\D", "[^a-z]{5}", "[-a][a-][\\d-][\\]\\\\]", "a{0}b{2}", "(ab?){2,3}",
          "\\x41\\x7e", "x(y(z|\\.){0,2}){1,3}", "\\(\\)\\[\\]\\{\\}\\*\\+\\?\\|\\^\\$", "(?:ab|cd)(|e)", "[[]"}) {
        CAPTURE(text);
        const std::regex expected{text};
        for (const std::string& one : laws::values(pattern(text), 2000)) {
            CAPTURE(one);
            REQUIRE(std::regex_match(one, expected));
        }
    }
    for (const std::string& one : laws::values(pattern("."), 5000)) REQUIRE((one.size() == 1 && one[0] >= ' ' && one[0] <= '~'));
}

TEST_CASE("field/pattern: at each choice all are equally likely") {
    check_equally_likely("\\d", 10);
    check_equally_likely("[a-c][x-z]", 9);
    check_equally_likely(".", 95);
    check_equally_likely("\\w", 63);
    check_equally_likely("(a|b|cc|)", 4);
    check_equally_likely("a?b?", 4);
    check_equally_likely("a{2,6}", 5);
    check_equally_likely("(ab){1,3}", 3);
    const auto counts = counts_of("a|[bc]");
    CHECK(static_cast<double>(counts.at("a")) / 1e6 == doctest::Approx(0.5).epsilon(0.01));
    CHECK(static_cast<double>(counts.at("b")) / 1e6 == doctest::Approx(0.25).epsilon(0.01));
}

TEST_CASE("field/pattern: what has no choice is itself") {
    CHECK(laws::values(pattern("caf\xc3\xa9 \xe2\x82\xac{2}"), 3) == std::vector<std::string>(3, "caf\xc3\xa9 \xe2\x82\xac\xe2\x82\xac"));
    CHECK(laws::values(pattern(""), 3) == std::vector<std::string>(3, ""));
    CHECK(laws::values(pattern("a{3}b{0}[c](d){2}\\t<x>"), 1)[0] == "aaacdd\t<x>");
    CHECK(laws::values(pattern("a literal that is longer than what is copied at once, which is 32 bytes"), 1)[0] ==
          "a literal that is longer than what is copied at once, which is 32 bytes");
    CHECK(pattern("SKU-\\d{4}-[A-Z]{2}").max_bytes() == 11);
    CHECK(pattern("(a{3}|b{7}){0,4}").max_bytes() == 28);
}

TEST_CASE("field/pattern: columns are plain where all texts are") {
    column out;
    pattern("SKU-\\d{4}-[A-Z]{2}").fill({laws::some_key, 0, 1}, out);
    CHECK(out.plain());
    pattern("a\"?").fill({laws::some_key, 0, 1}, out);
    CHECK_FALSE(out.plain());
    pattern(".").fill({laws::some_key, 0, 1}, out);
    CHECK_FALSE(out.plain());
}

TEST_CASE("field/pattern: any partition of rows") {
    laws::check_partition(pattern("SKU-\\d{4}-[A-Z]{2}"));
    laws::check_partition(pattern("(\\w{1,9} ){0,5}|x"));
    laws::check_partition(pattern("fixed"));
}

TEST_CASE("field/pattern: texts with more choices than what is drawn at once") {
    const pattern_field of = pattern("\\d{16000}x{0,40000}");
    const std::vector<std::string> texts = laws::values(of, 3);
    CHECK(texts[2] == laws::values(of, 1, 2)[0]);
    CHECK(texts[0].substr(0, 16000).find_first_not_of("0123456789") == std::string::npos);
    CHECK(texts[0].substr(8192, 100) != texts[0].substr(0, 100));
}

TEST_CASE("field/pattern: what is wrong is named with its place") {
    CHECK(message("SKU-[A-Z") == "pattern: SKU-[A-Z has a class that begins at 5 and is not closed; write ] at its end");
    CHECK(message("ab(c|d") == "pattern: ab(c|d has a group that begins at 3 and is not closed; write ) at its end");
    CHECK(message("ab)") == "pattern: ab) closes a group at 3 that was not opened; write \\) for the character");
    CHECK(message("a*") == "pattern: a* repeats without bound at 2; give the most, as in {0,8}");
    for (const char* const text : {"a+",
                                   "a{3,}",
                                   "*",
                                   "a|?",
                                   "{3}",
                                   "a}",
                                   "a]",
                                   "a{3",
                                   "a{",
                                   "a{x}",
                                   "a{5,4}",
                                   "a{2}{3}",
                                   "a??",
                                   "^a",
                                   "a$",
                                   "[]",
                                   "[^ -~]",
                                   "[z-a]",
                                   "[a-\\d]",
                                   "[\xc3\xa9]",
                                   "\\",
                                   "\\q",
                                   "\\1",
                                   "\\x4",
                                   "\\x80",
                                   "\\xg1",
                                   "(?=a)",
                                   "\xff",
                                   "a{65537}",
                                   "a{60000}b{60000}",
                                   "((a{0,999}){0,999}){0,999}",
                                   "\\d{16385}",
                                   "((){60000}){60000}",
                                   "[a",
                                   "[a-",
                                   "[\\",
                                   "(a",
                                   "a{99999999999999}"}) {
        CAPTURE(text);
        CHECK_FALSE(message(text).empty());
    }
    CHECK_FALSE(message(std::string(70000, 'a').c_str()).empty());
    CHECK_FALSE(message((std::string(5000, '(') + std::string(5000, ')')).c_str()).empty());
}
