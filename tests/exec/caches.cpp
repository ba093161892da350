// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/caches.hpp>

#include <doctest/doctest.h>

#include "tree.hpp"

using spate::cache_info;

TEST_CASE("exec/caches: this machine") {
    const cache_info& caches = spate::cache_sizes();
    CHECK(caches.l1d >= 4096);
    CHECK(caches.l2 >= caches.l1d);
    CHECK(caches.l3 >= caches.l2);
    CHECK(caches.l3_shared_by >= 1);
    CHECK(&caches == &spate::cache_sizes());
    static_assert(noexcept(spate::cache_sizes()));
}

TEST_CASE("exec/caches: the kernel's files") {
    tree files;
    const auto index = [&](int i, const char* level, const char* type, const char* size, const char* shared) {
        const std::string path = "/cpu/cpu3/cache/index" + std::to_string(i);
        files.put(path + "/level", level);
        files.put(path + "/type", type);
        files.put(path + "/size", size);
        files.put(path + "/shared_cpu_list", shared);
    };
    index(0, "1\n", "Data\n", "48K\n", "3\n");
    index(1, "1\n", "Instruction\n", "64K\n", "3\n");
    index(2, "2\n", "Unified\n", "2M\n", "3,67\n");
    index(3, "3\n", "Unified\n", "107520K\n", "0-31,64-95\n");
    CHECK(spate::detail::caches_from_sysfs(files.root().c_str(), 3) == cache_info{48 << 10, 2 << 20, std::size_t{105} << 20, 64});
    CHECK(spate::detail::caches_from_sysfs(files.root().c_str(), 4) == cache_info{0, 0, 0, 1});
}

TEST_CASE("exec/caches: what is not told is plausible") {
    CHECK(spate::detail::completed({}) == cache_info{32 << 10, 512 << 10, 512 << 10, 1});
    CHECK(spate::detail::completed({64 << 10, 1 << 20, 0, 8}) == cache_info{64 << 10, 1 << 20, 1 << 20, 1});
    CHECK(spate::detail::completed({64 << 10, 1 << 20, 32 << 20, 0}) == cache_info{64 << 10, 1 << 20, 32 << 20, 1});
}
