// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_HYBRID_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_HYBRID_HPP

/// Parquet's hybrid of run lengths and packed bits, for levels and for numbers of a dictionary.
/// Source: apache/parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <spate/format/detail/parquet/thrift_compact.hpp>
#include <spate/format/text_buffer.hpp>

namespace spate::inline v0::detail::parquet_file {

/// The bits that numbers up to `largest` need; at least 1, since not all readers know what no bits are.
[[nodiscard]] constexpr unsigned bits_for(std::uint32_t largest) noexcept { return largest < 2 ? 1 : static_cast<unsigned>(std::bit_width(largest)); }

/// A run of the same number: its length, then the number in as few bytes as `bits` need. Appends at most 9 bytes.
inline void put_run(text_buffer& out, std::uint32_t number, std::size_t count, unsigned bits) {
    char* const to = put_varint(out.room(14), count << 1);
    std::memcpy(to, &number, 4);
    out.set_end(to + (bits + 7) / 8);
}

/// Numbers packed with `bits` bits each, the first in the lowest bits; what is missing of a multiple of 8 is zeros.
template <class Number>
void put_packed(text_buffer& out, const Number* numbers, std::size_t count, unsigned bits) {
    const std::size_t groups = (count + 7) / 8;
    char* to = put_varint(out.room(10 + groups * bits + 8), groups << 1 | 1);
    char* const end = to + groups * bits;
    std::uint64_t word = 0;
    unsigned filled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= static_cast<std::uint64_t>(numbers[i]) << filled;
        filled += bits;
        if (filled >= 32) {
            const auto low = static_cast<std::uint32_t>(word);
            std::memcpy(to, &low, 4);
            to += 4;
            word >>= 32;
            filled -= 32;
        }
    }
    // Zeros to the end of the last group: of at most 7 numbers, and the word that is not yet full.
    std::memcpy(to, &word, 8);
    for (char* rest = to + 8; rest < end; ++rest) *rest = 0;
    out.set_end(end);
}

/// What is missing of a whole number of groups of 8.
[[nodiscard]] constexpr std::size_t missing_of_group(std::size_t count) noexcept { return (8 - count % 8) % 8; }

/// What stands before `count` numbers of 8 bits, packed as they are, which end_packed_bytes fills up.
inline void begin_packed_bytes(text_buffer& out, std::size_t count) {
    char* const to = out.room(11);
    *to = 8;
    out.set_end(put_varint(to + 1, (count + 7) / 8 << 1 | 1));
}
inline void end_packed_bytes(text_buffer& out, std::size_t count) {
    constexpr char zeros[8] = {};
    out.append({zeros, missing_of_group(count)});
}
/// The values, of four bytes, that such numbers stand for: each byte, as a number with or without a sign.
inline void put_all_bytes(text_buffer& out, bool is_signed) {
    char* const to = out.room(256 * 4);
    for (std::int32_t i = 0; i < 256; ++i) {
        const std::int32_t value = is_signed && i >= 128 ? i - 256 : i;
        std::memcpy(to + 4 * i, &value, 4);
    }
    out.set_end(to + 256 * 4);
}

/// Whole runs of at least 8 equal numbers as runs, all others packed. Requires numbers below 2^bits.
inline void put_hybrid(text_buffer& out, const std::uint32_t* numbers, std::size_t count, unsigned bits) {
    std::size_t packed_from = 0, i = 0;
    while (i + 8 <= count) {
        std::size_t end = i + 1;
        while (end < i + 8 && numbers[end] == numbers[i]) ++end;
        if (end < i + 8) {
            i += 8;
            continue;
        }
        while (end < count && numbers[end] == numbers[i]) ++end;
        if (i != packed_from) put_packed(out, numbers + packed_from, i - packed_from, bits);
        put_run(out, numbers[i], end - i, bits);
        packed_from = i = end;
    }
    if (packed_from != count) put_packed(out, numbers + packed_from, count - packed_from, bits);
}

/// Levels of a page, given run by run. The bytes depend on the levels alone, not on how they are parted among calls.
class level_encoder {
public:
    explicit level_encoder(unsigned largest) : bits_{bits_for(largest)}, used_{largest != 0} {}

    void add(unsigned level, std::size_t count) {
        if (!used_ || count == 0) return;
        if (level != level_) {
            close_run();
            level_ = level;
        }
        count_ += count;
    }
    /// Appends the levels with their size in front, as v1 data pages have them (nothing where all are 0), and begins anew.
    void finish(text_buffer& out) {
        if (!used_) return;
        close_run();
        close_packed();
        level_ = 0;
        const auto size = static_cast<std::uint32_t>(encoded_.size());
        out.append({reinterpret_cast<const char*>(&size), 4});
        out.append(encoded_.text());
        encoded_.clear();
    }

private:
    // Packed levels come in groups of 8, so a run first completes the last group.
    void close_run() {
        const std::size_t missing = std::min(count_, (8 - packed_.size() % 8) % 8);
        if (count_ - missing < 8) {
            packed_.insert(packed_.end(), count_, static_cast<unsigned char>(level_));
        } else {
            packed_.insert(packed_.end(), missing, static_cast<unsigned char>(level_));
            close_packed();
            put_run(encoded_, level_, count_ - missing, bits_);
        }
        count_ = 0;
    }
    void close_packed() {
        if (!packed_.empty()) put_packed(encoded_, packed_.data(), packed_.size(), bits_);
        packed_.clear();
    }

    unsigned bits_, level_ = 0;
    bool used_;
    std::size_t count_ = 0;
    std::vector<unsigned char> packed_;
    text_buffer encoded_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_HYBRID_HPP
