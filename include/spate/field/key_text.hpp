// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_KEY_TEXT_HPP
#define SPATE_FIELD_KEY_TEXT_HPP

/// `key_text({.prefix = "doc_", .length = 12})`: texts that are all different, in no order.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/detail/utf8.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

struct key_text_options {
    /// What all begin with, in UTF-8.
    std::string prefix = {};
    /// In bytes, of the whole text.
    std::uint32_t length = 12;
    /// ASCII characters, each once.
    std::string alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
};

/// Texts of one length, a prefix and characters of an alphabet, no two of which are equal in capacity() rows.
///
/// Row i is the number to which a keyed permutation (rng/permutation) sends i, written in the base of the alphabet. Where there are more than 2^48 such texts,
/// which is more than a column has rows, it is one of the 2^48 that differ by the number, chosen by a hash of the row; so all characters are as likely as each
/// other. Draws no words. Determinism: of (options, key, row), in integers. Cost: about 10 ns a text of 12 characters in batches, 40 ns alone. Thread safety:
/// a value; copies share a table.
class key_text_field : public text_field {
public:
    /// Throws config_error for an alphabet of fewer than 2 characters or of others than printable ASCII, or with one that is there twice; for a length that
    /// leaves none behind the prefix, and above 65,535; and for a prefix that is not UTF-8.
    explicit key_text_field(const key_text_options& options) : spelling_{make_spelling(options)}, order_{spelling_->capacity} {}

    /// How many rows have different texts: at most 2^48, which is all. The others are those of rows below it again.
    [[nodiscard]] std::uint64_t capacity() const noexcept { return order_.size(); }

    void fill(const field_rows& rows, column& out) const {
        start(rows.count, out);
        std::uint64_t numbers[batch_rows];
        for (std::size_t done = 0; done < rows.count;) {
            const std::uint64_t row = rows.first + done, place = row < capacity() ? row : row % capacity();
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(std::min(rows.count - done, batch_rows), capacity() - place));
            order_.map(rows.key, place, {numbers, part});
            for (std::size_t i = 0; i < part; ++i) put(rows.key, place + i, numbers[i], out.values<char>() + (done + i) * spelling_->length);
            done += part;
        }
    }
    /// The texts of any rows.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        start(rows.size(), out);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::uint64_t place = rows[i] % capacity();
            put(key, place, order_(key, place), out.values<char>() + i * spelling_->length);
        }
    }

private:
    // What is the same for all texts.
    struct spelling {
        std::string prefix;
        std::size_t length = 0, digits = 0;  // `digits` behind the prefix
        std::uint64_t capacity = 0;
        std::size_t per_number = 0;  // as many digits as a number below 2^63 has
        std::uint64_t numbers = 0;   // as many as these digits have
        std::uint64_t choices = 1;   // of the row's number, beyond 2^48
        divisor by_pair{1}, by_digit{1};
        std::vector<char> pairs;  // of two digits each, by number
        bool plain = false;
    };
    static constexpr std::uint64_t most_rows = std::uint64_t{1} << 48;

    [[nodiscard]] static std::shared_ptr<const spelling> make_spelling(const key_text_options& options) {
        check(options);
        auto made = std::make_shared<spelling>();
        const std::string& alphabet = options.alphabet;
        const std::uint64_t base = alphabet.size();
        made->prefix = options.prefix;
        made->length = options.length;
        made->digits = options.length - options.prefix.size();
        made->numbers = 1;
        while (made->per_number < made->digits && made->numbers <= (std::uint64_t{1} << 63) / base) made->numbers *= base, ++made->per_number;
        made->capacity = std::min(made->numbers, most_rows);
        made->choices = made->numbers / made->capacity;
        made->by_pair = divisor{base * base};
        made->by_digit = divisor{base};
        for (const char first : alphabet)
            for (const char second : alphabet) made->pairs.insert(made->pairs.end(), {first, second});
        made->plain = detail::is_plain(options.prefix) && detail::is_plain(alphabet);
        return made;
    }
    static void check(const key_text_options& options) {
        for (std::size_t i = 0; i < options.alphabet.size(); ++i) {
            const char one = options.alphabet[i];
            if (one < ' ' || one > '~')
                detail::raise_config("key_text: alphabet", "", "has a character that is no printable ASCII, at byte " + std::to_string(i), "leave it out");
            if (options.alphabet.find(one) != i) detail::raise_config("key_text: alphabet", std::string(1, one), "is there twice", "give each character once");
        }
        if (options.alphabet.size() < 2) detail::raise_config("key_text: alphabet", "\"" + options.alphabet + "\"", "has fewer than 2 characters", "give more");
        for (std::size_t at = 0; at < options.prefix.size(); at += detail::utf8_length(options.prefix, at))
            if (detail::utf8_length(options.prefix, at) == 0)
                detail::raise_config("key_text: prefix", "", "is not UTF-8 at byte " + std::to_string(at), "write it in UTF-8");
        if (options.length > 65535 || options.length <= options.prefix.size())
            detail::raise_config("key_text: length", std::to_string(options.length), "does not leave 1 to 65535 bytes behind the prefix",
                                 "give more than the prefix has, " + std::to_string(options.prefix.size()) + ", up to 65535");
    }

    void start(std::size_t count, column& out) const {
        const std::size_t length = spelling_->length;
        (void)column_offset(count * length);
        out.start(type(), count, count * length);
        for (std::size_t i = 0; i <= count; ++i) out.offsets()[i] = static_cast<std::int32_t>(i * length);
        out.set_plain(spelling_->plain);
    }

    // Writes the text of a row below capacity(), whose number is known.
    void put(const key128& key, std::uint64_t row, std::uint64_t number, char* to) const noexcept {
        const spelling& with = *spelling_;
        std::memcpy(to, with.prefix.data(), with.prefix.size());
        char* end = to + with.length;
        if (with.choices > 1) number += scale(mix(row ^ key.high), with.choices) * with.capacity;
        end = put_number(end, number, with.per_number);
        // Numbers that differ are all that is needed: what is left of a long text is filled up.
        std::uint64_t more = key.low ^ row;
        for (std::size_t left = with.digits - with.per_number; left != 0;) {
            const std::size_t now = std::min(left, with.per_number);
            more = mix(more + 0x9e3779b97f4a7c15u);
            end = put_number(end, scale(more, with.numbers), now);
            left -= now;
        }
    }
    // Writes the last digits of a number before `end`.
    [[nodiscard]] char* put_number(char* end, std::uint64_t number, std::size_t digits) const noexcept {
        const spelling& with = *spelling_;
        for (; digits > 1; digits -= 2) {
            const auto [rest, pair] = with.by_pair.divide(number);
            end -= 2;
            std::memcpy(end, with.pairs.data() + 2 * pair, 2);
            number = rest;
        }
        if (digits == 1) *--end = with.pairs[2 * with.by_digit.divide(number).remainder + 1];
        return end;
    }

    std::shared_ptr<const spelling> spelling_;
    permutation order_;
};

/// Texts that differ from each other, such as primary keys: "doc_7fk20xq1". See key_text_field. Throws config_error as its constructor.
[[nodiscard]] inline key_text_field key_text(const key_text_options& options = {}) { return key_text_field{options}; }

static_assert(scattered_field<key_text_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_KEY_TEXT_HPP
