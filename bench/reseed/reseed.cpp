// SPDX-License-Identifier: Apache-2.0
// What does another seed cost, what does a fill allocate, and how large is the state of a stream?

#include <atomic>
#include <cstdlib>

#include <spate/bytes.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

#if defined(__GLIBC__)
// The C library's own functions under other names: so every allocation of the process is counted, whoever makes it.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_memalign(alignment, size);
}
}
#else
void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return std::malloc(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace {

using namespace spate::literals;

auto pipeline(std::uint64_t size) {
    return spate::random_bytes{spate::seed{1}} | spate::compressible(2.0) | spate::take(size) | spate::duplicated({.ratio = {3, 2}, .unit = 4_KiB});
}

template <class Source>
std::uint64_t allocated_by_fills(const Source& source, std::span<std::byte> buffer) {
    const std::uint64_t before = allocations.load();
    for (std::uint64_t i = 0; i < 64; ++i) {
        source.fill(i * 7 * 4096, buffer);
        source.fill(source.size() / 2 + i * 12345, buffer.first(buffer.size() - static_cast<std::size_t>(i)));
        bench::keep(buffer.data());
    }
    return allocations.load() - before;
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    const spate::buffer_set held = bench::touched_buffer(256 * 1024);

    constexpr int times = 1000;
    const auto reseeds = [](auto source) {
        return bench::candidate{[cursor = spate::cursor{source}, next = std::uint64_t{0}]() mutable {
                                    for (int i = 0; i < times; ++i) {
                                        cursor.set_seed(spate::seed{++next});
                                        bench::keep(&cursor);
                                    }
                                },
                                times};
    };
    const std::vector<bench::rates> found =
        bench::take_turns(with, {reseeds(spate::random_bytes{spate::seed{1}}), reseeds(pipeline(1_TiB))}, bench::thread_seconds_now);
    const auto cost = [](const bench::rates& of) {
        std::vector<double> out;
        for (const double one : of) out.push_back(1e9 / one);
        return bench::spread_of(out);
    };
    bench::report out{"reseed"};
    out.add({.row = "8", .what = "reseed random bytes", .unit = "ns", .ours = cost(found[0]).middle, .reached = cost(found[0]), .sense = "<=", .required = 50});
    out.add({.row = "8",
             .what = "reseed compress 2, dedup 1.5",
             .unit = "ns",
             .ours = cost(found[1]).middle,
             .reached = cost(found[1]),
             .sense = "<=",
             .required = 50});

    // A count of nothing says something only if the counter counts.
    const std::uint64_t before = allocations.load();
    bench::keep(std::vector<std::byte>(100).data());
    if (allocations.load() == before) {
        std::fprintf(stderr, "%s: allocations are not seen\n", arguments[0]);
        return 1;
    }
    const auto found_allocations =
        static_cast<double>(allocated_by_fills(spate::random_bytes{spate::seed{1}}, held[0]) + allocated_by_fills(pipeline(1_TiB), held[0]));
    out.add({.row = "8",
             .what = "allocations in 256 fills",
             .unit = "calls",
             .ours = found_allocations,
             .reached = {found_allocations, found_allocations, found_allocations},
             .sense = "<=",
             .required = 0});

    // All of it lies in the object: nothing is allocated when one is made, whatever the size.
    for (const std::uint64_t size : {1_GiB, 1_EiB - 4_KiB}) {
        const std::uint64_t made_before = allocations.load();
        const spate::cursor made{pipeline(size)};
        bench::keep(&made);
        const auto bytes = static_cast<double>(sizeof made + (allocations.load() - made_before) * 4096);
        out.add({.row = "8",
                 .what = size == 1_GiB ? "state of a pipeline of 1 GiB" : "state of a pipeline of 1 EiB",
                 .unit = "B",
                 .ours = bytes,
                 .reached = {bytes, bytes, bytes},
                 .sense = "<=",
                 .required = 4096});
    }
    out.print();
}
