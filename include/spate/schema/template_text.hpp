// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_TEMPLATE_TEXT_HPP
#define SPATE_SCHEMA_TEMPLATE_TEXT_HPP

/// `template_text{"{first|ascii|lower}.{last|ascii|lower}@example.com"}`: texts put together from other fields of the row.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/field/value_text.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/detail/ascii.hpp>
#include <spate/schema/detail/expression/syntax.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

/// A text with places for other fields, like "{first}.{last}": each is written as in NDJSON, without quotes (see value_text). Behind a name there may be
/// options:
///
/// | option | |
/// |---|---|
/// | `lower`, `upper` | ASCII letters become small or large, others stay |
/// | `ascii` | Latin letters lose their accents, as ß becomes ss; whatever else is not ASCII is left out |
/// | `words` | blanks and what is neither letter nor digit of ASCII become one - each, none at the ends |
/// | `empty` | a null is written as nothing |
///
/// `{{` and `}}` are braces. A name with `|` or a brace stands between backquotes, doubled where they are part of it: "{`a|b`|lower}". A row is null where one
/// of its fields is null, unless that has `empty`.
///
/// Determinism: of the fields alone. Cost: some 20 ns a row for each place, 80 with options, besides that of numbers as text; no allocation once columns
/// have grown. Thread safety: a value that does not change once it is bound.
class template_text {
public:
    using value_type = erased_field::no_value;

    /// Throws config_error with the place in the text for braces that do not fit, a name that is missing, and an option that is not known. `parameter` is what
    /// messages call the text.
    explicit template_text(std::string text, std::string parameter = "text") : text_{std::move(parameter), std::move(text)} {
        parse();
        if (inputs_.empty()) bind({});
    }

    [[nodiscard]] data_type type() const { return {.id = type_id::text, .nullable = nullable_}; }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }
    [[nodiscard]] std::span<const std::string> inputs() const noexcept { return {inputs_.data(), inputs_.size()}; }

    /// What messages of bind call the text.
    void rename(std::string parameter) { text_.rename(std::move(parameter)); }
    /// Throws config_error for a field of none of these names, with its place in the text; it does not suggest the field's own.
    void check_names(const std::vector<std::string_view>& known, std::string_view own = {}) const {
        std::vector<std::string_view> others = known;
        std::erase(others, own);
        for (const piece& one : pieces_)
            if (one.is_field && std::find(known.begin(), known.end(), inputs_[one.input]) == known.end())
                text_.fail(one.at, "there is no field \"" + inputs_[one.input] + "\"",
                           others.empty() ? "add a field of that name" : suggestion(inputs_[one.input], others));
    }
    /// Throws config_error for fields whose values have no text: lists, vectors, structures and binaries.
    void bind(std::span<const field_type> types) {
        nullable_ = false;
        types_.clear();
        for (const field_type& one : types) types_.push_back(one.type);
        for (const piece& one : pieces_) {
            if (!one.is_field) continue;
            if (!has_value_text(types_[one.input].id))
                text_.fail(one.at, "the field \"" + inputs_[one.input] + "\" holds values that have no text",
                           "use a field of texts, numbers, booleans or times");
            nullable_ = nullable_ || (types_[one.input].nullable && !one.empty);
        }
    }

    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        detail::scratch<std::vector<rendered>> made;
        if (made->size() < pieces_.size()) made->resize(pieces_.size());
        out.start(type(), rows.count);
        std::uint64_t* const valid = nullable_ ? out.make_validity() : nullptr;
        std::size_t nulls = 0, bytes = 0;
        for (std::size_t at = 0; at < rows.count; at += batch_rows) {
            const std::size_t count = std::min(batch_rows, rows.count - at);
            for (std::size_t p = 0; p < pieces_.size(); ++p)
                if (pieces_[p].is_field) render(pieces_[p], *inputs[pieces_[p].input], at, count, (*made)[p]);
            if (valid != nullptr) nulls += find_nulls(inputs, at, count, valid);
            std::size_t size = 0;
            for (std::size_t p = 0; p < pieces_.size(); ++p) size += pieces_[p].is_field ? (*made)[p].bytes : pieces_[p].text.size() * count;
            out.value_buffer().reserve(bytes + size, bytes);
            char* to = out.values<char>() + bytes;
            for (std::size_t i = 0; i < count; ++i) {
                if (valid == nullptr || (valid[(at + i) / 64] >> (at + i) % 64 & 1) != 0)
                    for (std::size_t p = 0; p < pieces_.size(); ++p) {
                        const std::string_view text = pieces_[p].is_field ? (*made)[p].texts[i] : std::string_view{pieces_[p].text};
                        if (!text.empty()) std::memcpy(to, text.data(), text.size());
                        to += text.size();
                    }
                out.offsets()[at + i + 1] = column_offset(static_cast<std::size_t>(to - out.values<char>()));
            }
            bytes = static_cast<std::size_t>(to - out.values<char>());
        }
        out.set_nulls(nulls);
    }

