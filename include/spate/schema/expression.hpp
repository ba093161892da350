// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_EXPRESSION_HPP
#define SPATE_SCHEMA_EXPRESSION_HPP

/// `expression{"price * quantity * (1 - discount)"}`: a field computed from others of the row, known at run time.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/detail/expression/compiler.hpp>
#include <spate/schema/detail/expression/kernels.hpp>
#include <spate/schema/detail/expression/parser.hpp>
#include <spate/schema/detail/expression/program.hpp>
#include <spate/schema/detail/expression/syntax.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

/// A field computed from other fields of the row:
///
/// | | |
/// |---|---|
/// | values | `12`, `0.25`, `1e6`, `true`, `false`, `null`, `"text"`, `'text'`, `field`, `` `any field` `` |
/// | operators | `or`; `and`; `not`; `== != < <= > >=`; `+ -`; `* / %`; `-x`; from the loosest to the tightest |
/// | functions | `if(c, a, b)`, `min(a, b)`, `max(a, b)`, `round(x)`, `round(x, places)`, `floor(x)`, `ceil(x)`, `abs(x)`, `is_null(x)`, `coalesce(a, b)` |
///
/// Integers have 64 bits (uint64 above 2^63 - 1 becomes that). Decimals, numbers written with a point among them, are exact: sums have the places of the side
/// with more, products those of both together, at most 18. `/` gives a real, as does everything with a real. `%` takes integers and decimals, with the sign of
/// the left side. round, floor and ceil give integers, round(x, places) a decimal; halves are rounded away from zero. A date and a number of days make a date,
/// a timestamp and a number of seconds a timestamp; two of them give days or seconds by -. Texts are compared by bytes.
///
/// Integers and decimals on the way that do not fit into 64 bits become the largest or smallest that do, reals the largest finite ones; reals below 2^-1000 are
/// 0. A column of decimals has at most 18 digits, and the largest or smallest of them for what has more. Where something that does not fit is made of numbers
/// of the text alone, it is an error. Division by zero is null. Whatever is computed with a null is null, but for is_null, coalesce, and the side of `if` that
/// is not chosen. The column is nullable only where nulls can come about.
///
/// Determinism: integers, and reals by single correctly rounded operations of IEEE 754, so that compilers, flags and instruction sets agree. A decimal becomes
/// a real by two of them: its units as a real (exact up to 2^53), divided by 10^places. Cost: about a nanosecond a row for each operator and each value; no
/// allocation once columns have grown. Thread safety: a value that does not change once it is bound.
class expression {
public:
    using value_type = erased_field::no_value;

    /// The column has the type that follows, or `result`: an integer, float32, float64 or a decimal for a number, which is rounded to it, halves away from
    /// zero, and becomes the largest or smallest of it where it does not fit. Throws config_error with the place in the text. `parameter` is what messages call
    /// the text.
    explicit expression(std::string text, std::optional<data_type> result = {}, std::string parameter = "value")
        : text_{std::move(parameter), std::move(text)}, result_{std::move(result)} {
        detail::expression_parser parser{text_};
        root_ = parser.parse();
        inputs_ = parser.names();
        places_ = parser.places();
        if (inputs_.empty()) bind({});
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }
    [[nodiscard]] std::span<const std::string> inputs() const noexcept { return {inputs_.data(), inputs_.size()}; }

