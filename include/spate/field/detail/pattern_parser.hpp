// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_PATTERN_PARSER_HPP
#define SPATE_FIELD_DETAIL_PATTERN_PARSER_HPP

/// Reads patterns: a recursive descent, one function for each rule of the grammar.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/utf8.hpp>
#include <spate/field/detail/text_program.hpp>

namespace spate::inline v0::detail {

/// A list that a pattern may refer to as <name>; the library's own patterns do.
struct named_texts {
    std::string_view name;
    std::vector<std::string> texts;
};

class pattern_parser {
public:
    pattern_parser(std::string_view text, const std::vector<named_texts>& lists) : text_{text}, lists_{lists} {}

    /// Throws config_error, which names the place.
    text_program parse() {
        if (text_.size() > text_program::most_bytes) fail("is longer than 65,536 bytes", "write a shorter one");
        const std::uint32_t root = alternatives(0);
        if (at_ != text_.size()) fail("closes a group at " + place(at_) + " that was not opened", "write \\) for the character");
        const text_program::need& needs = made_.needs(root);
        if (needs.bytes > text_program::most_bytes) fail("makes texts of more than 65,536 bytes", "repeat less often");
        if (needs.draws > text_program::most_draws) fail("makes more than 16,384 choices in a text", "repeat less often");
        if (needs.steps > text_program::most_steps) fail("takes more than 65,536 steps for a text", "repeat less often");
        made_.finish(root);
        return std::move(made_);
    }

private:
    using letter_set = std::bitset<128>;
    static constexpr unsigned deepest = 64;

    [[noreturn]] void fail(const std::string& problem, const std::string& remedy) const {
        const std::size_t shown = 60;
        raise_config("pattern", text_.size() > shown ? std::string{text_.substr(0, shown)} + "..." : std::string{text_}, problem, remedy);
    }
    // As users count: from 1, in bytes.
    static std::string place(std::size_t at) { return std::to_string(at + 1); }
    [[nodiscard]] bool more() const noexcept { return at_ < text_.size(); }
    [[nodiscard]] bool next_is(char letter) const noexcept { return more() && text_[at_] == letter; }
    bool take(std::string_view what) noexcept {
        if (text_.substr(at_, what.size()) != what) return false;
        at_ += what.size();
        return true;
    }

    std::uint32_t alternatives(unsigned depth) {
        if (depth > deepest) fail("has groups more than 64 deep", "nest fewer");
        std::vector<std::uint32_t> all{sequence(depth)};
        while (take("|")) all.push_back(sequence(depth));
        return made_.alternatives(all);
    }

    std::uint32_t sequence(unsigned depth) {
        std::vector<std::uint32_t> parts;
        std::string literal;
        const auto end_literal = [&] {
            if (!literal.empty()) parts.push_back(made_.literal(std::exchange(literal, {})));
        };
        while (more() && text_[at_] != '|' && text_[at_] != ')') {
            std::string one;
            letter_set set;
            std::uint32_t node = 0;
            const atom kind = read_atom(depth, one, set, node);
            std::uint32_t low = 1, high = 1;
            const bool repeated = read_quantifier(low, high);
            if (kind == atom::character && !repeated) {
                literal += one;
                continue;
            }
            end_literal();
            if (kind == atom::character) node = made_.literal(one);
            if (kind == atom::letters) node = made_.letters(letters_of(set));
            parts.push_back(repeated ? made_.repeat(node, low, high) : node);
        }
        end_literal();
        return made_.sequence(parts);
    }

    enum class atom : unsigned char { character, letters, node };

    atom read_atom(unsigned depth, std::string& one, letter_set& set, std::uint32_t& node) {
        const std::size_t begin = at_;
        const char letter = text_[at_];
        switch (letter) {
            case '(':
                ++at_;
                if (next_is('?') && !take("?:")) fail("has a group of a kind at " + place(begin) + " that patterns do not have", "write (...) or (?:...)");
                node = alternatives(depth + 1);
                if (!take(")")) fail("has a group that begins at " + place(begin) + " and is not closed", "write ) at its end");
                return atom::node;
            case '[':
                set = read_class();
                return atom::letters;
            case '.':
                ++at_;
                set = printable();
                return atom::letters;
            case '\\':
                return read_escape(one, set) ? atom::letters : atom::character;
            case '<':
                if (!lists_.empty()) {
                    node = read_list();
                    return atom::node;
                }
                break;
            case '*':
            case '+':
            case '?':
            case '{':
                fail("repeats nothing at " + place(begin), std::string{"write \\"} + letter + " for the character");
            case ']':
            case '}':
                fail(std::string{"has a "} + letter + " at " + place(begin) + " that closes nothing", std::string{"write \\"} + letter + " for the character");
            case '^':
            case '$':
                fail(std::string{"has a "} + letter + " at " + place(begin) + ", but is always the whole text",
                     std::string{"leave it out, or write \\"} + letter + " for the character");
            default:
                break;
        }
        const std::size_t length = utf8_length(text_, at_);
        if (length == 0) fail("is not UTF-8 at " + place(begin), "write it in UTF-8");
        one = text_.substr(at_, length);
        at_ += length;
        return atom::character;
    }

    // Whether one was there.
    bool read_quantifier(std::uint32_t& low, std::uint32_t& high) {
        if (!more()) return false;
        const std::size_t begin = at_;
        if (take("?")) {
            low = 0;
        } else if (take("{")) {
            low = high = read_number(begin);
            if (take(",")) {
                if (next_is('}')) fail("repeats without bound at " + place(begin), "give the most, as in {0,8}");
                high = read_number(begin);
            }
            if (!take("}")) fail("has a repetition that begins at " + place(begin) + " and is not closed", "write {4} or {2,4}");
            if (low > high) fail("has a repetition at " + place(begin) + " whose bounds are not in order", "give the smaller one first");
        } else if (next_is('*') || next_is('+')) {
            fail("repeats without bound at " + place(begin), "give the most, as in {0,8}");
        } else {
            return false;
        }
        if (next_is('?') || next_is('{') || next_is('*') || next_is('+'))
            fail("repeats a repetition at " + place(at_), "put what is repeated into a group: (...)");
        return true;
    }

