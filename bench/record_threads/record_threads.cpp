// SPDX-License-Identifier: Apache-2.0
// Do two threads make and encode twice as many rows as one, into memory? Each run hands its blocks to a sink that copies them to where they go. Two virtual
// processors may be one core, and share what memory takes: a copy of as many bytes to the same place by one thread and by two, in the same rounds, shows what
// the machine itself has to give.

#include <optional>

#include <spate/exec.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>
#include <spate/sink/null.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"
#include "../support/tables.hpp"

namespace {

template <class Table, class Format>
void compare(const bench::options& with, bench::report& out, const char* what, spate::thread_pool& two, const Table& table, const Format& format,
             std::size_t blocks) {
    spate::inline_executor one;
    const auto rows = table | spate::rows(blocks * format.block_rows(table.type()));
    const std::uint64_t bytes = spate::run(rows, format, spate::null_sink{}, two).bytes;
    const spate::buffer_set held = bench::touched_buffer(static_cast<std::size_t>(bytes));
    const auto makes = [&](auto& workers) {
        return bench::candidate{[&] {
                                    if (spate::run(rows, format, spate::memory_sink{held[0]}, workers).end != spate::run_end::complete) std::abort();
                                    bench::keep(held[0].data());
                                },
                                static_cast<double>(bytes)};
    };
    constexpr std::size_t piece = std::size_t{1} << 20;
    const std::vector<std::byte> from(piece);
    const auto copies = [&](auto& workers) {
        return bench::candidate{[&] {
                                    workers.bulk(static_cast<std::size_t>(bytes / piece), [&](std::size_t i) {
                                        std::memcpy(held[0].data() + i * piece, from.data(), piece);
                                        bench::keep(held[0].data());
                                    });
                                },
                                static_cast<double>(bytes / piece * piece)};
    };
    const std::vector<bench::rates> found = bench::take_turns(with, {makes(one), makes(two), copies(one), copies(two)}, bench::seconds_now);
    const bench::spread machine = bench::spread_of(bench::over(found[3], found[2]));
    char note[96];
    std::snprintf(note, sizeof note, "memcpy by two threads: %.2f [%.2f, %.2f] of one", machine.middle, machine.low, machine.high);
    out.add({.row = "record-threads",
             .what = what,
             .unit = "GB/s",
             .ours = bench::median(found[1]) / bench::giga,
             .limit = bench::median(found[3]) / bench::giga,
             .limit_is = "two memcpys",
             .reached = bench::spread_of(bench::over(found[1], found[0])),
             .of = "one thread",
             .required = 1.8,
             .note = note});
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    bench::report out{"record_threads"};
    if (spate::default_pool().concurrency() < 2) {
        out.add({.row = "record-threads", .what = "two threads against one", .note = "not measured: there is one core"});
        out.print();
        return 0;
    }
    std::optional<spate::thread_pool> pair;
    if (spate::default_pool().concurrency() != 2) pair.emplace(spate::pool_options{.threads = 2});
    spate::thread_pool& two = pair ? *pair : spate::default_pool();
    compare(with, out, "two threads, 8 fields, NDJSON", two, bench::mixed_table(), spate::ndjson{}, 64);
    compare(with, out, "two threads, lineitem, delimited text", two, bench::lineitem_table(), spate::delimited(), 96);
    compare(with, out, "two threads, lineitem, Parquet", two, bench::lineitem_table(), spate::parquet{}, 24);
    out.print();
}
