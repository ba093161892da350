// SPDX-License-Identifier: Apache-2.0
// What do compression and deduplication cost, or spare, against plain random bytes? In a buffer that stays in the cache, on one thread.
//
// Limits and dead ends of `compress 2`, on Zen 5 with AVX-512 (GB/s, plain random bytes 110, memset 172): where the buffer stays in the L1 cache 143;
// in the L2 cache 115, where two rows of stores, half a cell apart, reach 140 without any generating. Literals made in a buffer and written
// out in one row: 65 to 73, since each load of the buffer is taken for a read of one of the stores under way (their addresses agree in the
// lower 12 bits). Prefetching the second row, one or two cells ahead: no gain.

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
        const char* what;
        double required;
    };
    const std::vector<line> lines{
        {"compress 2", 1.3}, {"dedup 2, 4 KiB units", 0.9}, {"dedup 2, 1 MiB units", 0.99}, {"compress 2 and dedup 1.5, 4 KiB units", -1}};
    const std::vector<bench::rates> found =
        bench::take_turns(with,
                          {fills(random, buffer), fills(random | spate::compressible(2.0), buffer),
                           fills(random | spate::take(1_TiB) | spate::duplicated({.ratio = {2, 1}, .unit = 4_KiB}), buffer),
                           fills(random | spate::take(1_TiB) | spate::duplicated({.ratio = {2, 1}, .unit = 1_MiB}), buffer),
                           fills(random | spate::compressible(2.0) | spate::take(1_TiB) | spate::duplicated({.ratio = {3, 2}, .unit = 4_KiB}), buffer)},
                          bench::thread_seconds_now);
    bench::report out{"pipeline"};
    for (std::size_t i = 0; i < lines.size(); ++i)
        out.add({.row = "4",
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
