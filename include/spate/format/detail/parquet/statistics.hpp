// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_STATISTICS_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_STATISTICS_HPP

/// The least and the largest value of a column chunk, in the order that Parquet gives to the column's type.
/// Source: apache/parquet-format, parquet.thrift, Statistics and ColumnOrder (TYPE_ORDER).

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include <spate/field/column.hpp>
#include <spate/format/detail/parquet/schema.hpp>

namespace spate::inline v0::detail::parquet_file {

/// The two values as the PLAIN encoding has them, texts without their length. Neither is known where there was no value, where all were NaN, or where
/// one of them is a text of more than `longest_extreme` bytes: `cut` is set then, and both are there up to `longest_cut` bytes.
struct extremes {
    bool known = false;
    std::string least, largest;
    /// Whether some of the values were NaN.
    bool nan = false, cut = false;
};

// 33 characters of UTF-8 are in the longest.
inline constexpr std::size_t longest_extreme = 64, longest_cut = 132;

template <class Number>
struct number_range {
    Number least = std::numeric_limits<Number>::max(), largest = std::numeric_limits<Number>::lowest();

    template <class Value, class Function>
    void add(const Value* values, std::size_t count, Function order) noexcept {
        // Two of each, so that one comparison need not wait for the one before.
        number_range even = *this, odd = *this;
        std::size_t i = 0;
        for (; i + 2 <= count; i += 2) {
            order(even, values[i]);
            order(odd, values[i + 1]);
        }
        if (i < count) order(even, values[i]);
        least = std::min(even.least, odd.least);
        largest = std::max(even.largest, odd.largest);
    }
    void see(Number value) noexcept {
        least = value < least ? value : least;
        largest = value > largest ? value : largest;
    }
};

/// Bits of a real number as an integer of the same order, and back: the same function. -0 is below 0.
template <class Signed>
[[nodiscard]] constexpr Signed ordered_bits(Signed bits) noexcept {
    return static_cast<Signed>(bits ^ (bits >> (sizeof(Signed) * 8 - 1) & std::numeric_limits<Signed>::max()));
}

class statistics {
public:
    void clear() noexcept { *this = statistics{}; }

    /// Values of a column; none of them is null.
    void add(const leaf& of, const column& values, std::size_t first, std::size_t count) {
        if (of.order == value_order::none || count == 0) return;
        seen_ = true;
        switch (of.order) {
            case value_order::boolean:
                for (std::size_t i = first; i < first + count; ++i) signed_.see(values.boolean(i));
                break;
            case value_order::signed_integer:
                if (of.width == 1) signed_numbers<std::int8_t>(values, first, count);
                if (of.width == 2) signed_numbers<std::int16_t>(values, first, count);
                if (of.width == 4) signed_numbers<std::int32_t>(values, first, count);
                if (of.width == 8) signed_numbers<std::int64_t>(values, first, count);
                break;
            case value_order::unsigned_integer:
                if (of.width == 1) unsigned_numbers<std::uint8_t>(values, first, count);
                if (of.width == 2) unsigned_numbers<std::uint16_t>(values, first, count);
                if (of.width == 4) unsigned_numbers<std::uint32_t>(values, first, count);
                if (of.width == 8) unsigned_numbers<std::uint64_t>(values, first, count);
                break;
            case value_order::real:
                if (of.id == type_id::float16) reals<std::int16_t>(values, first, count, 0x7c00);
                if (of.id == type_id::bfloat16) reals<std::int16_t>(values, first, count, 0x7f80);
                if (of.id == type_id::float32) reals<std::int32_t>(values, first, count, 0x7f800000);
                if (of.id == type_id::float64) reals<std::int64_t>(values, first, count, 0x7ff0000000000000);
                break;
            case value_order::fixed_bytes:
                for (std::size_t i = first; i < first + count; ++i) text({values.values<char>() + i * of.width, of.width});
                break;
            default:
                for (std::size_t i = first; i < first + count; ++i) text(values.text(i));
        }
    }
    void add(std::string_view one) {
        seen_ = true;
        text(one);
    }

