// SPDX-License-Identifier: Apache-2.0
#include <spate/field/prose.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/utf8.hpp>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

std::set<std::string> all_words(std::initializer_list<const char*> lists) {
    std::set<std::string> all;
    for (const char* const list : lists) {
        std::istringstream from{list};
        for (std::string word; from >> word;) all.insert(word);
    }
    return all;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = detail::utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace

TEST_CASE("field/prose: the lists have words of every length, none twice, none too long") {
    const auto english = all_words({detail::prose_words}), others = all_words({detail::prose_words_of_scripts});
    CHECK(english.size() > 600);
    std::size_t lengths[13] = {};
    for (const std::string& word : english) {
        REQUIRE(word.size() <= detail::prose_vocabulary::longest);
        REQUIRE(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos);
        ++lengths[word.size()];
    }
    for (std::size_t length = 1; length <= 12; ++length) CHECK(lengths[length] > 0);
    std::istringstream from{detail::prose_words};
    std::size_t count = 0;
    for (std::string word; from >> word;) ++count;
    CHECK(count == english.size());
    CHECK(others.size() > 60);
    for (const std::string& word : others) REQUIRE((word.size() <= 14 && is_utf8(word)));
}

TEST_CASE("field/prose: words of the list with one blank between them, whatever the length") {
    const auto known = all_words({detail::prose_words});
    for (std::size_t bytes = 0; bytes < 300; bytes = bytes < 60 ? bytes + 1 : bytes + 37) {
        CAPTURE(bytes);
        for (const std::string& text : laws::values(prose({.min_bytes = bytes, .max_bytes = bytes == 0 ? 1 : bytes, .unit = prose_unit::words}), 200)) {
            REQUIRE((text.size() == bytes || bytes == 0));
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t end = std::min(text.find(' ', at), text.size());
                REQUIRE(known.contains(text.substr(at, end - at)));
                at = end + 1;
                REQUIRE(at != text.size());
            }
        }
    }
}

TEST_CASE("field/prose: sentences begin with a capital and end with a mark") {
    for (const prose_unit unit : {prose_unit::sentences, prose_unit::paragraphs}) {
        std::size_t lines = 0, questions = 0;
        for (const std::string& text : laws::values(prose({.min_bytes = 2, .max_bytes = 900, .unit = unit}), 500)) {
            REQUIRE(text.back() == '.');
            bool begins = true;
            for (const char letter : text) {
                if (letter == ' ' || letter == '\n') {
                    lines += letter == '\n';
                    REQUIRE((letter == ' ' || begins));
                    continue;
                }
                const bool mark = letter == '.' || letter == '?';
                questions += letter == '?';
                REQUIRE((mark || (letter >= 'A' && letter <= 'Z') == begins));
                begins = mark;
            }
        }
        CHECK(questions > 10);
        CHECK((lines > 100) == (unit == prose_unit::paragraphs));
    }
}

TEST_CASE("field/prose: lengths are uniform between the bounds, or around the average") {
    std::vector<std::uint64_t> counts(41);
    for (const std::string& text : laws::values(prose({.min_bytes = 10, .max_bytes = 50}), 1'000'000)) {
        REQUIRE((text.size() >= 10 && text.size() <= 50));
        ++counts[text.size() - 10];
    }
    CHECK(statistics::chi_square(counts, std::vector<double>(41, 1e6 / 41)) < 4);
    for (const std::size_t average : {10u, 17u, 30u, 49u, 50u}) {
        std::size_t sum = 0;
        for (const std::string& text : laws::values(prose({.min_bytes = 10, .max_bytes = 50, .average_bytes = average}), 100'000)) {
            REQUIRE((text.size() >= 10 && text.size() <= 50));
            sum += text.size();
        }
        CHECK(static_cast<double>(sum) / 1e5 == doctest::Approx(static_cast<double>(average)).epsilon(0.005));
    }
}

TEST_CASE("field/prose: other scripts are valid UTF-8 of the same lengths, and are not called plain") {
    std::size_t beyond = 0;
    for (const std::string& text : laws::values(prose({.min_bytes = 0, .max_bytes = 300, .unit = prose_unit::paragraphs, .utf8 = true}), 2000)) {
        REQUIRE(text.size() <= 300);
        REQUIRE(is_utf8(text));
        for (const char letter : text) beyond += static_cast<unsigned char>(letter) >= 0x80;
    }
    CHECK(beyond > 50'000);
    column out;
    prose({.utf8 = true}).fill({laws::some_key, 0, 1}, out);
    CHECK_FALSE(out.plain());
    prose({.unit = prose_unit::paragraphs}).fill({laws::some_key, 0, 1}, out);
    CHECK_FALSE(out.plain());
    prose().fill({laws::some_key, 0, 100}, out);
    REQUIRE(out.plain());
    for (std::size_t row = 0; row < 100; ++row) CHECK(detail::is_plain(out.text(row)));
}

TEST_CASE("field/prose: frequent words are frequent") {
    std::size_t the = 0, all = 0;
    for (const std::string& text : laws::values(prose({.min_bytes = 200, .max_bytes = 200, .unit = prose_unit::words}), 1000)) {
        std::istringstream words{text};
        for (std::string word; words >> word; ++all) the += word == "the";
    }
    CHECK(the > all / 25);
    CHECK(the < all / 12);
}

TEST_CASE("field/prose: any partition of rows") {
    laws::check_partition(prose({.max_bytes = 60}));
    laws::check_partition(prose({.min_bytes = 30, .max_bytes = 31, .unit = prose_unit::words, .utf8 = true}));
}

TEST_CASE("field/prose: texts longer than what is drawn at once, whole and in rows alone") {
    const auto of = prose({.min_bytes = 60000, .max_bytes = 65000, .unit = prose_unit::paragraphs});
    const std::vector<std::string> texts = laws::values(of, 3);
    CHECK(texts[2] == laws::values(of, 1, 2)[0]);
    CHECK(texts[2].size() >= 60000);
    CHECK(laws::values(of, 1, (std::uint64_t{1} << 48) - 1)[0].size() >= 60000);
}

TEST_CASE("field/prose: refusals") {
    statistics::check_refused([] { return prose({.max_bytes = 0}); }, "max_bytes");
    statistics::check_refused([] { return prose({.max_bytes = 65001}); }, "max_bytes");
    statistics::check_refused([] { return prose({.min_bytes = 9, .max_bytes = 8}); }, "min_bytes");
    statistics::check_refused([] { return prose({.min_bytes = 5, .max_bytes = 8, .average_bytes = 4}); }, "average_bytes");
    statistics::check_refused([] { return prose({.min_bytes = 5, .max_bytes = 8, .average_bytes = 9}); }, "average_bytes");
}
