// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_VALUES_HPP
#define SPATE_DELTA_DETAIL_PARQUET_VALUES_HPP

/// The encodings of values in Parquet files. Source: apache/parquet-format, Encodings.md.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/delta/detail/parquet/source.hpp>
#include <spate/delta/detail/parquet/types.hpp>

namespace spate::inline v0::detail::parquet_input {

/// Values in the order of the file, without nulls: which of them is filled is a matter of the physical type.
struct page_values {
    std::vector<std::int64_t> whole;      // boolean, int32, int64
    std::vector<double> real;             // float32, float64
    std::vector<std::string_view> bytes;  // others
    std::string kept;                     // what bytes are in where they are not as stored

    void clear() {
        whole.clear();
        real.clear();
        bytes.clear();
        kept.clear();
    }
};

struct value_type {
    physical_type type;
    std::int32_t length;  // of fixed_bytes
};

// Bytes that are taken from the front; whoever takes more than there are is told so.
class bytes_left {
public:
    bytes_left(std::string_view bytes, const parquet_place& place) : bytes_{bytes}, place_{place} {}

    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] std::string_view all() const noexcept { return bytes_; }
    std::string_view take(std::size_t count) {
        if (count > bytes_.size())
            place_.fail("a page ends in the middle of its values: " + std::to_string(count) + " bytes are wanted and " + std::to_string(bytes_.size()) +
                        " left");
        const std::string_view out = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return out;
    }
    template <class Number>
    Number number() {
        Number out;
        std::memcpy(&out, take(sizeof out).data(), sizeof out);
        return out;
    }
    std::uint64_t varint() {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto next = number<unsigned char>();
            out |= static_cast<std::uint64_t>(next & 0x7f) << shift;
            if ((next & 0x80) == 0) return out;
        }
        place_.fail("a page has a number of more than ten bytes");
    }
    std::int64_t zigzag() {
        const std::uint64_t number = varint();
        return static_cast<std::int64_t>(number >> 1 ^ (0 - (number & 1)));
    }

private:
    std::string_view bytes_;
    const parquet_place& place_;
};

// Number `i` of those packed with `bits` bits each, up to 64. Requires that the bytes hold it.
inline std::uint64_t packed_at(std::string_view bytes, std::size_t i, unsigned bits) {
    const std::size_t first = i * bits;
    std::uint64_t out = 0;
    for (unsigned done = 0; done < bits;) {
        const std::size_t bit = first + done;
        const unsigned within = static_cast<unsigned>(bit % 8), here = std::min(8 - within, bits - done);
        const std::uint64_t part = static_cast<unsigned char>(bytes[bit / 8]) >> within & ((1u << here) - 1);
        out |= part << done;
        done += here;
    }
    return out;
}

// DELTA_BINARY_PACKED; gives how many bytes it took.
inline std::size_t decode_delta(std::string_view data, std::size_t count, std::vector<std::int64_t>& out, const parquet_place& place) {
    bytes_left in{data, place};
    const std::uint64_t block = in.varint(), parts = in.varint(), total = in.varint();
    auto value = static_cast<std::uint64_t>(in.zigzag());
    if (block == 0 || block % 128 != 0 || block > (1u << 20) || parts == 0 || block % parts != 0 || block / parts % 32 != 0)
        place.fail("a page has blocks of " + std::to_string(block) + " differences in " + std::to_string(parts) + " parts");
    if (total != count) place.fail("a page says that it has " + std::to_string(total) + " values, and should have " + std::to_string(count));
    const std::uint64_t of_part = block / parts;
    std::size_t left = count;
    if (left != 0) out.push_back(static_cast<std::int64_t>(value)), --left;
    while (left != 0) {
        const auto least = static_cast<std::uint64_t>(in.zigzag());
        const std::string_view widths = in.take(static_cast<std::size_t>(parts));
        for (std::size_t part = 0; part < parts && left != 0; ++part) {
            const auto bits = static_cast<unsigned char>(widths[part]);
            if (bits > 64) place.fail("a page has differences of " + std::to_string(bits) + " bits");
            // The last part may be cut where the values end.
            const std::size_t whole = static_cast<std::size_t>(of_part) * bits / 8, here = std::min<std::size_t>(left, static_cast<std::size_t>(of_part));
            const std::string_view packed = in.take(left > of_part ? whole : std::min(whole, std::max((here * bits + 7) / 8, std::min(whole, in.size()))));
            for (std::size_t i = 0; i < here; ++i) {
                value += least + packed_at(packed, i, bits);
                out.push_back(static_cast<std::int64_t>(value));
            }
            left -= here;
        }
    }
    return data.size() - in.size();
}

