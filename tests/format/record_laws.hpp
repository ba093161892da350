// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_FORMAT_RECORD_LAWS_HPP
#define SPATE_TESTS_FORMAT_RECORD_LAWS_HPP

/// What formats of rows must hold, and bytes to hold against.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <spate/exec/inline.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>

#include "../support/random_records.hpp"
#include "../support/table.hpp"

namespace test {

/// Pairs of hexadecimal digits, blanks anywhere between them.
inline std::string hex(std::string_view digits) {
    std::string out;
    for (std::size_t i = 0; i + 1 < digits.size(); i += digits[i] == ' ' ? 1 : 2)
        if (digits[i] != ' ') out += static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16));
    return out;
}

/// Rows of random tables are encoded as the same bytes, whatever batches they come in.
template <class Format>
void check_batches(const Format& format) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        random_records random{seed};
        const spate::record_type type = random.type(1 + random.below(6));
        spate::batch rows, part;
        random.fill(type, 200, rows);
        auto encoder = format.encoder(type);
        spate::text_buffer whole, parts;
        encoder.encode(rows, whole);
        for (std::size_t at = 0; at < rows.count; at += part.count) {
            slice(type, rows, at, std::min<std::size_t>(rows.count - at, 1 + random.below(70)), part);
            encoder.encode(part, parts);
        }
        const bool same = parts.text() == whole.text();
        CAPTURE(seed);
        CHECK(whole.size() >= rows.count);
        CHECK(same);
    }
}

/// `row_of(type, rows, row)` gives the bytes that the encoder makes of each row of random tables.
template <class Format, class RowOf>
void check_single_rows(const Format& format, const RowOf& row_of) {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        random_records random{seed};
        const spate::record_type type = random.type(1 + random.below(seed % 10 == 0 ? 40 : 6));
        spate::batch rows;
        random.fill(type, 40, rows);
        auto encoder = format.encoder(type);
        spate::text_buffer whole;
        encoder.encode(rows, whole);
        std::string alone;
        for (std::size_t row = 0; row < rows.count; ++row) alone += row_of(type, rows, row);
        const bool same = alone == whole.text();
        CAPTURE(seed);
        CHECK(whole.size() > 0);
        CHECK(same);
    }
}

/// A file of several blocks is the same from any number of threads.
template <class Format>
void check_threads(const Format& format) {
    const every_type table{20'000};
    std::vector<std::byte> alone, together;
    spate::inline_executor here;
    CHECK(spate::run(table, format, spate::vector_sink{alone}, here).end == spate::run_end::complete);
    spate::thread_pool pool{{.threads = 3}};
    CHECK(spate::run(table, format, spate::vector_sink{together}, pool).end == spate::run_end::complete);
    CHECK(format.block_rows(table.type()) < table.size());
    CHECK(alone.size() > 1'000'000);
    const bool same = alone == together;
    CHECK(same);
}

}  // namespace test

#endif  // SPATE_TESTS_FORMAT_RECORD_LAWS_HPP
