// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DEPENDS_ON_HPP
#define SPATE_FIELD_DEPENDS_ON_HPP

/// `depends_on<"country">({{"FR", ...}, {"DE", ...}}, otherwise)`: the generator hangs on another field of the row.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/detail/integers.hpp>
#include <spate/field/field.hpp>
#include <spate/field/named.hpp>
#include <spate/field/type.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0 {

/// A value of another field: a text, an integer or a bool; or a range of integers.
class case_value {
public:
    template <std::convertible_to<std::string_view> Text>
    case_value(const Text& text) : kind_{kind::text}, text_{std::string_view{text}} {}  // NOLINT(google-explicit-constructor)
    template <std::integral Integer>
    case_value(Integer number) noexcept  // NOLINT(google-explicit-constructor)
        : kind_{std::same_as<Integer, bool> ? kind::truth : kind::integer}, number_{number}, last_{number} {}
    /// All integers from first to last, each from -2^63 to 2^64 - 1. Throws config_error if there are none.
    [[nodiscard]] static case_value range(rng::detail::int128 first, rng::detail::int128 last) {
        if (last < first) detail::raise_config("depends_on", shown(first) + ".." + shown(last), "is an empty range", "give the smaller number first");
        case_value made{0};
        made.number_ = first;
        made.last_ = last;
        return made;
    }

    [[nodiscard]] bool is_text() const noexcept { return kind_ == kind::text; }
    [[nodiscard]] bool is_truth() const noexcept { return kind_ == kind::truth; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] bool holds(rng::detail::int128 number) const noexcept { return number_ <= number && number <= last_; }
    [[nodiscard]] bool overlaps(const case_value& other) const noexcept {
        return kind_ == other.kind_ && (is_text() ? text_ == other.text_ : number_ <= other.last_ && other.number_ <= last_);
    }
    [[nodiscard]] std::string shown() const {
        if (is_text()) return "\"" + text_ + "\"";
        if (is_truth()) return number_ != 0 ? "true" : "false";
        return last_ == number_ ? shown(number_) : shown(number_) + ".." + shown(last_);
    }

private:
    enum class kind : unsigned char { integer, truth, text };

    [[nodiscard]] static std::string shown(rng::detail::int128 number) {
        return number < 0 ? std::to_string(static_cast<std::int64_t>(number)) : std::to_string(static_cast<std::uint64_t>(number));
    }

    kind kind_ = kind::integer;
    std::string text_;
    // Wide enough for uint64.
    rng::detail::int128 number_ = 0, last_ = 0;
};

/// The generator for rows in which the other field has a value.
template <class Generator>
struct dependent_case {
    case_value when;
    Generator generator;
};

/// See depends_on(). The name of the other field may be known at run time only.
template <field_generator Generator>
class conditional_field {
public:
    using value_type = typename Generator::value_type;

