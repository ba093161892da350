// SPDX-License-Identifier: Apache-2.0
#include "parquet_leaf.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include <spate/field/half.hpp>

namespace cli::infer {
namespace {

constexpr int128 per_second = 1'000'000'000;

declared_type integer_type(const parquet_node& node) {
    const int bits = node.logical == logical_type::integer ? node.bits : node.type == physical_type::int32 ? 32 : 64;
    const bool is_signed = node.logical != logical_type::integer || node.is_signed;
    switch (bits) {
        case 8:
            return is_signed ? declared_type::int8 : declared_type::uint8;
        case 16:
            return is_signed ? declared_type::int16 : declared_type::uint16;
        case 32:
            return is_signed ? declared_type::int32 : declared_type::uint32;
        default:
            return is_signed ? declared_type::int64 : declared_type::uint64;
    }
}

void add_decimal(std::string_view bytes, const parquet_node& node, column_profile& to) {
    // Big-endian, two's complement; what is beyond 18 digits is near enough as a real number.
    constexpr std::int64_t limit = 1'000'000'000'000'000'000;
    const bool negative = !bytes.empty() && (bytes[0] & 0x80) != 0;
    int128 units = negative ? -1 : 0;
    double real = units < 0 ? -1 : 0;
    for (const char byte : bytes) {
        real = real * 256 + static_cast<unsigned char>(byte);
        if (bytes.size() <= 16) units = static_cast<int128>(static_cast<spate::uint128>(units) << 8 | static_cast<unsigned char>(byte));
    }
    if (bytes.size() <= 16 && units > -limit && units < limit && node.places >= 0 && node.places <= 18)
        to.add_decimal(static_cast<std::int64_t>(units), static_cast<double>(units) * std::pow(10.0, -node.places));
    else
        to.add_decimal({}, real * std::pow(10.0, -node.places));
}

void add_int96(std::string_view bytes, column_profile& to) {
    std::int64_t of_day = 0;
    std::int32_t julian = 0;
    std::memcpy(&of_day, bytes.data(), 8);
    std::memcpy(&julian, bytes.data() + 8, 4);
    const int128 time = (int128{julian} - 2'440'588) * 86400 * per_second + of_day;
    to.add_time(time, time % 1000 != 0 ? 9 : time % 1'000'000 != 0 ? 6 : time % per_second != 0 ? 3 : 0);
}

std::string uuid_text(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        const auto byte = static_cast<unsigned char>(bytes[i]);
        (out += digits[byte >> 4]) += digits[byte & 15];
    }
    return out;
}

void add_binary(std::string_view bytes, column_profile& to) {
    if (to.declared != declared_type::binary && first_invalid_utf8(bytes) == std::string_view::npos && bytes.find('\0') == std::string_view::npos)
        return to.add_text(bytes);
    if (to.declared != declared_type::binary) {
        to.declared = declared_type::binary;
        to.about = "binary in the file";
    }
    // Specifications have no binary values: a letter stands for each byte.
    std::string letters;
    for (const char byte : bytes) letters += static_cast<char>('a' + static_cast<unsigned char>(byte) % 26);
    to.add_text(letters);
}

}  // namespace

void describe(const parquet_node& node, column_profile& to) {
    switch (*node.type) {
        case physical_type::boolean:
            to.declared = declared_type::boolean;
            return;
        case physical_type::float32:
            to.declared = declared_type::float32;
            return;
        case physical_type::float64:
            to.declared = declared_type::float64;
            return;
        case physical_type::int96:
            to.declared = declared_type::time;
            to.places = 9;
            return;
        default:
            break;
    }
    const bool whole = node.type == physical_type::int32 || node.type == physical_type::int64;
    if (node.logical == logical_type::decimal) {
        to.declared = declared_type::decimal;
        to.places = node.places >= 0 && node.places <= 18 ? node.places : 0;
        if (to.places != node.places) to.about = "decimals with " + std::to_string(node.places) + " places in the file";
    } else if (whole) {
        to.declared = node.logical == logical_type::date        ? declared_type::date
                      : node.logical == logical_type::timestamp ? declared_type::time
                                                                : integer_type(node);
        if (node.logical == logical_type::timestamp) to.places = node.places;
        if (node.logical == logical_type::time)
            to.about = std::string{"times of day in the file, in "} + (node.places == 3 ? "milliseconds" : node.places == 6 ? "microseconds" : "nanoseconds");
    } else if (node.type == physical_type::fixed_bytes) {
        to.declared = node.logical == logical_type::uuid && node.length == 16     ? declared_type::uuid
                      : node.logical == logical_type::float16 && node.length == 2 ? declared_type::float32
                                                                                  : declared_type::binary;
        if (to.declared == declared_type::float32) to.about = "float16 in the file";
        if (to.declared == declared_type::binary) to.about = "binary in the file, each value of " + std::to_string(node.length) + " bytes";
    } else {
        to.declared = node.logical == logical_type::text ? declared_type::text : declared_type::none;
    }
}

void add_value(const parquet_node& node, const page_values& values, std::size_t i, column_profile& to, const parquet_place& place) {
    switch (*node.type) {
        case physical_type::boolean:
            return to.add_boolean(values.whole[i] != 0);
        case physical_type::float32:
        case physical_type::float64:
            return to.add_real(values.real[i]);
        case physical_type::int96:
            return add_int96(values.bytes[i], to);
        case physical_type::int32:
        case physical_type::int64: {
            const std::int64_t value = values.whole[i];
            if (to.declared == declared_type::time) {
                const int places = node.places;
                return to.add_time(int128{value} * (places == 3 ? 1'000'000 : places == 6 ? 1000 : 1), places);
            }
            if (to.declared == declared_type::uint64 && value < 0) return to.add_large(static_cast<std::uint64_t>(value));
            if (to.declared == declared_type::uint32) return to.add_integer(static_cast<std::int64_t>(static_cast<std::uint32_t>(value)));
            return to.add_integer(value);
        }
        default:
            break;
    }
    const std::string_view bytes = values.bytes[i];
    if (to.declared == declared_type::decimal) return add_decimal(bytes, node, to);
    if (to.declared == declared_type::uuid) return to.add_text(uuid_text(bytes));
    if (to.declared == declared_type::float32) {
        std::uint16_t half = 0;
        std::memcpy(&half, bytes.data(), 2);
        return to.add_real(static_cast<double>(spate::float_of_half(half)));
    }
    if (to.declared != declared_type::text) return add_binary(bytes, to);
    if (first_invalid_utf8(bytes) != std::string_view::npos) place.fail("has a text that is not UTF-8");
    to.add_text(bytes);
}

}  // namespace cli::infer
