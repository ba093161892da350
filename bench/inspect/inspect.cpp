// SPDX-License-Identifier: Apache-2.0
// How fast does `spate inspect` measure a file's compression, codec by codec, on every core? One thread a core reads units of 4 KiB from a file in
// the page cache and compresses each by itself, as the program does; beside it the codec's library compresses the same bytes from memory.

#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <sys/mman.h>
#include <unistd.h>

#include <memory>

#include <spate/bytes.hpp>
#include <spate/exec.hpp>

#include "../support/measure.hpp"

#include "../../examples/cli/codecs.cpp"  // the program's own, without the rest of it

namespace {

constexpr std::size_t unit = 4096, region = std::size_t{1} << 20, regions = 16;

std::size_t lz4_alone(std::span<const std::byte> in, std::span<char> out) {
    return static_cast<std::size_t>(
        LZ4_compress_default(reinterpret_cast<const char*>(in.data()), out.data(), static_cast<int>(in.size()), static_cast<int>(out.size())));
}
std::size_t snappy_alone(std::span<const std::byte> in, std::span<char> out) {
    std::size_t size = out.size();
    snappy::RawCompress(reinterpret_cast<const char*>(in.data()), in.size(), out.data(), &size);
    return size;
}
std::size_t zstd_alone(std::span<const std::byte> in, std::span<char> out) {
    struct release {
        void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
    };
    static thread_local const std::unique_ptr<ZSTD_CCtx, release> context{ZSTD_createCCtx()};
    return ZSTD_compressCCtx(context.get(), out.data(), out.size(), in.data(), in.size(), 3);
}

struct line {
    const char* name;
    std::size_t (*alone)(std::span<const std::byte>, std::span<char>);
    spate::codec calibrated;
    double required;
};
const line lines[] = {
    {"lz4", &lz4_alone, spate::codec::lz4, 0.5}, {"snappy", &snappy_alone, spate::codec::snappy, 0.5}, {"zstd", &zstd_alone, spate::codec::zstd, -1}};

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    spate::thread_pool& pool = spate::default_pool();
    const std::size_t threads = pool.concurrency();
    bench::report out{"inspect"};
    for (const line& one : lines) {
        std::vector<std::byte> data(regions * region);
        (spate::random_bytes{spate::seed{1}} | spate::compressible(2.0, one.calibrated)).fill(0, data);
        const int file = ::memfd_create("inspect", MFD_CLOEXEC);
        if (file < 0 || ::pwrite(file, data.data(), data.size(), 0) != static_cast<ssize_t>(data.size())) return 1;
        const auto known = cli::codecs();
        const cli::codec& codec = *std::find_if(known.begin(), known.end(), [&](const cli::codec& each) { return each.name == one.name; });
        struct worker {
            std::unique_ptr<cli::compressor> compressor;
            std::vector<std::byte> buffer;
            std::vector<char> packed;
        };
        std::vector<worker> workers(threads);
        for (worker& each : workers) each = {codec.make(unit), std::vector<std::byte>(region), std::vector<char>(2 * unit)};
        const auto bytes = static_cast<double>(threads * regions * region);
        const bench::candidate ours{[&] {
                                        pool.bulk(threads, [&](std::size_t i) {
                                            std::size_t sum = 0;
                                            for (std::size_t k = 0; k < regions; ++k) {
                                                if (::pread(file, workers[i].buffer.data(), region, static_cast<off_t>(k * region)) < 0) std::exit(1);
                                                for (std::size_t at = 0; at < region; at += unit)
                                                    sum += workers[i].compressor->compressed_size(std::span{workers[i].buffer}.subspan(at, unit));
                                            }
                                            bench::keep(&sum);
                                        });
                                    },
                                    bytes};
        const bench::candidate library{[&] {
                                           pool.bulk(threads, [&](std::size_t i) {
                                               std::size_t sum = 0;
                                               for (std::size_t at = 0; at < data.size(); at += unit)
                                                   sum += one.alone(std::span{data}.subspan(at, unit), workers[i].packed);
                                               bench::keep(&sum);
                                           });
                                       },
                                       bytes};
        const std::vector<bench::rates> found = bench::take_turns(with, {ours, library}, bench::seconds_now);
        ::close(file);
        const double share = static_cast<double>(threads) * bench::giga;
        bench::rates per_core = found[0];
        for (double& rate : per_core) rate /= share;
        out.add({.row = "inspect",
                 .what = std::string{codec.label} + ", units of 4 KiB that compress by 2, each core",
                 .unit = "GB/s",
                 .ours = bench::median(per_core),
                 .limit = bench::median(found[1]) / share,
                 .limit_is = "the library alone",
                 .reached = bench::spread_of(per_core),
                 .required = one.required});
    }
    out.print();
}
