// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_FITTED_HPP
#define SPATE_FIELD_FITTED_HPP

/// `fitted<std::int8_t>(normal(50, 20), {.min = 0, .max = 100})`: the values of a generator as those of another type, within limits.

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/detail/fit.hpp>
#include <spate/field/detail/fit_numbers.hpp>
#include <spate/field/detail/integers.hpp>
#include <spate/field/field.hpp>
#include <spate/field/half.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/type.hpp>
#include <spate/field/value_text.hpp>

namespace spate::inline v0 {

/// A limit of numbers, kept exactly: a whole number, or a double. Those above 2^63 - 1 are doubles.
class number_limit {
public:
    template <std::integral Integer>
    constexpr number_limit(Integer number) noexcept {  // NOLINT(google-explicit-constructor): {.min = 0} is how it is written
        if (std::in_range<std::int64_t>(number))
            whole_ = static_cast<std::int64_t>(number), real_ = static_cast<double>(whole_);
        else
            is_whole_ = false, real_ = static_cast<double>(number);
    }
    /// Throws config_error for what is not finite.
    constexpr number_limit(double number) : is_whole_{false}, real_{number} {  // NOLINT(google-explicit-constructor)
        if ((std::bit_cast<std::uint64_t>(number) >> 52 & 0x7ff) == 0x7ff)
            detail::raise_config("fitted: limit", detail::is_nan(number) ? "NaN" : "infinity", "is no limit of numbers", "give a finite one, or leave it out");
    }

    /// The least whole number from it on, and the greatest up to it; within 64 bits.
    [[nodiscard]] constexpr std::int64_t least_integer() const noexcept {
        if (is_whole_) return whole_;
        return beyond_integers() ? detail::integer_of_double(real_) : truncated() + (detail::order_of(static_cast<double>(truncated())) < order());
    }
    [[nodiscard]] constexpr std::int64_t greatest_integer() const noexcept {
        if (is_whole_) return whole_;
        return beyond_integers() ? detail::integer_of_double(real_) : truncated() - (detail::order_of(static_cast<double>(truncated())) > order());
    }
    /// The least double from it on, and the greatest up to it.
    [[nodiscard]] constexpr double least_double() const noexcept { return is_whole_ && below_whole() ? detail::of_order(order() + 1) : real_; }
    [[nodiscard]] constexpr double greatest_double() const noexcept { return is_whole_ && above_whole() ? detail::of_order(order() - 1) : real_; }
    /// The same of floats, finite where there is one.
    [[nodiscard]] constexpr float least_float() const noexcept {
        const float nearest = detail::finite_float(least_double());
        return detail::order_of(detail::double_of_float(nearest)) < detail::order_of(least_double()) ? detail::of_order(detail::order_of(nearest) + 1)
                                                                                                     : nearest;
    }
    [[nodiscard]] constexpr float greatest_float() const noexcept {
        const float nearest = detail::finite_float(greatest_double());
        return detail::order_of(detail::double_of_float(nearest)) > detail::order_of(greatest_double()) ? detail::of_order(detail::order_of(nearest) - 1)
                                                                                                        : nearest;
    }
    [[nodiscard]] std::string text() const {
        if (is_whole_) return std::to_string(whole_);
        char digits[32];
        return {digits, detail::put_json_real(digits, real_)};
    }

private:
    [[nodiscard]] constexpr std::int64_t order() const noexcept { return detail::order_of(real_); }
    [[nodiscard]] constexpr bool beyond_integers() const noexcept { return order() >= detail::order_of(0x1p63) || order() < detail::order_of(-0x1p63); }
    [[nodiscard]] constexpr std::int64_t truncated() const noexcept { return static_cast<std::int64_t>(real_); }
    [[nodiscard]] constexpr bool below_whole() const noexcept { return !beyond_integers() && truncated() < whole_; }
    [[nodiscard]] constexpr bool above_whole() const noexcept { return beyond_integers() || truncated() > whole_; }

