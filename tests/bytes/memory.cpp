// SPDX-License-Identifier: Apache-2.0
// What it costs to hold and to use a source: no allocation in fill, make, read and with_seed, and a small state for any size.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

#include <spate/bytes.hpp>
#include <spate/exec/inline.hpp>

namespace {
std::atomic<std::size_t> allocations{0};

void* count_and_allocate(std::size_t size, std::size_t alignment) {
    ++allocations;
    void* const memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment + (size == 0 ? alignment : 0));
    if (memory == nullptr) std::abort();
    return memory;
}
// Not inlined: else a compiler sees free() beside new.
[[gnu::noinline]] void release(void* memory) { std::free(memory); }
}  // namespace

void* operator new(std::size_t size) { return count_and_allocate(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return count_and_allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return count_and_allocate(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return count_and_allocate(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

using namespace spate;

namespace {

template <class Source>
std::size_t allocations_of_use(const Source& source, std::span<std::byte> room) {
    cursor<Source> reader{source};
    const std::size_t before = allocations;
    for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{777}, std::uint64_t{100'000}})
        for (const auto mode : {store_mode::cached, store_mode::streaming}) {
            fill_as(source, offset, room, mode);
            fill_as(source, offset, room.first(1), mode);
            fill_as(source, offset, room.subspan(1), mode);
        }
    (void)verify(source, 5, room.first(20'000));
    if constexpr (cell_source<Source>) {
        const cell_request requests[] = {{3, room.data(), 100}, {0, room.data() + 4096, 64}};
        source.make(requests, store_mode::cached);
    }
    (void)reader.read(room);
    if constexpr (reseedable_source<Source>) {
        reader.set_seed(seed{9});
        (void)reader.read(room.first(1000));
        const auto other = source.with_seed(seed{3});
        fill_as(other, 3, room.first(100), store_mode::cached);
    }
    reader.reset();
    inline_executor alone;
    fill(alone, source, 11, room);
    return allocations - before;
}

template <class Source>
void check(const Source& source, std::span<std::byte> room) {
    static_assert(sizeof(Source) <= 4096);
    CHECK(allocations_of_use(source, room) == 0);
}

}  // namespace

TEST_CASE("bytes/memory: the counter counts") {
    const std::size_t before = allocations;
    std::vector<int> some(100);
    CHECK(allocations > before);
}

TEST_CASE("bytes/memory: fill, make, verify, read and with_seed allocate nothing") {
    std::vector<std::byte> room(400'000);
    const random_bytes random{seed{1}};
    check(random, room);
    check(random | compressible(2.0), room);
    check(counter_bytes{} | compressible(2.0), room);
    check(random | duplicated({.ratio = 1.5}), room);
    check(random | take(10'000'001) | duplicated({.ratio = 1.5, .unit = 512, .group = 1000}), room);
    check(random | take(10'000'001) | duplicated({.ratio = 1.5, .popularity = zipf(1.1), .pool = 1}), room);
    check(random | duplicated({.ratio = 1.5, .run = 5, .shift = 100, .version = 1}), room);
    check(random | compressible(2.5) | take(10'000'001) | duplicated({.ratio = 1.5, .unit = 1_MiB}), room);
    check(text_bytes{seed{1}}, room);
    check(zero_bytes{}, room);
    check(counter_bytes{}, room);
    check(pattern_bytes{"pattern"}, room);
    check(concat(pattern_bytes{"head"} | take(1000), random), room);
    check(interleave(phase{random, 4096}, phase{text_bytes{seed{1}}, 100}), room);
}

TEST_CASE("bytes/memory: as much state for an exabyte as for a gigabyte, none of it on the heap") {
    for (const std::uint64_t size : {std::uint64_t{1'000'000'000}, std::uint64_t{1'000'000'000'000'000'000}}) {
        const std::size_t before = allocations;
        const auto data = random_bytes{seed{1}} | compressible(2.0) | take(size) | duplicated({.ratio = 1.5});
        std::byte last;
        data.fill(size - 1, {&last, 1});
        CHECK(allocations == before);
        static_assert(sizeof data <= 1024);
    }
}
