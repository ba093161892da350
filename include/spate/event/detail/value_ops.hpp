// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_VALUE_OPS_HPP
#define SPATE_EVENT_DETAIL_VALUE_OPS_HPP

/// The functions of ops: a value by its rule, as a dialect writes it.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include <spate/core/hash.hpp>
#include <spate/event/detail/event_op.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/field/column.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

using op_function = op_result (*)(const event_op&, op_context&, char*);

/// Nanoseconds in units of 10^-places seconds, rounded down.
[[nodiscard]] inline std::int64_t time_in_units(std::int64_t nanoseconds, unsigned places) noexcept {
    const std::int64_t per_unit = places == 9 ? 1 : places == 6 ? 1000 : places == 3 ? 1'000'000 : 1'000'000'000;
    return nanoseconds / per_unit - (nanoseconds % per_unit < 0);
}

template <class Dialect>
struct value_ops {
    using state = typename Dialect::state;
    using kind = point_rule::kind;

    static op_result end(const event_op& op, op_context& at, char* to) { return {Dialect::finish(at.begin, put_literal(op, to)), nullptr}; }
    /// Goes on with what the type does not share with others.
    static op_result leave(const event_op& op, op_context& at, char* to) { return {put_literal(op, to), at.own}; }
    static op_result literal(const event_op& op, op_context&, char* to) { return {put_literal(op, to), op.next()}; }

    template <type_id Id>
    static op_result integers(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        const std::uint64_t word = *op.drawn(at);
        return put<Id>(op, at, to, op.a + (op.b == 0 ? word : scale(word, op.b)));
    }
    template <type_id Id>
    static op_result wide_integers(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        const point_rule rule{.how = kind::wide_integers, .base = op.a, .span = op.b};
        return put<Id>(op, at, to, rule.integer(at.row, op.drawn(at)));
    }
    static op_result truths(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        return put<type_id::boolean>(op, at, to, op.a != 0 || *op.drawn(at) < op.b ? 1 : 0);
    }
    static op_result sequence(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        return put<type_id::int64>(op, at, to, op.a + at.row * op.b);
    }
    static op_result instants(const event_op& op, op_context& at, char* to) {
        to = put_literal<4>(op, to);
        const std::uint64_t* const extra = op.extra();
        point_rule rule{.how = kind::instants, .base = op.a};
        rule.numerator = extra[0], rule.denominator = extra[1], rule.most = extra[2], rule.scatter = extra[3];
        return put<type_id::timestamp>(op, at, to, rule.integer(at.row, op.drawn(at)));
    }
    static op_result event_time(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        return put<type_id::timestamp>(op, at, to, static_cast<std::uint64_t>(time_in_units(at.time, op.place.places)));
    }
    template <type_id Id>
    static op_result reals(const event_op& op, op_context& at, char* to) {
        to = put_literal<1>(op, to);
        double unit;
        std::memcpy(&unit, op.extra(), sizeof unit);
        const std::uint64_t word = *op.drawn(at);
        const double value = static_cast<double>(static_cast<std::int64_t>(op.a) + static_cast<std::int64_t>(scale(word, op.b))) * unit;
        return {Dialect::template put_real<Id>(kept(at), op.place, at.begin, to, value), op.next()};
    }
    template <type_id Id>
    static op_result drawn_reals(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        const auto draw = reinterpret_cast<double (*)(const void*, const std::uint64_t*)>(op.a);
        return {Dialect::template put_real<Id>(kept(at), op.place, at.begin, to, draw(reinterpret_cast<const void*>(op.b), op.drawn(at))), op.next()};
    }
    static op_result uuid4(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        const point_rule rule{.how = kind::uuid4};
        return uuid(op, at, to, rule.uuid(at.row, op.drawn(at)));
    }
    static op_result uuid7(const event_op& op, op_context& at, char* to) {
        to = put_literal<3>(op, to);
        const std::uint64_t* const extra = op.extra();
        point_rule rule{.how = kind::uuid7, .base = op.a};
        rule.numerator = extra[0], rule.denominator = extra[1], rule.most = extra[2];
        return uuid(op, at, to, rule.uuid(at.row, op.drawn(at)));
    }
    template <class Number>
    static op_result choices(const event_op& op, op_context& at, char* to) {
        to = put_literal(op, to);
        const auto* const table = reinterpret_cast<const choice_entry<Number>*>(reinterpret_cast<const std::byte*>(&op) + static_cast<std::ptrdiff_t>(op.a));
        const uint128 product = static_cast<uint128>(*op.drawn(at)) * op.b;
        const auto own = static_cast<std::uint32_t>(product >> 64);
        const choice_entry<Number>& first = table[own];
        const std::uint32_t other = 0u - static_cast<std::uint32_t>(static_cast<std::uint64_t>(product) >= first.threshold);
        const choice_entry<Number>& chosen = table[own ^ ((own ^ std::uint32_t{first.other}) & other)];
        return {Dialect::put_choice(kept(at), op.place, at.begin, to, reinterpret_cast<const char*>(table) + chosen.text, chosen.size), op.next()};
    }
    /// The op behind this one makes the value, where it is no null; the literal is that of a null.
    static op_result nullable(const event_op& op, op_context& at, char* to) {
        if (op.b == 0 && *op.drawn(at) >= op.a) return {to, op.next()};
        to = put_literal(op, to);
        Dialect::put_null(op.place, at.begin);
        return {to, op.next()->next()};
    }
    /// Field b of the layout a, by a column of its own. The literal is that of a null; the other is that of the op behind this one.
    static op_result generator(const event_op& op, op_context& at, char* to) {
        const auto& layout = *reinterpret_cast<const type_layout*>(op.a);
        const auto [from, row] = layout.make(op.b, at.row, at.chosen, *at.made);
        const event_op* const following = op.next();
        if (from->is_null(row)) {
            to = put_literal(op, to);
            Dialect::put_null(op.place, at.begin);
            return {to, following->next()};
        }
        to = put_literal(*following, to);
        std::string& text = at.made->text;
        text.clear();
        Dialect::append(op.place, at.begin, static_cast<std::size_t>(to - at.begin), text, layout.fields()[op.b].type, *from, row);
        char* const old = reinterpret_cast<char*>(at.out->data());
        const auto size = static_cast<std::size_t>(to - old), begin = static_cast<std::size_t>(at.begin - old);
        at.out->reserve(size + text.size() + at.bound, size);
        char* const now = reinterpret_cast<char*>(at.out->data());
        at.begin = now + begin;
        std::memcpy(now + size, text.data(), text.size());
        return {now + size + text.size(), following->next()};
    }
    /// The op behind this one, for another row of another stream.
    static op_result elsewhere(const event_op& op, op_context& at, char* to) {
        const event_op& value = *op.next();
        const placed_field& field = *reinterpret_cast<const placed_field*>(op.a);
        const field_row from = row_of(field.rows, field.key, field.flow_keys, at.row, at.chosen);
        std::uint64_t drawn[2];
        if (value.words != 0) spate::words(from.key, from.row * value.words, {drawn, value.words});
        op_context there = at;
        there.words = drawn;
        there.within = 0;
        there.row = from.row;
        return value.run(value, there, to);
    }

