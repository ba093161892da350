// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_NAMES_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_NAMES_HPP

/// Names that Protocol Buffers allow.

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spate::inline v0::detail::protobuf_file {

[[nodiscard]] constexpr bool is_name_letter(char letter) noexcept { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }
[[nodiscard]] constexpr bool is_name_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }
[[nodiscard]] constexpr char upper(char letter) noexcept { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; }
[[nodiscard]] constexpr char lower(char letter) noexcept { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

[[nodiscard]] constexpr bool is_identifier(std::string_view name) noexcept {
    if (name.empty() || is_name_digit(name[0])) return false;
    for (const char letter : name)
        if (!is_name_letter(letter) && !is_name_digit(letter) && letter != '_') return false;
    return true;
}

/// Two fields with one key have names in JSON that some version of protobuf refuses to tell apart.
[[nodiscard]] inline std::string name_key(std::string_view name) {
    std::string out;
    for (const char letter : name)
        if (letter != '_') out += lower(letter);
    return out;
}

/// Each character that is not allowed becomes "_".
[[nodiscard]] inline std::string made_valid(std::string_view original) {
    std::string out;
    for (const char letter : original) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= 0x80 && byte < 0xc0) continue;
        out += is_name_letter(letter) || is_name_digit(letter) ? letter : '_';
    }
    if (name_key(out).empty()) return "field";
    return is_name_digit(out[0]) ? "f_" + out : out;
}

/// Identifiers with different keys, one for each name. Those that can stay as they are do so.
[[nodiscard]] inline std::vector<std::string> valid_names(const std::vector<std::string>& originals) {
    std::vector<std::string> out(originals.size());
    std::set<std::string, std::less<>> keys;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (made_valid(originals[i]) == originals[i] && keys.insert(name_key(originals[i])).second) out[i] = originals[i];
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!out[i].empty()) continue;
        const std::string name = made_valid(originals[i]);
        out[i] = name;
        for (std::size_t next = 2; !keys.insert(name_key(out[i])).second; ++next) out[i] = name + "_" + std::to_string(next);
    }
    return out;
}

/// The name in JSON of a field of which nothing else is said: created_at is createdAt.
[[nodiscard]] inline std::string default_json_name(std::string_view name) {
    std::string out;
    bool next = false;
    for (const char letter : name) {
        if (letter != '_') out += next ? upper(letter) : letter;
        next = letter == '_';
    }
    return out;
}

/// The names of the oneofs around optional fields, as protoc makes them: "_" and the field's name, behind as many X as it takes to be alone.
[[nodiscard]] inline std::vector<std::string> presence_names(const std::vector<std::string>& names, const std::vector<bool>& optional) {
    std::set<std::string> used{names.begin(), names.end()};
    std::vector<std::string> out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!optional[i]) continue;
        std::string name = names[i][0] == '_' ? names[i] : "_" + names[i];
        while (!used.insert(name).second) name.insert(0, "X");
        out.push_back(std::move(name));
    }
    return out;
}

/// Names in JSON. Where a field of the message could not keep its name, all have their original ones, else protobuf's default; so do those that protobuf
/// does not allow: [...], which it keeps for extensions, and the names of `oneofs`, which some readers look up among the others.
[[nodiscard]] inline std::vector<std::string> json_names(const std::vector<std::string>& originals, const std::vector<std::string>& names,
                                                         const std::vector<std::string>& oneofs) {
    std::vector<std::string> out;
    const bool kept = originals == names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string& original = originals[i];
        const bool forbidden = original.empty() || original.find('\0') != std::string::npos || (original.front() == '[' && original.back() == ']') ||
                               std::find(oneofs.begin(), oneofs.end(), original) != oneofs.end();
        out.push_back(kept || forbidden ? default_json_name(names[i]) : original);
        while (!kept && forbidden && std::find(originals.begin(), originals.end(), out.back()) != originals.end()) out.back() += '_';
    }
    return out;
}

/// The name of a message for a field: order_lines is OrderLines.
[[nodiscard]] inline std::string pascal_case(std::string_view name) {
    std::string out;
    bool next = true;
    for (const char letter : name) {
        if (letter != '_') out += next ? upper(letter) : letter;
        next = letter == '_';
    }
    return out.empty() || is_name_digit(out[0]) ? "M" + out : out;
}

}  // namespace spate::inline v0::detail::protobuf_file

#endif  // SPATE_FORMAT_DETAIL_PROTOBUF_NAMES_HPP
