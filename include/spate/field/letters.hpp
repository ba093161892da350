// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_LETTERS_HPP
#define SPATE_FIELD_LETTERS_HPP

/// `letters(24)` and `text_of("ACGT", 20, 50)`: characters of an alphabet.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/detail/utf8.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/words.hpp>

namespace spate::inline v0::kernels {

// Numbers below `size` become letters: `first` is added, and move[k] to those from begin[k] on, for k < count. Requires size <= 128.
struct letter_ranges {
    std::uint16_t size = 1;
    unsigned char first = 0, count = 0;
    unsigned char begin[8] = {}, move[8] = {};
};

}  // namespace spate::inline v0::kernels

#define SPATE_KERNEL <spate/field/detail/letters.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0 {

namespace detail {

/// Writes `letters` letters from as many 16-bit parts of words. Requires that words can be read, and letters written, up to the next multiple of 64 letters.
inline constexpr simd::kernel_table<void (*)(const kernels::letter_ranges&, const std::uint64_t*, char*, std::size_t) noexcept> letters_of_words{
    SPATE_KERNELS(letters_of_words)};

struct alphabet {
    kernels::letter_ranges ranges;
    bool by_table = false;  // the kernel gives numbers, which stand for characters of up to four bytes
    bool plain = false;
    std::uint16_t size = 0;
    char characters[256][4] = {};
    unsigned char lengths[256] = {};
};

SPATE_WHEN_USED
[[nodiscard]] inline std::shared_ptr<const alphabet> make_alphabet(std::string_view characters) {
    auto made = std::make_shared<alphabet>();
    bool in_ranges = true;
    unsigned char moved = 0;
    for (std::size_t at = 0; at < characters.size();) {
        const std::size_t length = utf8_length(characters, at);
        if (length == 0) raise_config("alphabet", "", "is not UTF-8 at byte " + std::to_string(at), "write it in UTF-8");
        if (made->size == 256) raise_config("alphabet", "", "has more than 256 characters", "leave some out");
        const std::uint16_t number = made->size++;
        std::memcpy(made->characters[number], characters.data() + at, length);
        made->lengths[number] = static_cast<unsigned char>(length);
        const auto move = static_cast<unsigned char>(static_cast<unsigned char>(characters[at]) - number);
        kernels::letter_ranges& ranges = made->ranges;
        if (length > 1 || number >= 128)
            in_ranges = false;
        else if (number == 0)
            ranges.first = moved = move;
        else if (move != moved && ranges.count < 8) {
            ranges.begin[ranges.count] = static_cast<unsigned char>(number);
            ranges.move[ranges.count++] = static_cast<unsigned char>(move - moved);
            moved = move;
        } else if (move != moved)
            in_ranges = false;
        at += length;
    }
    if (made->size == 0) raise_config("alphabet", "", "has no characters", "give at least one");
    if (!in_ranges) made->ranges = {};
    made->by_table = !in_ranges;
    made->ranges.size = made->size;
    made->plain = is_plain(characters);
    return made;
}

}  // namespace detail

/// Texts of characters of an alphabet. Made by `letters` and `text_of`.
///
/// Each character comes from 16 random bits, so its probability is off by less than 2^-16; relatively by less than n 2^-16 for n characters: 2^-11 for 26
/// letters, below 2^-10 up to 64. Lengths are uniform, from a stream of their own.
/// Determinism: row i depends on words [k i, k i + k) of the column, k a quarter of the longest length, in integers. Cost: 0.1 ns a letter where lengths are
/// equal and a multiple of 4, some 10 ns a row besides where not; a nanosecond a character beyond ASCII or in an alphabet of more than nine ranges.
/// Thread safety: a value. Throws std::length_error where a column would hold 2^31 bytes.
class letters_field : public text_field {
public:
    letters_field(std::shared_ptr<const detail::alphabet> from, std::size_t min_length, std::size_t max_length)
        : from_{std::move(from)}, min_{min_length}, max_{max_length}, per_row_{(max_length + 3) / 4} {}

