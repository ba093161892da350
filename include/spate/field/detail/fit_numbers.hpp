// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_FIT_NUMBERS_HPP
#define SPATE_FIELD_DETAIL_FIT_NUMBERS_HPP

/// Numbers of one type as those of another, within limits: the same whatever the compiler and its flags.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::detail {

/// Reals in their order, as integers that no flag flushes or folds: -0 is below 0, NaNs are beyond the infinities. Its own inverse.
[[nodiscard]] constexpr std::int64_t order_of(double number) noexcept {
    const auto bits = std::bit_cast<std::int64_t>(number);
    return bits ^ (bits >> 63 & std::numeric_limits<std::int64_t>::max());
}
[[nodiscard]] constexpr std::int32_t order_of(float number) noexcept {
    const auto bits = std::bit_cast<std::int32_t>(number);
    return bits ^ (bits >> 31 & std::numeric_limits<std::int32_t>::max());
}
[[nodiscard]] constexpr double of_order(std::int64_t order) noexcept {
    return std::bit_cast<double>(order ^ (order >> 63 & std::numeric_limits<std::int64_t>::max()));
}
[[nodiscard]] constexpr float of_order(std::int32_t order) noexcept {
    return std::bit_cast<float>(order ^ (order >> 31 & std::numeric_limits<std::int32_t>::max()));
}

[[nodiscard]] constexpr bool is_nan(double number) noexcept { return (std::bit_cast<std::uint64_t>(number) & 0x7fffffffffffffffu) > 0x7ff0000000000000u; }

/// The same number. A conversion gives 0 for subnormal ones where the processor flushes them.
[[nodiscard]] constexpr double double_of_float(float number) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    if ((bits & 0x7fffffffu) - 1 >= 0x7fffffu) return static_cast<double>(number);
    const double size = static_cast<double>(bits & 0x7fffffu) * 0x1p-149;
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(size) | static_cast<std::uint64_t>(bits >> 31) << 63);
}

