// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_EXPRESSION_COMPILER_HPP
#define SPATE_SCHEMA_DETAIL_EXPRESSION_COMPILER_HPP

/// From the tree of an expression and the types of its fields to steps.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/type.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/schema/detail/expression/kernels.hpp>
#include <spate/schema/detail/expression/program.hpp>
#include <spate/schema/detail/expression/syntax.hpp>

namespace spate::inline v0::detail {

/// What values of an expression are. Decimals and timestamps are units of 10^-places.
struct expression_type {
    enum class kind : unsigned char { boolean, integer, decimal, real, text, date, timestamp, null };

    kind what = kind::null;
    int places = 0;
    bool nullable = false;

    [[nodiscard]] bool is(kind one) const noexcept { return what == one; }
    [[nodiscard]] bool is_number() const noexcept { return is(kind::integer) || is(kind::decimal) || is(kind::real); }
    [[nodiscard]] std::string shown() const {
        constexpr const char* names[] = {"a boolean", "an integer", "a decimal", "a real", "a text", "a date", "a timestamp", "null"};
        return names[static_cast<std::size_t>(what)];
    }
};

/// Checks types, brings both sides of an operator to one, and computes what hangs on no field. Throws config_error with the place in the text.
class expression_compiler {
public:
    expression_compiler(const marked_text& of, std::span<const field_type> fields) : of_{of}, fields_{fields} {}

    /// The steps of a tree, whose value is left in slot 0.
    const expression_type& compile(const expression_node& root) { return (whole_ = emit(root, 0)).type; }
    /// The bits of that value, if they hang on no field.
    [[nodiscard]] std::optional<std::int64_t> constant() const {
        return whole_.constant == no_step ? std::nullopt : std::optional{program_.steps[whole_.constant].number};
    }
    /// Brings that value to so many places, to an integer if there are none.
    void round_result(int places) { round_to(whole_, places); }
    void result_to_real() { to_real(whole_); }
    [[nodiscard]] expression_program take() && { return std::move(program_); }

private:
    using node = expression_node;
    using function = expression_function;
    using kind = expression_type::kind;
    static constexpr std::size_t no_step = ~std::size_t{0};

    struct value {
        expression_type type;
        std::size_t slot = 0, at = 0;
        // Where its bits stand, if they hang on no field.
        std::size_t constant = no_step;
    };

    void step(expression_step which, std::size_t at, std::int64_t number = 0, unsigned char nulls = 0) {
        program_.steps.push_back({which, nulls, static_cast<std::uint16_t>(at), number});
        program_.slots = std::max(program_.slots, at + 3);
    }
    [[nodiscard]] static std::string between(const value& a, const value& b) { return a.type.shown() + " and " + b.type.shown(); }
    [[nodiscard]] std::int64_t& bits_of(const value& of) { return program_.steps[of.constant].number; }
    [[nodiscard]] double real_of(const value& of) { return std::bit_cast<double>(bits_of(of)); }
    static unsigned char nulls_of(const value& a, const value& b) { return static_cast<unsigned char>((a.type.nullable ? 1 : 0) | (b.type.nullable ? 2 : 0)); }

    [[nodiscard]] value constant(kind what, std::int64_t bits, const node& from, std::size_t slot, int places = 0) {
        step(expression_step::constant, slot, bits);
        return {{what, places, false}, slot, from.at, program_.steps.size() - 1};
    }

    value emit(const node& from, std::size_t slot) {
        switch (from.what) {
            case node::kind::integer:
                return constant(kind::integer, from.integer, from, slot);
            case node::kind::decimal:
                return from.places == 0 ? constant(kind::integer, from.integer, from, slot) : constant(kind::decimal, from.integer, from, slot, from.places);
            case node::kind::real:
                return constant(kind::real, std::bit_cast<std::int64_t>(settled(from.real)), from, slot);
            case node::kind::boolean:
                return constant(kind::boolean, from.integer, from, slot);
            case node::kind::text:
                step(expression_step::constant_text, slot);
                program_.steps.back().text = from.text;
                return {{kind::text}, slot, from.at};
            case node::kind::null:
                step(expression_step::constant_null, slot);
                return {{kind::null, 0, true}, slot, from.at};
            case node::kind::field:
                step(expression_step::load, slot, from.integer);
                return {type_of(fields_[static_cast<std::size_t>(from.integer)], from.at), slot, from.at};
            default:
                return call(from, slot);
        }
    }

