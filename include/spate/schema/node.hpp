// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_NODE_HPP
#define SPATE_SCHEMA_NODE_HPP

/// `specification_node`: what JSON and YAML texts become, each value with the place where it stands.

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace spate::inline v0 {

/// A place in a text; lines and columns count from 1, columns in bytes. 0 for what was built in code.
struct source_mark {
    std::uint32_t line = 0, column = 0;
    friend constexpr bool operator==(const source_mark&, const source_mark&) = default;
};

namespace detail {

/// The place of a byte in a text.
[[nodiscard]] inline source_mark mark_at(std::string_view text, std::size_t offset) noexcept {
    source_mark out{1, 1};
    for (const char letter : text.substr(0, offset)) {
        ++out.column;
        if (letter == '\n') ++out.line, out.column = 1;
    }
    return out;
}

// Whether a decimal number that no double is near to is too large, not too small.
[[nodiscard]] inline bool is_large(std::string_view text) noexcept {
    const std::size_t letter = text.find_first_of("eE");
    if (letter == std::string_view::npos) return text.substr(0, text.find('.')).find_first_of("123456789") != std::string_view::npos;
    return text.substr(letter + 1, 1) != "-";
}

}  // namespace detail

/// A value of a specification: null, a boolean, a number, a text, a sequence or a map whose members keep their order. Numbers keep the text in which they were
/// written too, so that nothing is rounded before it is known what they are for.
class specification_node {
public:
    enum class kind : unsigned char { null, boolean, integer, real, text, sequence, map };

    specification_node() = default;
    specification_node(std::nullptr_t) {}                                                    // NOLINT(google-explicit-constructor): literals read as in JSON
    specification_node(bool value) : kind_{kind::boolean}, integer_{value} {}                // NOLINT(google-explicit-constructor)
    specification_node(int value) : specification_node{static_cast<std::int64_t>(value)} {}  // NOLINT(google-explicit-constructor)
    specification_node(std::int64_t value) : kind_{kind::integer}, integer_{value}, text_{std::to_string(value)} {}  // NOLINT(google-explicit-constructor)
    specification_node(double value);                                                                                // NOLINT(google-explicit-constructor)
    specification_node(std::string value) : kind_{kind::text}, text_{std::move(value)} {}                            // NOLINT(google-explicit-constructor)
    specification_node(std::string_view value) : specification_node{std::string{value}} {}                           // NOLINT(google-explicit-constructor)
    specification_node(const char* value) : specification_node{std::string{value}} {}                                // NOLINT(google-explicit-constructor)

    /// A number as it is written: an integer where it has neither point nor exponent and fits into 64 bits, else a real, which is infinite where it is beyond
    /// all doubles.
    [[nodiscard]] static specification_node number(std::string_view text);
    [[nodiscard]] static specification_node sequence(std::vector<specification_node> items = {});
    [[nodiscard]] static specification_node map(std::initializer_list<std::pair<std::string_view, specification_node>> members = {});

    [[nodiscard]] kind what() const noexcept { return kind_; }
    [[nodiscard]] bool is(kind one) const noexcept { return kind_ == one; }
    [[nodiscard]] bool is_number() const noexcept { return kind_ == kind::integer || kind_ == kind::real; }
    /// "an integer", "a map": for messages.
    [[nodiscard]] std::string_view kind_name() const noexcept;
    /// A number or a text, in quotation marks; else its kind: for messages.
    [[nodiscard]] std::string value_text() const {
        if (is_number()) return text_;
        return kind_ == kind::text ? "\"" + text_ + "\"" : std::string{kind_name()};
    }
    /// `"10M" is a text`, `1.5 is a number`, `is a map`: for messages.
    [[nodiscard]] std::string shown() const;

    [[nodiscard]] bool boolean() const noexcept { return integer_ != 0; }
    /// Requires an integer.
    [[nodiscard]] std::int64_t integer() const noexcept { return integer_; }
    /// A whole number of any type that it fits into, as it is written; else nothing.
    template <std::integral Integer>
    [[nodiscard]] std::optional<Integer> whole() const noexcept {
        if (!is_number()) return {};
        const char *const from = text_.data() + text_.starts_with('+'), *const end = text_.data() + text_.size();
        Integer value{};
        const auto read = std::from_chars(from, end, value);
        return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
    }
    /// Of any number.
    [[nodiscard]] double real() const noexcept { return kind_ == kind::integer ? static_cast<double>(integer_) : real_; }
    /// The text; of a number, as it was written.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// The items of a sequence, or the values of a map.
    [[nodiscard]] const std::vector<specification_node>& items() const noexcept { return items_; }
    /// Of a map, in the order of its items.
    [[nodiscard]] const std::vector<std::string>& keys() const noexcept { return keys_; }
    [[nodiscard]] source_mark key_mark(std::size_t i) const noexcept { return i < key_marks_.size() ? key_marks_[i] : source_mark{}; }
    /// A member's value; null if there is none of that name.
    [[nodiscard]] const specification_node* find(std::string_view key) const noexcept {
        for (std::size_t i = 0; i < keys_.size(); ++i)
            if (keys_[i] == key) return &items_[i];
        return nullptr;
    }

    [[nodiscard]] source_mark mark() const noexcept { return mark_; }
    void set_mark(source_mark mark) noexcept { mark_ = mark; }
    /// Appends to a sequence, or to a map. Requires that a map has no such key yet.
    void add(specification_node item) { items_.push_back(std::move(item)); }
    void add(std::string key, source_mark key_mark, specification_node value) {
        keys_.push_back(std::move(key));
        key_marks_.push_back(key_mark);
        items_.push_back(std::move(value));
    }

private:
    kind kind_ = kind::null;
    source_mark mark_;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string text_;
    std::vector<specification_node> items_;
    std::vector<std::string> keys_;
    std::vector<source_mark> key_marks_;
};

inline specification_node::specification_node(double value) : kind_{kind::real}, real_{value} {
    char digits[32];
    text_.assign(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

inline specification_node specification_node::number(std::string_view text) {
    specification_node out;
    out.text_ = text;
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const auto whole = std::from_chars(digits.data(), digits.data() + digits.size(), out.integer_);
    if (whole.ec == std::errc{} && whole.ptr == digits.data() + digits.size()) {
        out.kind_ = kind::integer;
        return out;
    }
    out.kind_ = kind::real;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.real_);
    if (read.ec == std::errc::result_out_of_range && detail::is_large(digits))
        out.real_ = text.starts_with('-') ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return out;
}

inline specification_node specification_node::sequence(std::vector<specification_node> items) {
    specification_node out;
    out.kind_ = kind::sequence;
    out.items_ = std::move(items);
    return out;
}

inline specification_node specification_node::map(std::initializer_list<std::pair<std::string_view, specification_node>> members) {
    specification_node out;
    out.kind_ = kind::map;
    for (const auto& [key, value] : members) out.add(std::string{key}, {}, value);
    return out;
}

inline std::string_view specification_node::kind_name() const noexcept {
    constexpr std::string_view names[] = {"null", "a boolean", "an integer", "a number", "a text", "a list", "a map"};
    return names[static_cast<std::size_t>(kind_)];
}

inline std::string specification_node::shown() const { return (is_number() || kind_ == kind::text ? value_text() + " is " : "is ") + std::string{kind_name()}; }

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_NODE_HPP
