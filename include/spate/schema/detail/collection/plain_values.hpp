// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_PLAIN_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_PLAIN_VALUES_HPP

/// What the fields of a collection hold that have no generator of their own.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/fitted.hpp>
#include <spate/field/half.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/json.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/list.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/sparse_vector.hpp>
#include <spate/field/vector.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/grid.hpp>
#include <spate/schema/detail/collection/named_values.hpp>
#include <spate/schema/detail/collection/types.hpp>
#include <spate/schema/detail/collection/value_rules.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/runtime_structure.hpp>

namespace spate::inline v0::detail {

/// A number that is given for a field, or nothing.
[[nodiscard]] inline const specification_node* given_number(const collection_field& field, std::string_view key) noexcept {
    const specification_node* const found = field.node.find(key);
    return found != nullptr && found->is_number() ? found : nullptr;
}

/// The integers that a field without a generator has: from 0 to 1,000,000, or as many from the bound that is given, as far as the type goes. With `wide`, all
/// that are not negative.
[[nodiscard]] inline number_bounds<std::int64_t> usual_integers(const collection_field& field, bool wide = false) {
    number_bounds<std::int64_t> out = integer_bounds(field);
    const number_bounds<std::int64_t> all = numbers_of(field.type);
    const std::int64_t span = wide ? all.high : std::min<std::int64_t>(all.high, 1'000'000);
    const bool low = given_number(field, "min") != nullptr, high = given_number(field, "max") != nullptr;
    if (!low) out.low = high && out.high <= 0 ? (out.high < all.low + span ? all.low : out.high - span) : 0;
    if (!high) out.high = out.low > all.high - span ? all.high : out.low + span;
    return out;
}

/// The real numbers of such a field: from 0 to 1, or 1 from the bound that is given, more if that is large.
[[nodiscard]] inline number_bounds<double> usual_reals(const collection_field& field) {
    number_bounds<double> out = real_bounds(field);
    const bool low = given_number(field, "min") != nullptr, high = given_number(field, "max") != nullptr;
    const auto far = [](double from) { return std::max(1.0, std::fabs(from)); };
    if (!low) out.low = high && out.high <= 0 ? std::max(out.low, out.high - far(out.high)) : 0;
    if (!high) out.high = std::min(out.high, out.low + far(out.low));
    return out;
}

template <class Real>
[[nodiscard]] real_grid usual_grid(const collection_field& field) {
    const number_bounds<double> bounds = usual_reals(field);
    const real_grid out = grid_of<Real>(bounds.low, bounds.high);
    if (out.empty())
        raise_config("min", field.node.find("min")->value_text() + ".." + field.node.find("max")->value_text(), "has no number of type Float within",
                     "give bounds that are further apart, or use Double");
    return out;
}

// Calls `make` with a value of the C++ type of an integer type.
template <class Make>
[[nodiscard]] erased_field with_integer_of(collection_type type, const Make& make) {
    switch (type) {
        case collection_type::int8:
            return make(std::int8_t{});
        case collection_type::int16:
            return make(std::int16_t{});
        case collection_type::int32:
            return make(std::int32_t{});
        default:
            return make(std::int64_t{});
    }
}

/// Texts of at most so many bytes: letters, words, or sentences, by how much room there is. None is longer than `usual` bytes.
[[nodiscard]] inline erased_field usual_texts(std::uint32_t max_length, std::uint32_t usual) {
    const std::size_t most = std::min(max_length, usual);
    if (most <= 3) return letters_field{make_alphabet("abcdefghijklmnopqrstuvwxyz"), 1, most};
    if (most <= 64) return prose({.min_bytes = std::max<std::size_t>(3, most / 4), .max_bytes = most, .unit = prose_unit::words});
    return prose({.min_bytes = 20, .max_bytes = most});
}

/// Texts of at most so many bytes that are all different.
[[nodiscard]] inline key_text_field keys_within(std::uint32_t max_length) { return key_text({.length = std::min<std::uint32_t>(max_length, 12)}); }

[[nodiscard]] inline erased_field usual_json() {
    std::vector<runtime_field> members;
    members.push_back({"id", uniform_int<std::int32_t>(1, 1'000'000)});
    members.push_back({"label", prose({.min_bytes = 3, .max_bytes = 20, .unit = prose_unit::words})});
    members.push_back({"score", decimal("0.00", "100.00")});
    members.push_back({"active", boolean(ratio{1, 2})});
    members.push_back({"tags", list_of(prose({.min_bytes = 3, .max_bytes = 10, .unit = prose_unit::words}), 0, 3)});
    return json_of(runtime_structure{std::move(members)});
}

/// Of a field's type or, of an array, its elements'.
[[nodiscard]] inline erased_field usual_scalars(const collection_field& field, collection_type type) {
    const bool element = field.type == collection_type::array;
    if (type == collection_type::boolean) return boolean(ratio{1, 2});
    if (is_text(type)) return usual_texts(*field.max_length, element ? 20 : 400);
    if (type == collection_type::float32) {
        const real_grid grid = element ? grid_of<float>(0, 1) : usual_grid<float>(field);
        return grid_field<float, uniform_int_field<std::int64_t>>{uniform_int<std::int64_t>(grid.first, grid.last), grid.exponent};
    }
    if (type == collection_type::float64) {
        const real_grid grid = element ? grid_of<double>(0, 1) : usual_grid<double>(field);
        return grid_field<double, uniform_int_field<std::int64_t>>{uniform_int<std::int64_t>(grid.first, grid.last), grid.exponent};
    }
    collection_field plain;
    plain.type = type;
    const number_bounds<std::int64_t> bounds = usual_integers(element ? plain : field);
    return with_integer_of(type, [&]<class Integer>(Integer) -> erased_field {
        return uniform_int<Integer>(static_cast<Integer>(bounds.low), static_cast<Integer>(bounds.high));
    });
}

[[nodiscard]] inline erased_field usual_vectors(const collection_field& field) {
    const std::uint32_t dim = field.dim.value_or(30000);
    switch (field.type) {
        case collection_type::binary_vector:
            return binary_vector(dim);
        case collection_type::float16_vector:
            return unit_vector<float16>(dim);
        case collection_type::bfloat16_vector:
            return unit_vector<bfloat16>(dim);
        case collection_type::int8_vector:
            return raw_vector<std::int8_t>(dim);
        case collection_type::sparse_float_vector:
            return sparse_vector(dim, {.entries = {std::min<std::uint32_t>(16, dim), std::min<std::uint32_t>(128, dim)}});
        default:
            return unit_vector<float>(dim);
    }
}

/// Values of a field's type, within its limits.
[[nodiscard]] inline erased_field usual_values(const collection_field& field) {
    if (is_vector(field.type)) return usual_vectors(field);
    if (field.type == collection_type::json) return usual_json();
    if (is_text(field.type))
        if (std::optional<erased_field> named = named_values(field.name))
            return fitted(std::move(*named), {.id = type_id::text}, {.max_bytes = field.max_length});
    if (field.type != collection_type::array) return usual_scalars(field, field.type);
    // An array that may be null has elements: without any, Milvus takes it for null.
    const std::uint32_t most = std::min<std::uint32_t>(*field.max_capacity, 8);
    return list_of(erased_generator{usual_scalars(field, *field.element_type)}, field.nullable ? 1 : 0, most);
}

/// One of the values that enum_values lists, each as often as the others.
[[nodiscard]] inline erased_field listed_values(const collection_field& field) {
    const std::vector<specification_node>& values = field.node.find("enum_values")->items();
    const auto numbers = [&]<class Number>(Number, const auto& of) -> erased_field {
        std::vector<Number> list;
        for (const specification_node& one : values) list.push_back(of(one));
        return one_of(list);
    };
    if (is_text(field.type)) {
        std::vector<std::string> list;
        for (const specification_node& one : values) list.push_back(one.text());
        return one_of(list);
    }
    if (field.type == collection_type::float32) return numbers(float{}, [](const specification_node& one) { return float_of_double(one.real()); });
    if (field.type == collection_type::float64) return numbers(double{}, [](const specification_node& one) { return one.real(); });
    return with_integer_of(field.type, [&]<class Integer>(Integer) -> erased_field {
        return numbers(Integer{}, [](const specification_node& one) { return static_cast<Integer>(*whole_number(one)); });
    });
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_PLAIN_VALUES_HPP