    /// What messages of bind call the text.
    void rename(std::string parameter) { text_.rename(std::move(parameter)); }
    /// Throws config_error for a field of none of these names, with its place in the text; it does not suggest the field's own.
    void check_names(const std::vector<std::string_view>& known, std::string_view own = {}) const {
        std::vector<std::string_view> others = known;
        std::erase(others, own);
        for (std::size_t i = 0; i < inputs_.size(); ++i)
            if (std::find(known.begin(), known.end(), inputs_[i]) == known.end())
                text_.fail(places_[i], "there is no field \"" + inputs_[i] + "\"",
                           others.empty() ? "add a field of that name" : suggestion(inputs_[i], others));
    }
    /// Throws config_error where operators or the result cannot be of these types.
    void bind(std::span<const field_type> types) {
        detail::expression_compiler compiler{text_, types};
        const detail::expression_type made = compiler.compile(root_);
        using kind = detail::expression_type::kind;
        if (made.is(kind::null)) text_.fail(root_.at, "it is null", "write a value");
        if (result_) {
            convert(compiler, made);
            type_ = *result_;
        } else {
            constexpr type_id ids[] = {type_id::boolean, type_id::int64, type_id::decimal, type_id::float64, type_id::text, type_id::date, type_id::timestamp};
            type_ = {.id = ids[static_cast<std::size_t>(made.what)], .places = static_cast<std::uint8_t>(made.places)};
            if (made.is(kind::decimal)) type_.digits = detail::most_digits;
        }
        type_.nullable = made.nullable;
        if (const std::optional<std::int64_t> constant = compiler.constant(); constant && !fits(*constant))
            text_.fail(root_.at, "the result does not fit into the field", result_ ? "use a smaller number, or another result" : "use a smaller number");
        program_ = std::move(compiler).take();
    }

    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        detail::scratch<std::vector<detail::expression_slot>> stack;
        if (stack->size() < program_.slots) stack->resize(program_.slots);
        detail::expression_slot& made = (*stack)[0];
        out.start(type_, rows.count);
        std::uint64_t* const valid = type_.nullable ? out.make_validity() : nullptr;
        std::size_t nulls = 0, bytes = 0;
        for (std::size_t at = 0; at < rows.count; at += batch_rows) {
            const std::size_t count = std::min(batch_rows, rows.count - at);
            program_.run(inputs, at, count, stack->data());
            if (valid != nullptr)
                for (std::size_t i = 0; i < count; i += 64) {
                    const std::uint64_t all = count - i >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (count - i)) - 1;
                    valid[(at + i) / 64] = all & ~made.nulls[i / 64];
                    nulls += static_cast<std::size_t>(std::popcount(all & made.nulls[i / 64]));
                }
            store(made, at, count, bytes, out);
        }
        out.set_nulls(nulls);
    }

