// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/buffers.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <utility>

#include <sys/mman.h>
#include <sys/resource.h>

using spate::allocate_buffers;
using spate::buffer_set;

TEST_CASE("exec/buffers: apart, aligned, zero, writable") {
    for (const std::size_t size : {std::size_t{1}, std::size_t{4096}, std::size_t{5000}, std::size_t{2} << 20, (std::size_t{2} << 20) + 1}) {
        const buffer_set buffers = allocate_buffers(3, size);
        CAPTURE(size);
        REQUIRE(buffers.size() == 3);
        CHECK(buffers.buffer_size() == size);
        CHECK(buffers.stride() >= size);
        std::size_t count = 0;
        for (const std::span<std::byte> buffer : buffers) {
            CHECK(buffer.size() == size);
            CHECK(buffer.data() == buffers[count].data());
            CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % (size >= std::size_t{2} << 20 ? std::size_t{2} << 20 : 4096) == 0);
            CHECK(buffer.front() == std::byte{0});
            CHECK(buffer.back() == std::byte{0});
            std::memset(buffer.data(), static_cast<int>(++count), size);
        }
        CHECK(count == 3);
        CHECK(buffers[0].back() == std::byte{1});
        CHECK(buffers[2].front() == std::byte{3});
    }
}

TEST_CASE("exec/buffers: moving keeps the spans, and gives the memory back once") {
    buffer_set first = allocate_buffers(2, 8192);
    std::byte* const data = first[1].data();
    buffer_set second = std::move(first);
    CHECK(second[1].data() == data);
    CHECK(first.empty());
    CHECK(first.begin() == first.end());
    second = allocate_buffers(1, 4096);
    CHECK(second.size() == 1);
    second[0][0] = std::byte{1};
    second = std::move(first);
    CHECK(second.empty());
}

TEST_CASE("exec/buffers: reserving 24 GiB takes no time and no memory") {
    const auto start = std::chrono::steady_clock::now();
    const buffer_set buffers = allocate_buffers(24, std::size_t{1} << 30);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    CHECK(time.count() <= 10);
    buffers[23].back() = std::byte{1};
    buffers[0].front() = std::byte{1};
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
#if defined(__linux__)
    CHECK(usage.ru_maxrss < 512 * 1024);
#endif
}

TEST_CASE("exec/buffers: placement") {
    const unsigned node = spate::detail::read_topology().nodes.front().id;
    for (const auto policy : {spate::numa_policy::automatic(), spate::numa_policy::uma(), spate::numa_policy::on_node(node)}) {
        const buffer_set buffers = allocate_buffers(2, std::size_t{3} << 20, {.numa = policy, .huge_pages = false});
        std::memset(buffers[1].data(), 7, buffers[1].size());
        CHECK(buffers[1].back() == std::byte{7});
    }
    CHECK_THROWS_WITH_AS((void)allocate_buffers(1, 4096, {.numa = spate::numa_policy::on_node(4000)}),
                         doctest::Contains("numa: node 4000 does not exist; this machine has node"), spate::config_error);
}

TEST_CASE("exec/buffers: errors") {
    const std::size_t most = ~std::size_t{0};
    const auto fails = [](std::size_t count, std::size_t size, const char* text) {
        CHECK_THROWS_WITH_AS((void)allocate_buffers(count, size), doctest::Contains(text), spate::config_error);
    };
    fails(0, 1, "count: 0");
    fails(1, 0, "size: 0");
    fails(1, most, "is more than the address space");
    fails(most, 4096, "is more than the address space");
    fails(most / 4096, 4096, "is more than the address space");
    fails(std::size_t{1} << 32, std::size_t{1} << 30, "cannot be reserved");
}
