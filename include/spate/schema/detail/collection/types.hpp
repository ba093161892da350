// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_TYPES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_TYPES_HPP

/// What the types of a collection's fields have in common, and which numbers they hold.

#include <cstdint>
#include <limits>
#include <optional>

#include <spate/field/half.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] constexpr bool is_integer(collection_type type) noexcept { return type >= collection_type::int8 && type <= collection_type::int64; }
[[nodiscard]] constexpr bool is_real(collection_type type) noexcept { return type == collection_type::float32 || type == collection_type::float64; }
[[nodiscard]] constexpr bool is_text(collection_type type) noexcept { return type == collection_type::varchar || type == collection_type::string; }
[[nodiscard]] constexpr bool is_vector(collection_type type) noexcept { return type >= collection_type::float_vector; }
/// One value: what arrays are made of.
[[nodiscard]] constexpr bool is_scalar(collection_type type) noexcept { return type <= collection_type::string; }

template <class Number>
struct number_bounds {
    Number low{}, high{};
};

/// The numbers that an integer type has.
[[nodiscard]] constexpr number_bounds<std::int64_t> numbers_of(collection_type type) noexcept {
    const auto of = []<class Integer>(Integer) {
        return number_bounds<std::int64_t>{std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max()};
    };
    switch (type) {
        case collection_type::int8:
            return of(std::int8_t{});
        case collection_type::int16:
            return of(std::int16_t{});
        case collection_type::int32:
            return of(std::int32_t{});
        default:
            return of(std::int64_t{});
    }
}

/// A whole number, also one that is written as 5.0 or 1e6, up to 2^53 then.
[[nodiscard]] inline std::optional<std::int64_t> whole_number(const specification_node& node) noexcept {
    if (const std::optional<std::int64_t> exact = node.whole<std::int64_t>()) return exact;
    if (!node.is(specification_node::kind::real) || !(node.real() >= -0x1p53 && node.real() <= 0x1p53)) return {};
    const auto number = static_cast<std::int64_t>(node.real());
    return static_cast<double>(number) == node.real() ? std::optional{number} : std::nullopt;
}

/// What a number of a Float or Double field must not be beyond.
[[nodiscard]] constexpr double most_of(collection_type type) noexcept {
    return type == collection_type::float32 ? static_cast<double>(std::numeric_limits<float>::max()) : std::numeric_limits<double>::max();
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_TYPES_HPP