    /// The function for a rule and a type; null where there is none.
    [[nodiscard]] static op_function of(const point_rule& rule, type_id id) noexcept {
        const bool large = id == type_id::float64;
        switch (rule.how) {
            case kind::integers:
                return integers_of(id);
            case kind::wide_integers:
                return id == type_id::int64 ? &wide_integers<type_id::int64> : id == type_id::uint64 ? &wide_integers<type_id::uint64> : nullptr;
            case kind::reals:
                return large ? &reals<type_id::float64> : &reals<type_id::float32>;
            case kind::drawn_reals:
                return large ? &drawn_reals<type_id::float64> : &drawn_reals<type_id::float32>;
            case kind::truths:
                return &truths;
            case kind::choices:
                return &choices<std::uint16_t>;
            case kind::uuid4:
                return &uuid4;
            case kind::uuid7:
                return &uuid7;
            case kind::sequence:
                return &sequence;
            case kind::instants:
                return &instants;
            case kind::event_time:
                return &event_time;
            default:
                return nullptr;
        }
    }

private:
    [[nodiscard]] static op_function integers_of(type_id id) noexcept {
        switch (id) {
            case type_id::int8:
                return &integers<type_id::int8>;
            case type_id::int16:
                return &integers<type_id::int16>;
            case type_id::int32:
                return &integers<type_id::int32>;
            case type_id::int64:
                return &integers<type_id::int64>;
            case type_id::uint8:
                return &integers<type_id::uint8>;
            case type_id::uint16:
                return &integers<type_id::uint16>;
            case type_id::uint32:
                return &integers<type_id::uint32>;
            case type_id::uint64:
                return &integers<type_id::uint64>;
            default:
                return nullptr;
        }
    }
    static state& kept(op_context& at) noexcept { return *static_cast<state*>(at.state); }
    template <type_id Id>
    SPATE_ALWAYS_INLINE static op_result put(const event_op& op, op_context& at, char* to, std::uint64_t bits) {
        return {Dialect::template put_integer<Id>(kept(at), op.place, at.begin, to, bits), op.next()};
    }
    static op_result uuid(const event_op& op, op_context& at, char* to, const point_rule::uuid_words& halves) {
        return {Dialect::put_uuid(kept(at), op.place, at.begin, to, reinterpret_cast<const std::byte*>(&halves)), op.next()};
    }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_VALUE_OPS_HPP
