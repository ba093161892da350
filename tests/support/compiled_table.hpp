// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_COMPILED_TABLE_HPP
#define SPATE_TESTS_SUPPORT_COMPILED_TABLE_HPP

/// A table whose schema is known at compile time, and its rows as row(i) gives them, written as in value_dump.hpp.

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include <spate/core/seed.hpp>
#include <spate/field.hpp>
#include <spate/schema.hpp>

#include "value_dump.hpp"

namespace test {

inline auto compiled_table(std::uint64_t seed) {
    using namespace spate;
    const auto parents = schema(field<"key">(permuted_int(1000, 5)), field<"label">(company_name())).named("parents") | rows(1000);
    return schema(
               field<"id">(sequence(-3)), field<"tiny">(nullable(uniform_int<std::int8_t>(-128, 127), 0.2)),
               field<"big">(uniform_int<std::uint64_t>(1, 0 - std::uint64_t{1})), field<"ratio">(nullable(normal<double>(0, 1e-3), 0.1)),
               field<"single">(exponential<float>(3)), field<"flag">(nullable(boolean(ratio{1, 3}), 0.5)), field<"price">(decimal("-99.99", "999.99")),
               field<"state">(one_of({"new", "", "say \"hi\"", "a,b\n"})), field<"name">(nullable(full_name(), 0.3)),
               field<"day">(dates("1960-01-01", "2030-12-31")), field<"at">(timestamps("1900-01-01T00:00:00Z", "2200-01-01T00:00:00Z", 9)),
               field<"key">(uuid4()), field<"note">(prose({.max_bytes = 90, .utf8 = true})),
               field<"tags">(nullable(list_of(nullable(text_of("ab\"\\", 0, 5), 0.2), 0, 4), 0.1)),
               field<"matrix">(list_of(list_of(uniform_int<std::int16_t>(-9, 9), 0, 3), 0, 3)), field<"embedding">(unit_vector<float>(5)),
               field<"half">(raw_vector<float16>(3)), field<"brain">(raw_vector<bfloat16>(2)), field<"signs">(binary_vector(16)),
               field<"place">(nullable(
                   structure(field<"city">(city()), field<"where">(structure(field<"x">(uniform_real<double>(-1, 1)), field<"code">(country_code())))), 0.2)),
               field<"parent">(foreign_key<"key">(parents)), field<"label">(foreign_key<"label">(parents, {.via = "parent"})),
               field<"sum">(derived<"id", "price">([](std::int64_t id, std::int64_t price) { return id + price; })),
               field<"kind">(depends_on<"state">({{"new", sequence(5, 0)}}, sequence(9, 2))), field<"usual">(with_default(sequence(), ratio{4, 5}, 7)))
        .named("compiled")
        .with_seed({seed});
}

template <class>
inline constexpr bool is_optional = false;
template <class Value>
inline constexpr bool is_optional<std::optional<Value>> = true;
template <class>
inline constexpr bool is_vector = false;
template <class Value>
inline constexpr bool is_vector<std::vector<Value>> = true;

/// A value of a row as a program has it.
template <class Value>
void dump_native(const spate::data_type& type, const Value& value, std::string& out) {
    if constexpr (is_optional<Value>) {
        if (value)
            dump_native(type, *value, out);
        else
            out += '-';
    } else if constexpr (std::same_as<Value, bool>) {
        out += value ? '1' : '0';
    } else if constexpr (std::same_as<Value, float>) {
        out += std::to_string(std::bit_cast<std::uint32_t>(value));
    } else if constexpr (std::same_as<Value, double>) {
        out += std::to_string(std::bit_cast<std::uint64_t>(value));
    } else if constexpr (std::integral<Value>) {
        out += std::to_string(value);
    } else if constexpr (std::same_as<Value, std::string>) {
        dump_bytes(value, out);
    } else if constexpr (std::same_as<Value, spate::float16> || std::same_as<Value, spate::bfloat16>) {
        out += std::to_string(value.bits);
    } else if constexpr (std::same_as<Value, spate::uuid_bytes>) {
        dump_bytes({reinterpret_cast<const char*>(value.data()), value.size()}, out);
    } else if constexpr (is_vector<Value>) {
        if (type.id == spate::type_id::bits) {
            dump_bytes({reinterpret_cast<const char*>(value.data()), value.size()}, out);
            return;
        }
        out += std::to_string(value.size());
        for (const typename Value::value_type& one : value) out += ' ', dump_native(type.children[0], one, out);
    } else {
        out += 's';
        std::size_t i = 0;
        std::apply([&](const auto&... members) { ((out += ' ', dump_native(type.children[i++], members, out)), ...); }, value);
    }
}

template <class Row>
void dump_native_row(const spate::record_type& type, const Row& row, std::string& out) {
    out += 'r';
    std::size_t i = 0;
    std::apply([&](const auto&... values) { ((out += ' ', dump_native(type[i++].type, values, out)), ...); }, row.values());
    out += '\n';
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_COMPILED_TABLE_HPP