    [[nodiscard]] expression_type type_of(const field_type& field, std::size_t at) const {
        const data_type& type = field.type;
        switch (type.id) {
            case type_id::boolean:
                return {kind::boolean, 0, type.nullable};
            case type_id::float32:
            case type_id::float64:
                return {kind::real, 0, type.nullable};
            case type_id::decimal:
                return {type.places == 0 ? kind::integer : kind::decimal, type.places, type.nullable};
            case type_id::text:
            case type_id::json:
                return {kind::text, 0, type.nullable};
            case type_id::date:
                return {kind::date, 0, type.nullable};
            case type_id::timestamp:
                return {kind::timestamp, type.places, type.nullable};
            default:
                if (type.id > type_id::uint64)
                    of_.fail(at, "the field \"" + field.name + "\" holds values that expressions cannot use",
                             "use a field of numbers, booleans, texts, dates or timestamps");
                return {kind::integer, 0, type.nullable};
        }
    }

    // Both become integers, decimals of the same places, or reals; or they are of one kind already.
    void unify(value& a, value& b, std::size_t at, std::string_view what) {
        if (a.type.is_number() && b.type.is_number()) {
            if (a.type.is(kind::real) || b.type.is(kind::real)) return to_real(a), to_real(b);
            const int places = std::max(a.type.places, b.type.places);
            to_places(a, places);
            return to_places(b, places);
        }
        if (!a.type.is(b.type.what)) of_.fail(at, std::string{what} + " " + between(a, b), "give both one type");
        const int places = std::max(a.type.places, b.type.places);
        to_places(a, places);
        to_places(b, places);
    }
    void to_real(value& of) {
        if (of.type.is(kind::real)) return;
        if (of.type.is(kind::decimal))
            step(expression_step::units_to_reals, of.slot, of.type.places);
        else
            step(expression_step::integers_to_reals, of.slot);
        of.type = {kind::real, 0, of.type.nullable};
        fold_last(of);
    }
    void to_places(value& of, int places) {
        if (of.type.places == places) return;
        const int more = places - of.type.places;
        step(expression_step::multiply_units, of.slot, more);
        of.type.places = places;
        if (of.type.is(kind::integer)) of.type.what = kind::decimal;
        fold_last(of);
    }
    // A step on a constant alone is done at once: it was the last one. What does not fit is an error.
    void fold_last(value& of) {
        if (of.constant == no_step) return;
        const expression_instruction last = program_.steps.back();
        const std::int64_t before = bits_of(of);
        expression_program one;
        one.steps = {program_.steps[of.constant], program_.steps.back()};
        one.steps[0].at = one.steps[1].at = 0;
        program_.steps.pop_back();
        const std::int64_t result = bits_of(of) = evaluate(one);
        using enum expression_step;
        if (last.step == multiply_units && result / power_of_ten(static_cast<int>(last.number)) != before)
            of_.fail(of.at, "the number does not fit into 64 bits with " + std::to_string(of.type.places) + " places", "use a smaller one");
        if ((last.step == negate_integers || last.step == absolute_integers) && before == least_int64) fail_to_fit(of.at);
        // No real is 2^63 - 1, and -2^63 is one.
        const bool whole = last.step == floor_reals || last.step == ceiling_reals || last.step == round_reals;
        if (whole && (result == greatest_int64 || (result == least_int64 && (last.number != 0 || std::bit_cast<double>(before) != -0x1p63))))
            fail_to_fit(of.at);
    }
    [[noreturn]] void fail_to_fit(std::size_t at) const { of_.fail(at, "the result does not fit into 64 bits", "use smaller numbers"); }
    [[nodiscard]] static std::int64_t evaluate(const expression_program& one) {
        detail::scratch<std::vector<expression_slot>> stack;
        if (stack->size() < 3) stack->resize(3);
        one.run({}, 0, 1, stack->data());
        return (*stack)[0].integers()[0];
    }

