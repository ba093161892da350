// SPDX-License-Identifier: Apache-2.0
// What do compression and deduplication cost, or spare, against plain random bytes? In a buffer that stays in the cache, on one thread.
//
// Limits and dead ends of `compress 2`, on Zen 5 with AVX-512 (GB/s, plain random bytes 110, memset 172): where the buffer stays in the L1 cache 143;
// in the L2 cache 115, where two rows of stores, half a cell apart, reach 140 without any generating. Literals made in a buffer and written
// out in one row: 65 to 73, since each load of the buffer is taken for a read of one of the stores under way (their addresses agree in the
// lower 12 bits). Prefetching the second row, one or two cells ahead: no gain.
// Since every unit has a layout of its own, compress 2 makes 107 in the L2 cache, not 115.
//
// What bounds the others. Short segments (snappy): 30 cycles of bookkeeping and copying beside 10 of a step; layouts that are worked out for each
// segment took 20 more, half of them divisions. Copies made 8, 32 or 64 segments after their literals, so that nothing is read that was just
// stored: no gain, nor half lines in place of joined ones. Layouts that pass through memory where a cell is one segment: a tenth slower, since each store
// waits for the others. Distances that are no multiple of half a line: loads of two lines wait some 25 cycles for the stores, so that few bytes of
// distance are few bytes per 25 cycles; doubled distances need six such waits a cell (compress 30: 73 in place of 17).
// Mixtures, dedup by tables: a batch of 64 numbers costs 1 to 3 ns each, which nothing hides. 128 cells at once in place of 64, 2,048 or 8,192
// parts of a table in place of 4,096: no gain. Four lanes (AVX2) for permutations beyond 2^32: as fast as the processor's own 64-bit product.

#include <spate/bytes.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

using namespace spate::literals;

constexpr std::size_t size = 256 * 1024;

template <class Source>
bench::candidate fills(Source source, std::span<std::byte> buffer) {
    return {[source, buffer, offset = std::uint64_t{0}]() mutable {
                source.fill(offset, buffer);
                bench::keep(buffer.data());
                offset = (offset + buffer.size()) % 1_TiB;
            },
            static_cast<double>(size)};
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    const spate::buffer_set held = bench::touched_buffer(size);
    const std::span<std::byte> buffer = held[0];
    const spate::random_bytes random{spate::seed{1}};

    struct line {
        const char* row;
        const char* what;
        double required;
    };
    std::vector<line> lines;
    std::vector<bench::candidate> candidates{fills(random, buffer)};
    const auto add = [&](const char* row, const char* what, double required, auto source) {
        lines.push_back({row, what, required});
        candidates.push_back(fills(std::move(source), buffer));
    };
    using spate::codec;
    const auto a_tebibyte = random | spate::take(1_TiB);
    std::vector<spate::reference_row> rows;
    for (std::uint64_t references = 300; references > 0; --references) rows.push_back({references, 1'000'000 / (references * references)});
    std::erase_if(rows, [](const spate::reference_row& row) { return row.contents == 0; });
    add("4", "compress 2", 1.3, random | spate::compressible(2.0));
    add("4", "dedup 2, 4 KiB units", 0.9, a_tebibyte | spate::duplicated({.ratio = {2, 1}, .unit = 4_KiB}));
    add("4", "dedup 2, 1 MiB units", 0.99, a_tebibyte | spate::duplicated({.ratio = {2, 1}, .unit = 1_MiB}));
    add("4", "compress 2 and dedup 1.5, 4 KiB units", -1,
        random | spate::compressible(2.0) | spate::take(1_TiB) | spate::duplicated({.ratio = {3, 2}, .unit = 4_KiB}));
    add("adaptors", "compress 1.1, lz4", 0.9, random | spate::compressible({.ratio = 1.1, .codec = codec::lz4}));
    add("adaptors", "compress 2.5, zstd, 128 KiB units", 0.9, random | spate::compressible({.ratio = 2.5, .codec = codec::zstd, .unit = 128_KiB}));
    add("adaptors", "compress 4, zlib, 16 KiB units", 0.9, random | spate::compressible({.ratio = 4.0, .codec = codec::zlib, .unit = 16_KiB}));
    add("adaptors", "compress 10, lz4", 0.9, random | spate::compressible({.ratio = 10.0, .codec = codec::lz4}));
    add("adaptors", "compress 2, snappy", 0.9, random | spate::compressible({.ratio = 2.0, .codec = codec::snappy}));
    add("adaptors", "fits 2030, lz4", 0.9, random | spate::fits(2030));
    add("adaptors", "mix of ratios 1, 2 and 4", 0.9, random | spate::compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}}));
    add("adaptors", "a tenth of holes", 0.9, random | spate::holes(0.1));
    add("adaptors", "dedup by histogram, 4 KiB units", 0.8, a_tebibyte | spate::duplicated({.popularity = spate::from_histogram(rows)}));
    add("adaptors", "dedup 2, zipf 1.1, 4 KiB units", 0.9, a_tebibyte | spate::duplicated({.ratio = 2.0, .popularity = spate::zipf(1.1)}));
    add("adaptors", "dedup 2, zipf 1.1, 4 KiB units of 100 TiB", 0.9,
        random | spate::take(100_TiB) | spate::duplicated({.ratio = 2.0, .popularity = spate::zipf(1.1)}));
    add("adaptors", "dedup 2, runs of 64, shift 512", 0.9, a_tebibyte | spate::duplicated({.ratio = 2.0, .run = 64, .shift = 512}));
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report out{"pipeline"};
    for (std::size_t i = 0; i < lines.size(); ++i)
        out.add({.row = lines[i].row,
                 .what = lines[i].what,
                 .unit = "GB/s",
                 .ours = bench::median(found[i + 1]) / bench::giga,
                 .limit = bench::median(found[0]) / bench::giga,
                 .limit_is = "random bytes",
                 .reached = bench::spread_of(bench::over(found[i + 1], found[0])),
                 .of = "random bytes",
                 .required = lines[i].required});
    out.print();
}
