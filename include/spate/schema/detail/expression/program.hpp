// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_EXPRESSION_PROGRAM_HPP
#define SPATE_SCHEMA_DETAIL_EXPRESSION_PROGRAM_HPP

/// Expressions as steps, each of which is done for a block of rows before the next: a machine whose stack has columns.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/detail/expression/kernels.hpp>

namespace spate::inline v0::detail {

enum class expression_step : unsigned char {
    load,           // input `number`
    constant,       // the bits `number`
    constant_text,  // `text`
    constant_null,
    integers_to_reals,
    units_to_reals,  // of 10^-number
    multiply_units,  // by 10^number
    round_units,     // by 10^-number
    floor_units,
    ceiling_units,
    round_reals,  // to units of 10^-number
    floor_reals,
    ceiling_reals,
    negate_integers,
    negate_reals,
    absolute_integers,
    absolute_reals,
    add_integers,
    subtract_integers,
    multiply_integers,
    remainder_integers,
    minimum_integers,
    maximum_integers,
    add_reals,
    subtract_reals,
    multiply_reals,
    divide_reals,
    minimum_reals,
    maximum_reals,
    compare_integers,  // relation `number`
    compare_reals,
    compare_texts,
    logical_and,
    logical_or,
    logical_not,
    is_null,
    choose,  // by the slot, between the next two
    choose_text,
    coalesce,
    coalesce_text
};

/// A step works on the slot `at`, and on those behind it if it has more operands; its result is in `at`. `nulls` says which operands may be null, by bits.
struct expression_instruction {
    expression_step step;
    unsigned char nulls = 0;
    std::uint16_t at = 0;
    std::int64_t number = 0;
    std::string text = {};
};

struct expression_program {
    std::vector<expression_instruction> steps;
    std::size_t slots = 1;

    /// Computes rows [first, first + count) of the inputs into stack[0]. Requires count <= batch_rows.
    void run(std::span<const column* const> inputs, std::size_t first, std::size_t count, expression_slot* stack) const {
        for (const expression_instruction& one : steps) run(one, inputs, first, count, stack + one.at);
    }

private:
    static void load(const column& from, std::size_t first, std::size_t count, expression_slot& to) {
        const auto integers = [&]<class T>(T) {
            const T* const values = from.values<T>() + first;
            for (std::size_t i = 0; i < count; ++i) to.words[i] = static_cast<std::uint64_t>(static_cast<std::int64_t>(values[i]));
        };
        const auto real = []<class T>(T value) {
            if constexpr (sizeof(T) == sizeof(float))
                return widened(value);
            else
                return value;
        };
        const auto reals = [&]<class T>(T) {
            const T* const values = from.values<T>() + first;
            for (std::size_t i = 0; i < count; ++i) to.words[i] = settled(std::bit_cast<std::uint64_t>(real(values[i])));
        };
        switch (from.id()) {
            case type_id::boolean:
                for (std::size_t i = 0; i < count; ++i) to.words[i] = from.boolean(first + i) ? 1 : 0;
                break;
            case type_id::int8:
                integers(std::int8_t{});
                break;
            case type_id::int16:
                integers(std::int16_t{});
                break;
            case type_id::int32:
            case type_id::date:
                integers(std::int32_t{});
                break;
            case type_id::uint8:
                integers(std::uint8_t{});
                break;
            case type_id::uint16:
                integers(std::uint16_t{});
                break;
            case type_id::uint32:
                integers(std::uint32_t{});
                break;
            case type_id::uint64:
                for (std::size_t i = 0; i < count; ++i)
                    to.words[i] = std::min(from.values<std::uint64_t>()[first + i], static_cast<std::uint64_t>(greatest_int64));
                break;
            case type_id::float32:
                reals(float{});
                break;
            case type_id::float64:
                reals(double{});
                break;
            case type_id::text:
            case type_id::json:
                for (std::size_t i = 0; i < count; ++i) to.texts[i] = from.is_null(first + i) ? std::string_view{} : from.text(first + i);
                break;
            default:
                integers(std::int64_t{});
        }
        for (std::size_t at = 0; at < count; at += 64) to.nulls[at / 64] = 0;
        if (from.nulls() != 0)
            for (std::size_t i = 0; i < count; ++i) to.nulls[i / 64] |= static_cast<std::uint64_t>(from.is_null(first + i)) << i % 64;
    }

