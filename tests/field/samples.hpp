// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_FIELD_SAMPLES_HPP
#define SPATE_TESTS_FIELD_SAMPLES_HPP

/// Small generators to put others together from: of every layout that a column can have, each value a function of the row's random word.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>

namespace samples {

inline std::vector<std::uint64_t> words_of(const spate::field_rows& rows) {
    std::vector<std::uint64_t> words(rows.count);
    spate::words(rows.key, rows.first, {words.data(), words.size()});
    return words;
}

/// The row's word, scaled to [low, low + size).
template <class Number = std::int64_t>
struct below : spate::number_field<Number> {
    std::uint64_t size = 100;
    Number low = 0;
    void fill(const spate::field_rows& rows, spate::column& out) const {
        out.start(this->type(), rows.count);
        const auto words = words_of(rows);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<Number>()[i] = static_cast<Number>(low + static_cast<Number>(spate::scale(words[i], size)));
    }
};
inline below<> below_of(std::uint64_t size, std::int64_t low = 0) { return {{}, size, low}; }

/// True for odd words.
struct coin {
    using value_type = bool;
    [[nodiscard]] static spate::data_type type() { return {.id = spate::type_id::boolean}; }
    [[nodiscard]] static bool value(const spate::column& from, std::size_t row) { return from.boolean(row); }
    static void fill(const spate::field_rows& rows, spate::column& out) {
        out.start(type(), rows.count);
        const auto words = words_of(rows);
        for (std::size_t i = 0; i < rows.count; ++i) {
            if (i % 64 == 0) out.values<std::uint64_t>()[i / 64] = 0;
            out.values<std::uint64_t>()[i / 64] |= (words[i] & 1) << i % 64;
        }
    }
};

/// 0 to 9 letters.
struct letters : spate::text_field {
    static void fill(const spate::field_rows& rows, spate::column& out) {
        out.start(type(), rows.count, rows.count * 16);
        const auto words = words_of(rows);
        std::int32_t at = 0;
        for (std::size_t i = 0; i < rows.count; ++i) {
            for (std::uint64_t n = words[i] % 10, rest = words[i] / 10; n != 0; --n, rest /= 26) out.values<char>()[at++] = static_cast<char>('a' + rest % 26);
            out.offsets()[i + 1] = at;
        }
        out.set_plain(true);
    }
};

/// One of a dictionary's texts.
struct city : spate::text_field {
    static const spate::text_dictionary& cities() {
        static constexpr std::string_view names[] = {"Paris", "Rome", "Oslo", "Bern"};
        static const spate::text_dictionary all{names};
        return all;
    }
    static void fill(const spate::field_rows& rows, spate::column& out) {
        out.start(cities(), rows.count);
        const auto words = words_of(rows);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::uint32_t>()[i] = static_cast<std::uint32_t>(words[i] >> 62);
    }
};

/// 16 bytes each.
struct sixteen {
    using value_type = std::string;
    [[nodiscard]] static spate::data_type type() { return {.id = spate::type_id::uuid}; }
    [[nodiscard]] static std::string value(const spate::column& from, std::size_t row) { return {from.values<char>() + 16 * row, 16}; }
    static void fill(const spate::field_rows& rows, spate::column& out) {
        out.start(type(), rows.count);
        const auto words = words_of(rows);
        for (std::size_t i = 0; i < rows.count; ++i)
            for (std::size_t half = 0; half < 2; ++half) out.values<std::uint64_t>()[2 * i + half] = words[i] + half;
    }
};

}  // namespace samples

#endif  // SPATE_TESTS_FIELD_SAMPLES_HPP