    void fill(const field_rows& rows, column& out) const {
        if (min_ == max_ && max_ % 4 == 0 && !from_->by_table)
            fill_evenly(rows, out);
        else
            fill_unevenly(rows, out);
        out.set_plain(from_->plain);
    }

private:
    // The letters of all rows stand one behind the other, as the words do.
    void fill_evenly(const field_rows& rows, column& out) const {
        (void)column_offset(rows.count * max_);
        out.start(type(), rows.count, rows.count * max_);
        alignas(64) std::uint64_t drawn[detail::words_at_once];
        const std::size_t all = rows.count * per_row_;
        for (std::size_t at = 0; at < all; at += detail::words_at_once) {
            const std::size_t count = std::min(all - at, detail::words_at_once);
            make(rows, rows.first * per_row_ + at, count, drawn, out.values<char>() + 4 * at);
        }
        std::int32_t* const offsets = out.offsets();
        for (std::size_t i = 0; i <= rows.count; ++i) offsets[i] = static_cast<std::int32_t>(i * max_);
    }

    void fill_unevenly(const field_rows& rows, column& out) const {
        constexpr std::size_t most = detail::words_at_once;
        out.start(type(), rows.count);
        alignas(64) std::uint64_t drawn[most], lengths[most];
        alignas(64) char made[4 * most];
        const key128 length_key = column_key(rows.key, "length");
        const std::size_t at_once = std::max(most / per_row_, std::size_t{1}), widest = from_->by_table ? 4 : 1;
        std::size_t end = 0;
        for (std::size_t row = 0; row < rows.count; row += at_once) {
            const std::size_t count = std::min(rows.count - row, at_once);
            if (min_ != max_) words(length_key, rows.first + row, {lengths, count});
            out.value_buffer().reserve(end + count * max_ * widest, end);
            const char* const begin = out.values<char>();
            char* to = out.values<char>() + end;
            for (std::size_t i = 0; i < count; ++i) {
                std::size_t left = min_ == max_ ? max_ : min_ + static_cast<std::size_t>(scale(lengths[i], max_ - min_ + 1));
                for (std::size_t piece = 0; piece == 0 || left != 0; piece += most) {
                    if (i == 0) make(rows, (rows.first + row) * per_row_ + piece, std::min(count * per_row_ - piece, most), drawn, made);
                    const std::size_t now = std::min(left, 4 * most);
                    to = put(to, made + i * 4 * per_row_, now);
                    left -= now;
                }
                out.offsets()[row + i + 1] = column_offset(static_cast<std::size_t>(to - begin));
            }
            end = static_cast<std::size_t>(to - begin);
        }
    }

    void make(const field_rows& rows, std::uint64_t first, std::size_t count, std::uint64_t* drawn, char* made) const noexcept {
        words(rows.key, first, {drawn, count});
        detail::letters_of_words(from_->ranges, drawn, made, 4 * count);
    }

    char* put(char* to, const char* letters, std::size_t count) const noexcept {
        if (!from_->by_table) {
            std::memcpy(to, letters, count);
            return to + count;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto number = static_cast<unsigned char>(letters[i]);
            std::memcpy(to, from_->characters[number], 4);
            to += from_->lengths[number];
        }
        return to;
    }

    std::shared_ptr<const detail::alphabet> from_;
    std::size_t min_, max_, per_row_;
};

/// Texts of min_length to max_length characters of an alphabet, which is given in UTF-8: a character that stands in it twice is twice as likely. Throws
/// config_error where the alphabet is empty, has more than 256 characters or is not UTF-8, where the lengths are not in order, and where the longest is 0 or
/// above 32,768.
[[nodiscard]] inline letters_field text_of(std::string_view alphabet, std::size_t min_length, std::size_t max_length) {
    if (max_length == 0 || max_length > 32768)
        detail::raise_config("max_length", std::to_string(max_length), "is not a length from 1 to 32768", "give a length in between");
    if (min_length > max_length)
        detail::raise_config("min_length", std::to_string(min_length), "is more than max_length, " + std::to_string(max_length),
                             "give the smaller length first");
    return {detail::make_alphabet(alphabet), min_length, max_length};
}

/// Texts of so many small letters, a to z. Throws config_error where the length is 0 or above 32,768.
[[nodiscard]] inline letters_field letters(std::size_t length) { return text_of("abcdefghijklmnopqrstuvwxyz", length, length); }

static_assert(field_generator<letters_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_LETTERS_HPP