    bool is_whole_ = true;
    std::int64_t whole_ = 0;
    double real_ = 0;
};

/// What values are kept within; of lists, numbers and texts are those of their elements.
struct fit_limits {
    /// Of numbers.
    std::optional<number_limit> min = {}, max = {};
    /// Of texts, in UTF-8; whole characters are kept. From 1 on.
    std::optional<std::uint32_t> max_bytes = {};
    /// Of lists, the outermost.
    std::optional<std::uint32_t> max_elements = {};
};

namespace detail {

[[nodiscard]] inline std::string type_text(const data_type& type) {
    constexpr const char* names[] = {"boolean", "int8",    "int16",    "int32",   "int64",   "uint8",   "uint16", "uint32",
                                     "uint64",  "float16", "bfloat16", "float32", "float64", "decimal", "date",   "timestamp",
                                     "uuid",    "text",    "binary",   "json",    "bits",    "list",    "vector", "structure"};
    std::string text = names[static_cast<std::size_t>(type.id)];
    if (type.id == type_id::bits) text = std::to_string(type.size) + " bits";
    if (type.id == type_id::vector) text += " of " + std::to_string(type.size) + ' ' + type_text(type.children[0]);
    if (type.id == type_id::list) text += " of " + type_text(type.children[0]);
    return text;
}

[[nodiscard]] constexpr bool is_real(type_id id) noexcept { return id == type_id::float32 || id == type_id::float64; }
[[nodiscard]] constexpr bool is_fit_integer(type_id id) noexcept { return is_integer(id) && id != type_id::uint64; }

// Which limits a type has; throws for those that it has not.
SPATE_WHEN_USED
inline void check_limits(const data_type& to, const fit_limits& limits) {
    const data_type* value = &to;
    while (value->id == type_id::list) value = &value->children[0];
    const std::string name = type_text(to);
    if ((limits.min || limits.max) && !is_real(value->id) && !is_fit_integer(value->id))
        raise_config(limits.min ? "fitted: min" : "fitted: max", (limits.min ? limits.min : limits.max)->text(), "is no limit of " + name,
                     "leave it out, or ask for int8 to int64, uint8 to uint32, float32 or float64");
    if (limits.max_bytes && (value->id != type_id::text || *limits.max_bytes == 0))
        raise_config("fitted: max_bytes", std::to_string(*limits.max_bytes), value->id == type_id::text ? "leaves no text" : "is no limit of " + name,
                     value->id == type_id::text ? "give 1 or more" : "leave it out, or ask for text");
    if (limits.max_elements && to.id != type_id::list)
        raise_config("fitted: max_elements", std::to_string(*limits.max_elements), "is no limit of " + name, "leave it out, or ask for a list");
}

template <class Integer>
void narrow(number_limits& out) noexcept {
    out.low = std::max(out.low, static_cast<std::int64_t>(std::numeric_limits<Integer>::min()));
    out.high = std::min(out.high, static_cast<std::int64_t>(std::numeric_limits<Integer>::max()));
}

SPATE_WHEN_USED
[[nodiscard]] inline number_limits limits_of(const data_type& to, const fit_limits& limits) {
    number_limits out;
    out.limited = limits.min || limits.max;
    bool empty = false;
    if (is_real(to.id)) {
        const bool single = to.id == type_id::float32;
        const double most = single ? static_cast<double>(std::numeric_limits<float>::max()) : std::numeric_limits<double>::max();
        out.real_low = !limits.min ? -most : single ? double_of_float(limits.min->least_float()) : limits.min->least_double();
        out.real_high = !limits.max ? most : single ? double_of_float(limits.max->greatest_float()) : limits.max->greatest_double();
        empty = order_of(out.real_high) < order_of(out.real_low) || order_of(out.real_low) > order_of(most) || order_of(out.real_high) < order_of(-most);
    } else {
        if (limits.min) out.low = limits.min->least_integer();
        if (limits.max) out.high = limits.max->greatest_integer();
        if (to.id == type_id::int8) narrow<std::int8_t>(out);
        if (to.id == type_id::int16) narrow<std::int16_t>(out);
        if (to.id == type_id::int32) narrow<std::int32_t>(out);
        if (to.id == type_id::uint8) narrow<std::uint8_t>(out);
        if (to.id == type_id::uint16) narrow<std::uint16_t>(out);
        if (to.id == type_id::uint32) narrow<std::uint32_t>(out);
        empty = out.high < out.low;
    }
    if (empty)
        raise_config("fitted: limits", (limits.min ? limits.min->text() : "") + ".." + (limits.max ? limits.max->text() : ""),
                     "have no " + type_text(to) + " within", "give a min that is not above max, both within the type");
    return out;
}

[[noreturn]] SPATE_COLD inline void refuse_fit(const data_type& from, const data_type& to, const char* remedy) {
    raise_config("fitted: to", type_text(to), "cannot be made of " + type_text(from), remedy);
}

/// Throws config_error where values of one type cannot become those of the other.
SPATE_WHEN_USED
[[nodiscard]] inline fit_plan plan_fit(const data_type& from, const data_type& to, const fit_limits& limits) {
    fit_plan plan{.from = from, .to = to};
    plan.max_bytes = limits.max_bytes.value_or(std::numeric_limits<std::uint32_t>::max());
    plan.max_elements = limits.max_elements.value_or(std::numeric_limits<std::uint32_t>::max());
    data_type other = from;
    other.nullable = to.nullable;
    const bool same = other == to, number = (from.id >= type_id::boolean && from.id <= type_id::decimal);
    if (is_real(to.id) || is_fit_integer(to.id)) {
        if (same && !limits.min && !limits.max) return plan;
        if (!number && from.id != type_id::date && from.id != type_id::timestamp)
            refuse_fit(from, to, "use a generator of numbers, booleans, dates or timestamps");
        plan.what = is_real(to.id) ? fit_step::reals : fit_step::integers;
        plan.numbers = limits_of(to, limits);
    } else if (to.id == type_id::text) {
        plan.what = from.id != type_id::text ? fit_step::texts : limits.max_bytes ? fit_step::shorter : fit_step::nothing;
    } else if (to.id == type_id::list && (from.id == type_id::list || from.id == type_id::vector)) {
        if (from.children[0].nullable && !to.children[0].nullable) refuse_fit(from, to, "use a list whose elements have no nulls");
        fit_limits of_elements = limits;
        of_elements.max_elements.reset();
        plan.elements.push_back(plan_fit(from.children[0], to.children[0], of_elements));
        if (from.id == type_id::vector || limits.max_elements || plan.elements[0].what != fit_step::nothing) plan.what = fit_step::list;
    } else if (same) {
        return plan;
    } else if (to.id == type_id::json) {
        plan.what = fit_step::json;
    } else if (to.id == type_id::boolean && number) {
        plan.what = fit_step::truths;
    } else {
        refuse_fit(from, to,
                   to.id == type_id::list      ? "use a generator of lists or vectors"
                   : to.id == type_id::boolean ? "use a generator of booleans or numbers"
                                               : "use a generator of the type itself");
    }
    return plan;
}

template <class Value>
[[nodiscard]] constexpr type_id fitted_id() noexcept {
    if constexpr (std::same_as<Value, bool>)
        return type_id::boolean;
    else if constexpr (std::same_as<Value, std::string>)
        return type_id::text;
    else
        return type_id_of<Value>;
}

}  // namespace detail

/// What stands for a value whose type is known at run time only.
struct fitted_value {};

/// See fitted().
template <any_field_generator Generator, class Value = fitted_value>
class fitted_field : public detail::passes_inputs<Generator> {
public:
    using value_type = Value;

