// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_FIELD_LAWS_HPP
#define SPATE_TESTS_FIELD_LAWS_HPP

/// What every field generator must hold: the same column for every partition of its rows. Two columns are compared value by value, whatever their type.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <doctest/doctest.h>

#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace laws {

inline constexpr spate::key128 some_key{0x0123456789abcdefu, 0xfedcba9876543210u};

/// Whether row i of a and row k of b hold the same value, or both a null. Values are compared by their bits.
inline bool same_value(const spate::data_type& type, const spate::column& a, std::size_t i, const spate::column& b, std::size_t k) {
    using spate::type_id;
    if (a.is_null(i) || b.is_null(k)) return a.is_null(i) && b.is_null(k);
    switch (type.id) {
        case type_id::boolean:
            return a.boolean(i) == b.boolean(k);
        case type_id::text:
        case type_id::binary:
        case type_id::json:
            return a.text(i) == b.text(k);
        case type_id::list: {
            const auto from = static_cast<std::size_t>(a.offsets()[i]), other = static_cast<std::size_t>(b.offsets()[k]);
            const auto size = static_cast<std::size_t>(a.offsets()[i + 1]) - from;
            if (static_cast<std::size_t>(b.offsets()[k + 1]) - other != size) return false;
            for (std::size_t n = 0; n < size; ++n)
                if (!same_value(type.children[0], a.child(0), from + n, b.child(0), other + n)) return false;
            return true;
        }
        case type_id::vector:
            for (std::size_t n = 0; n < type.size; ++n)
                if (!same_value(type.children[0], a.child(0), i * type.size + n, b.child(0), k * type.size + n)) return false;
            return true;
        case type_id::structure:
            for (std::size_t n = 0; n < type.children.size(); ++n)
                if (!same_value(type.children[n], a.child(n), i, b.child(n), k)) return false;
            return true;
        default: {
            const std::size_t width = type.id == type_id::bits ? type.size / 8 : spate::width_of(type.id);
            return std::memcmp(a.values<char>() + i * width, b.values<char>() + k * width, width) == 0;
        }
    }
}

/// What a filled column must be, whatever is in it: of the type that the generator states, with as many rows as were asked for, nulls counted and
/// offsets in order; in its children too.
inline void check_column(const spate::data_type& type, const spate::column& filled, std::size_t rows) {
    using spate::type_id;
    CHECK(filled.id() == type.id);
    CHECK(filled.size() == rows);
    if (filled.nulls() != 0) {
        CHECK(type.nullable);
        std::size_t nulls = 0;
        for (std::size_t i = 0; i < rows; ++i) nulls += filled.is_null(i);
        CHECK(nulls == filled.nulls());
        if (rows % 64 != 0) CHECK((filled.validity()[rows / 64] >> rows % 64) == 0);
    }
    if (type.id == type_id::list || (spate::is_text_like(type.id) && filled.dictionary() == nullptr)) {
        CHECK(filled.offsets()[0] == 0);
        for (std::size_t i = 0; i < rows; ++i) REQUIRE(filled.offsets()[i] <= filled.offsets()[i + 1]);
    }
    if (filled.dictionary() != nullptr)
        for (std::size_t i = 0; i < rows; ++i) REQUIRE((filled.is_null(i) || filled.values<std::uint32_t>()[i] < filled.dictionary()->size()));
    const std::size_t below = type.id == type_id::list     ? static_cast<std::size_t>(filled.offsets()[rows])
                              : type.id == type_id::vector ? rows * type.size
                                                           : rows;
    for (std::size_t n = 0; n < type.children.size(); ++n) check_column(type.children[n], filled.child(n), below);
}

/// Checks that `fill(rows, out)` gives the same column however the rows are parted: 3,000 rows at once, by parts of odd sizes, beginning at odd rows, and
/// row by row; from row 0, from one inside a cell of words, and near the largest row.
template <class Fill>
void check_partition(const spate::data_type& type, const Fill& fill, const spate::key128& key = some_key) {
    constexpr std::size_t count = 3000, sizes[] = {1, 7, 64, 63, 511, 2, 513, 3, 129, 1000, 512, 0, 5};
    spate::column whole, part;
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1234567}, (std::uint64_t{1} << 48) - count}) {
        CAPTURE(first);
        fill(spate::field_rows{key, first, count}, whole);
        check_column(type, whole, count);
        std::size_t differ = 0, first_to_differ = count;
        const auto compare = [&](std::size_t at, std::size_t rows) {
            fill(spate::field_rows{key, first + at, rows}, part);
            for (std::size_t i = 0; i < rows; ++i)
                if (part.size() != rows || !same_value(type, whole, at + i, part, i)) ++differ, first_to_differ = std::min(first_to_differ, at + i);
        };
        for (std::size_t at = 0, turn = 0; at < count; ++turn) {
            const std::size_t rows = std::min(sizes[turn % std::size(sizes)], count - at);
            compare(at, rows);
            check_column(type, part, rows);
            at += rows;
        }
        CAPTURE(first_to_differ);
        CHECK_MESSAGE(differ == 0, "parts of odd sizes differ from the whole");
        for (const std::size_t at : {std::size_t{1}, std::size_t{77}, std::size_t{513}, std::size_t{1999}}) compare(at, 1001);
        CHECK_MESSAGE(differ == 0, "rows from an odd first row differ from the whole");
        for (std::size_t at = 0; at < count; ++at) compare(at, 1);
        CHECK_MESSAGE(differ == 0, "rows alone differ from the whole");
    }
}

template <spate::field_generator Generator>
void check_partition(const Generator& generator, const spate::key128& key = some_key) {
    check_partition(
        generator.type(), [&](const spate::field_rows& rows, spate::column& out) { generator.fill(rows, out); }, key);
}

/// The same, for a generator that hangs on other fields and has been bound: `inputs` make the columns of those, each under a key of its own.
template <spate::dependent_field Generator>
void check_partition(const Generator& generator, const std::vector<spate::erased_field>& inputs, const spate::key128& key = some_key) {
    const auto fill = [&](const spate::field_rows& rows, spate::column& out) {
        std::vector<spate::column> columns(inputs.size());
        std::vector<const spate::column*> given;
        for (std::size_t n = 0; n < inputs.size(); ++n) {
            inputs[n].fill({{rows.key.low + n + 1, rows.key.high}, rows.first, rows.count}, {}, columns[n]);
            given.push_back(&columns[n]);
        }
        generator.fill(rows, given, out);
    };
    check_partition(generator.type(), fill, key);
}

/// The values of rows [first, first + count), as C++ types.
template <spate::field_generator Generator>
std::vector<typename Generator::value_type> values(const Generator& generator, std::size_t count, std::uint64_t first = 0,
                                                   const spate::key128& key = some_key) {
    std::vector<typename Generator::value_type> all;
    all.reserve(count);
    spate::column filled;
    for (std::size_t at = 0; at < count; at += spate::batch_rows) {
        const std::size_t rows = std::min(count - at, spate::batch_rows);
        generator.fill({key, first + at, rows}, filled);
        for (std::size_t i = 0; i < rows; ++i) all.push_back(generator.value(filled, i));
    }
    return all;
}

}  // namespace laws

#endif  // SPATE_TESTS_FIELD_LAWS_HPP
