// SPDX-License-Identifier: Apache-2.0
// How fast do built-in collections become Parquet, as `spate generate` writes it, with all cores? In memory, rows a second; and into a directory, beside what
// the machine can do: see support/files.hpp. The directory is written by the program itself, with its checksums. A part of a round runs as a process of its
// own.

#include <string>
#include <vector>

#include <spate/exec.hpp>
#include <spate/format/milvus.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/dataset.hpp>
#include <spate/schema/catalogue.hpp>
#include <spate/schema/rows.hpp>
#include <spate/sink/null.hpp>

#include "../support/files.hpp"
#include "../support/measure.hpp"

namespace {

// The same blocks as those of the files.
spate::record_report make(const std::string& schema, std::uint64_t count) {
    const auto rows = spate::catalogue().load(schema) | spate::rows(count);
    const spate::parquet format = spate::milvus_parquet(spate::parquet_snappy());
    const spate::dataset_options usual;
    const std::size_t block = spate::detail::block_rows_of(format, rows.type(), spate::sample_row_bytes(rows, format), usual);
    return spate::run(rows, spate::detail::in_blocks<spate::parquet>{format, block}, spate::null_sink{}, spate::default_pool());
}

}  // namespace

int main(int count, char** arguments) {
    std::string part, schema, folder = ".", program;
    std::uint64_t amount = 0;
    bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name == "--run")
            part = next();
        else if (name == "--schema")
            schema = next();
        else if (name == "--folder")
            folder = next();
        else if (name == "--amount")
            amount = std::strtoull(next(), nullptr, 10);
        else if (name == "--program")
            program = next();
        else
            return false;
        return true;
    });
    const std::string path = folder + "/spate-bench-dataset." + std::to_string(part.empty() ? ::getpid() : ::getppid());
    if (part == "pwrite") return bench::run_pwrite(path, amount), 0;
    if (part == "warm") return bench::warm_pages(amount), std::puts("{}"), 0;
    if (part == "rate") {
        bench::warm_pages(amount);
        const double begin = bench::seconds_now();
        bench::run_pwrite(path, amount);
        std::printf("{\"GB/s\": %.6g}\n", static_cast<double>(amount) / (bench::seconds_now() - begin) / bench::giga);
        bench::remove_output(path);
        return 0;
    }
    if (part == "make") {
        const spate::record_report done = make(schema, amount);
        std::printf("{\"rows/s\": %.6g, \"bytes\": %llu}\n", static_cast<double>(done.rows) / done.seconds, static_cast<unsigned long long>(done.bytes));
        return done.end == spate::run_end::complete ? 0 : 1;
    }

    if (!with.quick) with.rounds = std::max<std::size_t>(with.rounds, 9);
    const double wanted = with.quick ? 5e8 : 2e9;
    bench::report out{"dataset"};
    for (const std::string one : {"ecommerce", "simple"}) {
        constexpr std::uint64_t sample = 1 << 15;
        const auto rows = static_cast<std::uint64_t>(wanted / static_cast<double>(make(one, sample).bytes) * sample);
        const std::uint64_t bytes = make(one, rows).bytes;
        const auto command = [&](const char* which, std::uint64_t how_many) {
            return std::vector<std::string>{arguments[0], "--run", which, "--schema", one, "--folder", folder, "--amount", std::to_string(how_many)};
        };
        const std::vector<std::string> write{program,  "generate", "--builtin", one,  "--rows",       std::to_string(rows),
                                             "--seed", "1",        "--out",     path, "--no-progress"};
        out.add(bench::against_pwrite(with, {command("pwrite", bytes), command("make", rows), write, path, bytes},
                                      {.row = "dataset-files", .what = one + ", Parquet, " + spate::format_size(bytes)}));
    }
    out.print();
}