    value call(const node& from, std::size_t slot) {
        switch (from.function) {
            case function::add:
            case function::subtract:
            case function::multiply:
            case function::divide:
            case function::remainder: {
                value a = emit(from.arguments[0], slot), b = emit(from.arguments[1], slot + 1);
                return arithmetic(from, a, b);
            }
            case function::equal:
            case function::unequal:
            case function::less:
            case function::at_most:
            case function::greater:
            case function::at_least: {
                value a = emit(from.arguments[0], slot), b = emit(from.arguments[1], slot + 1);
                unify(a, b, from.at, "it compares");
                if (a.type.is(kind::null)) of_.fail(from.at, "it compares null", "write is_null(...)");
                const int relation = static_cast<int>(from.function) - static_cast<int>(function::equal);
                if (a.type.is(kind::boolean) && relation > 1) of_.fail(from.at, "it compares booleans by size", "use ==, !=, and, or");
                step(a.type.is(kind::real)   ? expression_step::compare_reals
                     : a.type.is(kind::text) ? expression_step::compare_texts
                                             : expression_step::compare_integers,
                     slot, relation, nulls_of(a, b));
                return {{kind::boolean, 0, a.type.nullable || b.type.nullable}, slot, from.at};
            }
            case function::logical_and:
            case function::logical_or: {
                const value a = emit(from.arguments[0], slot), b = emit(from.arguments[1], slot + 1);
                for (const value* one : {&a, &b})
                    if (!one->type.is(kind::boolean)) of_.fail(one->at, "and and or take booleans, this is " + one->type.shown(), "compare it with something");
                step(from.function == function::logical_and ? expression_step::logical_and : expression_step::logical_or, slot, 0, nulls_of(a, b));
                return {{kind::boolean, 0, a.type.nullable || b.type.nullable}, slot, from.at};
            }
            case function::logical_not: {
                const value a = emit(from.arguments[0], slot);
                if (!a.type.is(kind::boolean)) of_.fail(a.at, "not takes a boolean, this is " + a.type.shown(), "compare it with something");
                step(expression_step::logical_not, slot);
                return {a.type, slot, from.at};
            }
            case function::choose:
                return choice(from, slot);
            case function::minimum:
            case function::maximum:
            case function::coalesce:
                return series(from, slot);
            case function::is_null: {
                const value a = emit(from.arguments[0], slot);
                step(expression_step::is_null, slot, 0, a.type.nullable ? 1 : 0);
                return {{kind::boolean}, slot, from.at};
            }
            case function::round:
                return rounding(from, slot);
            default:
                return of_one_number(from, slot);
        }
    }

