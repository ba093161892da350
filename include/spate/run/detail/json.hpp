// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_JSON_HPP
#define SPATE_RUN_DETAIL_JSON_HPP

/// The part of JSON (RFC 8259) of which records are made: objects, arrays, strings, whole numbers, truth values. Strict, but for what is passed over.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>

namespace spate::inline v0 {
namespace detail {

inline void append_json_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            out += '\\';
            out += letter;
        } else if (const auto code = static_cast<unsigned char>(letter); code < 0x20) {
            out += "\\u00";
            out += digits[code >> 4];
            out += digits[code & 15];
        } else {
            out += letter;
        }
    }
    out += '"';
}

// How a reader complains: of which parameter, what the file should have been, and what would help.
struct json_complaint {
    std::string_view parameter = "record", problem = "is not a record of a run", remedy = "remove it and start anew";
};

class json_reader {
public:
    json_reader(std::string_view text, std::string_view file, const json_complaint& complaint = {}) noexcept
        : text_{text}, file_{file}, complaint_{complaint} {}

    [[noreturn]] void fail(std::string_view problem) const {
        const auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n') + 1;
        raise_config(complaint_.parameter, file_, std::string{complaint_.problem} + ": line " + std::to_string(line) + ": " + std::string{problem},
                     complaint_.remedy);
    }

    /// Calls member(key) for each member, which reads the value, or returns false where the key is unknown. Keys are unique, and
    /// all that are `required` must be there.
    template <class Member>
    void object(Member member, const std::vector<std::string>& required = {}) {
        expect('{', "an object");
        std::vector<std::string> seen;
        if (peek() != '}') {
            for (;;) {
                const std::string key = string();
                if (std::find(seen.begin(), seen.end(), key) != seen.end()) fail("\"" + key + "\" occurs twice");
                seen.push_back(key);
                expect(':', "a colon");
                if (!member(key)) fail("\"" + key + "\" is not known");
                if (peek() != ',') break;
                ++at_;
            }
        }
        expect('}', "a comma or a closing brace");
        for (const std::string& key : required)
            if (std::find(seen.begin(), seen.end(), key) == seen.end()) fail("\"" + key + "\" is missing");
    }

    /// Calls item() for each item, which reads it.
    template <class Item>
    void array(Item item) {
        expect('[', "an array");
        if (peek() != ']') {
            item();
            for (; peek() == ','; item()) ++at_;
        }
        expect(']', "a comma or a closing bracket");
    }

    /// Passes over a value of any kind, and gives its text. Numbers and words are not checked.
    [[nodiscard]] std::string_view any() {
        (void)peek();
        const std::size_t from = at_;
        std::size_t depth = 0;
        do {
            const char letter = peek();
            if (letter == '"') {
                (void)string();
            } else {
                (void)next();
                if (letter == '{' || letter == '[') ++depth;
                if ((letter == '}' || letter == ']') && depth-- == 0) fail("a value is expected");
                if (std::string_view{"{}[],:"}.find(letter) == std::string_view::npos)
                    while (at_ < text_.size() && std::string_view{"{}[],:\" \t\r\n"}.find(text_[at_]) == std::string_view::npos) ++at_;
            }
        } while (depth != 0);
        return text_.substr(from, at_ - from);
    }

    [[nodiscard]] bool at_string() { return peek() == '"'; }

    [[nodiscard]] std::string string() {
        expect('"', "a string");
        std::string out;
        for (;;) {
            const char letter = next();
            if (letter == '"') return out;
            if (static_cast<unsigned char>(letter) < 0x20) fail("a string holds a control character");
            if (letter != '\\') {
                out += letter;
                continue;
            }
            const char escaped = next();
            static constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
            if (const std::size_t which = names.find(escaped); which != std::string_view::npos)
                out += meanings[which];
            else if (escaped == 'u')
                append_utf8(out, code_point());
            else
                fail("a string holds an unknown escape");
        }
    }

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t out = 0;
        std::size_t digits = 0;
        (void)peek();
        const bool zero = at_ < text_.size() && text_[at_] == '0';
        for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, ++digits) {
            const auto digit = static_cast<unsigned>(text_[at_] - '0');
            if (out > (~std::uint64_t{0} - digit) / 10) fail("a number is too large");
            out = out * 10 + digit;
        }
        if (digits == 0 || (zero && digits > 1)) fail("a whole number is expected");
        return out;
    }

    [[nodiscard]] bool boolean() {
        (void)peek();
        for (const std::string_view word : {"true", "false"}) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return word == "true";
        }
        fail("true or false is expected");
    }

    void end() {
        if (peek() != '\0' || at_ < text_.size()) fail("something follows the end");
    }

private:
    /// The next letter that is not blank; NUL at the end.
    [[nodiscard]] char peek() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    [[nodiscard]] char next() {
        if (at_ == text_.size()) fail("the file ends in the middle");
        return text_[at_++];
    }
    void expect(char letter, std::string_view what) {
        if (peek() != letter) fail(at_ == text_.size() ? "the file ends in the middle" : std::string{what} + " is expected");
        ++at_;
    }

    [[nodiscard]] unsigned four_digits() {
        unsigned out = 0;
        for (int i = 0; i < 4; ++i) {
            const char letter = next();
            const std::size_t digit = std::string_view{"0123456789abcdefABCDEF"}.find(letter);
            if (digit == std::string_view::npos) fail("a string holds a broken \\u escape");
            out = out * 16 + static_cast<unsigned>(digit < 16 ? digit : digit - 6);
        }
        return out;
    }
    [[nodiscard]] unsigned code_point() {
        const unsigned first = four_digits();
        if (first < 0xd800 || first > 0xdfff) return first;
        if (first > 0xdbff || next() != '\\' || next() != 'u') fail("a string holds half of a surrogate pair");
        const unsigned second = four_digits();
        if (second < 0xdc00 || second > 0xdfff) fail("a string holds half of a surrogate pair");
        return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
    static void append_utf8(std::string& out, unsigned code) {
        if (code < 0x80) {
            out += static_cast<char>(code);
            return;
        }
        const int extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        out += static_cast<char>((0xff00 >> (extra + 1) & 0xff) | (code >> (6 * extra)));
        for (int i = extra - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3f));
    }

    std::string_view text_, file_;
    json_complaint complaint_;
    std::size_t at_ = 0;
};

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_RUN_DETAIL_JSON_HPP
