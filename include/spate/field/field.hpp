// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_FIELD_HPP
#define SPATE_FIELD_FIELD_HPP

/// What a field generator is, and what most of them share.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// Which rows of a column are wanted, and the column's key. Rows are below 2^48.
struct field_rows {
    key128 key;
    std::uint64_t first;
    std::size_t count;
};

/// What every generator says of itself: the type of its column, and how a value is read from a filled column as the C++ type
/// `value_type`. Throws nothing but std::bad_alloc.
template <class G>
concept described_field = std::copy_constructible<G> && requires(const G& generator, const column& filled, std::size_t row) {
    typename G::value_type;
    { generator.type() } -> std::convertible_to<data_type>;
    { generator.value(filled, row) } -> std::same_as<typename G::value_type>;
};

/// Fills a column with the values of rows [first, first + count), for any first and count, each a pure function of (generator, key, row): never of how
/// rows are parted among calls. `fill` starts the column itself, and allocates only where the column has to grow.
template <class G>
concept field_generator = described_field<G> && requires(const G& generator, const field_rows& rows, column& out) { generator.fill(rows, out); };

/// A generator whose values hang on other fields of the row: `inputs()` names them, and `fill` is given their columns, filled for the same rows, in that
/// order. `bind` is told their types once, before any fill, and throws config_error where it cannot use them.
template <class G>
concept dependent_field = described_field<G> && requires(G& unbound, const G& generator, std::span<const field_type> types, const field_rows& rows,
                                                         std::span<const column* const> inputs, column& out) {
    { generator.inputs() } -> std::convertible_to<std::span<const std::string>>;
    unbound.bind(types);
    generator.fill(rows, inputs, out);
};

/// A generator that makes the values of any rows, in any order, for less than one after the other: what foreign keys into its column use.
template <class G>
concept scattered_field = field_generator<G> && requires(const G& generator, const key128& key, std::span<const std::uint64_t> rows, column& out) {
    generator.fill_scattered(key, rows, out);
};

template <class G>
concept any_field_generator = field_generator<G> || dependent_field<G>;

/// The type of a column of numbers of a C++ type.
template <class Number>
inline constexpr type_id type_id_of = sizeof(Number) == 1   ? (Number(-1) < Number(0) ? type_id::int8 : type_id::uint8)
                                      : sizeof(Number) == 2 ? (Number(-1) < Number(0) ? type_id::int16 : type_id::uint16)
                                      : sizeof(Number) == 4 ? (Number(-1) < Number(0) ? type_id::int32 : type_id::uint32)
                                                            : (Number(-1) < Number(0) ? type_id::int64 : type_id::uint64);
template <>
inline constexpr type_id type_id_of<float> = type_id::float32;
template <>
inline constexpr type_id type_id_of<double> = type_id::float64;

/// A base of generators of numbers without nulls.
template <class Number, type_id Id = type_id_of<Number>>
struct number_field {
    using value_type = Number;
    [[nodiscard]] static data_type type() { return {.id = Id}; }
    [[nodiscard]] static Number value(const column& from, std::size_t row) noexcept { return from.values<Number>()[row]; }

    friend bool operator==(const number_field&, const number_field&) = default;
};

/// A base of generators of texts without nulls.
struct text_field {
    using value_type = std::string;
    [[nodiscard]] static data_type type() { return {.id = type_id::text}; }
    [[nodiscard]] static std::string value(const column& from, std::size_t row) { return std::string{from.text(row)}; }

    friend bool operator==(const text_field&, const text_field&) = default;
};

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_FIELD_HPP