    value choice(const node& from, std::size_t slot) {
        const value when = emit(from.arguments[0], slot);
        if (!when.type.is(kind::boolean)) of_.fail(when.at, "the condition of if is " + when.type.shown(), "compare it with something");
        value a = emit(from.arguments[1], slot + 1), b = emit(from.arguments[2], slot + 2);
        if (a.type.is(kind::null))
            a.type = {b.type.what, b.type.places, true};
        else if (b.type.is(kind::null))
            b.type = {a.type.what, a.type.places, true};
        if (a.type.is(kind::null)) of_.fail(from.at, "both values of if are null", "give one a value");
        unify(a, b, from.at, "if chooses between");
        const auto nulls = static_cast<unsigned char>((when.type.nullable ? 1 : 0) | (a.type.nullable ? 2 : 0) | (b.type.nullable ? 4 : 0));
        step(a.type.is(kind::text) ? expression_step::choose_text : expression_step::choose, slot, 0, nulls);
        return {{a.type.what, a.type.places, nulls != 0}, slot, from.at};
    }
    // Of two arguments, then of that and the third, and so on.
    value series(const node& from, std::size_t slot) {
        value a = emit(from.arguments[0], slot);
        for (std::size_t i = 1; i < from.arguments.size(); ++i) {
            value b = emit(from.arguments[i], slot + 1);
            unify(a, b, b.at, "its arguments are");
            const bool none = a.type.is(kind::null), text = a.type.is(kind::text);
            if (from.function == function::coalesce) {
                if (none) of_.fail(from.at, "coalesce is given null", "give it fields");
                step(text ? expression_step::coalesce_text : expression_step::coalesce, slot, 0, nulls_of(a, b));
                a.type.nullable = a.type.nullable && b.type.nullable;
            } else {
                if (none || text || a.type.is(kind::boolean)) of_.fail(from.at, "min and max take numbers or times, this is " + a.type.shown(), "use if");
                const bool real = a.type.is(kind::real), least = from.function == function::minimum;
                step(real ? (least ? expression_step::minimum_reals : expression_step::maximum_reals)
                          : (least ? expression_step::minimum_integers : expression_step::maximum_integers),
                     slot, 0, nulls_of(a, b));
                a.type.nullable = a.type.nullable || b.type.nullable;
            }
            a.constant = no_step;
        }
        a.at = from.at;
        return a;
    }
    value rounding(const node& from, std::size_t slot) {
        value a = emit(from.arguments[0], slot);
        if (!a.type.is_number()) of_.fail(a.at, "round takes a number, this is " + a.type.shown(), "give one");
        std::int64_t places = 0;
        if (from.arguments.size() == 2) {
            const node& given = from.arguments[1];
            if (given.what != node::kind::integer || given.integer < 0 || given.integer > most_digits)
                of_.fail(given.at, "the places of round are not written as a number from 0 to 18", "write one, like round(x, 2)");
            places = given.integer;
        }
        round_to(a, static_cast<int>(places));
        a.at = from.at;
        return a;
    }
    // To an integer if there are no places.
    void round_to(value& a, int places) {
        if (a.type.is(kind::real)) {
            step(expression_step::round_reals, a.slot, places);
            a.type = {places == 0 ? kind::integer : kind::decimal, places, a.type.nullable};
            fold_last(a);
        } else if (a.type.places > places) {
            step(expression_step::round_units, a.slot, a.type.places - places);
            a.type = {places == 0 ? kind::integer : kind::decimal, places, a.type.nullable};
            fold_last(a);
        } else {
            to_places(a, places);
        }
    }
    value of_one_number(const node& from, std::size_t slot) {
        value a = emit(from.arguments[0], slot);
        if (!a.type.is_number()) of_.fail(a.at, "it takes a number, this is " + a.type.shown(), "give one");
        const bool real = a.type.is(kind::real);
        const bool down = from.function == function::floor;
        switch (from.function) {
            case function::negate:
                step(real ? expression_step::negate_reals : expression_step::negate_integers, slot);
                break;
            case function::absolute:
                step(real ? expression_step::absolute_reals : expression_step::absolute_integers, slot);
                break;
            default:
                if (real)
                    step(down ? expression_step::floor_reals : expression_step::ceiling_reals, slot);
                else if (a.type.places != 0)
                    step(down ? expression_step::floor_units : expression_step::ceiling_units, slot, a.type.places);
                else
                    return a;
                a.type = {kind::integer, 0, a.type.nullable};
        }
        fold_last(a);
        a.at = from.at;
        return a;
    }

