// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_SHRED_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_SHRED_HPP

/// Nested columns taken apart into levels and runs of values.
/// Source: Melnik and others, Dremel: Interactive Analysis of Web-Scale Datasets, 2010, section 4; apache/parquet-format, README.md, "Nested Encoding".

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <spate/field/column.hpp>
#include <spate/format/detail/parquet/schema.hpp>

namespace spate::inline v0::detail::parquet_file {

/// The length of the run of equal bits that begins at `at`, at most to `end`, and what they are.
struct bit_run {
    std::size_t count;
    bool value;
};
[[nodiscard]] inline bit_run run_of_bits(const std::uint64_t* bits, std::size_t at, std::size_t end) noexcept {
    const bool value = (bits[at / 64] >> at % 64 & 1) != 0;
    std::size_t count = 0;
    for (;;) {
        const std::uint64_t word = (value ? ~bits[(at + count) / 64] : bits[(at + count) / 64]) >> (at + count) % 64;
        const std::size_t left = 64 - (at + count) % 64, same = std::min(left, static_cast<std::size_t>(std::countr_zero(word)));
        count += same;
        if (at + count >= end) return {end - at, value};
        if (same != left) return {count, value};
    }
}

/// The way of one leaf through a column. `Out` gets, in order,
///
/// - `levels(repetition, further, definition, count)`: `count` entries of that definition level, the first of that repetition level and the others of
///   `further`;
/// - `values(column, first, count)`: of those entries, where they are values.
template <class Out>
class shredder {
public:
    shredder(const leaf& of, Out& out) noexcept : leaf_{of}, out_{out} {}

    /// Rows [first, first + count) of a column of the table.
    void rows(const column& values, std::size_t first, std::size_t count) { entries(0, values, first, count, 0, 0, 0); }

private:
    // Entries of a column below `step` steps, the first of which continues at repetition level `repetition`.
    void entries(std::size_t step, const column& values, std::size_t first, std::size_t count, unsigned repetition, unsigned further, unsigned definition) {
        if (count == 0) return;
        const bool nullable = step < leaf_.path.size() ? leaf_.path[step].nullable : leaf_.nullable;
        const std::uint64_t* const validity = nullable ? values.validity() : nullptr;
        if (validity == nullptr) return present(step, values, first, count, repetition, further, definition + nullable);
        for (std::size_t at = first; at < first + count;) {
            const bit_run run = run_of_bits(validity, at, first + count);
            if (run.value)
                present(step, values, at, run.count, repetition, further, definition + 1);
            else
                out_.levels(repetition, further, definition, run.count);
            repetition = further;
            at += run.count;
        }
    }
    void present(std::size_t step, const column& values, std::size_t first, std::size_t count, unsigned repetition, unsigned further, unsigned definition) {
        if (step == leaf_.path.size()) {
            out_.levels(repetition, further, definition, count);
            out_.values(values, first, count);
            return;
        }
        const path_step& by = leaf_.path[step];
        if (by.id == type_id::structure) return entries(step + 1, values.child(by.child), first, count, repetition, further, definition);
        const column& child = by.bytes_of_parent ? values : values.child(0);
        for (std::size_t i = first; i < first + count; ++i) {
            const std::size_t from = by.id == type_id::vector ? i * by.size : static_cast<std::size_t>(values.offsets()[i]);
            const std::size_t size = by.id == type_id::vector ? by.size : static_cast<std::size_t>(values.offsets()[i + 1]) - from;
            if (size == 0)
                out_.levels(repetition, further, definition, 1);
            else
                entries(step + 1, child, from, size, repetition, by.repetition, definition + 1);
            repetition = further;
        }
    }

    const leaf& leaf_;
    Out& out_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_SHRED_HPP