    /// Throws config_error as fitted().
    fitted_field(Generator generator, data_type to, const fit_limits& limits) : generator_{std::move(generator)}, to_{std::move(to)}, limits_{limits} {
        detail::check_limits(to_, limits_);
        bool whole = true;
        if constexpr (dependent_field<Generator>) whole = generator_.inputs().empty();
        if (whole) settle();
    }

    [[nodiscard]] const data_type& type() const noexcept { return to_; }
    [[nodiscard]] std::uint64_t most_values() const { return detail::most_values(generator_); }
    /// Of a null, some value.
    [[nodiscard]] static Value value(const column& from, std::size_t row) {
        if constexpr (std::same_as<Value, bool>)
            return from.boolean(row);
        else if constexpr (std::same_as<Value, std::string>)
            return std::string{from.text(row)};
        else if constexpr (std::is_arithmetic_v<Value>)
            return from.values<Value>()[row];
        else
            return {};
    }

    void fill(const field_rows& rows, column& out) const
        requires(!dependent_field<Generator>)
    {
        generator_.fill(rows, out);
        detail::fit(*plan_, out);
    }
    /// The values of any rows.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const
        requires scattered_field<Generator>
    {
        generator_.fill_scattered(key, rows, out);
        detail::fit(*plan_, out);
    }

