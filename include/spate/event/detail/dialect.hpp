// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_DIALECT_HPP
#define SPATE_EVENT_DETAIL_DIALECT_HPP

/// What the making of payloads asks of an encoding.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

/// Where and how a field's values stand in its type's payloads, as the dialect itself decides when a program is made.
struct value_place {
    /// From the payload's begin, for encodings with an area of fixed size; else as the dialect likes.
    std::uint32_t fixed = 0;
    /// What else the dialect wants to be told with each value.
    std::uint16_t mark = 0;
    /// Decimal places, of timestamps.
    std::uint8_t places = 0;
};

/// A dialect is an object per event type, made of its record_type and its id while the type's program is made; a payload is then
///
///     head, for each field its before and its value (or its null text), tail
///
/// and an encoding that begins with an area of fixed size gives that area, with zeros or a template in it, as the head.
///
/// - `head()`, `tail()`, `before(field)`: bytes as they stand. `null_text(field)`: what stands for a null in place of before and value.
/// - `place(field)`: what is handed to the functions below.
/// - `text(field, out, text)`: appends a text of a choice to `out` as put_choice is to be given it; `number(field, out, column, row)` the same for a number.
///
/// While payloads are made there are only static functions; `state` is made once for a run of payloads and may keep anything that changes no byte.
/// `begin` is the payload's first byte and `to` its end so far; each returns the new end. 64 bytes behind what they write may be written, too.
///
/// - `put_integer<Id>(state, place, begin, to, bits)`: of the integer types, boolean (0 or 1), date, decimal and timestamp; 64 bits, sign extended.
/// - `put_real<Id>(state, place, begin, to, value)`: float32 (exactly one) or float64.
/// - `put_uuid(state, place, begin, to, bytes)`: 16 bytes, in the order of the text.
/// - `put_choice(state, place, begin, to, bytes, size)`: what `text` or `number` gave; 32 bytes behind it may be read.
/// - `put_null(place, begin)`: the field is null; null_text stands already.
/// - `finish(begin, to)`: what is left to do when all of the payload stands.
/// - `places_are_in_choices`: whether what `text` and `number` give hangs on the field's place, so that fields cannot share it.
/// - `longest_value`: the most bytes that put_integer, put_real and put_uuid add. put_choice adds at most `size`.
/// - `append(place, begin, end, out, type, column, row)`: any value but a null: appends to `out` what comes at the payload's end, where `before` stands already
///   (`end` bytes of the payload are there so far); may write into the area at its begin.
template <class Dialect>
concept payload_dialect = std::constructible_from<Dialect, const record_type&, std::string_view> && std::default_initializable<typename Dialect::state> &&
                          requires(const Dialect& one, typename Dialect::state& state, std::string& out, const value_place& at, char* to, std::size_t field,
                                   const data_type& type, const column& from) {
                              { one.head() } -> std::convertible_to<std::string>;
                              { one.tail() } -> std::convertible_to<std::string>;
                              { one.before(field) } -> std::convertible_to<std::string>;
                              { one.null_text(field) } -> std::convertible_to<std::string>;
                              { one.place(field) } -> std::same_as<value_place>;
                              one.text(field, out, std::string_view{});
                              one.number(field, out, from, field);
                              { Dialect::longest_value } -> std::convertible_to<std::size_t>;
                              { Dialect::template put_integer<type_id::int32>(state, at, to, to, std::uint64_t{}) } -> std::same_as<char*>;
                              { Dialect::template put_real<type_id::float64>(state, at, to, to, double{}) } -> std::same_as<char*>;
                              { Dialect::put_uuid(state, at, to, to, static_cast<const std::byte*>(nullptr)) } -> std::same_as<char*>;
                              { Dialect::put_choice(state, at, to, to, static_cast<const char*>(nullptr), field) } -> std::same_as<char*>;
                              Dialect::put_null(at, to);
                              { Dialect::finish(to, to) } -> std::same_as<char*>;
                              { Dialect::places_are_in_choices } -> std::convertible_to<bool>;
                              Dialect::append(at, to, field, out, type, from, field);
                          };

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_DIALECT_HPP
