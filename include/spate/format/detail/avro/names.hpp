// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_AVRO_NAMES_HPP
#define SPATE_FORMAT_DETAIL_AVRO_NAMES_HPP

/// Names as Avro allows them.
/// Source: Apache Avro 1.12.0 specification, "Names".

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace spate::inline v0::detail::avro_file {

[[nodiscard]] constexpr bool is_name_letter(char letter, bool first) noexcept {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || letter == '_' || (!first && letter >= '0' && letter <= '9');
}

[[nodiscard]] constexpr bool is_name(std::string_view name) noexcept {
    if (name.empty()) return false;
    for (std::size_t i = 0; i < name.size(); ++i)
        if (!is_name_letter(name[i], i == 0)) return false;
    return true;
}

/// A name, or several with points between them.
[[nodiscard]] constexpr bool is_full_name(std::string_view name) noexcept {
    for (std::size_t point = name.find('.'); point != std::string_view::npos; point = name.find('.')) {
        if (!is_name(name.substr(0, point))) return false;
        name.remove_prefix(point + 1);
    }
    return is_name(name);
}

[[nodiscard]] inline bool is_primitive(std::string_view name) noexcept {
    constexpr std::string_view known[] = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"};
    return std::find(std::begin(known), std::end(known), name) != std::end(known);
}

/// An underscore for each character (of UTF-8) that a name cannot have, and in front of a digit.
[[nodiscard]] inline std::string made_name(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (is_name_letter(letter, false))
            out += letter;
        else if ((static_cast<unsigned char>(letter) & 0xc0u) != 0x80)
            out += '_';
    }
    if (!is_name(out)) out.insert(out.begin(), '_');
    return out;
}

/// Makes a name one that `taken` has not, by _2, _3 and so on, and adds it there.
[[nodiscard]] inline std::string unique_name(std::string name, std::set<std::string>& taken) {
    std::string out = name;
    for (std::size_t number = 2; !taken.insert(out).second; ++number) out = name + '_' + std::to_string(number);
    return out;
}

/// The names of a record's fields: those that are names stay.
[[nodiscard]] inline std::vector<std::string> field_names(const std::vector<std::string_view>& given) {
    std::set<std::string> taken;
    std::vector<std::string> out(given.size());
    for (std::size_t i = 0; i < given.size(); ++i)
        if (is_name(given[i]) && taken.insert(std::string{given[i]}).second) out[i] = given[i];
    for (std::size_t i = 0; i < given.size(); ++i)
        if (out[i].empty()) out[i] = unique_name(made_name(given[i]), taken);
    return out;
}

}  // namespace spate::inline v0::detail::avro_file

#endif  // SPATE_FORMAT_DETAIL_AVRO_NAMES_HPP
