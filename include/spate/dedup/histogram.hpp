// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_HISTOGRAM_HPP
#define SPATE_DEDUP_HISTOGRAM_HPP

/// Histograms of reference counts: read, written, and measured from a file.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/dedup/detail/rows.hpp>
#include <spate/dedup/reference_table.hpp>

namespace spate::inline v0 {

namespace detail {

using read_file = std::unique_ptr<std::FILE, decltype([](std::FILE* file) { (void)std::fclose(file); })>;

SPATE_WHEN_USED
[[nodiscard]] inline read_file open_to_read(const std::string& path) {
    read_file file{std::fopen(path.c_str(), "rb")};
    if (!file) raise(io_error{{errno, std::generic_category()}, "open", path, 0});
    return file;
}

// Reads until the buffer is full or the file ends.
SPATE_WHEN_USED
[[nodiscard]] inline std::size_t read_some(std::FILE* file, std::span<char> out, const std::string& path, std::uint64_t offset) {
    const std::size_t size = std::fread(out.data(), 1, out.size(), file);
    if (size != out.size() && std::ferror(file) != 0) raise(io_error{{errno, std::generic_category()}, "read", path, offset + size});
    return size;
}

// 128 bits of hash: two chains of `mix` that have nothing in common. Requires that the size is a multiple of 8.
[[nodiscard]] inline std::pair<std::uint64_t, std::uint64_t> hash_unit(const char* bytes, std::size_t size) noexcept {
    std::uint64_t a = 0x452821e638d01377u ^ size, b = 0xbe5466cf34e90c6cu + size;
    for (std::size_t at = 0; at < size; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes + at, 8);
        a = mix(a ^ word) + 0x9e3779b97f4a7c15u;
        b = mix(b + word * 0xd1342543de82ef95u) ^ 0x3f84d5b5b5470917u;
    }
    return {a, b};
}

}  // namespace detail

/// Reads a histogram: a line `d c` says that c different contents have d duplicates each, that is d + 1 references. Blank lines and what follows a # do
/// not count; lines with the same d are added up. `name` is what messages call the text. Returns rows, the most referenced first.
/// Throws config_error naming the line that is not two whole numbers, has no contents, or makes it more than 2^48 units; and for a text without any.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<reference_row> parse_histogram(std::string_view text, std::string_view name = "histogram") {
    detail::reference_rows rows;
    uint128 units = 0;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        line = line.substr(0, line.find('#'));
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
        const auto refuse = [&](std::string_view problem, std::string_view remedy) {
            detail::raise_config("histogram", std::string{name} + ":" + std::to_string(number) + ": \"" + std::string{line.substr(0, 80)} + "\"", problem,
                                 remedy);
        };
        std::uint64_t values[2] = {0, 0};
        int fields = 0;
        bool inside = false;
        for (const char letter : line) {
            if (letter == ' ' || letter == '\t') {
                inside = false;
                continue;
            }
            if (letter < '0' || letter > '9' || (!inside && fields == 2))
                refuse("is not two whole numbers", "write the duplicates and the number of contents, like: 2 1000");
            if (!inside) ++fields, inside = true;
            std::uint64_t& value = values[fields - 1];
            if (value > (reference_table::max_units - 1) / 10) refuse("has a number above 2^48", "describe a part of the data, or larger units");
            value = value * 10 + static_cast<std::uint64_t>(letter - '0');
        }
        if (fields == 0) continue;
        if (fields != 2) refuse("is not two whole numbers", "write the duplicates and the number of contents, like: 2 1000");
        if (values[1] == 0) refuse("has no contents", "leave the line out");
        units += (static_cast<uint128>(values[0]) + 1) * values[1];
        if (units > reference_table::max_units) refuse("makes it more than 2^48 units in all", "describe a part of the data, or larger units");
        rows.push_back({values[0] + 1, values[1]});
    }
    if (rows.empty()) detail::raise_config("histogram", name, "has no rows", "write lines like: 2 1000");
    detail::normalize(rows);
    return rows;
}

