// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_HEADER_JSON_HPP
#define SPATE_STORE_DETAIL_HEADER_JSON_HPP

/// The JSON of the headers that other array formats have.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/store/store_error.hpp>

namespace spate::inline v0::detail {

/// Reads what is expected, from the left to the right. Throws store_error with the offset where something else stands. Source: RFC 8259.
class header_json {
public:
    /// `offset` is that of the text in its file.
    header_json(std::string_view text, std::string_view name, std::uint64_t offset) noexcept : text_{text}, name_{name}, offset_{offset} {}

    /// Calls each(key) for each member, which has to read its value.
    template <class Each>
    void object(const Each& each) {
        deeper();
        expect('{');
        if (!take('}')) {
            do {
                const std::string key = text();
                expect(':');
                each(key);
            } while (take(','));
            expect('}');
        }
        --depth_;
    }
    template <class Each>
    void array(const Each& each) {
        deeper();
        expect('[');
        if (!take(']')) {
            do each();
            while (take(','));
            expect(']');
        }
        --depth_;
    }
    [[nodiscard]] std::string text() {
        expect('"');
        std::string out;
        for (;;) {
            if (at_ >= text_.size()) fail("a text has no end");
            const char letter = text_[at_++];
            if (letter == '"') return out;
            if (static_cast<unsigned char>(letter) < 0x20) fail("a text has a control character");
            if (letter == '\\')
                escape(out);
            else
                out += letter;
        }
    }
    /// A whole number from 0 to 2^64 - 1.
    [[nodiscard]] std::uint64_t number() {
        blanks();
        std::uint64_t out = 0;
        const char* const from = text_.data() + at_;
        const char* const end = text_.data() + text_.size();
        const auto read = std::from_chars(from, end, out);
        if (read.ec != std::errc{} || (*from == '0' && read.ptr != from + 1) || (read.ptr != end && (*read.ptr == '.' || *read.ptr == 'e' || *read.ptr == 'E')))
            fail("there is no whole number from 0 to 2^64 - 1");
        at_ += static_cast<std::size_t>(read.ptr - from);
        return out;
    }
    /// Passes over a value of any kind.
    void skip() {
        blanks();
        const char letter = at_ < text_.size() ? text_[at_] : '\0';
        if (letter == '{') return object([this](const std::string&) { skip(); });
        if (letter == '[') return array([this] { skip(); });
        if (letter == '"') return (void)text();
        const std::size_t from = at_;
        while (at_ < text_.size() && std::string_view{"+-.0123456789Eaeflnrstu"}.find(text_[at_]) != std::string_view::npos) ++at_;
        if (at_ == from) fail("there is no value");
    }
    /// Only blanks may follow.
    void end() {
        blanks();
        if (at_ != text_.size()) fail("something follows the last brace");
    }
    [[noreturn]] void fail(std::string_view problem) const { raise(store_error{name_, offset_ + at_, problem, "write the file anew"}); }

private:
    void blanks() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
    }
    [[nodiscard]] bool take(char letter) noexcept {
        blanks();
        if (at_ >= text_.size() || text_[at_] != letter) return false;
        ++at_;
        return true;
    }
    void expect(char letter) {
        if (!take(letter)) fail(std::string{"the header has no '"} + letter + "' here");
    }
    void deeper() {
        if (++depth_ > 64) fail("the header has more than 64 levels");
    }
    [[nodiscard]] std::uint32_t four_digits() {
        std::uint32_t out = 0;
        const std::string_view digits = text_.substr(at_, 4);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
        if (digits.size() != 4 || read.ec != std::errc{} || read.ptr != digits.data() + 4) fail("\\u is not followed by four hexadecimal digits");
        at_ += 4;
        return out;
    }
    void escape(std::string& out) {
        const char letter = at_ < text_.size() ? text_[at_++] : '\0';
        constexpr std::string_view letters = "\"\\/bfnrt", values = "\"\\/\b\f\n\r\t";
        if (const std::size_t which = letters.find(letter); letter != '\0' && which != std::string_view::npos) {
            out += values[which];
            return;
        }
        if (letter != 'u') fail("a text has an escape that is none");
        std::uint32_t point = four_digits();
        if (point >= 0xd800 && point < 0xdc00 && text_.substr(at_).starts_with("\\u")) {
            at_ += 2;
            const std::uint32_t low = four_digits();
            if (low < 0xdc00 || low > 0xdfff) fail("half of a surrogate pair stands alone");
            point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        } else if (point >= 0xd800 && point <= 0xdfff) {
            fail("half of a surrogate pair stands alone");
        }
        const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
        if (point < 0x80) return put(point);
        if (point < 0x800) {
            put(0xc0 | point >> 6);
        } else if (point < 0x10000) {
            put(0xe0 | point >> 12);
            put(0x80 | (point >> 6 & 63));
        } else {
            put(0xf0 | point >> 18);
            put(0x80 | (point >> 12 & 63));
            put(0x80 | (point >> 6 & 63));
        }
        put(0x80 | (point & 63));
    }

    std::string_view text_, name_;
    std::uint64_t offset_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_HEADER_JSON_HPP