private:
    enum class option : unsigned char { lower, upper, ascii, words };
    struct piece {
        bool is_field = false, empty = false;
        std::size_t at = 0, input = 0;
        std::string text = {};
        std::vector<option> options = {};
    };
    // The texts of a field for a block of rows, and where they stand if they are not the column's own.
    struct rendered {
        std::vector<std::string_view> texts;
        std::size_t bytes = 0;
        std::vector<char> buffer;
    };

    void parse() {
        const std::string& text = text_.text();
        constexpr std::size_t most_bytes = 10000;
        if (text.size() > most_bytes) text_.fail(0, "it has more than " + std::to_string(most_bytes) + " bytes", "make several fields of it");
        std::string plain;
        for (std::size_t at = 0; at < text.size();) {
            const char letter = text[at];
            if ((letter == '{' || letter == '}') && at + 1 < text.size() && text[at + 1] == letter) {
                plain += letter;
                at += 2;
            } else if (letter == '}') {
                text_.fail(at, "this brace closes none", "write }} for a brace in the text");
            } else if (letter == '{') {
                add_plain(plain);
                at = parse_field(at);
            } else {
                plain += letter;
                ++at;
            }
        }
        add_plain(plain);
    }
    void add_plain(std::string& plain) {
        if (plain.empty()) return;
        pieces_.push_back({.text = std::move(plain)});
        plain.clear();
    }
    // Returns where it goes on.
    std::size_t parse_field(std::size_t begin) {
        const std::string_view text = text_.text();
        piece made{.is_field = true, .at = begin + 1};
        std::size_t at = begin + 1;
        const bool quoted = at < text.size() && text[at] == '`';
        const std::string name = quoted ? quoted_name(at) : std::string{text.substr(at, text.find_first_of("|}", at) - at)};
        if (!quoted) at += name.size();
        const std::size_t end = text.find('}', at);
        if (end == std::string::npos) text_.fail(begin, "this brace is not closed", "write } behind the name of a field, or {{ for a brace in the text");
        if (name.empty() || (!quoted && name.find('{') != std::string::npos))
            text_.fail(begin + 1, name.empty() ? "here a field has no name" : "here a name has a brace", "write {field}, or {{ for a brace in the text");
        if (text[at] != '|' && text[at] != '}') text_.fail(at, "behind the name there is more", "write | and an option, or }");
        made.input = input_of(name);
        while (at != end) {
            const std::size_t stop = std::min(text.find('|', at + 1), end);
            add_option(text.substr(at + 1, stop - at - 1), at + 1, made);
            at = stop;
        }
        pieces_.push_back(std::move(made));
        return end + 1;
    }
    // What stands between backquotes from `at`, which goes behind them.
    std::string quoted_name(std::size_t& at) const {
        const std::string& text = text_.text();
        const std::size_t begin = at++;
        std::string name;
        for (;; ++at) {
            if (at >= text.size()) text_.fail(begin, "what begins here does not end", "write ` behind it");
            if (text[at] == '`' && (++at == text.size() || text[at] != '`')) return name;
            name += text[at];
        }
    }
    std::size_t input_of(std::string_view name) {
        std::size_t i = 0;
        while (i < inputs_.size() && inputs_[i] != name) ++i;
        if (i == inputs_.size()) inputs_.emplace_back(name);
        return i;
    }
    void add_option(std::string_view name, std::size_t at, piece& to) const {
        if (name == "empty")
            to.empty = true;
        else if (name == "lower")
            to.options.push_back(option::lower);
        else if (name == "upper")
            to.options.push_back(option::upper);
        else if (name == "ascii")
            to.options.push_back(option::ascii);
        else if (name == "words")
            to.options.push_back(option::words);
        else
            text_.fail(at, "there is no option \"" + std::string{name} + "\"", suggestion(name, {"lower", "upper", "ascii", "words", "empty"}));
    }

    void render(const piece& of, const column& from, std::size_t first, std::size_t count, rendered& to) const {
        const data_type& type = types_[of.input];
        const bool text = is_text_like(type.id);
        to.bytes = 0;
        if (to.texts.empty()) to.texts.resize(batch_rows);
        if (text && of.options.empty()) {
            for (std::size_t i = 0; i < count; ++i) {
                to.texts[i] = from.is_null(first + i) ? std::string_view{} : from.text(first + i);
                to.bytes += to.texts[i].size();
            }
            return;
        }
        constexpr std::size_t longest_scalar = 64;
        std::size_t ends[batch_rows];
        for (std::size_t i = 0; i < count; ++i) {
            if (!from.is_null(first + i)) {
                if (of.options.empty()) {
                    if (to.buffer.size() < to.bytes + longest_scalar) to.buffer.resize(2 * to.bytes + longest_scalar);
                    to.bytes = static_cast<std::size_t>(detail::put_scalar(to.buffer.data() + to.bytes, type, from, first + i) - to.buffer.data());
                } else {
                    render_changed(of, type, from, first + i, to);
                }
            }
            ends[i] = to.bytes;
        }
        for (std::size_t i = 0, begin = 0; i < count; begin = ends[i++]) to.texts[i] = {to.buffer.data() + begin, ends[i] - begin};
    }
    static void render_changed(const piece& of, const data_type& type, const column& from, std::size_t row, rendered& to) {
        const std::string_view text = is_text_like(type.id) ? from.text(row) : std::string_view{};
        constexpr std::size_t longest_scalar = 64;
        if (to.buffer.size() < to.bytes + text.size() + longest_scalar) to.buffer.resize(2 * to.bytes + text.size() + longest_scalar);
        char* const begin = to.buffer.data() + to.bytes;
        std::size_t size = text.size();
        if (is_text_like(type.id)) {
            if (!text.empty()) std::memcpy(begin, text.data(), size);
        } else {
            size = static_cast<std::size_t>(detail::put_scalar(begin, type, from, row) - begin);
        }
        for (const option one : of.options) switch (one) {
                case option::lower:
                    size = detail::make_lower(begin, size);
                    break;
                case option::upper:
                    size = detail::make_upper(begin, size);
                    break;
                case option::ascii:
                    size = detail::make_ascii(begin, size);
                    break;
                case option::words:
                    size = detail::make_words(begin, size);
                    break;
            }
        to.bytes += size;
    }
    std::size_t find_nulls(std::span<const column* const> inputs, std::size_t first, std::size_t count, std::uint64_t* valid) const {
        std::size_t nulls = 0;
        for (std::size_t i = 0; i < count; i += 64) {
            const std::size_t word = (first + i) / 64;
            const std::uint64_t all = count - i >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (count - i)) - 1;
            valid[word] = all;
            for (const piece& one : pieces_)
                if (one.is_field && !one.empty && inputs[one.input]->nulls() != 0) valid[word] &= inputs[one.input]->validity()[word];
            nulls += static_cast<std::size_t>(std::popcount(all & ~valid[word]));
        }
        return nulls;
    }

    detail::marked_text text_;
    std::vector<piece> pieces_;
    std::vector<std::string> inputs_;
    std::vector<data_type> types_;
    bool nullable_ = false;
};

static_assert(dependent_field<template_text>);

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_TEMPLATE_TEXT_HPP
