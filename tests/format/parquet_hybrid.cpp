// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/parquet/hybrid.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "../support/random_records.hpp"

using namespace spate;
using namespace spate::detail::parquet_file;

namespace {

// At least `count` numbers; the last group may have more.
std::vector<std::uint32_t> decoded(std::string_view bytes, unsigned bits, std::size_t count) {
    std::vector<std::uint32_t> out;
    std::size_t at = 0;
    while (at < bytes.size()) {
        std::uint64_t head = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes[at++]);
            head |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80) break;
        }
        if ((head & 1) == 0) {
            std::uint32_t number = 0;
            for (unsigned i = 0; i < (bits + 7) / 8; ++i) number |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at++])) << 8 * i;
            out.insert(out.end(), head >> 1, number);
        } else {
            for (std::size_t i = 0; i < (head >> 1) * 8; ++i) {
                std::uint32_t number = 0;
                for (unsigned bit = 0; bit < bits; ++bit) {
                    const std::size_t position = i * bits + bit;
                    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + position / 8]) >> position % 8 & 1) << bit;
                }
                out.push_back(number);
            }
            at += (head >> 1) * bits;
        }
    }
    CHECK(at == bytes.size());
    CHECK(out.size() >= count);
    CHECK(out.size() < count + 8);
    for (std::size_t i = count; i < out.size(); ++i) CHECK(out[i] == 0);
    out.resize(count);
    return out;
}

}  // namespace

TEST_CASE("format/parquet_hybrid: the specification's example, 0 to 7 in 3 bits each, and a run") {
    const std::uint32_t numbers[] = {0, 1, 2, 3, 4, 5, 6, 7};
    text_buffer out;
    put_packed(out, numbers, 8, 3);
    put_run(out, 4, 100, 3);
    CHECK(out.text() == std::string_view{"\x03\x88\xc6\xfa\xc8\x01\x04"});
    CHECK(bits_for(0) == 1);
    CHECK(bits_for(1) == 1);
    CHECK(bits_for(7) == 3);
    CHECK(bits_for(8) == 4);
}

TEST_CASE("format/parquet_hybrid: numbers of every width come back") {
    test::random_records random{1};
    for (unsigned bits = 1; bits <= 32; ++bits)
        for (std::size_t turn = 0; turn < 20; ++turn) {
            std::vector<std::uint32_t> numbers;
            const std::size_t count = random.below(300);
            while (numbers.size() < count) {
                const auto number = static_cast<std::uint32_t>(random.one_in(4) ? (std::uint64_t{1} << bits) - 1 : random.below(std::uint64_t{1} << bits));
                numbers.insert(numbers.end(), std::min(count - numbers.size(), random.one_in(3) ? random.below(40) : std::size_t{1}), number);
            }
            text_buffer out;
            put_hybrid(out, numbers.data(), count, bits);
            CHECK(decoded(out.text(), bits, count) == numbers);
        }
}

TEST_CASE("format/parquet_hybrid: levels come back, however they are parted among calls") {
    test::random_records random{2};
    for (const unsigned largest : {1u, 2u, 3u, 7u, 200u})
        for (std::size_t turn = 0; turn < 50; ++turn) {
            level_encoder runs{largest}, single{largest};
            std::vector<std::uint32_t> levels;
            for (std::size_t i = 0, count = random.below(60); i < count; ++i) {
                const auto level = static_cast<unsigned>(random.below(largest + 1));
                const std::size_t length = random.one_in(2) ? 1 : random.below(50);
                runs.add(level, length);
                for (std::size_t k = 0; k < length; ++k) single.add(level, 1);
                levels.insert(levels.end(), length, level);
            }
            text_buffer out, other;
            runs.finish(out);
            single.finish(other);
            CHECK(out.text() == other.text());
            std::uint32_t size;
            std::memcpy(&size, out.text().data(), 4);
            CHECK(size == out.size() - 4);
            CHECK(decoded(out.text().substr(4), bits_for(largest), levels.size()) == levels);
        }
    level_encoder none{0};
    none.add(0, 100);
    text_buffer out;
    none.finish(out);
    CHECK(out.size() == 0);
}

TEST_CASE("format/parquet_hybrid: the levels of vectors are a few bytes a row") {
    level_encoder levels{1};
    for (int row = 0; row < 100; ++row) {
        levels.add(0, 1);
        levels.add(1, 767);
    }
    text_buffer out;
    levels.finish(out);
    CHECK(out.size() <= 4 + 100 * 5);
}
