// SPDX-License-Identifier: Apache-2.0
#include <spate/field/letters.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "../rng/statistics.hpp"
#include "../support/isa.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

constexpr std::string_view printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

// What the text of a row must be, by the definition: character i is number floor(h n / 2^16) of the alphabet, h the 16-bit part i of the row's words.
std::string by_definition(std::string_view alphabet, std::size_t per_row, std::size_t length, std::uint64_t row) {
    std::vector<std::uint64_t> drawn(per_row);
    words(laws::some_key, row * per_row, {drawn.data(), per_row});
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += alphabet[(drawn[i / 4] >> i % 4 * 16 & 0xffff) * alphabet.size() >> 16];
    return text;
}

}  // namespace

TEST_CASE("field/letters: texts are as defined, on every instruction set, for alphabets of one range, several and many") {
    constexpr std::string_view alphabets[] = {
        "abcdefghijklmnopqrstuvwxyz", "ACGT", "0123456789abcdef", "zyx", "x", printable, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        "aceghjlnprtvxz02468"};
    for (const simd::isa which : simd::available_isas()) {
        const test::with_isa forced{which};
        for (const std::string_view alphabet : alphabets)
            for (const std::size_t length : {1u, 4u, 7u, 24u, 64u}) {
                CAPTURE(simd::name(which));
                CAPTURE(alphabet);
                CAPTURE(length);
                const std::vector<std::string> texts = laws::values(text_of(alphabet, length, length), 700, 5);
                std::size_t differ = 0;
                for (std::size_t i = 0; i < texts.size(); ++i) differ += texts[i] != by_definition(alphabet, (length + 3) / 4, length, 5 + i);
                CHECK(differ == 0);
            }
    }
}

TEST_CASE("field/letters: letters are equally likely at each place") {
    const std::vector<std::string> texts = laws::values(letters(10), 1'000'000);
    std::vector<std::uint64_t> first(26), last(26), all(26);
    for (const std::string& text : texts) {
        ++first[static_cast<std::size_t>(text.front() - 'a')];
        ++last[static_cast<std::size_t>(text.back() - 'a')];
    }
    CHECK(statistics::chi_square(first, std::vector<double>(26, 1e6 / 26)) < 4);
    CHECK(statistics::chi_square(last, std::vector<double>(26, 1e6 / 26)) < 4);
}

TEST_CASE("field/letters: lengths are uniform between the bounds") {
    std::vector<std::uint64_t> counts(8);
    for (const std::string& text : laws::values(text_of("ab", 3, 10), 1'000'000)) {
        REQUIRE(text.size() >= 3);
        REQUIRE(text.size() <= 10);
        ++counts[text.size() - 3];
    }
    CHECK(statistics::chi_square(counts, std::vector<double>(8, 1e6 / 8)) < 4);
    std::size_t empty = 0;
    for (const std::string& text : laws::values(text_of("ab", 0, 3), 1000)) empty += text.empty();
    CHECK(empty > 200);
    CHECK(empty < 300);
}

TEST_CASE("field/letters: characters beyond ASCII stay whole, and are counted as one") {
    std::map<std::string, std::uint64_t> seen;
    for (const std::string& text : laws::values(text_of("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82", 2, 2), 10'000)) {
        std::size_t length = 0;
        for (std::size_t at = 0; at < text.size(); ++length) {
            const std::size_t bytes = detail::utf8_length(text, at);
            REQUIRE(bytes != 0);
            ++seen[text.substr(at, bytes)];
            at += bytes;
        }
        REQUIRE(length == 2);
    }
    CHECK(seen.size() == 4);
    for (const auto& [character, count] : seen) CHECK(count > 4700);
}

TEST_CASE("field/letters: columns are plain where the alphabet is") {
    column out;
    text_of("abc_-", 1, 9).fill({laws::some_key, 0, 10}, out);
    CHECK(out.plain());
    text_of("abc\"", 1, 9).fill({laws::some_key, 0, 10}, out);
    CHECK_FALSE(out.plain());
}

TEST_CASE("field/letters: any partition of rows") {
    laws::check_partition(letters(24));
    laws::check_partition(text_of("ACGT", 0, 50));
    laws::check_partition(text_of("xyz", 3, 3));
    laws::check_partition(text_of("a\xc3\xa9z", 0, 11));
}

TEST_CASE("field/letters: texts longer than what is drawn at once, whole and in rows alone") {
    const letters_field fixed = letters(32768), any = text_of("abcdefgh\xc3\xa9", 8000, 32767);
    const std::vector<std::string> texts = laws::values(fixed, 3), others = laws::values(any, 3);
    CHECK(texts[2] == laws::values(fixed, 1, 2)[0]);
    CHECK(others[2] == laws::values(any, 1, 2)[0]);
    CHECK(texts[2].size() == 32768);
    CHECK(texts[1] == by_definition("abcdefghijklmnopqrstuvwxyz", 8192, 32768, 1));
    CHECK(laws::values(text_of("abcdefghijklmnopqrstuvwxyz", 32767, 32767), 2)[1] == texts[1].substr(0, 32767));
}

TEST_CASE("field/letters: refusals") {
    statistics::check_refused([] { return letters(0); }, "max_length");
    statistics::check_refused([] { return letters(32769); }, "max_length");
    statistics::check_refused([] { return text_of("ab", 5, 4); }, "min_length");
    statistics::check_refused([] { return text_of("", 5, 6); }, "alphabet");
    for (const std::string_view bad : {"ab\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80", "\xe0\x9f\x80", "\xf0\x8f\x80\x80"})
        statistics::check_refused([bad] { return text_of(bad, 5, 6); }, "alphabet");
    std::string many;
    for (int i = 0; i < 257; ++i) many += "\xc3\xa9";
    statistics::check_refused([&] { return text_of(many, 5, 6); }, "alphabet");
}
