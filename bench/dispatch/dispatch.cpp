// SPDX-License-Identifier: Apache-2.0
// Is a program that is compiled with plain -O2 as fast as one compiled for the machine? run.py compiles this file both ways with each compiler that is there
// and lets the programs take turns; one run is one round.

#include <cstdio>

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
    bench::options with = bench::read_options(count, arguments);
    const spate::buffer_set held = bench::touched_buffer(size);
    const spate::random_bytes random{spate::seed{1}};
    const std::vector<bench::rates> found = bench::take_turns(
        with,
        {fills(random, held[0]), fills(random | spate::compressible(2.0) | spate::take(1_TiB) | spate::duplicated({.ratio = {3, 2}, .unit = 4_KiB}), held[0])},
        bench::thread_seconds_now);
    std::printf("{\"engine\": %.6g, \"pipeline\": %.6g}\n", bench::median(found[0]) / bench::giga, bench::median(found[1]) / bench::giga);
}
