// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_EXPRESSION_PARSER_HPP
#define SPATE_SCHEMA_DETAIL_EXPRESSION_PARSER_HPP

/// From the text of an expression to its tree.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <spate/schema/detail/expression/syntax.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

/// Operators, from the loosest: or; and; not; == != < <= > >=; + -; * / %; - before a value. Names are letters, digits and _, or anything between backquotes.
/// Texts stand between " or between ', doubled where they are part of the text. Throws config_error.
class expression_parser {
public:
    static constexpr std::size_t most_bytes = 10000;

    explicit expression_parser(const marked_text& of) : of_{of}, text_{of.text()} {}

    [[nodiscard]] expression_node parse() {
        if (text_.size() > most_bytes) of_.fail(0, "it has more than " + std::to_string(most_bytes) + " bytes", "make several fields of it");
        expression_node whole = disjunction();
        skip_blanks();
        if (at_ != text_.size()) fail_here("is not expected", "put an operator before it, like + or *");
        return whole;
    }
    /// The fields that are named, each once, and where each is named first.
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    [[nodiscard]] const std::vector<std::size_t>& places() const noexcept { return places_; }

private:
    using node = expression_node;
    using function = expression_function;
    static constexpr std::size_t deepest = 100;

    [[nodiscard]] static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    [[nodiscard]] static bool is_letter(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    }
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void skip_blanks() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
    }
    [[noreturn]] void fail_here(const std::string& problem, std::string_view remedy) const {
        if (at_ >= text_.size()) of_.fail(text_.size(), "the end of the text " + problem, remedy);
        const unsigned char first = static_cast<unsigned char>(text_[at_]);
        of_.fail(
            at_,
            first < 0x20 || first >= 0x7f ? "a character of code " + std::to_string(first) + " " + problem : "\"" + std::string{text_[at_]} + "\" " + problem,
            remedy);
    }
    bool take(std::string_view sign) noexcept {
        skip_blanks();
        if (text_.substr(at_, sign.size()) != sign) return false;
        at_ += sign.size();
        return true;
    }
    bool take_word(std::string_view word) noexcept {
        skip_blanks();
        const char next = peek(word.size());
        if (text_.substr(at_, word.size()) != word || is_letter(next) || is_digit(next)) return false;
        at_ += word.size();
        return true;
    }
    class deeper {
    public:
        explicit deeper(expression_parser& of) : of_{of} {
            if (++of_.depth_ > deepest) of_.of_.fail(of_.at_, "it is nested more than " + std::to_string(deepest) + " deep", "make several fields of it");
        }
        ~deeper() { --of_.depth_; }
        deeper(const deeper&) = delete;
        deeper& operator=(const deeper&) = delete;

    private:
        expression_parser& of_;
    };

    [[nodiscard]] static node call(function of, std::size_t at, std::vector<node> arguments) {
        node made{.what = node::kind::call, .at = at};
        made.function = of;
        made.arguments = std::move(arguments);
        return made;
    }
    template <class Next>
    void join(node& left, function of, std::size_t size, const Next& next) {
        if (++operators_ > most_operators) of_.fail(at_, "it has more than " + std::to_string(most_operators) + " operators", "make several fields of it");
        const std::size_t at = at_ - size;
        std::vector<node> both;
        both.push_back(std::move(left));
        both.push_back(next());
        left = call(of, at, std::move(both));
    }

    [[nodiscard]] node disjunction() {
        const deeper guard{*this};
        node left = conjunction();
        while (take_word("or")) join(left, function::logical_or, 2, [&] { return conjunction(); });
        return left;
    }
    [[nodiscard]] node conjunction() {
        node left = negation();
        while (take_word("and")) join(left, function::logical_and, 3, [&] { return negation(); });
        return left;
    }
    [[nodiscard]] node negation() {
        skip_blanks();
        const std::size_t at = at_;
        if (!take_word("not")) return comparison();
        const deeper guard{*this};
        return single(function::logical_not, at, negation());
    }
    [[nodiscard]] static node single(function of, std::size_t at, node argument) {
        std::vector<node> one;
        one.push_back(std::move(argument));
        return call(of, at, std::move(one));
    }
    bool take_relation(function& which, std::size_t& size) {
        constexpr std::pair<std::string_view, function> relations[] = {{"==", function::equal},    {"!=", function::unequal}, {"<=", function::at_most},
                                                                       {">=", function::at_least}, {"<", function::less},     {">", function::greater}};
        for (const auto& [sign, of] : relations)
            if (take(sign)) {
                which = of;
                size = sign.size();
                return true;
            }
        if (peek() == '=') fail_here("is not expected", "write == to compare");
        if (peek() == '&' || peek() == '|' || peek() == '!') fail_here("is not expected", "write and, or, not");
        return false;
    }
    [[nodiscard]] node comparison() {
        node left = sum();
        function which{};
        std::size_t size = 0;
        if (!take_relation(which, size)) return left;
        join(left, which, size, [&] { return sum(); });
        const std::size_t at = at_;
        if (take_relation(which, size)) {
            at_ = at;
            skip_blanks();
            fail_here("compares a comparison", "compare two values at a time: a < b and b < c");
        }
        return left;
    }
    [[nodiscard]] node sum() {
        node left = product();
        for (;;) {
            if (take("+"))
                join(left, function::add, 1, [&] { return product(); });
            else if (take("-"))
                join(left, function::subtract, 1, [&] { return product(); });
            else
                return left;
        }
    }
    [[nodiscard]] node product() {
        node left = factor();
        for (;;) {
            if (take("**") || take("//"))
                of_.fail(at_ - 2, "\"" + std::string{text_.substr(at_ - 2, 2)} + "\" is no operator", "write a * a for a square, floor(a / b) for whole parts");
            if (take("*"))
                join(left, function::multiply, 1, [&] { return factor(); });
            else if (take("/"))
                join(left, function::divide, 1, [&] { return factor(); });
            else if (take("%"))
                join(left, function::remainder, 1, [&] { return factor(); });
            else
                return left;
        }
    }
    [[nodiscard]] node factor() {
        skip_blanks();
        const std::size_t at = at_;
        if (!take("-")) return value();
        const deeper guard{*this};
        // The smallest integer has no positive counterpart.
        skip_blanks();
        if (is_digit(peek())) {
            node made = number(true);
            made.at = at;
            return made;
        }
        return single(function::negate, at, factor());
    }

    [[nodiscard]] node value() {
        skip_blanks();
        const std::size_t at = at_;
        const char first = peek();
        if (at_ == text_.size()) fail_here("is not expected", "write a value, like a number or the name of a field");
        if (is_digit(first) || (first == '.' && is_digit(peek(1)))) return number(false);
        if (first == '"' || first == '\'') return quoted(first);
        if (take("(")) {
            node inside = disjunction();
            if (!take(")")) fail_here("stands where the parenthesis of column " + std::to_string(at + 1) + " should end", "write )");
            return inside;
        }
        if (first == '`') return field_of(quoted('`').text, at);
        if (!is_letter(first)) fail_here("is not expected", "write a value, like a number or the name of a field");
        while (is_letter(peek()) || is_digit(peek())) ++at_;
        const std::string_view name = text_.substr(at, at_ - at);
        if (name == "true" || name == "false") return {.what = node::kind::boolean, .at = at, .integer = name == "true"};
        if (name == "null") return {.what = node::kind::null, .at = at};
        if (name == "and" || name == "or" || name == "not") {
            at_ = at;
            of_.fail(at, "\"" + std::string{name} + "\" is not expected",
                     name == "not" ? "put it between parentheses: a == (not b); a field of that name stands between backquotes"
                                   : "write a value before it; a field of that name stands between backquotes");
        }
        if (take("(")) return call_of(name, at);
        return field_of(std::string{name}, at);
    }
    [[nodiscard]] node field_of(std::string name, std::size_t at) {
        std::size_t i = 0;
        while (i < names_.size() && names_[i] != name) ++i;
        if (i == names_.size()) {
            names_.push_back(std::move(name));
            places_.push_back(at);
        }
        return {.what = node::kind::field, .at = at, .integer = static_cast<std::int64_t>(i)};
    }
    [[nodiscard]] node call_of(std::string_view name, std::size_t at) {
        const named_function* found = nullptr;
        std::vector<std::string_view> known;
        for (const named_function& one : named_functions) {
            if (one.name == name) found = &one;
            known.push_back(one.name);
        }
        if (found == nullptr) of_.fail(at, "there is no function \"" + std::string{name} + "\"", suggestion(name, known));
        std::vector<node> arguments;
        if (!take(")")) {
            do arguments.push_back(disjunction());
            while (take(","));
            if (!take(")")) fail_here("stands where the arguments of " + std::string{name} + " should end", "write , or )");
        }
        if (arguments.size() < found->least || arguments.size() > found->most)
            of_.fail(at, std::string{name} + " is given " + std::to_string(arguments.size()) + (arguments.size() == 1 ? " argument" : " arguments"),
                     "write " + std::string{found->shown});
        return call(found->function, at, std::move(arguments));
    }
    // Quotes within are doubled.
    [[nodiscard]] node quoted(char quote) {
        node made{.what = node::kind::text, .at = at_++};
        for (;; ++at_) {
            if (at_ >= text_.size()) of_.fail(made.at, "what begins here does not end", "write " + std::string{quote} + " behind it");
            if (text_[at_] == quote) {
                ++at_;
                if (peek() != quote) return made;
            }
            made.text += text_[at_];
        }
    }
    // Whether a number other than 0 is, as -0.00012e+3.
    [[nodiscard]] static bool is_below_one(std::string_view number) noexcept {
        const std::size_t end = std::min(number.find_first_of("eE"), number.size()), point = std::min(number.find('.'), end);
        const std::size_t first = std::min(number.find_first_of("123456789"), end);
        // The power of ten of the first digit that is not 0.
        auto power = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) - (first < point ? 1 : 0);
        if (end == number.size()) return power < 0;
        std::string_view exponent = number.substr(end + 1);
        const bool negative = exponent.starts_with('-');
        if (negative || exponent.starts_with('+')) exponent.remove_prefix(1);
        std::int64_t more = 0;
        for (const char digit : exponent) more = std::min<std::int64_t>(more * 10 + (digit - '0'), 1000000);
        power += negative ? -more : more;
        return power < 0;
    }
    // Whole numbers are integers, others decimals where they have at most 18 digits and no exponent, else reals.
    [[nodiscard]] node number(bool negative) {
        const std::size_t at = at_;
        std::size_t end = at_, digits = 0;
        int places = 0;
        bool point = false, exponent = false;
        for (; end < text_.size(); ++end) {
            const char c = text_[end];
            if (is_digit(c)) {
                ++digits;
                places += point;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
            exponent = true;
            ++end;
            if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
            while (end < text_.size() && is_digit(text_[end])) ++end;
        }
        std::string written = (negative ? "-" : "") + std::string{text_.substr(at, end - at)};
        if (end < text_.size() && (is_letter(text_[end]) || text_[end] == '.'))
            of_.fail(at, "\"" + written + text_[end] + "\" is no number", "write it like 12, 0.25 or 1e6; names do not begin with digits");
        node made{.what = node::kind::integer, .at = at};
        const auto read = [&](auto& into, const std::string& from) {
            const auto result = std::from_chars(from.data(), from.data() + from.size(), into);
            if (result.ptr != from.data() + from.size()) of_.fail(at, "\"" + written + "\" is no number", "write it like 12, 0.25 or 1e6");
            if (result.ec == std::errc{}) return;
            if (!is_below_one(written)) of_.fail(at, "\"" + written + "\" is no number of 64 bits", "write a smaller one, like 12, 0.25 or 1e6");
            into = 0;
        };
        if (!point && !exponent) {
            read(made.integer, written);
        } else if (!exponent && digits <= 18) {
            made.what = node::kind::decimal;
            made.places = places;
            std::string whole = written;
            whole.erase(whole.find('.'), 1);
            read(made.integer, whole);
        } else {
            made.what = node::kind::real;
            read(made.real, written);
        }
        at_ = end;
        return made;
    }

    static constexpr std::size_t most_operators = 1000;
    const marked_text& of_;
    std::string_view text_;
    std::size_t at_ = 0, depth_ = 0, operators_ = 0;
    std::vector<std::string> names_;
    std::vector<std::size_t> places_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_EXPRESSION_PARSER_HPP
