// SPDX-License-Identifier: Apache-2.0
#include "element_text.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>

namespace cli {
namespace {

using spate::dtype;

template <class T>
T value_at(const std::byte* from) {
    T out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

float float_of_half(std::uint16_t bits) {
    const unsigned exponent = bits >> 10 & 31u, fraction = bits & 1023u;
    float out = exponent == 0    ? std::ldexp(static_cast<float>(fraction), -24)
                : exponent == 31 ? (fraction == 0 ? HUGE_VALF : NAN)
                                 : std::ldexp(static_cast<float>(fraction + 1024), static_cast<int>(exponent) - 25);
    return std::signbit(std::bit_cast<float>(std::uint32_t{bits} << 16)) ? -out : out;
}

template <class T>
void put_number(std::string& to, T value) {
    char text[32];
    to.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

template <std::floating_point T>
void put_real(std::string& to, T value, row_format format) {
    if (std::isfinite(value) || format == row_format::csv)
        put_number(to, value);
    else
        to += "null";
}

template <std::floating_point T>
void put_complex(std::string& to, T real, T imaginary, row_format format) {
    if (format == row_format::ndjson) to += '[';
    put_real(to, real, format);
    if (format == row_format::ndjson)
        to += ", ";
    else if (!std::signbit(imaginary))
        to += '+';
    put_real(to, imaginary, format);
    to += format == row_format::ndjson ? ']' : 'j';
}

void put_element(std::string& to, dtype type, const std::byte* from, row_format format) {
    switch (type) {
        case dtype::boolean:
            to += *from == std::byte{0} ? "false" : "true";
            return;
        case dtype::int8:
            return put_number(to, int{value_at<std::int8_t>(from)});
        case dtype::int16:
            return put_number(to, value_at<std::int16_t>(from));
        case dtype::int32:
            return put_number(to, value_at<std::int32_t>(from));
        case dtype::int64:
            return put_number(to, value_at<std::int64_t>(from));
        case dtype::uint8:
            return put_number(to, unsigned{value_at<std::uint8_t>(from)});
        case dtype::uint16:
            return put_number(to, value_at<std::uint16_t>(from));
        case dtype::uint32:
            return put_number(to, value_at<std::uint32_t>(from));
        case dtype::uint64:
            return put_number(to, value_at<std::uint64_t>(from));
        case dtype::float16:
            return put_real(to, float_of_half(value_at<std::uint16_t>(from)), format);
        case dtype::bfloat16:
            return put_real(to, std::bit_cast<float>(std::uint32_t{value_at<std::uint16_t>(from)} << 16), format);
        case dtype::float32:
            return put_real(to, value_at<float>(from), format);
        case dtype::float64:
            return put_real(to, value_at<double>(from), format);
        case dtype::complex64:
            return put_complex(to, value_at<float>(from), value_at<float>(from + 4), format);
        case dtype::complex128:
            return put_complex(to, value_at<double>(from), value_at<double>(from + 8), format);
    }
}

void put_nested(std::string& to, dtype type, std::span<const std::uint64_t> axes, std::span<const std::byte> elements) {
    if (axes.empty()) return put_element(to, type, elements.data(), row_format::ndjson);
    to += '[';
    const std::size_t each = axes[0] == 0 ? 0 : elements.size() / static_cast<std::size_t>(axes[0]);
    for (std::uint64_t i = 0; i < axes[0]; ++i) {
        if (i != 0) to += ", ";
        put_nested(to, type, axes.subspan(1), elements.subspan(static_cast<std::size_t>(i) * each, each));
    }
    to += ']';
}

}  // namespace

void put_row(std::string& to, dtype type, const spate::array_shape& shape, std::span<const std::byte> row, row_format format) {
    if (format == row_format::ndjson) return put_nested(to, type, std::span{shape}.subspan(shape.empty() ? 0 : 1), row);
    for (std::size_t at = 0; at < row.size(); at += size_of(type)) {
        if (at != 0) to += ',';
        put_element(to, type, row.data() + at, format);
    }
}

}  // namespace cli
