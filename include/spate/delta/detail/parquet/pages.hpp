// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_PAGES_HPP
#define SPATE_DELTA_DETAIL_PARQUET_PAGES_HPP

/// The pages of a column of a row group: decompressed, levels and values decoded. Nothing in them is trusted.
/// Source: apache/parquet-format, Encodings.md and Compression.md.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/delta/detail/parquet/decompressed.hpp>
#include <spate/delta/detail/parquet/footer.hpp>
#include <spate/delta/detail/parquet/source.hpp>
#include <spate/delta/detail/parquet/types.hpp>
#include <spate/delta/detail/parquet/values.hpp>

namespace spate::inline v0::detail::parquet_input {

/// A data page: the levels are empty where all of them are 0.
struct data_page {
    std::size_t values = 0;
    std::vector<std::uint32_t> definition, repetition;
    page_values present;
};

/// Goes through the data pages of a chunk.
class chunk_pages {
public:
    chunk_pages(const byte_source& file, const std::string& column, const parquet_chunk& chunk, value_type type, unsigned max_definition,
                unsigned max_repetition);

    /// The next page, or null at the end. It is valid until the next call.
    [[nodiscard]] const data_page* next();

private:
    void read_data(const page_header& header, std::string_view stored, const parquet_place& place);

    const byte_source& file_;
    const std::string& column_;
    parquet_chunk chunk_;
    value_type type_;
    unsigned max_definition_, max_repetition_;
    std::uint64_t at_, end_, values_ = 0;
    bool has_dictionary_ = false;
    std::string stored_, dictionary_bytes_, page_bytes_;
    page_values dictionary_;
    data_page page_;
};

inline chunk_pages::chunk_pages(const byte_source& file, const std::string& column, const parquet_chunk& chunk, value_type type, unsigned max_definition,
                                unsigned max_repetition)
    : file_{file},
      column_{column},
      chunk_{chunk},
      type_{type},
      max_definition_{max_definition},
      max_repetition_{max_repetition},
      at_{static_cast<std::uint64_t>(chunk.begin)},
      end_{static_cast<std::uint64_t>(chunk.begin + chunk.size)} {
    if (chunk.type != static_cast<int>(type.type)) parquet_place{file, column, at_}.fail("is stored with another physical type than the schema says");
}

inline const data_page* chunk_pages::next() {
    while (values_ < static_cast<std::uint64_t>(chunk_.values)) {
        const parquet_place place{file_, column_, at_};
        if (at_ >= end_) place.fail("ends after " + std::to_string(values_) + " of " + std::to_string(chunk_.values) + " values");
        const page_header header = read_page_header(file_, at_, end_);
        stored_.resize(static_cast<std::size_t>(header.stored_size));
        file_.read(at_ + header.header_size, std::as_writable_bytes(std::span{stored_}));
        at_ += header.header_size + static_cast<std::uint64_t>(header.stored_size);
        constexpr std::int32_t most = 1 << 26;
        if (header.values > most) place.fail("a page of " + std::to_string(header.values) + " values; there is no room for more than 2^26");
        if (header.what == page_header::kind::dictionary) {
            if (has_dictionary_ || values_ != 0) place.fail("has a second dictionary, or one behind data");
            if (header.encoding != 0 && header.encoding != 2) place.fail("has a dictionary that is not PLAIN");
            has_dictionary_ = true;
            dictionary_bytes_ = decompressed(stored_, static_cast<std::size_t>(header.size), chunk_.codec, place);
            decode_values(dictionary_bytes_, static_cast<std::size_t>(header.values), type_, 0, nullptr, dictionary_, place);
        } else if (header.what == page_header::kind::data || header.what == page_header::kind::data_v2) {
            read_data(header, stored_, place);
            values_ += page_.values;
            return &page_;
        }
    }
    return nullptr;
}

inline void chunk_pages::read_data(const page_header& header, std::string_view stored, const parquet_place& place) {
    page_.values = static_cast<std::size_t>(header.values);
    page_.definition.clear();
    page_.repetition.clear();
    page_.present.clear();
    const auto bits = [](unsigned largest) { return static_cast<unsigned>(std::bit_width(largest)); };
    std::string_view values;
    if (header.what == page_header::kind::data_v2) {
        const auto repetition = static_cast<std::size_t>(std::max(header.repetition_bytes, 0)),
                   definition = static_cast<std::size_t>(std::max(header.definition_bytes, 0));
        if (repetition + definition > stored.size() || repetition + definition > static_cast<std::size_t>(header.size))
            place.fail("a page has levels that go beyond its end");
        if (max_repetition_ != 0) decode_hybrid(stored.substr(0, repetition), page_.values, bits(max_repetition_), page_.repetition, place);
        if (max_definition_ != 0) decode_hybrid(stored.substr(repetition, definition), page_.values, bits(max_definition_), page_.definition, place);
        const std::string_view rest = stored.substr(repetition + definition);
        page_bytes_ = decompressed(rest, static_cast<std::size_t>(header.size) - repetition - definition, header.compressed ? chunk_.codec : 0, place);
        values = page_bytes_;
    } else {
        page_bytes_ = decompressed(stored, static_cast<std::size_t>(header.size), chunk_.codec, place);
        values = page_bytes_;
        const auto levels = [&](unsigned largest, std::int32_t encoding, std::vector<std::uint32_t>& to) {
            if (largest == 0) return;
            if (encoding != 3) place.fail("has levels that are not of the encoding RLE, which is not supported");
            std::uint32_t size = 0;
            if (values.size() >= 4) std::memcpy(&size, values.data(), 4);
            if (values.size() < 4 || size > values.size() - 4) place.fail("a page has levels that go beyond its end");
            decode_hybrid(values.substr(4, size), page_.values, bits(largest), to, place);
            values.remove_prefix(4 + size);
        };
        levels(max_repetition_, header.repetition_encoding, page_.repetition);
        levels(max_definition_, header.definition_encoding, page_.definition);
    }
    std::size_t present = page_.values;
    if (max_definition_ != 0) present = static_cast<std::size_t>(std::count(page_.definition.begin(), page_.definition.end(), max_definition_));
    decode_values(values, present, type_, header.encoding, has_dictionary_ ? &dictionary_ : nullptr, page_.present, place);
}

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_PAGES_HPP