private:
    void convert(detail::expression_compiler& compiler, const detail::expression_type& made) const {
        const type_id id = result_->id;
        if (!made.is_number()) text_.fail(root_.at, "it gives " + made.shown() + ", which is not rounded to a number", "leave the type of the result out");
        if (id == type_id::float32 || id == type_id::float64)
            compiler.result_to_real();
        else if (id == type_id::decimal)
            compiler.round_result(result_->places);
        else
            compiler.round_result(0);
    }

    // Whether the column holds it as it is.
    [[nodiscard]] bool fits(std::int64_t bits) const noexcept {
        const auto within = [&]<class T>(T) { return std::in_range<T>(bits); };
        switch (type_.id) {
            case type_id::int8:
                return within(std::int8_t{});
            case type_id::int16:
                return within(std::int16_t{});
            case type_id::int32:
                return within(std::int32_t{});
            case type_id::uint8:
                return within(std::uint8_t{});
            case type_id::uint16:
                return within(std::uint16_t{});
            case type_id::uint32:
                return within(std::uint32_t{});
            case type_id::uint64:
                return bits >= 0;
            case type_id::decimal:
                return bits > -detail::power_of_ten(type_.digits) && bits < detail::power_of_ten(type_.digits);
            case type_id::float32: {
                constexpr double greatest = std::numeric_limits<float>::max();
                return std::bit_cast<double>(bits) >= -greatest && std::bit_cast<double>(bits) <= greatest;
            }
            default:
                return true;
        }
    }

    template <class T>
    static void store_integers(const detail::expression_slot& made, std::size_t at, std::size_t count, std::int64_t least, std::int64_t greatest, column& out) {
        T* const values = out.values<T>() + at;
        for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(std::clamp(static_cast<std::int64_t>(made.words[i]), least, greatest));
    }
    template <class T>
    static void store_integers(const detail::expression_slot& made, std::size_t at, std::size_t count, column& out) {
        constexpr auto greatest = std::numeric_limits<T>::max();
        store_integers<T>(made, at, count, static_cast<std::int64_t>(std::numeric_limits<T>::min()),
                          sizeof(T) == 8 ? detail::greatest_int64 : static_cast<std::int64_t>(greatest), out);
    }
    void store(const detail::expression_slot& made, std::size_t at, std::size_t count, std::size_t& bytes, column& out) const {
        // Formats write years of four digits.
        constexpr std::int64_t first_day = -719162, last_day = 2932896;
        switch (type_.id) {
            case type_id::boolean:
                for (std::size_t i = 0; i < count; i += 64) {
                    std::uint64_t bits = 0;
                    for (std::size_t k = i; k < std::min(i + 64, count); ++k) bits |= (made.words[k] & 1) << (k - i);
                    out.values<std::uint64_t>()[(at + i) / 64] = bits;
                }
                return;
            case type_id::int8:
                return store_integers<std::int8_t>(made, at, count, out);
            case type_id::int16:
                return store_integers<std::int16_t>(made, at, count, out);
            case type_id::int32:
                return store_integers<std::int32_t>(made, at, count, out);
            case type_id::uint8:
                return store_integers<std::uint8_t>(made, at, count, out);
            case type_id::uint16:
                return store_integers<std::uint16_t>(made, at, count, out);
            case type_id::uint32:
                return store_integers<std::uint32_t>(made, at, count, out);
            case type_id::uint64:
                return store_integers<std::uint64_t>(made, at, count, out);
            case type_id::date:
                return store_integers<std::int32_t>(made, at, count, first_day, last_day, out);
            case type_id::timestamp: {
                const std::int64_t second = detail::power_of_ten(type_.places);
                const std::int64_t end = detail::saturated_product((last_day + 1) * 86400, second);
                return store_integers<std::int64_t>(made, at, count, detail::saturated_product(first_day * 86400, second),
                                                    end == detail::greatest_int64 ? end : end - 1, out);
            }
            case type_id::decimal: {
                const std::int64_t limit = detail::power_of_ten(type_.digits) - 1;
                return store_integers<std::int64_t>(made, at, count, -limit, limit, out);
            }
            case type_id::float32:
                for (std::size_t i = 0; i < count; ++i) out.values<float>()[at + i] = narrow(made.words[i]);
                return;
            case type_id::text:
                for (std::size_t i = 0; i < count; ++i) {
                    const std::string_view text = type_.nullable && made.null(i) ? std::string_view{} : made.texts[i];
                    out.value_buffer().reserve(bytes + text.size(), bytes);
                    if (!text.empty()) std::memcpy(out.values<char>() + bytes, text.data(), text.size());
                    bytes += text.size();
                    out.offsets()[at + i + 1] = column_offset(bytes);
                }
                return;
            default:
                std::memcpy(out.values<std::uint64_t>() + at, made.words, count * sizeof(std::uint64_t));
        }
    }
    // What is small enough to be flushed to 0 as a float is 0; what is too large is the largest float.
    [[nodiscard]] static float narrow(std::uint64_t bits) noexcept {
        const auto exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
        if (exponent < -120) return 0;
        const double greatest = std::numeric_limits<float>::max();
        return static_cast<float>(std::clamp(std::bit_cast<double>(bits), -greatest, greatest));
    }

    detail::marked_text text_;
    std::optional<data_type> result_;
    detail::expression_node root_;
    std::vector<std::string> inputs_;
    std::vector<std::size_t> places_;
    data_type type_;
    detail::expression_program program_;
};

static_assert(dependent_field<expression>);

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_EXPRESSION_HPP
