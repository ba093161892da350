// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DTYPE_HPP
#define SPATE_STORE_DTYPE_HPP

/// The types of an array's elements, as NumPy names them.

#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace spate::inline v0 {

/// The type of an array's elements. All are little-endian on disk.
enum class dtype : unsigned char {
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float16,
    bfloat16,  ///< NumPy has none: its files say uint16, the store's manifest knows better
    float32,
    float64,
    complex64,
    complex128
};

inline constexpr std::size_t dtype_count = 15;

/// The bits of numbers of two bytes, which C++20 has no types for: IEEE 754 binary16, and the upper half of a binary32.
struct float16_bits {
    std::uint16_t bits;
    friend constexpr bool operator==(float16_bits, float16_bits) = default;
};
struct bfloat16_bits {
    std::uint16_t bits;
    friend constexpr bool operator==(bfloat16_bits, bfloat16_bits) = default;
};

namespace detail {

struct dtype_facts {
    std::string_view name;         // NumPy's, and bfloat16
    std::string_view description;  // in the header of an .npy file
    std::size_t size;
};

inline constexpr dtype_facts dtypes[dtype_count] = {
    {"bool", "|b1", 1},     {"int8", "|i1", 1},    {"int16", "<i2", 2},   {"int32", "<i4", 4},     {"int64", "<i8", 8},
    {"uint8", "|u1", 1},    {"uint16", "<u2", 2},  {"uint32", "<u4", 4},  {"uint64", "<u8", 8},    {"float16", "<f2", 2},
    {"bfloat16", "<u2", 2}, {"float32", "<f4", 4}, {"float64", "<f8", 8}, {"complex64", "<c8", 8}, {"complex128", "<c16", 16},
};

}  // namespace detail

[[nodiscard]] constexpr std::string_view to_string(dtype type) noexcept { return detail::dtypes[static_cast<std::size_t>(type)].name; }
/// The bytes of an element.
[[nodiscard]] constexpr std::size_t size_of(dtype type) noexcept { return detail::dtypes[static_cast<std::size_t>(type)].size; }
/// What an .npy file's header says of it: '<f4'.
[[nodiscard]] constexpr std::string_view npy_description(dtype type) noexcept { return detail::dtypes[static_cast<std::size_t>(type)].description; }

/// The type of a name ("float32"), if it is one.
[[nodiscard]] constexpr std::optional<dtype> dtype_of_name(std::string_view name) noexcept {
    for (std::size_t i = 0; i < dtype_count; ++i)
        if (detail::dtypes[i].name == name) return static_cast<dtype>(i);
    return {};
}

/// The type of a description ("<f4"), if it is one; never bfloat16. '=' and '|' stand for this machine's order and for none.
[[nodiscard]] constexpr std::optional<dtype> dtype_of_description(std::string_view text) noexcept {
    if (text.size() < 2 || text[0] == '>') return text.size() >= 2 && text.substr(2) == "1" ? dtype_of_description(text.substr(1)) : std::nullopt;
    const std::string_view rest = text[0] == '<' || text[0] == '|' || text[0] == '=' ? text.substr(1) : text;
    for (std::size_t i = 0; i < dtype_count; ++i)
        if (detail::dtypes[i].description.substr(1) == rest && static_cast<dtype>(i) != dtype::bfloat16) return static_cast<dtype>(i);
    return {};
}

namespace detail {

template <class T>
[[nodiscard]] consteval std::optional<dtype> find_dtype() noexcept {
    if constexpr (std::same_as<T, bool>)
        return dtype::boolean;
    else if constexpr (std::same_as<T, float16_bits>)
        return dtype::float16;
    else if constexpr (std::same_as<T, bfloat16_bits>)
        return dtype::bfloat16;
    else if constexpr (std::same_as<T, float>)
        return dtype::float32;
    else if constexpr (std::same_as<T, double>)
        return dtype::float64;
    else if constexpr (std::same_as<T, std::complex<float>>)
        return dtype::complex64;
    else if constexpr (std::same_as<T, std::complex<double>>)
        return dtype::complex128;
    else if constexpr (std::integral<T> && sizeof(T) <= 8 && !std::same_as<T, wchar_t>)
        return static_cast<dtype>((std::is_signed_v<T> ? 1 : 5) + (sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3));
    else
        return {};
}

}  // namespace detail

/// What can be an element: the C++ type of a dtype. Elements of bool are stored as bytes 0 and 1.
template <class T>
concept store_element = detail::find_dtype<std::remove_const_t<T>>().has_value();

/// The dtype of a C++ type.
template <store_element T>
inline constexpr dtype dtype_of = *detail::find_dtype<std::remove_const_t<T>>();

}  // namespace spate::inline v0

#endif  // SPATE_STORE_DTYPE_HPP
