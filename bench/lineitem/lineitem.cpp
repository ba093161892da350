// SPDX-License-Identifier: Apache-2.0
// How fast do rows of TPC-H's lineitem become delimited text and Parquet in memory, on one thread? Beside each a copy of as many bytes to the same place;
// run.py sets them beside tpchgen-cli (peers/tpchgen.py). Parquet is written as that program writes it: dictionaries where they pay, statistics of each column,
// with snappy, its default, and without a codec.

#include <string>

#include <spate/format/csv.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>

#include "../support/measure.hpp"
#include "../support/tables.hpp"

int main(int count, char** arguments) {
    std::string only;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name != "--only") return false;
        only = next();
        return true;
    });
    const auto table = bench::lineitem_table() | spate::rows(spate::most_rows);
    const auto parquet = [](spate::parquet_compression codec) {
        return spate::parquet{{.compression = std::move(codec), .dictionary = spate::parquet_dictionary::found}};
    };
    spate::text_buffer out;
    struct line {
        std::string name, what, unit;
        double required, rows_of_bytes;
    };
    std::vector<line> lines;
    std::vector<bench::candidate> candidates;
    const auto add = [&](const char* name, const char* what, const char* unit, double required, const auto& format) {
        if (!only.empty() && only != name) return;
        double rows_of_bytes = 0;
        candidates.push_back(bench::makes(table, format, out, &rows_of_bytes));
        candidates.push_back(bench::copies(candidates.back().units, out));
        lines.push_back({name, what, unit, required, rows_of_bytes});
    };
    add("tbl", "16 columns, delimited text", "GB/s", 1.3, spate::delimited());
    add("parquet-snappy", "16 columns, Parquet, snappy", "M rows/s", -1, parquet(spate::parquet_snappy()));
    add("parquet-none", "16 columns, Parquet, no codec", "M rows/s", -1, parquet({}));
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report report{"lineitem"};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const line& one = lines[i];
        const double factor = one.unit == "GB/s" ? 1 / bench::giga : one.rows_of_bytes / 1e6;
        bench::rates reached;
        for (const double rate : found[2 * i]) reached.push_back(rate * factor);
        char note[96];
        std::snprintf(note, sizeof note, "%.1f bytes a row, %.2f million rows a second", 1 / one.rows_of_bytes,
                      bench::median(found[2 * i]) * one.rows_of_bytes / 1e6);
        report.add({.row = "lineitem",
                    .what = one.what,
                    .unit = one.unit,
                    .ours = bench::median(reached),
                    .limit = bench::median(found[2 * i + 1]) * factor,
                    .limit_is = "memcpy",
                    .reached = bench::spread_of(reached),
                    .required = one.required,
                    .note = note});
    }
    report.print();
}