    [[nodiscard]] extremes found(const leaf& of) const {
        if (!seen_) return {};
        switch (of.order) {
            case value_order::none:
                return {};
            case value_order::boolean:
                return {true, std::string(1, static_cast<char>(signed_.least)), std::string(1, static_cast<char>(signed_.largest))};
            case value_order::signed_integer: {
                const std::int64_t scale = of.kind == value_kind::seconds ? 1000 : 1;
                return {true, plain(static_cast<std::uint64_t>(signed_.least) * static_cast<std::uint64_t>(scale), of.page_width),
                        plain(static_cast<std::uint64_t>(signed_.largest) * static_cast<std::uint64_t>(scale), of.page_width)};
            }
            case value_order::unsigned_integer:
                return {true, plain(unsigned_.least, of.page_width), plain(unsigned_.largest, of.page_width)};
            case value_order::real:
                return real_extremes(of);
            default:
                if (least_.size() > longest_extreme || largest_.size() > longest_extreme)
                    return {false, least_.substr(0, longest_cut), largest_.substr(0, longest_cut), false, true};
                return {true, least_, largest_};
        }
    }

private:
    static std::string plain(std::uint64_t bits, std::size_t width) { return std::string{reinterpret_cast<const char*>(&bits), width}; }

    template <class Number>
    void signed_numbers(const column& values, std::size_t first, std::size_t count) noexcept {
        signed_.add(values.values<Number>() + first, count, [](auto& range, Number value) { range.see(value); });
    }
    template <class Number>
    void unsigned_numbers(const column& values, std::size_t first, std::size_t count) noexcept {
        unsigned_.add(values.values<Number>() + first, count, [](auto& range, Number value) { range.see(value); });
    }
    // NaN, whose bits without the sign are above those of infinity, has no place in the order.
    template <class Bits>
    void reals(const column& values, std::size_t first, std::size_t count, Bits infinity) noexcept {
        bool nan = false;
        signed_.add(values.values<Bits>() + first, count, [infinity, &nan](auto& range, Bits bits) {
            const bool number = (bits & std::numeric_limits<Bits>::max()) <= infinity;
            nan |= !number;
            const std::int64_t key = ordered_bits(bits), low = number ? key : range.least, high = number ? key : range.largest;
            range.least = low < range.least ? low : range.least;
            range.largest = high > range.largest ? high : range.largest;
        });
        nan_ |= nan;
    }
    // The two zeros are equal, so a least value of 0 is written as -0, and a largest of -0 as 0.
    [[nodiscard]] extremes real_extremes(const leaf& of) const {
        if (signed_.least > signed_.largest) return {};
        const std::int64_t least = signed_.least == 0 ? -1 : signed_.least, largest = signed_.largest == -1 ? 0 : signed_.largest;
        const auto bits = [&](std::int64_t key) -> std::uint64_t {
            switch (of.id) {
                case type_id::float16:
                    return static_cast<std::uint16_t>(ordered_bits(static_cast<std::int16_t>(key)));
                case type_id::bfloat16:
                    return static_cast<std::uint64_t>(static_cast<std::uint16_t>(ordered_bits(static_cast<std::int16_t>(key)))) << 16;
                case type_id::float32:
                    return static_cast<std::uint32_t>(ordered_bits(static_cast<std::int32_t>(key)));
                default:
                    return static_cast<std::uint64_t>(ordered_bits(key));
            }
        };
        return {true, plain(bits(least), of.page_width), plain(bits(largest), of.page_width), nan_};
    }

    // The first 8 bytes as a number settle nearly all comparisons. (Zeros behind a shorter text tie at most.)
    static std::uint64_t prefix(std::string_view text) noexcept {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), std::min<std::size_t>(text.size(), 8));
        return __builtin_bswap64(word);
    }
    void text(std::string_view one) {
        const std::uint64_t begin = one.empty() ? 0 : prefix(one);
        if (!any_text_ || begin < least_prefix_ || (begin == least_prefix_ && one < std::string_view{least_})) {
            least_ = one;
            least_prefix_ = begin;
        }
        if (!any_text_ || begin > largest_prefix_ || (begin == largest_prefix_ && one > std::string_view{largest_})) {
            largest_ = one;
            largest_prefix_ = begin;
        }
        any_text_ = true;
    }

    bool seen_ = false, any_text_ = false, nan_ = false;
    number_range<std::int64_t> signed_;
    number_range<std::uint64_t> unsigned_;
    std::uint64_t least_prefix_ = 0, largest_prefix_ = 0;
    std::string least_, largest_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_STATISTICS_HPP
