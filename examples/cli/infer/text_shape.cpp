// SPDX-License-Identifier: Apache-2.0
#include "text_shape.hpp"

#include <algorithm>

namespace cli::infer {
namespace {

// Kinds of characters at a place, as bits.
constexpr std::uint8_t digits = 1, capitals_of_hex = 2, capitals = 4, small_of_hex = 8, small = 16, signs = 32;

std::uint8_t kind_of(char letter) {
    if (letter >= '0' && letter <= '9') return digits;
    if (letter >= 'A' && letter <= 'F') return capitals_of_hex;
    if (letter >= 'G' && letter <= 'Z') return capitals;
    if (letter >= 'a' && letter <= 'f') return small_of_hex;
    if (letter >= 'g' && letter <= 'z') return small;
    return signs;
}

std::string class_of(std::uint8_t kinds) {
    if (kinds == digits) return "\\d";
    std::string out = "[";
    if ((kinds & digits) != 0) out += "0-9";
    if ((kinds & (capitals | capitals_of_hex)) != 0) out += (kinds & capitals) != 0 ? "A-Z" : "A-F";
    if ((kinds & (small | small_of_hex)) != 0) out += (kinds & small) != 0 ? "a-z" : "a-f";
    return out + "]";
}

std::string literal(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (kind_of(letter) == signs && std::string_view{" _-:/@#,;=%&!~'\"<>"}.find(letter) == std::string_view::npos) out += '\\';
        out += letter;
    }
    return out;
}

std::string times(std::size_t least, std::size_t most) {
    if (least == 1 && most == 1) return "";
    return "{" + std::to_string(least) + (least == most ? "" : "," + std::to_string(most)) + "}";
}

}  // namespace

void text_shape::add(std::string_view text) {
    if (!has_runs_ && !has_places_) return;
    const bool plain = !text.empty() && text.size() <= most_bytes && std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!plain) {
        has_runs_ = has_places_ = false;
        return;
    }
    if (has_runs_) add_runs(text);
    if (has_places_) add_places(text);
    begun_ = true;
}

void text_shape::add_runs(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const auto what = [](char letter) {
            const std::uint8_t kinds = kind_of(letter);
            return kinds == digits ? digit : kinds <= capitals ? capital : kinds <= infer::small ? kind::small : sign;
        };
        const kind here = what(text[at]);
        std::size_t end = at + 1;
        while (end < text.size() && (here == sign ? text[end] == text[at] : what(text[end]) == here)) ++end;
        const std::string_view part = text.substr(at, end - at);
        if (!begun_ && count < most_runs) {
            runs_.push_back({here, text[at], part.size(), part.size(), std::string{part}, true});
        } else if (count >= runs_.size() || runs_[count].what != here || (here == sign && runs_[count].text != part)) {
            has_runs_ = false;
            return;
        } else {
            run& known = runs_[count];
            known.least = std::min(known.least, part.size());
            known.most = std::max(known.most, part.size());
            known.same = known.same && known.text == part;
        }
        at = end;
    }
    has_runs_ = count == runs_.size();
}

void text_shape::add_places(std::string_view text) {
    if (!begun_) {
        kinds_.assign(text.size(), 0);
        only_ = text;
    }
    if (kinds_.size() != text.size()) {
        has_places_ = false;
        return;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        kinds_[i] = static_cast<std::uint8_t>(kinds_[i] | kind_of(text[i]));
        if (only_[i] != text[i]) only_[i] = '\0';
        if (only_[i] == '\0' && (kinds_[i] & signs) != 0) has_places_ = false;
    }
}

std::string text_shape::pattern_of_runs() const {
    std::string out;
    for (const run& one : runs_) {
        if (one.same)
            out += literal(one.text);
        else
            out += (one.what == digit ? "\\d" : one.what == capital ? "[A-Z]" : "[a-z]") + times(one.least, one.most);
    }
    return out;
}

std::string text_shape::pattern_of_places() const {
    std::string out;
    for (std::size_t i = 0; i < kinds_.size();) {
        if (only_[i] != '\0') {
            out += literal({&only_[i], 1});
            ++i;
            continue;
        }
        const std::string here = class_of(kinds_[i]);
        std::size_t to = i + 1;
        while (to < kinds_.size() && only_[to] == '\0' && class_of(kinds_[to]) == here) ++to;
        out += here + times(to - i, to - i);
        i = to;
    }
    return out;
}

std::string text_shape::pattern() const {
    if (!begun_) return {};
    if (has_runs_) return pattern_of_runs();
    return has_places_ ? pattern_of_places() : std::string{};
}

}  // namespace cli::infer
