// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_EXPRESSION_SYNTAX_HPP
#define SPATE_SCHEMA_DETAIL_EXPRESSION_SYNTAX_HPP

/// Expressions as trees, and what is said of errors in them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>

namespace spate::inline v0::detail {

/// A text in which places are named in messages; what messages call it is `parameter`.
class marked_text {
public:
    marked_text(std::string parameter, std::string text) : parameter_{std::move(parameter)}, text_{std::move(text)} {}

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// What messages call it from now on.
    void rename(std::string parameter) { parameter_ = std::move(parameter); }
    /// Throws config_error: `value: "a + b" at column 5: there is no field "b"; add one`. Columns count bytes, from 1.
    [[noreturn]] void fail(std::size_t at, const std::string& problem, std::string_view remedy) const {
        std::size_t line = 1, begin = 0;
        for (std::size_t i = 0; i < at && i < text_.size(); ++i)
            if (text_[i] == '\n') ++line, begin = i + 1;
        const std::string place =
            (text_.find('\n') == std::string::npos ? "at column " : "at line " + std::to_string(line) + ", column ") + std::to_string(at - begin + 1) + ": ";
        raise_config(parameter_, "\"" + shown() + "\"", place + problem, remedy);
    }

private:
    // Its beginning, in whole letters of UTF-8 and one line.
    [[nodiscard]] std::string shown() const {
        constexpr std::size_t longest = 80;
        std::size_t end = std::min(text_.size(), longest);
        while (end != text_.size() && end != 0 && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) --end;
        std::string out;
        for (const char c : std::string_view{text_}.substr(0, end))
            if (c == '\n' || c == '\r' || c == '\t')
                out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
            else
                out += c;
        return end == text_.size() ? out : out + "...";
    }

    std::string parameter_, text_;
};

enum class expression_function : unsigned char {
    add,
    subtract,
    multiply,
    divide,
    remainder,
    negate,
    equal,
    unequal,
    less,
    at_most,
    greater,
    at_least,
    logical_and,
    logical_or,
    logical_not,
    choose,
    minimum,
    maximum,
    round,
    absolute,
    floor,
    ceiling,
    is_null,
    coalesce
};

struct named_function {
    std::string_view name;
    expression_function function;
    std::size_t least, most;
    std::string_view shown;
};

inline constexpr named_function named_functions[] = {{"if", expression_function::choose, 3, 3, "if(condition, then, otherwise)"},
                                                     {"min", expression_function::minimum, 2, 16, "min(a, b)"},
                                                     {"max", expression_function::maximum, 2, 16, "max(a, b)"},
                                                     {"round", expression_function::round, 1, 2, "round(x) or round(x, places)"},
                                                     {"abs", expression_function::absolute, 1, 1, "abs(x)"},
                                                     {"floor", expression_function::floor, 1, 1, "floor(x)"},
                                                     {"ceil", expression_function::ceiling, 1, 1, "ceil(x)"},
                                                     {"is_null", expression_function::is_null, 1, 1, "is_null(x)"},
                                                     {"coalesce", expression_function::coalesce, 2, 16, "coalesce(a, b)"}};

struct expression_node {
    enum class kind : unsigned char { integer, decimal, real, boolean, text, null, field, call };

    kind what = kind::null;
    std::size_t at = 0;
    /// An integer, the units of a decimal, a boolean, or the number of a field among the inputs.
    std::int64_t integer = 0;
    int places = 0;
    double real = 0;
    std::string text = {};
    expression_function function = expression_function::add;
    std::vector<expression_node> arguments = {};
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_EXPRESSION_SYNTAX_HPP
