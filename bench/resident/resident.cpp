// SPDX-License-Identifier: Apache-2.0
// How much memory does a stream of 1 TiB need? It is read in chunks of the default size for ten seconds.

#include <chrono>
#include <fstream>
#include <optional>

#include <spate/bytes.hpp>
#include <spate/exec.hpp>

#include "../support/measure.hpp"

namespace {

using namespace spate::literals;

// The most that was ever resident, in MiB, from the line VmHWM; 0 where the system has none.
double peak_mib() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    bench::report out{"resident"};
    std::optional<spate::thread_pool> four;
    if (spate::default_pool().concurrency() > 4) four.emplace(spate::pool_options{.threads = 4});
    spate::thread_pool& workers = four ? *four : spate::default_pool();

    const double duration = with.quick ? 1 : 10, begin = bench::seconds_now();
    std::uint64_t read = 0, sum = 0;
    for (const std::span<const std::byte> chunk :
         spate::random_bytes{spate::seed{1}} | spate::take(1_TiB) | spate::chunks(workers, spate::default_chunk_size(workers.concurrency()))) {
        for (std::size_t at = 0; at < chunk.size(); at += 4096) sum += static_cast<unsigned char>(chunk[at]);
        read += chunk.size();
        if (bench::seconds_now() - begin > duration) break;
    }
    bench::keep(&sum);
    const double peak = peak_mib();
    if (peak == 0) {
        out.add({.row = "10", .what = "peak memory of a 1 TiB stream", .note = "not measured: this system has no /proc/self/status"});
    } else {
        char note[96];
        std::snprintf(note, sizeof note, "%.0f GB read in %.0f s, chunks of %s", static_cast<double>(read) / bench::giga, duration,
                      spate::format_size(spate::default_chunk_size(workers.concurrency())).c_str());
        out.add({.row = "10",
                 .what = "peak memory, 1 TiB stream, " + std::to_string(workers.concurrency()) + " threads",
                 .unit = "MiB",
                 .ours = peak,
                 .reached = {peak, peak, peak},
                 .sense = "<=",
                 .required = 40,
                 .note = note});
    }
    out.print();
}