/// Reads a histogram from a file. Throws io_error for a file that cannot be read or has more than 64 MiB, and config_error as parse_histogram does.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<reference_row> read_histogram(const std::string& path) {
    const detail::read_file file = detail::open_to_read(path);
    std::string text;
    std::vector<char> buffer(1 << 16);
    for (std::size_t size; (size = detail::read_some(file.get(), {buffer.data(), buffer.size()}, path, text.size())) != 0;) {
        text.append(buffer.data(), size);
        if (text.size() > std::size_t{64} << 20)
            detail::raise(io_error{std::make_error_code(std::errc::file_too_large), "read a histogram from", path, text.size()});
    }
    return parse_histogram(text, path);
}

/// Writes a histogram in the format that parse_histogram reads, the least referenced first.
SPATE_WHEN_USED
[[nodiscard]] inline std::string format_histogram(std::span<const reference_row> rows) {
    detail::reference_rows sorted(rows.begin(), rows.end());
    detail::normalize(sorted);
    std::string text;
    for (std::size_t i = sorted.size(); i-- > 0;) text += std::to_string(sorted[i].references - 1) + " " + std::to_string(sorted[i].contents) + "\n";
    return text;
}

/// Counts how often each unit of a file occurs, and returns the histogram, the most referenced first. A rest that is shorter than a unit is no unit.
/// Units are told apart by 128 bits of hash: n different ones are counted wrongly with probability n^2 / 2^129 (not against an adversary).
/// Throws io_error for a file that cannot be read, config_error for a unit that is not a multiple of 512 up to 64 MiB and for a file without a unit.
/// Cost: 16 bytes of memory per unit of the file; some 1.5 GB/s, and sorting.
SPATE_WHEN_USED
[[nodiscard]] inline std::vector<reference_row> measure_histogram(const std::string& path, std::uint64_t unit) {
    if (unit == 0 || unit % 512 != 0 || unit > std::uint64_t{64} << 20)
        detail::raise_config("unit", std::to_string(unit), "is not a multiple of 512 up to 64 MiB", "use 4096");
    const detail::read_file file = detail::open_to_read(path);
    const auto size = static_cast<std::size_t>(unit);
    std::vector<char> buffer(std::max<std::size_t>(size, (std::size_t{1} << 20) / size * size));
    std::vector<std::pair<std::uint64_t, std::uint64_t>> hashes;
    for (std::uint64_t offset = 0;;) {
        const std::size_t got = detail::read_some(file.get(), {buffer.data(), buffer.size()}, path, offset);
        for (std::size_t at = 0; at + size <= got; at += size) hashes.push_back(detail::hash_unit(buffer.data() + at, size));
        offset += got;
        if (got < buffer.size()) break;
        if (offset == got && std::fseek(file.get(), 0, SEEK_END) == 0) {
            // Where the size can be known, memory is taken once.
            const long end = std::ftell(file.get());
            if (end > 0) hashes.reserve(static_cast<std::size_t>(end) / size);
            if (std::fseek(file.get(), static_cast<long>(offset), SEEK_SET) != 0)
                detail::raise(io_error{{errno, std::generic_category()}, "read", path, offset});
        }
    }
    if (hashes.empty()) detail::raise_config("histogram", path, "has no unit of " + std::to_string(unit) + " bytes", "give a larger file or a smaller unit");
    std::sort(hashes.begin(), hashes.end());
    std::size_t contents = 0;
    for (std::size_t first = 0, behind; first < hashes.size(); first = behind) {
        for (behind = first + 1; behind < hashes.size() && hashes[behind] == hashes[first];) ++behind;
        hashes[contents++] = {behind - first, 0};  // the counts take the place of what was counted
    }
    hashes.resize(contents);
    std::sort(hashes.begin(), hashes.end());
    detail::reference_rows rows;
    for (const auto& [count, unused] : hashes) {
        if (rows.empty() || rows.back().references != count) rows.push_back({count, 0});
        ++rows.back().contents;
    }
    detail::normalize(rows);
    return rows;
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_HISTOGRAM_HPP
