// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_FILL_COLUMNS_HPP
#define SPATE_TELEMETRY_DETAIL_FILL_COLUMNS_HPP

/// Columns from a function of the row: identifiers in hexadecimal, numbers, and texts of a dictionary.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// The 16 hexadecimal digits of a word, the highest first, as eight and eight characters in memory order.
struct hex_digits {
    std::uint64_t high, low;
};

/// Source: digits are spread by masks and shifts over bytes, to each of which '0' is added, and to those above 9 the distance to 'a' too.
[[nodiscard]] constexpr hex_digits hex_of(std::uint64_t word) noexcept {
    const auto half = [](std::uint64_t eight) {
        std::uint64_t x = __builtin_bswap64(eight << 32);
        x = (x | x << 16) & 0x0000ffff0000ffffu;
        x = (x | x << 8) & 0x00ff00ff00ff00ffu;
        x = (x >> 4 & 0x000f000f000f000fu) | (x & 0x000f000f000f000fu) << 8;
        const std::uint64_t letters = (x + 0x0606060606060606u) >> 4 & 0x0101010101010101u;
        return x + 0x3030303030303030u + letters * ('a' - '0' - 10);
    };
    return {half(word >> 32), half(word & 0xffffffffu)};
}

/// Texts of `Words` * 16 hexadecimal digits: word k of row i is word(i, k).
template <std::size_t Words, class Word>
void fill_hex(column& out, std::size_t rows, Word word) {
    constexpr std::size_t size = Words * 16;
    static constexpr data_type text{.id = type_id::text};
    out.start(text, rows, rows * size);
    char* to = out.values<char>();
    std::int32_t* const offsets = out.offsets();
    static_cast<void>(column_offset(rows * size));
    for (std::size_t i = 0; i < rows; ++i) offsets[i + 1] = static_cast<std::int32_t>((i + 1) * size);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t k = 0; k < Words; ++k, to += 16) {
            const hex_digits digits = hex_of(word(i, k));
            std::memcpy(to, &digits, sizeof digits);
        }
    out.set_plain(true);
}

/// Texts of a dictionary, which must live as long as the column is read: row i has the one with the number number(i).
template <class Number>
void fill_words(column& out, const text_dictionary& words, std::size_t rows, const Number& number) {
    out.start(words, rows);
    auto* const to = out.values<std::uint32_t>();
    for (std::size_t i = 0; i < rows; ++i) to[i] = static_cast<std::uint32_t>(number(i));
}

/// Numbers, or times, of a type that has C++'s type Value.
template <class Value, class Number>
void fill_numbers(column& out, const data_type& type, std::size_t rows, const Number& number) {
    out.start(type, rows);
    auto* const to = out.values<Value>();
    for (std::size_t i = 0; i < rows; ++i) to[i] = static_cast<Value>(number(i));
}

/// Makes nulls of the rows of a filled column that are not valid(i).
template <class Valid>
void fill_nulls(column& out, std::size_t rows, const Valid& valid) {
    std::uint64_t* const bits = out.make_validity();
    std::size_t nulls = 0;
    for (std::size_t first = 0; first < rows; first += 64) {
        const std::size_t count = rows - first < 64 ? rows - first : 64;
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < count; ++i) word |= static_cast<std::uint64_t>(valid(first + i) ? 1 : 0) << i;
        bits[first / 64] = word;
        nulls += count - static_cast<std::size_t>(__builtin_popcountll(word));
    }
    out.set_nulls(nulls);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_FILL_COLUMNS_HPP
