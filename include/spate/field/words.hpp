// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_WORDS_HPP
#define SPATE_FIELD_WORDS_HPP

/// The random words of a column.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>
#include <spate/rng/shishua.hpp>

namespace spate::inline v0 {

/// How many rows are made at a time: a cell of words.
inline constexpr std::size_t batch_rows = 512;

/// The key of a column: it depends on the seed, on the schema's name and on the column's path ("address.city"), and on nothing else, so that other
/// columns do not change when one is added, left out or moved.
[[nodiscard]] constexpr key128 column_key(seed from, std::string_view schema, std::string_view path) noexcept {
    return derive_key(from, "field", {hash_name(schema), hash_name(path)});
}

/// A further key of the same column, for what it draws besides: "null", "length".
[[nodiscard]] constexpr key128 column_key(const key128& of, std::string_view purpose) noexcept {
    const std::uint64_t name = hash_name(purpose);
    return {mix(of.low ^ name), mix(of.high + name)};
}

/// Words [first, first + out.size()) of a column. A pure function of (key, index); 64 words for the price of few nanoseconds, one alone some 50 ns.
inline void words(const key128& key, std::uint64_t first, std::span<std::uint64_t> out) noexcept {
    rng::shishua<>::fill(key, first * sizeof(std::uint64_t), {reinterpret_cast<std::byte*>(out.data()), out.size_bytes()});
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_WORDS_HPP
