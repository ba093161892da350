// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_PRIMARY_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_PRIMARY_VALUES_HPP

/// The keys of a collection, each in one row only, and how many rows they suffice for.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/fitted.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/column_type.hpp>
#include <spate/schema/detail/collection/plain_values.hpp>
#include <spate/schema/detail/collection/types.hpp>
#include <spate/schema/detail/collection/value_rules.hpp>
#include <spate/schema/detail/read_generator.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0::detail {

struct primary_keys {
    erased_field values;
    std::uint64_t rows = runtime_schema::most_rows;
};

// How many numbers there are from one to another, both of which count, in steps; at most as many as a table has rows.
[[nodiscard]] constexpr std::uint64_t numbers_between(std::int64_t from, std::int64_t to, std::uint64_t step = 1) noexcept {
    const std::uint64_t distance = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    return std::min(distance / step, runtime_schema::most_rows - 1) + 1;
}

/// The keys of a primary field without a generator: 1, 2, 3 ... from min if that is given, or texts of 12 characters, or as many as there is room for.
[[nodiscard]] inline primary_keys usual_keys(const collection_field& field) {
    if (is_text(field.type)) {
        const key_text_field keys = keys_within(*field.max_length);
        return {keys, keys.capacity()};
    }
    const number_bounds<std::int64_t> bounds = integer_bounds(field);
    const bool low = given_number(field, "min") != nullptr;
    std::int64_t start = low ? bounds.low : 1;
    // Only a max below 1: as many as a table has rows, up to it.
    if (!low && bounds.high < 1) {
        constexpr auto most = static_cast<std::int64_t>(runtime_schema::most_rows);
        start = bounds.high < bounds.low + most ? bounds.low : bounds.high - most + 1;
    }
    return {sequence(start, 1), numbers_between(start, bounds.high)};
}

// The numbers that a key holds: those of a text are written in decimal.
[[nodiscard]] inline number_bounds<std::int64_t> key_numbers(const collection_field& field) {
    if (!is_text(field.type)) return integer_bounds(field);
    const auto largest = [](std::uint32_t digits) {
        std::int64_t out = 0;
        if (digits > 18) return std::numeric_limits<std::int64_t>::max();
        for (; digits != 0; --digits) out = 10 * out + 9;
        return out;
    };
    const std::uint32_t room = *field.max_length;
    return {room > 19 ? std::numeric_limits<std::int64_t>::min() : -largest(room - 1), largest(room)};
}

// How many rows a sequence or permutation has keys for, its first and last number being these.
[[nodiscard]] inline std::uint64_t rows_of_numbers(const collection_field& field, const specification_node& generator) {
    const auto number = [&](std::string_view key, std::int64_t otherwise) {
        const specification_node* const found = generator.find(key);
        return found == nullptr ? otherwise : found->integer();
    };
    const number_bounds<std::int64_t> room = key_numbers(field);
    const std::int64_t start = number("start", 0), step = number("step", 1);
    const bool permutation = generator.find("type")->text() == "permutation";
    const std::string remedy = "give numbers from " + std::to_string(room.low) + " to " + std::to_string(room.high);
    if (start < room.low || start > room.high) raise_config("start", std::to_string(start), "is no number that the key holds", remedy);
    if (permutation) {
        const auto count = static_cast<std::uint64_t>(number("count", 0));
        if (count - 1 > static_cast<std::uint64_t>(room.high) - static_cast<std::uint64_t>(start))
            raise_config("count", std::to_string(count), "gives numbers above those that the key holds", remedy);
        return std::min(count, runtime_schema::most_rows);
    }
    if (step == 0) raise_config("step", "0", "gives every row the same key", "give 1, or another step");
    return step > 0 ? numbers_between(start, room.high, static_cast<std::uint64_t>(step))
                    : numbers_between(room.low, start, ~static_cast<std::uint64_t>(step) + 1);
}

/// The keys of a primary field that its generator gives: one of those whose values are known to differ. Nothing where it is wrong, which the reader is told;
/// throws config_error for values that the field cannot hold whole.
[[nodiscard]] inline std::optional<primary_keys> given_keys(const collection_field& field, const specification_node& generator, specification_reader& reader,
                                                            const std::string& subject) {
    std::optional<erased_field> made = read_generator(generator, reader, subject);
    if (!made) return {};
    const std::string& type = generator.find("type")->text();
    for (const std::string_view key : {"nulls", "default"})
        if (generator.find(key) != nullptr) raise_config(key, "", "is given for the primary key", "leave it out: every row has a key of its own");
    std::uint64_t rows = runtime_schema::most_rows;
    if (type == "sequence" || type == "permutation") {
        rows = rows_of_numbers(field, generator);
    } else if (type == "uuid4" || type == "uuid7" || type == "key_text") {
        const specification_node* const length = generator.find("length");
        const std::int64_t bytes = type != "key_text" ? 36 : length == nullptr ? 12 : length->integer();
        if (is_text(field.type) && bytes > static_cast<std::int64_t>(*field.max_length))
            raise_config("type", "\"" + type + "\"",
                         "gives texts of " + std::to_string(bytes) + " bytes, more than max_length, " + std::to_string(*field.max_length),
                         "give a larger max_length" + std::string{type == "key_text" ? ", or a smaller length" : ", or use key_text"});
        if (type == "key_text") {
            const specification_node *const prefix = generator.find("prefix"), *const alphabet = generator.find("alphabet");
            const key_text_options usual;
            rows = key_text({.prefix = prefix == nullptr ? usual.prefix : prefix->text(),
                             .length = static_cast<std::uint32_t>(bytes),
                             .alphabet = alphabet == nullptr ? usual.alphabet : alphabet->text()})
                       .capacity();
        }
    } else {
        raise_config("type", "\"" + type + "\"", "may give one key to several rows", "use sequence, permutation, key_text, uuid4 or uuid7");
    }
    return primary_keys{fitted(std::move(*made), column_type(field)), rows};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_PRIMARY_VALUES_HPP
