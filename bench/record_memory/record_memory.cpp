// SPDX-License-Identifier: Apache-2.0
// How much memory do a hundred million rows of TPC-H's lineitem need? Each format in a process of its own, written in order to /dev/null, on at most four
// threads, each of which holds a block: 8192 rows as NDJSON, a row group as Parquet.

#include <fstream>
#include <optional>

#include <spate/exec.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/descriptor.hpp>

#include "../support/files.hpp"
#include "../support/measure.hpp"
#include "../support/tables.hpp"

namespace {

// The most that was ever resident, in MiB, from the line VmHWM; 0 where the system has none.
double peak_mib() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}

struct found {
    double peak, seconds, bytes;
    unsigned threads;
};

template <class Format>
found make(const Format& format, std::uint64_t count) {
    std::optional<spate::thread_pool> four;
    if (spate::default_pool().concurrency() > 4) four.emplace(spate::pool_options{.threads = 4});
    spate::thread_pool& workers = four ? *four : spate::default_pool();
    spate::descriptor_sink sink{::open("/dev/null", O_WRONLY | O_CLOEXEC), spate::ownership::owned};
    const spate::record_report done = spate::run(bench::lineitem_table() | spate::rows(count), format, sink, workers);
    if (done.end != spate::run_end::complete) bench::fail("/dev/null");
    return {peak_mib(), done.seconds, static_cast<double>(done.bytes), static_cast<unsigned>(workers.concurrency())};
}

}  // namespace

int main(int count, char** arguments) {
    std::string part;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name != "--run") return false;
        part = next();
        return true;
    });
    const std::uint64_t rows = with.quick ? 10'000'000 : 100'000'000;
    if (!part.empty()) {
        const found one = part == "ndjson" ? make(spate::ndjson{}, rows) : make(spate::parquet{}, rows);
        std::printf("%g %g %g %u\n", one.peak, one.seconds, one.bytes, one.threads);
        return 0;
    }
    bench::report out{"record_memory"};
    for (const char* const format : {"ndjson", "parquet"}) {
        const std::string command = std::string{arguments[0]} + " --run " + format + (with.quick ? " --quick" : "");
        std::FILE* const child = ::popen(command.c_str(), "r");
        if (child == nullptr) bench::fail(command);
        found one{};
        const int read = std::fscanf(child, "%lg %lg %lg %u", &one.peak, &one.seconds, &one.bytes, &one.threads);
        if (::pclose(child) != 0 || read != 4) bench::fail(command);
        bench::check line{.row = "record-memory",
                          .what = std::to_string(rows / 1'000'000) + " million rows, " + format + ", " + std::to_string(one.threads) + " threads"};
        if (one.peak == 0) {
            line.note = "not measured: this system has no /proc/self/status";
        } else {
            char note[96];
            std::snprintf(note, sizeof note, "%.1f GB in %.1f s", one.bytes / bench::giga, one.seconds);
            line.unit = "MiB";
            line.ours = one.peak;
            line.reached = {one.peak, one.peak, one.peak};
            line.sense = "<=";
            line.required = 256;
            line.note = note;
        }
        out.add(line);
    }
    out.print();
}
