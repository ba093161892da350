// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_RANGES_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_RANGES_HPP

/// From the statistics of row groups to those of a file.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/half.hpp>
#include <spate/format/detail/parquet/chunk.hpp>
#include <spate/format/detail/parquet/footer.hpp>
#include <spate/format/format.hpp>
#include <spate/format/parquet_range.hpp>

namespace spate::inline v0::detail::parquet_file {

template <class Number>
[[nodiscard]] Number number_in(std::string_view bytes) noexcept {
    Number number{};
    std::memcpy(&number, bytes.data(), sizeof number);
    return number;
}
template <class Number>
[[nodiscard]] std::string bytes_of(Number number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

// A value of a page in 8 bytes, texts aside.
[[nodiscard]] inline std::string widened(const leaf& of, std::string_view bytes) {
    switch (of.order) {
        case value_order::boolean:
            return bytes_of(std::int64_t{bytes[0] != 0});
        case value_order::signed_integer:
            return bytes.size() == 4 ? bytes_of(std::int64_t{number_in<std::int32_t>(bytes)}) : std::string{bytes};
        case value_order::unsigned_integer:
            return bytes.size() == 4 ? bytes_of(std::uint64_t{number_in<std::uint32_t>(bytes)}) : std::string{bytes};
        case value_order::real:
            if (of.id == type_id::float16) return bytes_of(double{float_of_half(number_in<std::uint16_t>(bytes))});
            return bytes.size() == 4 ? bytes_of(double{number_in<float>(bytes)}) : std::string{bytes};
        default:
            return std::string{bytes};
    }
}
[[nodiscard]] inline bool is_below(const leaf& of, std::string_view a, std::string_view b) noexcept {
    switch (of.order) {
        case value_order::boolean:
        case value_order::signed_integer:
            return number_in<std::int64_t>(a) < number_in<std::int64_t>(b);
        case value_order::unsigned_integer:
            return number_in<std::uint64_t>(a) < number_in<std::uint64_t>(b);
        case value_order::real:
            return number_in<double>(a) < number_in<double>(b);
        default:
            return a < b;
    }
}

[[nodiscard]] inline std::vector<parquet_range> ranges_of(const std::vector<chunk_writer>& leaves, std::span<const encoded_block<row_group_info>> blocks) {
    std::vector<parquet_range> out;
    out.reserve(leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const leaf& of = leaves[i].described();
        parquet_range range;
        range.field = of.field;
        for (const path_step& step : of.path)
            if (step.id == type_id::structure) range.members.push_back(step.child);
        range.repeated = of.repetition != 0;
        bool complete = !range.repeated;
        for (const auto& block : blocks) {
            const chunk_info& chunk = block.info.chunks[i];
            range.nulls += chunk.nulls;
            if (chunk.values == chunk.nulls) continue;
            complete = complete && (chunk.range.known || chunk.range.cut);
            if (!complete) continue;
            std::string least = widened(of, chunk.range.least), largest = widened(of, chunk.range.largest);
            if (!range.known || is_below(of, least, range.least)) range.least = std::move(least);
            if (!range.known || is_below(of, range.largest, largest)) range.largest = std::move(largest);
            range.known = true;
            range.nan = range.nan || chunk.range.nan;
        }
        range.known = range.known && complete;
        out.push_back(std::move(range));
    }
    return out;
}

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_RANGES_HPP
