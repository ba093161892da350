// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_COMPOSE_HPP
#define SPATE_FIELD_DETAIL_COMPOSE_HPP

/// Texts of the library's own lists: one list as a choice, several put together by a pattern that names them.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/detail/pattern_parser.hpp>
#include <spate/field/pattern.hpp>

namespace spate::inline v0::detail {

/// The texts of a list, which has | between them.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<std::string> texts_of(std::string_view list) {
    std::vector<std::string> texts{{}};
    for (const char letter : list)
        if (letter == '|')
            texts.emplace_back();
        else
            texts.back() += letter;
    return texts;
}

/// The numbers from first to last as texts.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<std::string> numbers_of(unsigned first, unsigned last) {
    std::vector<std::string> texts;
    for (unsigned number = first; number <= last; ++number) texts.push_back(std::to_string(number));
    return texts;
}

/// The same in small letters. Requires ASCII.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<std::string> small(std::vector<std::string> texts) {
    for (std::string& text : texts)
        for (char& letter : text)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return texts;
}

/// Texts of a pattern that names lists, as <name>.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field composed(std::string_view text, const std::vector<named_texts>& lists) {
    return pattern_field{std::make_shared<const text_program>(pattern_parser{text, lists}.parse())};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_COMPOSE_HPP
