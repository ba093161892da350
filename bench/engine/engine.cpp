// SPDX-License-Identifier: Apache-2.0
// How near does the default engine come to memset, in a buffer that stays in the cache?
//
// Dead ends, measured on a Zen 3 with AVX2 (GB/s before and after):
// - One SHISHUA core per cell waits for its own steps: 32, and 42 with two side by side.
// - Rotating the 32-bit lanes by one shuffle across the register (vpermd) takes 8 cycles there; vperm2i128 and vpalignr take 4: 34 to 40.
// - Hashing a cell's first state only when the cell before it is done leaves that hash visible; begun before the steps, it hides among them: 36 to 42.
// - g++ 12 takes a memcpy of a whole u64x8 (two registers) through the stack: 23, and 40 when each register is stored by itself.

#include <cstdint>

#include <spate/bytes/random_bytes.hpp>
#include <spate/rng/ars.hpp>
#include <spate/rng/chacha8.hpp>
#include <spate/rng/pcg64.hpp>
#include <spate/rng/philox.hpp>
#include <spate/rng/shishua.hpp>
#include <spate/rng/splitmix64.hpp>
#include <spate/rng/xoshiro256pp.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

constexpr std::size_t size = 256 * 1024;

template <class Engine>
bench::candidate fills(std::span<std::byte> buffer) {
    return {[source = spate::random_bytes<Engine>{spate::seed{1}}, buffer, offset = std::uint64_t{0}]() mutable {
                source.fill(offset, buffer);
                bench::keep(buffer.data());
                offset += buffer.size();
            },
            static_cast<double>(size)};
}

}  // namespace

int main(int count, char** arguments) {
    bool others = false, alone = false;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&&) {
        if (name == "--others") return others = true;
        if (name == "--alone") return alone = true;
        return false;
    });
    const spate::buffer_set held = bench::touched_buffer(size);
    const std::span<std::byte> buffer = held[0];

    std::vector<bench::candidate> candidates{{[buffer, value = 0]() mutable { bench::plain_memset(buffer, ++value); }, static_cast<double>(size)},
                                             fills<spate::rng::shishua<>>(buffer)};
    std::vector<bench::check> checks{{.row = "1", .what = "default engine, 256 KiB reused, 1 thread", .required = 0.45}};
    const auto add = [&]<class Engine>(std::type_identity<Engine>, const bench::check& as) {
        candidates.push_back(fills<Engine>(buffer));
        checks.push_back(as);
    };
    if (!alone) add(std::type_identity<spate::rng::shishua<65536>>{}, {.row = "2", .what = "the same with 64 KiB cells", .required = 0.52});
    if (others) {
        add(std::type_identity<spate::rng::xoshiro256pp<>>{}, {.row = "engines", .what = "xoshiro256++"});
        add(std::type_identity<spate::rng::ars<5>>{}, {.row = "engines", .what = "ars<5>"});
        add(std::type_identity<spate::rng::ars<7>>{}, {.row = "engines", .what = "ars<7>"});
        add(std::type_identity<spate::rng::philox4x32>{}, {.row = "engines", .what = "philox4x32"});
        add(std::type_identity<spate::rng::splitmix64>{}, {.row = "engines", .what = "splitmix64"});
        add(std::type_identity<spate::rng::pcg64>{}, {.row = "engines", .what = "pcg64"});
        add(std::type_identity<spate::rng::chacha8>{}, {.row = "engines", .what = "chacha8"});
    }
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    bench::report out{"engine"};
    for (std::size_t i = 0; i < checks.size(); ++i) {
        bench::check& one = checks[i];
        one.unit = "GB/s";
        one.ours = bench::median(found[i + 1]) / bench::giga;
        one.limit = bench::median(found[0]) / bench::giga;
        one.limit_is = one.of = "memset";
        one.reached = bench::spread_of(bench::over(found[i + 1], found[0]));
        out.add(one);
    }
    out.print();
}
