// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_PATTERN_HPP
#define SPATE_FIELD_PATTERN_HPP

/// `pattern("SKU-\\d{4}-[A-Z]{2}")`: texts of a regular expression.

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/detail/pattern_parser.hpp>
#include <spate/field/detail/text_program.hpp>
#include <spate/field/field.hpp>

namespace spate::inline v0 {

/// Texts that a pattern describes. Made by `pattern`.
///
/// Determinism: row i depends on words [k i, i k + k) of the column, k half the number of choices that a text can take, in integers. Cost: some three
/// nanoseconds for each part of the pattern and each choice. Thread safety: a value. Throws std::length_error where a column would hold 2^31 bytes.
class pattern_field : public text_field {
public:
    explicit pattern_field(std::shared_ptr<const detail::text_program> program) : program_{std::move(program)} {}

    void fill(const field_rows& rows, column& out) const { program_->fill(rows, out); }

    /// No text is longer, in bytes.
    [[nodiscard]] std::size_t max_bytes() const noexcept { return program_->max_bytes(); }

private:
    std::shared_ptr<const detail::text_program> program_;
};

/// Texts that a regular expression describes, from beginning to end. The language has
///
/// | | |
/// |---|---|
/// | `abc é` | characters as they are |
/// | `\. \( \x41 \n \t \r` | signs, characters by their number, controls |
/// | `\d \w \s`, `\D \W \S` | a digit, one of A-Z a-z 0-9 _, a blank; any other printable ASCII character |
/// | `.` | any printable ASCII character |
/// | `[a-z0-9_]`, `[^aeiou]` | one of these, or any other printable ASCII character |
/// | `(...)`, `(?:...)` | a group |
/// | `a\|b` | one of these |
/// | `a?`, `a{4}`, `a{2,4}` | not or once, four times, two to four times |
///
/// At each choice (a character of a class, an alternative, how often) all are equally likely, to within 2^-32: so `a|[bc]` gives a in half of the rows.
/// Throws config_error, which names the place (from 1, in bytes), for all else, for repetitions without bound (`*`, `+`), and where a text could have more than
/// 65,536 bytes or take more than 16,384 choices.
[[nodiscard]] inline pattern_field pattern(std::string_view text) {
    const std::vector<detail::named_texts> none;
    return pattern_field{std::make_shared<const detail::text_program>(detail::pattern_parser{text, none}.parse())};
}

static_assert(field_generator<pattern_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_PATTERN_HPP
