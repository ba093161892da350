// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_PROSE_HPP
#define SPATE_FIELD_PROSE_HPP

/// `prose({.min_bytes = 20, .max_bytes = 200})`: texts that look like English.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/lists/prose.hpp>
#include <spate/field/detail/text_rows.hpp>
#include <spate/field/field.hpp>

namespace spate::inline v0 {

/// What prose is made of: words with blanks between them; sentences, each with a capital and a full stop or a question mark; or sentences in lines.
enum class prose_unit : unsigned char { words, sentences, paragraphs };

struct prose_options {
    /// The length of a text in bytes, both bounds included.
    std::size_t min_bytes = 1, max_bytes = 200;
    /// What lengths are on average; 0: the middle between the bounds.
    std::size_t average_bytes = 0;
    prose_unit unit = prose_unit::sentences;
    /// With words of other scripts: Latin with accents, Greek, Cyrillic, Hebrew, Arabic, Indic, Chinese, Japanese, Korean, and emoji. One word in four.
    bool utf8 = false;
};

namespace detail {

/// Words to be chosen with ten bits, the frequent ones several times, and words of each length, for the ends of texts.
struct prose_vocabulary {
    static constexpr std::size_t longest = 12, slots = 1024, of_a_length = 16;
    struct word {
        char letters[15];
        unsigned char length;
    };
    word common[slots] = {};
    word of_length[longest + 1][of_a_length] = {};

    explicit prose_vocabulary(bool utf8) {
        word list[slots], scripts[slots];
        const std::size_t count = read(prose_words, list), count_of_scripts = read(prose_words_of_scripts, scripts);
        // The i-th word as often as by Zipf's law, but each at least once.
        std::size_t slot = 0;
        for (std::size_t i = 0; slot < slots; i = (i + 1) % count)
            for (std::size_t times = slot < count ? 1 + 60 / (i + 1) : 1; times != 0 && slot < slots; --times) common[slot++] = list[i];
        if (utf8)
            for (std::size_t i = 3; i < slots; i += 4) common[i] = scripts[i / 4 % count_of_scripts];
        std::size_t filled[longest + 1] = {};
        for (std::size_t i = 0; i < count; ++i)
            if (std::size_t& at = filled[list[i].length]; at < of_a_length) of_length[list[i].length][at++] = list[i];
        for (std::size_t length = 1; length <= longest; ++length)
            for (std::size_t i = filled[length]; i < of_a_length; ++i) of_length[length][i] = of_length[length][i - filled[length]];
    }

private:
    static std::size_t read(const char* from, word* to) {
        std::size_t count = 0;
        for (; *from != 0; ++count) {
            to[count] = {};
            while (*from != 0 && *from != ' ') to[count].letters[to[count].length++] = *from++;
            from += *from == ' ';
        }
        return count;
    }
};

SPATE_WHEN_USED
[[nodiscard]] inline const prose_vocabulary& prose_vocabulary_of(bool utf8) {
    static const prose_vocabulary ascii{false}, scripts{true};
    return utf8 ? scripts : ascii;
}

}  // namespace detail

/// Texts from some 650 frequent English words, most of them about as often as in English. Made by `prose`.
///
/// A text has exactly the number of bytes that is drawn for it, and ends with a whole word: the last words are chosen by their length. Lengths are uniform
/// between the bounds, or, with an average, over the widest range within them whose middle it is.
/// Determinism: row i depends on words [k i, i k + k) of the column, k = max_bytes / 8 + 3, in integers; the list of words never changes. Cost: half a
/// nanosecond a byte. Thread safety: a value. Throws std::length_error where a column would hold 2^31 bytes.
class prose_field : public text_field {
public:
    /// As `prose`, which see.
    explicit prose_field(const prose_options& given)
        : low_{given.min_bytes},
          high_{given.max_bytes},
          per_row_{given.max_bytes / 8 + 3},
          unit_{given.unit},
          plain_{!given.utf8 && given.unit != prose_unit::paragraphs},
          from_{&detail::prose_vocabulary_of(given.utf8)} {
        if (given.average_bytes == 0) return;
        const std::size_t below = given.average_bytes - low_, above = high_ - given.average_bytes;
        if (below < above)
            high_ = given.average_bytes + below;
        else
            low_ = given.average_bytes - above;
    }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        switch (unit_) {
            case prose_unit::words:
                fill_with<prose_unit::words>(rows, out);
                break;
            case prose_unit::sentences:
                fill_with<prose_unit::sentences>(rows, out);
                break;
            case prose_unit::paragraphs:
                fill_with<prose_unit::paragraphs>(rows, out);
                break;
        }
        out.set_plain(plain_);
    }

private:
    using vocabulary = detail::prose_vocabulary;
    // A word and what stands behind it have at most 16 bytes, so that nine or more are left for the end, which takes two words of the longest at most.
    static constexpr std::size_t longest_end = 2 * vocabulary::longest + 1;