    // A result is null where an operand is.
    static void join_nulls(unsigned char which, std::size_t count, expression_slot* a) noexcept {
        if ((which & 2) == 0) return;
        for (std::size_t at = 0; at < count; at += 64) a[0].nulls[at / 64] = ((which & 1) != 0 ? a[0].nulls[at / 64] : 0) | a[1].nulls[at / 64];
    }
    // Where it divides by zero, it is null, and divides by something else.
    static void zeros_to_nulls(std::size_t count, expression_slot* a) noexcept {
        for (std::size_t i = 0; i < count; ++i)
            if (a[1].words[i] == 0) {
                a[0].nulls[i / 64] |= std::uint64_t{1} << i % 64;
                a[1].words[i] = std::bit_cast<std::uint64_t>(1.0);
            }
    }

    static void run(const expression_instruction& one, std::span<const column* const> inputs, std::size_t first, std::size_t count, expression_slot* a) {
        using enum expression_step;
        std::int64_t* const x = a->integers();
        const bool may_be_null = (one.nulls & 1) != 0;
        const std::size_t words = (count + 63) / 64;
        const std::int64_t number = one.number;
        const auto power = [&] { return power_of_ten(static_cast<int>(number)); };
        // Divisors of zero are found where there are nulls to write.
        const auto join = [&](bool divides) {
            if (divides && (one.nulls & 1) == 0) std::fill_n(a[0].nulls, words, std::uint64_t{0});
            join_nulls(static_cast<unsigned char>(divides ? one.nulls | 1 : one.nulls), count, a);
            if (divides) zeros_to_nulls(count, a);
        };
        switch (one.step) {
            case load:
                return load_input(inputs, number, first, count, *a);
            case constant:
                return (void)std::fill_n(a->words, count, static_cast<std::uint64_t>(number));
            case constant_text:
                return (void)std::fill_n(a->texts, count, std::string_view{one.text});
            case constant_null:
                std::fill_n(a->nulls, words, ~std::uint64_t{0});
                std::fill_n(a->texts, count, std::string_view{});
                return (void)std::fill_n(a->words, count, std::uint64_t{0});
            case integers_to_reals:
                return detail::integers_to_reals(*a, count);
            case units_to_reals: {
                // By an array of the divisor, since products with a reciprocal are rounded differently.
                double divisors[batch_rows];
                std::fill_n(divisors, count, static_cast<double>(power()));
                detail::integers_to_reals(*a, count);
                return detail::divide_reals(a->reals(), divisors, count);
            }
            case multiply_units:
                return each_value(x, count, [by = power()](std::int64_t v) { return saturated_product(v, by); });
            case round_units:
                return each_value(x, count, [by = power()](std::int64_t v) { return rounded_quotient(v, by); });
            case floor_units:
                return each_value(x, count, [by = power()](std::int64_t v) { return floor_quotient(v, by); });
            case ceiling_units:
                return each_value(x, count, [by = power()](std::int64_t v) { return ceiling_quotient(v, by); });
            case round_reals:
                for (std::size_t i = 0; i < count; ++i) x[i] = rounded_real(a->reals()[i], power());
                return;
            case floor_reals:
                for (std::size_t i = 0; i < count; ++i) x[i] = floor_of(a->reals()[i]);
                return;
            case ceiling_reals:
                for (std::size_t i = 0; i < count; ++i) x[i] = ceiling_of(a->reals()[i]);
                return;
            case negate_integers:
                return each_value(x, count, [](std::int64_t v) { return saturated_difference(0, v); });
            case negate_reals:
                return each_value(a->words, count, [](std::uint64_t v) { return settled(v ^ std::uint64_t{1} << 63); });
            case absolute_integers:
                return each_value(x, count, [](std::int64_t v) { return v < 0 ? saturated_difference(0, v) : v; });
            case absolute_reals:
                return each_value(a->words, count, [](std::uint64_t v) { return v & ~(std::uint64_t{1} << 63); });
            case add_integers:
                join(false);
                return each_pair(x, a[1].integers(), count, [](std::int64_t v, std::int64_t w) { return saturated_sum(v, w); });
            case subtract_integers:
                join(false);
                return each_pair(x, a[1].integers(), count, [](std::int64_t v, std::int64_t w) { return saturated_difference(v, w); });
            case multiply_integers:
                join(false);
                return each_pair(x, a[1].integers(), count, [](std::int64_t v, std::int64_t w) { return saturated_product(v, w); });
            case remainder_integers:
                join(true);
                return each_pair(x, a[1].integers(), count, [](std::int64_t v, std::int64_t w) { return remainder_of(v, w); });
            case minimum_integers:
                join(false);
                return each_pair(x, a[1].integers(), count, [](std::int64_t v, std::int64_t w) { return w < v ? w : v; });
            case maximum_integers:
                join(false);
                return each_pair(x, a[1].integers(), count, [](std::int64_t v, std::int64_t w) { return v < w ? w : v; });
            case add_reals:
                join(false);
                detail::add_reals(a->reals(), a[1].reals(), count);
                return settle(*a, count);
            case subtract_reals:
                join(false);
                detail::subtract_reals(a->reals(), a[1].reals(), count);
                return settle(*a, count);
            case multiply_reals:
                join(false);
                detail::multiply_reals(a->reals(), a[1].reals(), count);
                return settle(*a, count);
            case divide_reals:
                join(true);
                detail::divide_reals(a->reals(), a[1].reals(), count);
                return settle(*a, count);
            case minimum_reals:
                join(false);
                return each_pair(a->reals(), a[1].reals(), count, [](double v, double w) { return w < v ? w : v; });
            case maximum_reals:
                join(false);
                return each_pair(a->reals(), a[1].reals(), count, [](double v, double w) { return v < w ? w : v; });
            case compare_integers:
                join(false);
                return compare(static_cast<unsigned char>(number), a[0], a[1], count, [](expression_slot& of) { return of.integers(); });
            case compare_reals:
                join(false);
                return compare(static_cast<unsigned char>(number), a[0], a[1], count, [](expression_slot& of) { return of.reals(); });
            case compare_texts:
                join(false);
                return compare(static_cast<unsigned char>(number), a[0], a[1], count, [](expression_slot& of) { return of.texts; });
            case logical_and:
                join(false);
                return each_pair(a->words, a[1].words, count, [](std::uint64_t v, std::uint64_t w) { return v & w; });
            case logical_or:
                join(false);
                return each_pair(a->words, a[1].words, count, [](std::uint64_t v, std::uint64_t w) { return v | w; });
            case logical_not:
                return each_value(a->words, count, [](std::uint64_t v) { return v ^ 1; });
            case is_null:
                for (std::size_t i = 0; i < count; ++i) a->words[i] = may_be_null && a->null(i) ? 1 : 0;
                return;
            case choose:
            case choose_text:
                for (std::size_t i = 0; i < count; ++i) {
                    const std::size_t from = a->words[i] != 0 ? 1 : 2;
                    const bool null = (may_be_null && a->null(i)) || ((one.nulls >> from & 1) != 0 && a[from].null(i));
                    a->nulls[i / 64] = (a->nulls[i / 64] & ~(std::uint64_t{1} << i % 64)) | static_cast<std::uint64_t>(null) << i % 64;
                    if (one.step == choose)
                        a->words[i] = a[from].words[i];
                    else
                        a->texts[i] = a[from].texts[i];
                }
                return;
            case coalesce:
            case coalesce_text:
                for (std::size_t i = 0; i < count; ++i) {
                    if (!may_be_null || !a->null(i)) continue;
                    a->words[i] = a[1].words[i];
                    if (one.step == coalesce_text) a->texts[i] = a[1].texts[i];
                    if ((one.nulls & 2) == 0 || !a[1].null(i)) a->nulls[i / 64] &= ~(std::uint64_t{1} << i % 64);
                }
                return;
        }
    }
    static void load_input(std::span<const column* const> inputs, std::int64_t number, std::size_t first, std::size_t count, expression_slot& to) {
        load(*inputs[static_cast<std::size_t>(number)], first, count, to);
    }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_EXPRESSION_PROGRAM_HPP