inline std::vector<std::int64_t> lengths_of(bytes_left& in, std::size_t count, const parquet_place& place) {
    std::vector<std::int64_t> out;
    (void)in.take(decode_delta(in.all(), count, out, place));
    for (const std::int64_t length : out)
        if (length < 0) place.fail("a page has a text of a negative length");
    return out;
}

inline std::size_t width_of(value_type type) {
    switch (type.type) {
        case physical_type::int32:
        case physical_type::float32:
            return 4;
        case physical_type::int64:
        case physical_type::float64:
            return 8;
        case physical_type::int96:
            return 12;
        case physical_type::fixed_bytes:
            return static_cast<std::size_t>(std::max(type.length, 0));
        default:
            return 0;
    }
}

template <class Stored, class Value>
inline void widen(std::string_view bytes, std::size_t count, std::vector<Value>& out) {
    for (std::size_t i = 0; i < count; ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
        out.push_back(static_cast<Value>(stored));
    }
}

// Values of a fixed width, one after the other.
inline void take_fixed(std::string_view bytes, std::size_t count, value_type type, page_values& out) {
    const std::size_t width = width_of(type);
    switch (type.type) {
        case physical_type::int32:
            return widen<std::int32_t>(bytes, count, out.whole);
        case physical_type::int64:
            return widen<std::int64_t>(bytes, count, out.whole);
        case physical_type::float32:
            return widen<float>(bytes, count, out.real);
        case physical_type::float64:
            return widen<double>(bytes, count, out.real);
        default:
            for (std::size_t i = 0; i < count; ++i) out.bytes.push_back(bytes.substr(i * width, width));
    }
}

inline void decode_plain(std::string_view data, std::size_t count, value_type type, page_values& out, const parquet_place& place) {
    bytes_left in{data, place};
    if (type.type == physical_type::boolean) {
        const std::string_view bits = in.take((count + 7) / 8);
        for (std::size_t i = 0; i < count; ++i) out.whole.push_back(static_cast<std::int64_t>(packed_at(bits, i, 1)));
    } else if (type.type == physical_type::byte_array) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto size = in.number<std::uint32_t>();
            out.bytes.push_back(in.take(size));
        }
    } else {
        take_fixed(in.take(count * width_of(type)), count, type, out);
    }
}

// Each text is a part of the one before and something new.
inline void decode_prefixed(std::string_view data, std::size_t count, page_values& out, const parquet_place& place) {
    constexpr std::size_t most = std::size_t{1} << 30;
    bytes_left in{data, place};
    const std::vector<std::int64_t> shared = lengths_of(in, count, place), rest = lengths_of(in, count, place);
    std::vector<std::pair<std::size_t, std::size_t>> places;
    std::size_t begin = 0, size = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto common = static_cast<std::size_t>(shared[i]);
        if (common > size) place.fail("a page has a text that shares more with the one before than that has");
        const std::string_view added = in.take(static_cast<std::size_t>(rest[i]));
        const std::size_t at = out.kept.size();
        if (at + common + added.size() > most) place.fail("a page has texts of more than 1 GiB");
        out.kept.append(out.kept, begin, common).append(added);
        places.emplace_back(begin = at, size = common + added.size());
    }
    for (const auto& [at, length] : places) out.bytes.push_back(std::string_view{out.kept}.substr(at, length));
}

inline void decode_split(std::string_view data, std::size_t count, value_type type, page_values& out, const parquet_place& place) {
    bytes_left in{data, place};
    const std::size_t width = width_of(type);
    const std::string_view split = in.take(count * width);
    out.kept.resize(split.size());
    for (std::size_t byte = 0; byte < width; ++byte)
        for (std::size_t i = 0; i < count; ++i) out.kept[i * width + byte] = split[byte * count + i];
    take_fixed(out.kept, count, type, out);
}

