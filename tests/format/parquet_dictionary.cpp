// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/parquet/dictionary.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

using namespace spate;
using spate::detail::parquet_file::chunk_dictionary;

TEST_CASE("format/parquet_dictionary: numbers in the order of first use, also among thousands, and the page that they stand for") {
    chunk_dictionary texts{0};
    CHECK(texts.number_of("b") == 0);
    CHECK(texts.number_of("") == 1);
    CHECK(texts.number_of("b") == 0);
    CHECK(texts.number_of(std::string_view{"b\0", 2}) == 2);
    CHECK(texts.page() == std::string_view{"\1\0\0\0b\0\0\0\0\2\0\0\0b\0", 15});
    for (int turn = 0; turn < 2; ++turn)
        for (std::uint32_t i = 0; i < 5000; ++i) CHECK(texts.number_of("text number " + std::to_string(i)) == i + 3);
    CHECK(texts[3 + 4999] == "text number 4999");
    texts.clear();
    CHECK(texts.size() == 0);
    CHECK(texts.number_of("text number 7") == 0);

    chunk_dictionary fixed{4};
    CHECK(fixed.number_of("wxyz") == 0);
    CHECK(fixed.number_of("abcd") == 1);
    CHECK(fixed.number_of<4>("abcd") == 1);
    CHECK(fixed.number_of<4>("abcx") == 2);
    CHECK(fixed.page() == "wxyzabcdabcx");
    chunk_dictionary numbers{8};
    for (int turn = 0; turn < 2; ++turn)
        for (std::uint64_t i = 0; i < 5000; ++i) {
            const std::uint64_t value = i * 0x100000001u;
            const auto* const bytes = reinterpret_cast<const char*>(&value);
            CHECK((i % 2 == 0 ? numbers.number_of<8>(bytes) : numbers.number_of({bytes, 8})) == i);
        }
}

TEST_CASE("format/parquet_dictionary: texts of columns' dictionaries, one after the other") {
    constexpr std::string_view given[] = {"Rome", "Oslo"}, others[] = {"Oslo", "Bern"};
    const text_dictionary words{given}, more{others};
    chunk_dictionary of{0};
    CHECK(of.number_of(words, 1) == 0);
    CHECK(of.number_of(words, 0) == 1);
    CHECK(of.number_of(more, 0) == 0);
    CHECK(of.number_of(more, 1) == 2);
    CHECK(of.number_of(words, 0) == 1);
}
