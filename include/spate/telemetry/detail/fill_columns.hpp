// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_FILL_COLUMNS_HPP
#define SPATE_TELEMETRY_DETAIL_FILL_COLUMNS_HPP

/// Columns from a function of the row: identifiers in hexadecimal, numbers, and texts of a dictionary.

#include <cstddef>
#include <cstdint>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/telemetry/trace_id.hpp>

namespace spate::inline v0::detail {

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
        for (std::size_t k = 0; k < Words; ++k) to = put_hex_16(to, word(i, k));
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
