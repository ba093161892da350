// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_EVENT_OP_HPP
#define SPATE_EVENT_DETAIL_EVENT_OP_HPP

/// What the program of an event type is made of: one behind the other, so that a program is one stretch of memory.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <spate/detail/config.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/detail/dialect.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/field/column.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

struct event_op;

/// Where the payload ends so far, and what to do next; null at its end.
struct op_result {
    char* to;
    const event_op* next;
};

/// The event whose payload is made.
struct op_context {
    /// Word w of lane k for this event is words[k * batch_rows + within * (words that the op takes) + w].
    const std::uint64_t* words;
    std::size_t within;
    std::uint64_t row;
    /// When it happens, in nanoseconds since 1970.
    std::int64_t time;
    chosen_event chosen;
    /// The payload's first byte; the bytes before it, too, move when there is no room.
    char* begin;
    column_buffer* out;
    /// What all ops of the program that are no generators add at most.
    std::size_t bound;
    /// The dialect's.
    void* state;
    made_columns* made;
    /// What comes behind the part of the program that types share.
    const event_op* own;
};

/// A literal, then a value. Behind it stand as many words of parameters as its function reads, then the literal.
struct event_op {
    op_result (*run)(const event_op&, op_context&, char* to);
    std::uint64_t a, b;
    std::uint32_t lane : 24, words : 8;
    value_place place;
    std::uint16_t literal;
    /// In words: from this one to the next.
    std::uint16_t skip;

    [[nodiscard]] const std::uint64_t* extra() const noexcept { return reinterpret_cast<const std::uint64_t*>(this + 1); }
    [[nodiscard]] const event_op* next() const noexcept { return reinterpret_cast<const event_op*>(reinterpret_cast<const std::uint64_t*>(this) + skip); }
    [[nodiscard]] const std::uint64_t* drawn(const op_context& at) const noexcept { return at.words + std::size_t{lane} * batch_rows + at.within * words; }
};

/// The longest literal of one op.
inline constexpr std::size_t longest_literal = 60000;
/// How far behind a program's end may be read.
inline constexpr std::size_t program_slack = 64;

template <std::size_t Extra = 0>
SPATE_ALWAYS_INLINE char* put_literal(const event_op& op, char* to) noexcept {
    const char* const from = reinterpret_cast<const char*>(op.extra() + Extra);
    const std::size_t size = op.literal;
    std::memcpy(to, from, 32);
    for (std::size_t i = 32; i < size; i += 32) std::memcpy(to + i, from + i, 32);
    return to + size;
}

/// A choice's entry in its table: Walker's alias table with the texts in it. Small tables have narrow entries.
template <class Number>
struct choice_entry {
    std::uint64_t threshold;
    Number other;
    /// From the table's begin.
    Number text;
    Number size;
    Number unused = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_EVENT_OP_HPP