[[nodiscard]] constexpr double with_sign(double size, bool negative) noexcept {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(size) | static_cast<std::uint64_t>(negative) << 63);
}
[[nodiscard]] constexpr std::uint64_t size_of_integer(std::int64_t number) noexcept {
    return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

/// A whole number as a double: the nearest, or one from which the nearest float is that of the number itself: cut, the last bit set where something was lost
/// (rounding to odd: Boldo and Melquiond, When double rounding is odd, 2004).
[[nodiscard]] constexpr double double_of_integer(std::uint64_t size, bool negative, bool odd) noexcept {
    if (size >> 53 == 0 || !odd) return with_sign(static_cast<double>(size), negative && size != 0);
    return with_sign(static_cast<double>(size >> 11 | ((size & 0x7ffu) != 0)) * 2048, negative);
}

/// number / units, rounded in the same way. Requires units from 1 to 10^18.
[[nodiscard]] constexpr double double_of_quotient(std::int64_t number, std::uint64_t units, bool odd) noexcept {
    if (number == 0) return 0;
    const std::uint64_t size = size_of_integer(number);
    const int up = std::countl_zero(size);
    const std::uint64_t dividend = size << up, upper = dividend / units;
    const uint128 rest = static_cast<uint128>(dividend % units) << 64, wide = static_cast<uint128>(upper) << 64 | rest / units;
    const int down = 128 - (upper != 0 ? std::countl_zero(upper) : 64 + std::countl_zero(static_cast<std::uint64_t>(wide))) - 53;
    const uint128 lost = wide & ((static_cast<uint128>(1) << down) - 1), half = static_cast<uint128>(1) << (down - 1);
    const bool more = rest % units != 0;
    auto kept = static_cast<std::uint64_t>(wide >> down);
    if (odd)
        kept |= lost != 0 || more;
    else
        kept += lost > half || (lost == half && (more || (kept & 1u) != 0));
    return with_sign(static_cast<double>(kept) * rng::detail::power_of_two(down - 64 - up), number < 0);
}

/// The nearest whole number, halves away from zero; beyond 63 bits the last of them, of NaN the least.
[[nodiscard]] constexpr std::int64_t integer_of_double(double number) noexcept {
    constexpr std::uint64_t two_to_63 = 0x43e0000000000000u, infinite = 0x7ff0000000000000u;
    const auto bits = std::bit_cast<std::uint64_t>(number);
    const std::uint64_t size = bits & 0x7fffffffffffffffu;
    if (size >= two_to_63) return size > infinite || bits >> 63 != 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    const auto whole = static_cast<std::int64_t>(number);
    const double rest = number - static_cast<double>(whole);
    return whole + (rest >= 0.5) - (rest <= -0.5);
}

/// The nearest whole number of units, halves away from zero.
[[nodiscard]] constexpr std::int64_t integer_of_quotient(std::int64_t number, std::int64_t units) noexcept {
    const std::int64_t whole = number / units, rest = number % units;
    return whole + (rest * 2 >= units) - (rest * 2 <= -units);
}

/// How many values are converted at a time.
inline constexpr std::size_t fit_at_once = 256;

/// Values of any type of numbers, of booleans, dates and timestamps as whole numbers: rounded, and those above 2^63 - 1 as that.
inline void load_integers(const data_type& type, const column& from, std::size_t first, std::size_t count, std::int64_t* out) noexcept {
    const auto each = [&]<class T>(T, const auto& convert) {
        const T* const values = from.values<T>() + first;
        for (std::size_t i = 0; i < count; ++i) out[i] = convert(values[i]);
    };
    const auto as_is = [](auto value) { return static_cast<std::int64_t>(value); };
    switch (type.id) {
        case type_id::boolean:
            for (std::size_t i = 0; i < count; ++i) out[i] = from.boolean(first + i) ? 1 : 0;
            return;
        case type_id::int8:
            return each(std::int8_t{}, as_is);
        case type_id::int16:
            return each(std::int16_t{}, as_is);
        case type_id::int32:
        case type_id::date:
            return each(std::int32_t{}, as_is);
        case type_id::uint8:
            return each(std::uint8_t{}, as_is);
        case type_id::uint16:
            return each(std::uint16_t{}, as_is);
        case type_id::uint32:
            return each(std::uint32_t{}, as_is);
        case type_id::uint64:
            return each(std::uint64_t{}, [](std::uint64_t value) { return static_cast<std::int64_t>(std::min(value, ~std::uint64_t{0} >> 1)); });
        case type_id::float16:
            return each(std::uint16_t{}, [](std::uint16_t value) { return integer_of_double(double_of_float(float_of_half(value))); });
        case type_id::bfloat16:
            return each(std::uint16_t{}, [](std::uint16_t value) { return integer_of_double(double_of_float(float_of_bfloat16(value))); });
        case type_id::float32:
            return each(std::uint32_t{}, [](std::uint32_t value) { return integer_of_double(double_of_float(std::bit_cast<float>(value))); });
        case type_id::float64:
            return each(std::uint64_t{}, [](std::uint64_t value) { return integer_of_double(std::bit_cast<double>(value)); });
        case type_id::decimal:
            return each(std::int64_t{}, [units = power_of_ten(type.places)](std::int64_t value) { return integer_of_quotient(value, units); });
        default:
            return each(std::int64_t{}, as_is);
    }
}

/// The same as doubles, for rounding to floats if `odd`.
inline void load_reals(const data_type& type, const column& from, std::size_t first, std::size_t count, bool odd, double* out) noexcept {
    const auto each = [&]<class T>(T, const auto& convert) {
        const T* const values = from.values<T>() + first;
        for (std::size_t i = 0; i < count; ++i) out[i] = convert(values[i]);
    };
    switch (type.id) {
        case type_id::float16:
            return each(std::uint16_t{}, [](std::uint16_t value) { return double_of_float(float_of_half(value)); });
        case type_id::bfloat16:
            return each(std::uint16_t{}, [](std::uint16_t value) { return double_of_float(float_of_bfloat16(value)); });
        case type_id::float32:
            return each(std::uint32_t{}, [](std::uint32_t value) { return double_of_float(std::bit_cast<float>(value)); });
        case type_id::float64:
            std::memcpy(out, from.values<double>() + first, count * sizeof(double));
            return;
        case type_id::decimal:
            return each(std::int64_t{}, [odd, units = static_cast<std::uint64_t>(power_of_ten(type.places))](std::int64_t value) {
                return double_of_quotient(value, units, odd);
            });
        case type_id::uint64:
            return each(std::uint64_t{}, [odd](std::uint64_t value) { return double_of_integer(value, false, odd); });
        default: {
            std::int64_t whole[fit_at_once];
            load_integers(type, from, first, count, whole);
            for (std::size_t i = 0; i < count; ++i) out[i] = double_of_integer(size_of_integer(whole[i]), whole[i] < 0, odd);
        }
    }
}

/// The least and the greatest of what numbers may become, which are numbers of the type itself.
struct number_limits {
    std::int64_t low = std::numeric_limits<std::int64_t>::min(), high = std::numeric_limits<std::int64_t>::max();
    double real_low = 0, real_high = 0;
    /// Of reals: else there are no limits.
    bool limited = false;
};

inline void store_integers(type_id id, const std::int64_t* from, std::size_t first, std::size_t count, column& out) noexcept {
    const auto each = [&]<class T>(T) {
        T* const values = out.values<T>() + first;
        for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(from[i]);
    };
    // Two's complement, so that unsigned numbers are the same bytes.
    switch (width_of(id)) {
        case 1:
            return each(std::int8_t{});
        case 2:
            return each(std::int16_t{});
        case 4:
            return each(std::int32_t{});
        default:
            return each(std::int64_t{});
    }
}

/// Fills values of a column of integers that has been started, which may be `from` where the type is the same.
inline void fit_integers(const data_type& type, const column& from, const number_limits& limits, type_id to, column& out) noexcept {
    std::int64_t values[fit_at_once];
    for (std::size_t at = 0; at < from.size(); at += fit_at_once) {
        const std::size_t count = std::min(fit_at_once, from.size() - at);
        load_integers(type, from, at, count, values);
        for (std::size_t i = 0; i < count; ++i) values[i] = std::clamp(values[i], limits.low, limits.high);
        store_integers(to, values, at, count, out);
    }
}

/// The nearest float; finite where the number is.
[[nodiscard]] constexpr float finite_float(double number) noexcept {
    constexpr std::uint32_t infinite = 0x7f800000u;
    const float nearest = float_of_double(number);
    const auto bits = std::bit_cast<std::uint32_t>(nearest);
    const bool overflows = (bits & 0x7fffffffu) == infinite && (std::bit_cast<std::uint64_t>(number) >> 52 & 0x7ff) != 0x7ff;
    return overflows ? std::bit_cast<float>(bits - 1) : nearest;
}

/// The same of reals. Numbers are stored as their bits, which no flag can change.
inline void fit_reals(const data_type& type, const column& from, const number_limits& limits, type_id to, column& out) noexcept {
    double values[fit_at_once];
    const bool single = to == type_id::float32;
    const std::int64_t low = order_of(limits.real_low), high = order_of(limits.real_high);
    const std::int32_t low_float = order_of(float_of_double(limits.real_low)), high_float = order_of(float_of_double(limits.real_high));
    for (std::size_t at = 0; at < from.size(); at += fit_at_once) {
        const std::size_t count = std::min(fit_at_once, from.size() - at);
        load_reals(type, from, at, count, single, values);
        if (limits.limited)
            for (std::size_t i = 0; i < count; ++i) values[i] = is_nan(values[i]) ? limits.real_low : of_order(std::clamp(order_of(values[i]), low, high));
        if (single) {
            auto* const to_bits = out.values<std::uint32_t>() + at;
            for (std::size_t i = 0; i < count; ++i) {
                const float nearest = finite_float(values[i]);
                to_bits[i] = std::bit_cast<std::uint32_t>(limits.limited ? of_order(std::clamp(order_of(nearest), low_float, high_float)) : nearest);
            }
        } else {
            std::memcpy(out.values<double>() + at, values, count * sizeof(double));
        }
    }
}

/// Whether each is another number than 0; those that are none are.
inline void fit_truths(const data_type& type, const column& from, column& out) noexcept {
    double values[fit_at_once];
    auto* const words = out.values<std::uint64_t>();
    for (std::size_t at = 0; at < from.size(); at += fit_at_once) {
        const std::size_t count = std::min(fit_at_once, from.size() - at);
        load_reals(type, from, at, count, false, values);
        for (std::size_t word = 0; word < count; word += 64) {
            std::uint64_t bits = 0;
            for (std::size_t i = 0; i < 64 && word + i < count; ++i)
                bits |= static_cast<std::uint64_t>(std::bit_cast<std::uint64_t>(values[word + i]) << 1 != 0) << i;
            words[(at + word) / 64] = bits;
        }
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_FIT_NUMBERS_HPP
