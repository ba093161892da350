// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/text_bytes.hpp>

#include <doctest/doctest.h>

#include <zlib.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace spate;

namespace {

std::string text_of(const text_bytes& source, std::uint64_t offset, std::size_t size) {
    std::string text(size, '#');
    source.fill(offset, std::as_writable_bytes(std::span{text}));
    return text;
}

}  // namespace

TEST_CASE("bytes/text_bytes: prose in ASCII, of which every 4 KiB ends a line") {
    const text_bytes source{seed{1}};
    CHECK(source.size() == unlimited);
    const std::string text = text_of(source, 0, 1 << 20);
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '.' || c == '\n'; }));
    for (std::size_t cell = 4096; cell <= text.size(); cell += 4096) REQUIRE(text[cell - 1] == '\n');
    std::size_t words = 0, lines = 0, whole = 0, in_line = 0, longest = 0;
    std::set<std::string> vocabulary;
    std::string word;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= 'A' && c <= 'Z') REQUIRE((i == 0 || text[i - 1] == '\n'));
        if (c == ' ' || c == '.' || c == '\n') {
            if (!word.empty()) ++words, ++in_line, vocabulary.insert(word);
            word.clear();
        } else {
            word += static_cast<char>(c | 0x20);
        }
        if (c == '\n') {
            ++lines;
            if (text[i - 1] == '.') ++whole, longest = std::max(longest, in_line);
            in_line = 0;
        }
    }
    CHECK(longest <= 16);
    CHECK(lines - whole <= 256);  // only the end of a cell cuts a sentence
    CHECK(words > 180'000);
    CHECK(vocabulary.size() > 150);
}

TEST_CASE("bytes/text_bytes: compresses about 3:1 with zlib, and no 4 KiB equals another") {
    const std::string text = text_of(text_bytes{seed{2}}, 0, 1 << 20);
    std::vector<Bytef> room(compressBound(text.size()));
    uLongf size = room.size();
    REQUIRE(compress2(room.data(), &size, reinterpret_cast<const Bytef*>(text.data()), text.size(), 6) == Z_OK);
    const double ratio = static_cast<double>(text.size()) / static_cast<double>(size);
    CHECK(ratio > 2.6);
    CHECK(ratio < 3.8);
    std::set<std::string> cells;
    for (std::size_t at = 0; at < text.size(); at += 4096) CHECK(cells.insert(text.substr(at, 4096)).second);
}

TEST_CASE("bytes/text_bytes: any part is a part of the whole; seeds differ") {
    const text_bytes source{seed{3}};
    const std::string whole = text_of(source, 0, 30'000);
    for (const std::size_t at : {0u, 1u, 4095u, 4096u, 5000u, 12'287u})
        for (const std::size_t size : {1u, 2u, 4095u, 4096u, 4097u, 17'000u}) CHECK(text_of(source, at, size) == whole.substr(at, size));
    CHECK(text_of(source.with_seed(seed{4}), 0, 100) == text_of(text_bytes{seed{4}}, 0, 100));
    CHECK(text_of(source.with_seed(seed{4}), 0, 100) != text_of(source, 0, 100));
    CHECK(source.with_seed(seed{4}).origin() == seed{4});
}
