// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_SUPPORT_TABLES_HPP
#define SPATE_BENCH_SUPPORT_TABLES_HPP

/// The tables of the benchmarks of records, and how their rows are made and encoded.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/detail/block_encoders.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "measure.hpp"

namespace bench {

/// Eight fields of as many types, some 230 bytes a row as NDJSON.
[[nodiscard]] inline auto mixed_table() {
    using namespace spate;
    return schema(field<"id">(sequence(1)), field<"uid">(uuid4()),
                  field<"city">(one_of({"Amsterdam", "Berlin", "Lisbon", "London", "Madrid", "Paris", "Rome", "Vienna"})),
                  field<"price">(decimal("0.99", "9999.99")), field<"created">(timestamps({.start = "2026-01-01T00:00:00Z", .step = duration{"250ms"}})),
                  field<"active">(boolean({9, 10})), field<"count">(uniform_int<std::int32_t>(0, 999'999)), field<"note">(letters(24)))
        .named("mixed");
}

/// The sixteen columns of TPC-H's lineitem (TPC Benchmark H 3.0.1, section 1.4.1), with its types, ranges and lengths; each value is drawn alone, where TPC-H
/// makes prices from parts, flags from dates, and one to seven lines of an order.
[[nodiscard]] inline auto lineitem_table() {
    using namespace spate;
    return schema(field<"l_orderkey">(sequence(1)), field<"l_partkey">(uniform_int<std::int64_t>(1, 200'000)),
                  field<"l_suppkey">(uniform_int<std::int64_t>(1, 10'000)), field<"l_linenumber">(uniform_int<std::int32_t>(1, 7)),
                  field<"l_quantity">(decimal(1, 50, 0).with_digits(15)), field<"l_extendedprice">(decimal(90'100, 10'494'950, 2).with_digits(15)),
                  field<"l_discount">(decimal(0, 10, 2).with_digits(15)), field<"l_tax">(decimal(0, 8, 2).with_digits(15)),
                  field<"l_returnflag">(one_of({"A", "N", "R"}, {{1, 4}, {1, 2}, {1, 4}})), field<"l_linestatus">(one_of({"F", "O"})),
                  field<"l_shipdate">(dates("1992-01-02", "1998-12-01")), field<"l_commitdate">(dates("1992-01-31", "1998-10-31")),
                  field<"l_receiptdate">(dates("1992-01-03", "1998-12-31")),
                  field<"l_shipinstruct">(one_of({"DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"})),
                  field<"l_shipmode">(one_of({"REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"})),
                  field<"l_comment">(prose({.min_bytes = 10, .max_bytes = 43, .unit = prose_unit::words})))
        .named("lineitem");
}

/// Makes blocks of rows, encodes them one after the other, and begins anew after the eighth.
template <spate::record_source Table, spate::record_format Format>
class block_maker {
public:
    block_maker(Table table, const Format& format)
        : table_{std::move(table)}, rows_{format.block_rows(table_.type())}, encoder_{format.encoder(table_.type())} {}

    void make(spate::text_buffer& out) {
        out.clear();
        encoder_.begin(out, block_ == 0);
        for (std::size_t done = 0; done < rows_; done += spate::batch_rows) {
            table_.fill(block_ * rows_ + done, std::min(spate::batch_rows, rows_ - done), batch_);
            encoder_.encode(batch_, out);
        }
        parts_.clear();
        (void)spate::detail::finish_block(encoder_, out, parts_);
        for (const auto part : parts_) keep(part.data());
        block_ = (block_ + 1) % blocks;
    }
    [[nodiscard]] double rows() const noexcept { return static_cast<double>(rows_); }
    /// The bytes of a block, on the average.
    [[nodiscard]] double bytes() {
        spate::text_buffer out;
        std::size_t sum = 0;
        for (std::size_t i = 0; i < blocks; ++i) {
            make(out);
            for (const auto part : parts_) sum += part.size();
        }
        return static_cast<double>(sum) / static_cast<double>(blocks);
    }

private:
    static constexpr std::uint64_t blocks = 8;
    Table table_;
    std::size_t rows_;
    decltype(std::declval<const Format&>().encoder(spate::record_type{})) encoder_;
    spate::batch batch_;
    std::vector<std::span<const std::byte>> parts_;
    std::uint64_t block_ = 0;
};

/// A candidate that makes and encodes rows, on one thread. It counts bytes, and `rows_of_bytes` is given the rows of a byte.
template <class Table, spate::record_format Format>
[[nodiscard]] candidate makes(const Table& table, const Format& format, spate::text_buffer& out, double* rows_of_bytes = nullptr) {
    const auto maker = std::make_shared<block_maker<Table, Format>>(table, format);
    const double bytes = maker->bytes();
    if (rows_of_bytes != nullptr) *rows_of_bytes = maker->rows() / bytes;
    return {[maker, &out] { maker->make(out); }, bytes};
}

/// A candidate that encodes the same batch of rows again and again, on one thread.
template <class Table, spate::record_format Format>
[[nodiscard]] candidate encodes(const Table& table, const Format& format, spate::text_buffer& out) {
    const auto rows = std::make_shared<spate::batch>();
    table.fill(0, spate::batch_rows, *rows);
    const auto encoder = std::make_shared<decltype(format.encoder(spate::record_type{}))>(format.encoder(table.type()));
    const auto encode = [table, rows, encoder, &out] {
        out.clear();
        encoder->begin(out, true);
        encoder->encode(*rows, out);
        (void)encoder->finish(out);
        keep(out.bytes().data());
    };
    encode();
    return {encode, static_cast<double>(out.size())};
}

/// Copies 64 KiB again and again to where that many bytes of text go: what a text costs if nothing has to be made.
[[nodiscard]] inline candidate copies(double bytes, spate::text_buffer& out) {
    constexpr std::size_t piece = std::size_t{64} << 10;
    const std::size_t pieces = std::max<std::size_t>(1, static_cast<std::size_t>(bytes) / piece);
    return {[from = std::make_shared<std::string>(piece, 'x'), pieces, &out] {
                out.clear();
                for (std::size_t i = 0; i < pieces; ++i) out.append(*from);
                keep(out.bytes().data());
            },
            static_cast<double>(pieces * piece)};
}

}  // namespace bench

#endif  // SPATE_BENCH_SUPPORT_TABLES_HPP
