// SPDX-License-Identifier: Apache-2.0
// How near does `run_to_file` come to what the machine can do, with all its cores? Eight mixed fields as NDJSON, and TPC-H's lineitem as Parquet without a
// codec. What the bytes cost to make is measured by the same run into a sink that takes them and does nothing. See support/files.hpp.

#include <spate/exec.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/null.hpp>

#include "../support/files.hpp"
#include "../support/measure.hpp"
#include "../support/tables.hpp"

namespace {

// Makes rows into nothing, or into a file if it has a name.
template <class Table, class Format>
spate::record_report make(const Table& table, const Format& format, std::uint64_t count, const std::string& path) {
    const auto rows = table | spate::rows(count);
    if (path.empty()) return spate::run(rows, format, spate::null_sink{}, spate::default_pool());
    return spate::run_to_file(rows, format, {.path = path}, spate::default_pool());
}

spate::record_report make(const std::string& format, std::uint64_t count, const std::string& path) {
    if (format == "ndjson") return make(bench::mixed_table(), spate::ndjson{}, count, path);
    return make(bench::lineitem_table(), spate::parquet{}, count, path);
}

}  // namespace

int main(int count, char** arguments) {
    std::string part, format, folder = ".";
    std::uint64_t amount = 0;
    bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name == "--run")
            part = next();
        else if (name == "--format")
            format = next();
        else if (name == "--folder")
            folder = next();
        else if (name == "--amount")
            amount = std::strtoull(next(), nullptr, 10);
        else
            return false;
        return true;
    });
    const std::string path = folder + "/spate-bench-records." + std::to_string(part.empty() ? ::getpid() : ::getppid());
    if (part == "pwrite") return bench::run_pwrite(path, amount), 0;
    if (!part.empty()) {
        const spate::record_report done = make(format, amount, part == "write" ? path : "");
        if (done.end != spate::run_end::complete) std::fprintf(stderr, "%s: %s\n", path.c_str(), done.error.message().c_str());
        return done.end == spate::run_end::complete ? 0 : 1;
    }

    if (!with.quick) with.rounds = std::max<std::size_t>(with.rounds, 9);
    const double wanted = with.quick ? 5e8 : 2e9;
    bench::report out{"record_file"};
    for (const char* const one : {"ndjson", "parquet"}) {
        constexpr std::uint64_t sample = 1 << 20;
        const auto rows = static_cast<std::uint64_t>(wanted / static_cast<double>(make(one, sample, "").bytes) * sample);
        const std::uint64_t bytes = make(one, rows, "").bytes;
        const auto command = [&](const char* which, std::uint64_t how_many) {
            return std::vector<std::string>{arguments[0], "--run", which, "--format", one, "--folder", folder, "--amount", std::to_string(how_many)};
        };
        out.add(bench::against_pwrite(
            with, {command("pwrite", bytes), command("make", rows), command("write", rows), path, bytes},
            {.row = "record-files", .what = (one == std::string{"ndjson"} ? "8 fields, NDJSON, " : "lineitem, Parquet, ") + spate::format_size(bytes)}));
    }
    out.print();
}