    template <prose_unit Unit>
    void fill_with(const field_rows& rows, column& out) const {
        const vocabulary& from = *from_;
        const std::uint64_t range = high_ - low_ + 1;
        const std::size_t low = low_;
        detail::fill_texts(rows, per_row_, high_, out, [&from, range, low](char* to, detail::row_draws& draws) noexcept {
            const std::size_t bytes = low + static_cast<std::size_t>(scale(draws.next<std::uint64_t>(), range));
            return write<Unit>(from, to, bytes, draws);
        });
    }

    template <prose_unit Unit>
    static char* write(const vocabulary& from, char* to, std::size_t bytes, detail::row_draws& draws) noexcept {
        constexpr bool sentences = Unit != prose_unit::words;
        char* const end = to + bytes;
        unsigned left = 0;
        char mark = '.';
        while (end - to > static_cast<std::ptrdiff_t>(longest_end)) {
            const unsigned choice = draws.next<std::uint16_t>(), more = choice >> 10;
            const vocabulary::word& word = from.common[choice % vocabulary::slots];
            std::memcpy(to, &word, sizeof word);
            if (sentences && left == 0) {
                capitalise(to);
                left = 4 + more % 16;
                mark = more >= 60 ? '?' : '.';
            }
            to += word.length;
            if (sentences && --left == 0) *to++ = mark;
            *to++ = Unit == prose_unit::paragraphs && left == 0 && more % 4 == 0 ? '\n' : ' ';
        }
        std::size_t last = static_cast<std::size_t>(end - to);
        const bool stop = sentences && last > 1;
        last -= stop;
        for (bool first = true; last != 0; first = false) {
            const std::size_t length = last <= vocabulary::longest ? last : (last - 1) / 2;
            const vocabulary::word& word = from.of_length[length][draws.next<std::uint16_t>() % vocabulary::of_a_length];
            std::memcpy(to, &word, sizeof word);
            if (sentences && left == 0 && first) capitalise(to);
            to += length;
            last -= length;
            if (last != 0) {
                *to++ = ' ';
                --last;
            }
        }
        if (stop) *to++ = '.';
        return end;
    }

    static void capitalise(char* letter) noexcept {
        if (*letter >= 'a' && *letter <= 'z') *letter = static_cast<char>(*letter - 'a' + 'A');
    }

    std::size_t low_, high_, per_row_;
    prose_unit unit_;
    bool plain_;
    const vocabulary* from_;
};

/// Texts that look like English. Throws config_error where bounds are not in order, the average is not between them, or max_bytes is 0 or above 65,000.
[[nodiscard]] inline prose_field prose(const prose_options& given = {}) {
    if (given.max_bytes == 0 || given.max_bytes > 65000)
        detail::raise_config("max_bytes", std::to_string(given.max_bytes), "is not a length from 1 to 65000", "give a length in between");
    if (given.min_bytes > given.max_bytes)
        detail::raise_config("min_bytes", std::to_string(given.min_bytes), "is more than max_bytes, " + std::to_string(given.max_bytes),
                             "give the smaller length first");
    if (given.average_bytes != 0 && (given.average_bytes < given.min_bytes || given.average_bytes > given.max_bytes))
        detail::raise_config("average_bytes", std::to_string(given.average_bytes),
                             "is not between " + std::to_string(given.min_bytes) + " and " + std::to_string(given.max_bytes), "give a length in between");
    return prose_field{given};
}

static_assert(field_generator<prose_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_PROSE_HPP