/// Decodes `count` levels or indices of a hybrid of runs and packed bits. Throws parquet_error.
inline void decode_hybrid(std::string_view data, std::size_t count, unsigned bits, std::vector<std::uint32_t>& out, const parquet_place& place) {
    bytes_left in{data, place};
    const std::size_t width = (bits + 7) / 8;
    while (count != 0) {
        const std::uint64_t head = in.varint();
        if ((head & 1) == 0) {
            if (head == 0) place.fail("a page has a run of no values");
            std::uint32_t value = 0;
            const std::string_view bytes = in.take(width);
            std::memcpy(&value, bytes.data(), width);
            const auto run = static_cast<std::size_t>(std::min<std::uint64_t>(head >> 1, count));
            out.insert(out.end(), run, value);
            count -= run;
            continue;
        }
        const std::uint64_t groups = head >> 1;
        if (groups == 0) place.fail("a page has a run of no values");
        const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(groups, (count + 7) / 8));
        // Some writers cut what is behind the last value.
        const std::size_t values = std::min(count, here * 8);
        const std::string_view packed = in.take(std::max((values * bits + 7) / 8, std::min(here * bits, in.size())));
        for (std::size_t i = 0; i < values; ++i) out.push_back(static_cast<std::uint32_t>(packed_at(packed, i, bits)));
        count -= values;
    }
}

inline void decode_indices(std::string_view data, std::size_t count, const page_values* dictionary, page_values& out, const parquet_place& place) {
    if (dictionary == nullptr) place.fail("a page refers to a dictionary, and there is none");
    if (count == 0) return;
    bytes_left in{data, place};
    const auto bits = in.number<unsigned char>();
    if (bits > 32) place.fail("a page has indices of " + std::to_string(bits) + " bits");
    std::vector<std::uint32_t> indices;
    decode_hybrid(in.all(), count, bits, indices, place);
    const auto choose = [&](const auto& values, auto& to) {
        for (const std::uint32_t index : indices) {
            if (index >= values.size()) place.fail("a page refers to value " + std::to_string(index) + " of a dictionary of " + std::to_string(values.size()));
            to.push_back(values[index]);
        }
    };
    if (!dictionary->real.empty())
        choose(dictionary->real, out.real);
    else if (!dictionary->bytes.empty())
        choose(dictionary->bytes, out.bytes);
    else
        choose(dictionary->whole, out.whole);
}

/// Decodes `count` values. `dictionary` is null where there is none. Views lead into `data`, `out.kept` or the dictionary. Throws parquet_error for encodings
/// that are not known, and for what is damaged.
inline void decode_values(std::string_view data, std::size_t count, value_type type, std::int32_t encoding, const page_values* dictionary, page_values& out,
                          const parquet_place& place) {
    constexpr const char* names[] = {"PLAIN",          "GROUP_VAR_INT",       "PLAIN_DICTIONARY",        "RLE",
                                     "BIT_PACKED",     "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY",
                                     "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"};
    const bool texts = type.type == physical_type::byte_array, fixed = type.type == physical_type::fixed_bytes;
    const bool whole = type.type == physical_type::int32 || type.type == physical_type::int64;
    if (encoding == 0) return decode_plain(data, count, type, out, place);
    if (encoding == 2 || encoding == 8) return decode_indices(data, count, dictionary, out, place);
    if (encoding == 3 && type.type == physical_type::boolean) {
        bytes_left in{data, place};
        const auto size = in.number<std::uint32_t>();
        std::vector<std::uint32_t> values;
        decode_hybrid(in.take(size), count, 1, values, place);
        out.whole.assign(values.begin(), values.end());
        return;
    }
    if (encoding == 5 && whole) {
        decode_delta(data, count, out.whole, place);
        if (type.type == physical_type::int32)
            for (std::int64_t& one : out.whole) one = static_cast<std::int32_t>(one);
        return;
    }
    if (encoding == 6 && texts) {
        bytes_left in{data, place};
        for (const std::int64_t length : lengths_of(in, count, place)) out.bytes.push_back(in.take(static_cast<std::size_t>(length)));
        return;
    }
    if (encoding == 7 && (texts || fixed)) {
        decode_prefixed(data, count, out, place);
        for (const std::string_view one : out.bytes)
            if (fixed && one.size() != width_of(type)) place.fail("a page has a value of " + std::to_string(one.size()) + " bytes in a column of fixed length");
        return;
    }
    if (encoding == 9 && width_of(type) != 0) return decode_split(data, count, type, out, place);
    const std::string name = encoding >= 0 && encoding <= 9 ? names[encoding] : std::to_string(encoding);
    place.fail("has a page with the encoding " + name + ", which is not supported for its type");
}

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_VALUES_HPP