    value arithmetic(const node& from, value& a, value& b) {
        const bool adds = from.function == function::add || from.function == function::subtract;
        constexpr std::string_view verbs[] = {"it adds", "it subtracts", "it multiplies", "it divides", "it takes the remainder of"};
        const std::string verb{verbs[static_cast<std::size_t>(from.function)]};
        const bool times = a.type.is(kind::date) || a.type.is(kind::timestamp) || b.type.is(kind::date) || b.type.is(kind::timestamp);
        if (times && adds) return time_arithmetic(from, a, b, verb);
        if (!a.type.is_number() || !b.type.is_number()) of_.fail(from.at, verb + " " + between(a, b), "use numbers");
        if (from.function == function::divide) {
            to_real(a);
            to_real(b);
        }
        const bool real = a.type.is(kind::real) || b.type.is(kind::real);
        expression_type type = a.type;
        if (from.function == function::multiply && !real) {
            type.places += b.type.places;
            if (type.places > most_digits)
                of_.fail(from.at, "the product has " + std::to_string(type.places) + " places, more than 18", "round one of them: round(x, 2)");
            type.what = type.places != 0 ? kind::decimal : kind::integer;
        } else {
            unify(a, b, from.at, verb);
            type = a.type;
        }
        if (from.function == function::multiply && real) {
            to_real(a);
            to_real(b);
            type = a.type;
        }
        const bool quotient = from.function == function::divide || from.function == function::remainder;
        if (from.function == function::remainder && real) of_.fail(from.at, "it takes the remainder of reals", "use integers or decimals: floor(x) % 10");
        if (quotient && b.constant != no_step && bits_of(b) == 0) of_.fail(from.at, "it divides by zero", "divide by something else");
        type.nullable = a.type.nullable || b.type.nullable || (quotient && b.constant == no_step);
        using enum expression_step;
        constexpr expression_step reals[] = {add_reals, subtract_reals, multiply_reals, divide_reals, divide_reals};
        constexpr expression_step integers[] = {add_integers, subtract_integers, multiply_integers, remainder_integers, remainder_integers};
        const auto which = static_cast<std::size_t>(from.function);
        step(real ? reals[which] : integers[which], a.slot, 0, nulls_of(a, b));
        value out{type, a.slot, from.at};
        if (a.constant != no_step && b.constant != no_step) fold_pair(out, a, b, real);
        return out;
    }
    // A date and a number of days, a timestamp and a number of seconds, or what is between two of them.
    value time_arithmetic(const node& from, value& a, value& b, const std::string& verb) {
        const bool minus = from.function == function::subtract;
        if (!minus && !a.type.is(kind::date) && !a.type.is(kind::timestamp)) return swapped_time(from, a, b, verb);
        const kind time = a.type.what;
        expression_type type = a.type;
        if (minus && b.type.is(time)) {
            unify(a, b, from.at, verb);
            type = {a.type.places == 0 ? kind::integer : kind::decimal, a.type.places, false};
        } else {
            const bool fits = time == kind::date
                                  ? b.type.is(kind::integer)
                                  : time == kind::timestamp && (b.type.is(kind::integer) || (b.type.is(kind::decimal) && b.type.places <= a.type.places));
            if (!fits)
                of_.fail(from.at, verb + " " + between(a, b),
                         time == kind::date ? "give a whole number of days" : "give a number of seconds with no more places than the timestamp's");
            to_places(b, a.type.places);
        }
        type.nullable = a.type.nullable || b.type.nullable;
        step(minus ? expression_step::subtract_integers : expression_step::add_integers, a.slot, 0, nulls_of(a, b));
        return {type, a.slot, from.at};
    }
    value swapped_time(const node& from, value& a, value& b, const std::string& verb) {
        const bool fits =
            b.type.is(kind::date) ? a.type.is(kind::integer) : a.type.is(kind::integer) || (a.type.is(kind::decimal) && a.type.places <= b.type.places);
        if (!fits) of_.fail(from.at, verb + " " + between(a, b), "give a number of days or seconds");
        to_places(a, b.type.places);
        step(expression_step::add_integers, a.slot, 0, nulls_of(a, b));
        return {{b.type.what, b.type.places, a.type.nullable || b.type.nullable}, a.slot, from.at};
    }
    // Two constants and the step on them become one. What does not fit is an error, since it can be seen here.
    void fold_pair(value& out, const value& a, const value& b, bool real) {
        expression_program one;
        one.steps = {program_.steps[a.constant], program_.steps[b.constant], program_.steps.back()};
        one.steps[0].at = one.steps[2].at = 0;
        one.steps[1].at = 1;
        const std::int64_t left = bits_of(a), right = bits_of(b);
        const expression_step which = one.steps[2].step;
        const std::int64_t result = evaluate(one);
        const rng::detail::int128 x = left, y = right;
        using enum expression_step;
        bool fits = true;
        if (real)
            fits = settled(static_cast<std::uint64_t>(result)) << 1 != 0x7fefffffffffffffu << 1;
        else if (which != remainder_integers)
            fits = (which == add_integers ? x + y : which == subtract_integers ? x - y : x * y) == result;
        if (!fits) fail_to_fit(out.at);
        program_.steps.resize(a.constant + 1);
        program_.steps[a.constant].number = result;
        out.constant = a.constant;
    }

    const marked_text& of_;
    std::span<const field_type> fields_;
    expression_program program_;
    value whole_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_EXPRESSION_COMPILER_HPP