    /// The same, where a generator of a kind known at run time makes them; else it says false and does nothing.
    [[nodiscard]] bool try_fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const
        requires requires(const Generator& generator) { generator.try_fill_scattered(key, rows, out); }
    {
        if (!generator_.try_fill_scattered(key, rows, out)) return false;
        detail::fit(*plan_, out);
        return true;
    }

    [[nodiscard]] std::span<const std::string> inputs() const
        requires dependent_field<Generator>
    {
        return generator_.inputs();
    }
    void bind(std::span<const field_type> types)
        requires dependent_field<Generator>
    {
        generator_.bind(types);
        settle();
    }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const
        requires dependent_field<Generator>
    {
        generator_.fill(rows, inputs, out);
        detail::fit(*plan_, out);
    }
    /// The name of another field whose words are drawn, if the generator has one.
    [[nodiscard]] decltype(auto) key_name() const
        requires requires(const Generator& generator) { generator.key_name(); }
    {
        return generator_.key_name();
    }

private:
    void settle() {
        const data_type from = generator_.type();
        to_.nullable = to_.nullable || from.nullable;
        plan_ = std::make_shared<const detail::fit_plan>(detail::plan_fit(from, to_, limits_));
    }

    Generator generator_;
    data_type to_;
    fit_limits limits_;
    std::shared_ptr<const detail::fit_plan> plan_;
};

/// The values of any generator in a column of the type `to`, within limits; nulls stay nulls.
///
/// To int8 to int64 and uint8 to uint32: any numbers, rounded to the nearest (halves away from zero), then clamped to the limits and the type; NaN becomes the
/// least; booleans become 0 and 1, dates their days since 1970, timestamps their units. To float32 and float64: the nearest number (ties to even), never
/// outside the limits; with a limit NaN becomes the least and all are finite, without one NaN and infinities stay, and finite numbers stay finite. To
/// boolean: whether a number is another than 0. To text: value_text(), and as JSON what has none (bytes as base64), cut where a character ends at most
/// max_bytes bytes in. To JSON: append_json(). To a list: lists and vectors, the first max_elements of each, their elements fitted in the same way. To any
/// other type: that type alone. A column that is right already is handed on as it is.
///
/// Throws config_error where values cannot become those of the type (for a generator that is made from other fields, in bind), for elements that may be null
/// in a list of such that may not, for limits that the type has not, and for those that leave nothing.
///
/// Determinism: that of the generator under the same key; conversions are exact, in integers where flags could matter. Cost: the generator's, and 0.5 ns a
/// number (20 ns of a decimal that becomes a real), 10 to 20 ns a text. Thread safety: that of the generator.
template <any_field_generator Generator>
[[nodiscard]] fitted_field<Generator> fitted(Generator generator, data_type to, const fit_limits& limits = {}) {
    return {std::move(generator), std::move(to), limits};
}
/// The same, of the type of column that a C++ type has: bool, a number, or std::string for texts.
template <class Value, any_field_generator Generator>
    requires std::is_arithmetic_v<Value> || std::same_as<Value, std::string>
[[nodiscard]] fitted_field<Generator, Value> fitted(Generator generator, const fit_limits& limits = {}) {
    return {std::move(generator), data_type{.id = detail::fitted_id<Value>()}, limits};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_FITTED_HPP