    /// Throws config_error where two cases have the same value, and where generators give columns of different types.
    conditional_field(std::string input, std::vector<dependent_case<Generator>> cases, Generator otherwise) : input_{std::move(input)} {
        type_ = otherwise.type();
        for (dependent_case<Generator>& one : cases) {
            data_type type = one.generator.type();
            const bool nullable = type.nullable || type_.nullable;
            type.nullable = type_.nullable = nullable;
            if (type != type_) detail::raise_config("depends_on", one.when.shown(), "has values of another type than the others", "give all cases one type");
            for (const case_value& before : values_)
                if (before.overlaps(one.when)) detail::raise_config("depends_on", one.when.shown(), "is given twice", "give each value once");
            values_.push_back(std::move(one.when));
            generators_.push_back(std::move(one.generator));
        }
        generators_.push_back(std::move(otherwise));
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] std::uint64_t most_values() const {
        std::uint64_t most = 0;
        for (const Generator& one : generators_) most = std::max(most, detail::most_values(one));
        return most;
    }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return generators_.back().value(from, row); }
    [[nodiscard]] std::span<const std::string> inputs() const noexcept { return {&input_, 1}; }

    /// Throws config_error where the other field does not hold what the cases are.
    void bind(std::span<const field_type> types) {
        const type_id id = types[0].type.id;
        const bool texts = is_text_like(id);
        if (!texts && !detail::is_integer(id) && id != type_id::boolean)
            detail::raise_config("depends_on", types[0].name, "holds neither texts nor integers nor bools", "choose by a field that does");
        const bool truths = id == type_id::boolean;
        const case_value* wrong = nullptr;
        for (const case_value& one : values_)
            // Of texts, the one is wrong that is none of a number either.
            if ((one.is_text() != texts || one.is_truth() != truths) &&
                (wrong == nullptr || (one.is_text() && one.text().find_first_not_of("-.0123456789") != std::string::npos)))
                wrong = &one;
        if (wrong != nullptr)
            detail::raise_config("depends_on", wrong->shown(), "is no value of \"" + types[0].name + "\"",
                                 texts    ? "give texts"
                                 : truths ? "give true or false"
                                          : "give integers");
        id_ = id;
    }

    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        const std::size_t others = values_.size();
        detail::scratch<std::vector<detail::taken>> taken;
        detail::scratch<std::vector<std::size_t>> matches;
        taken->resize(rows.count);
        matches->assign(generators_.size(), 0);
        for (std::size_t row = 0; row < rows.count; ++row) {
            const std::size_t chosen = inputs[0]->is_null(row) ? others : case_of(*inputs[0], row);
            (*taken)[row] = {static_cast<std::uint32_t>(chosen), static_cast<std::uint32_t>(row)};
            ++(*matches)[chosen];
        }
        // A generator that is wanted for few rows makes them one by one.
        detail::scratch<std::vector<column>> made;
        detail::scratch<std::vector<const column*>> sources;
        std::size_t columns = generators_.size();
        for (std::size_t g = 0; g < generators_.size(); ++g)
            if (!at_once((*matches)[g], rows.count)) columns += (*matches)[g];
        if (made->size() < columns) made->resize(columns);
        std::size_t next = generators_.size();
        for (std::size_t g = 0; g < generators_.size(); ++g)
            generators_[g].fill({rows.key, rows.first, at_once((*matches)[g], rows.count) ? rows.count : 0}, (*made)[g]);
        for (std::size_t row = 0; row < rows.count; ++row) {
            const std::size_t chosen = (*taken)[row].source;
            if (at_once((*matches)[chosen], rows.count)) continue;
            generators_[chosen].fill({rows.key, rows.first + row, 1}, (*made)[next]);
            (*taken)[row] = {static_cast<std::uint32_t>(next++), 0};
        }
        sources->clear();
        for (std::size_t i = 0; i < columns; ++i) sources->push_back(&(*made)[i]);
        detail::gather(type_, {sources->data(), columns}, taken->data(), rows.count, out);
    }

private:
    [[nodiscard]] static bool at_once(std::size_t matches, std::size_t count) noexcept { return matches * 16 > count; }
    [[nodiscard]] std::size_t case_of(const column& from, std::size_t row) const noexcept {
        if (is_text_like(id_)) {
            const std::string_view text = from.text(row);
            for (std::size_t i = 0; i < values_.size(); ++i)
                if (values_[i].text() == text) return i;
        } else {
            const rng::detail::int128 wanted = id_ == type_id::boolean  ? rng::detail::int128{from.boolean(row)}
                                               : id_ == type_id::uint64 ? rng::detail::int128{from.values<std::uint64_t>()[row]}
                                                                        : rng::detail::int128{detail::integer_of(from, row)};
            for (std::size_t i = 0; i < values_.size(); ++i)
                if (values_[i].holds(wanted)) return i;
        }
        return values_.size();
    }

    std::string input_;
    data_type type_;
    type_id id_ = type_id::text;
    std::vector<case_value> values_;
    std::vector<Generator> generators_;
};

/// The same, of a field whose name is known when it is compiled.
template <fixed_name Name, field_generator Generator>
struct named_conditional_field : conditional_field<Generator> {
    static constexpr std::array<std::string_view, 1> input_names{Name.view()};
    using conditional_field<Generator>::conditional_field;
};

/// Values from one of several generators of one type, chosen row by row by what another field of the row holds (a text, an integer, a bool); `otherwise` where
/// that is none of the cases, or null. Each row's value is the one that the chosen generator alone would give in this column.
///
///     field<"price">(depends_on<"country">({{"FR", sequence(100)}, {"DE", sequence(200)}}, sequence()))
///
/// Throws config_error for cases that are given twice, for generators of different types (so are decimals of other numbers of digits:
/// decimal_field::with_digits makes them alike), and, in a schema, for a field that cannot hold the cases. Cost: that of each generator that a batch has more
/// than a few rows of, for all rows; some 2 ns for each case.
template <fixed_name Name, field_generator Generator>
[[nodiscard]] named_conditional_field<Name, Generator> depends_on(std::initializer_list<dependent_case<Generator>> cases, Generator otherwise) {
    return {std::string{Name.view()}, std::vector<dependent_case<Generator>>(cases), std::move(otherwise)};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_DEPENDS_ON_HPP