    std::uint32_t read_number(std::size_t begin) {
        std::uint32_t number = 0;
        const std::size_t first = at_;
        for (; more() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
            number = number * 10 + static_cast<std::uint32_t>(text_[at_] - '0');
            if (number > text_program::most_steps) fail("repeats more than 65,536 times at " + place(begin), "repeat less often");
        }
        if (at_ == first) fail("has a repetition at " + place(begin) + " without a number", "write {4} or {2,4}, and \\{ for the character");
        return number;
    }

    // An escape that is a set gives true, one that is a character false.
    bool read_escape(std::string& one, letter_set& set) {
        const std::size_t begin = at_++;
        if (!more()) fail("ends with a \\", "write \\\\ for the character");
        const char letter = text_[at_++];
        switch (letter) {
            case 'd':
            case 'D':
            case 'w':
            case 'W':
            case 's':
            case 'S': {
                const bool negated = letter < 'a';
                const char of = negated ? static_cast<char>(letter - 'A' + 'a') : letter;
                if (of == 's') set.set(' ');
                if (of != 's') add(set, '0', '9');
                if (of == 'w') {
                    add(set, 'a', 'z');
                    add(set, 'A', 'Z');
                    set.set('_');
                }
                if (negated) set = printable() & ~set;
                return true;
            }
            case 'n':
                one = '\n';
                return false;
            case 't':
                one = '\t';
                return false;
            case 'r':
                one = '\r';
                return false;
            case 'x': {
                const int high = at_ + 1 < text_.size() ? digit(text_[at_]) : -1, low = high >= 0 ? digit(text_[at_ + 1]) : -1;
                if (low < 0 || high > 7)
                    fail("has a \\x at " + place(begin) + " without two digits from 00 to 7f", "write \\x41 for A, and characters beyond ASCII as they are");
                one = static_cast<char>(16 * high + low);
                at_ += 2;
                return false;
            }
            default:
                if (letter <= ' ' || letter > '~' || digit(letter) >= 0 || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'))
                    fail("has an escape at " + place(begin) + " that patterns do not have",
                         "use \\d \\w \\s \\D \\W \\S \\n \\t \\r \\x41, or \\ before a sign");
                one = letter;
                return false;
        }
    }

    letter_set read_class() {
        const std::size_t begin = at_++;
        letter_set set;
        const bool negated = take("^");
        bool first = true;
        for (;; first = false) {
            if (!more()) fail("has a class that begins at " + place(begin) + " and is not closed", "write ] at its end");
            if (next_is(']')) break;
            letter_set part;
            const std::size_t from_at = at_;
            const int low = read_class_letter(part);
            // A - at the end, or behind a set, is the character.
            if (low < 0 || !next_is('-') || text_.substr(at_, 2) == "-]" || at_ + 1 == text_.size()) {
                set |= part;
                continue;
            }
            ++at_;
            letter_set end;
            const int high = read_class_letter(end);
            if (high < low)
                fail("has a range at " + place(from_at) + " that ends before it begins", "give the smaller character first, and \\- for the character");
            add(set, static_cast<char>(low), static_cast<char>(high));
        }
        ++at_;
        if (negated) set = printable() & ~set;
        if (set.none()) fail("has a class at " + place(begin) + " without a character", first ? "name one, or write \\[ for the character" : "leave one");
        return set;
    }

    // One character of a class, or a set as \d, which gives -1.
    int read_class_letter(letter_set& set) {
        if (next_is('\\')) {
            std::string one;
            if (read_escape(one, set)) return -1;
            set.set(static_cast<unsigned char>(one[0]));
            return one[0];
        }
        if (static_cast<unsigned char>(text_[at_]) >= 0x80) fail("has a class with a character beyond ASCII at " + place(at_), "write alternatives: (é|è)");
        set.set(static_cast<unsigned char>(text_[at_]));
        return text_[at_++];
    }

    std::uint32_t read_list() {
        const std::size_t begin = at_ + 1, end = text_.find('>', begin);
        if (end == std::string_view::npos) fail("has a name that begins at " + place(at_) + " and is not closed", "write > at its end");
        at_ = end + 1;
        for (const named_texts& one : lists_)
            if (one.name == text_.substr(begin, end - begin)) return made_.list(one.texts);
        fail("names a list at " + place(begin) + " that is not there", "name another");
    }

    static int digit(char letter) noexcept {
        return letter >= '0' && letter <= '9'   ? letter - '0'
               : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
               : letter >= 'A' && letter <= 'F' ? letter - 'A' + 10
                                                : -1;
    }
    static void add(letter_set& set, char first, char last) noexcept {
        for (int letter = first; letter <= last; ++letter) set.set(static_cast<std::size_t>(letter));
    }
    static letter_set printable() noexcept {
        letter_set set;
        add(set, ' ', '~');
        return set;
    }
    static std::string letters_of(const letter_set& set) {
        std::string letters;
        for (std::size_t letter = 0; letter < set.size(); ++letter)
            if (set[letter]) letters += static_cast<char>(letter);
        return letters;
    }

    std::string_view text_;
    const std::vector<named_texts>& lists_;
    std::size_t at_ = 0;
    text_program made_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_PATTERN_PARSER_HPP
