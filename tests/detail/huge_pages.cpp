// SPDX-License-Identifier: Apache-2.0
#include <spate/detail/huge_pages.hpp>

#include <cstddef>
#include <cstring>

#include <doctest/doctest.h>
#include <sys/mman.h>

using namespace spate;

TEST_CASE("detail/huge_pages: the wish changes nothing of what is in memory, and one that the system refuses is no error") {
    constexpr std::size_t size = 4 * detail::huge_page;
    void* const data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    REQUIRE(data != MAP_FAILED);
    std::memset(data, 5, size / 2);
    detail::ask_for_huge_pages(data, size);
    CHECK(static_cast<const unsigned char*>(data)[size / 2 - 1] == 5);
    CHECK(static_cast<const unsigned char*>(data)[size - 1] == 0);
    REQUIRE(::munmap(data, size) == 0);
    detail::ask_for_huge_pages(data, size);
}
