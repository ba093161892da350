// SPDX-License-Identifier: Apache-2.0
#include <spate/core/concepts.hpp>

#include <doctest/doctest.h>

#include <memory>

using namespace spate;

namespace {

struct source {
    [[nodiscard]] std::uint64_t size() const noexcept { return 1; }
    void fill(std::uint64_t, std::span<std::byte>) const noexcept {}
};
struct stores : source {
    using source::fill;
    void fill(std::uint64_t, std::span<std::byte>, store_mode) const noexcept {}
};
struct cells : stores {
    static constexpr std::size_t cell_size = 64;
    void make(std::span<const cell_request>, store_mode) const noexcept {}
};
struct reseeds : source {
    [[nodiscard]] reseeds with_seed(seed) const noexcept { return *this; }
};
struct may_throw {
    [[nodiscard]] std::uint64_t size() const noexcept { return 1; }
    void fill(std::uint64_t, std::span<std::byte>) const {}
};
struct signed_size {
    [[nodiscard]] int size() const noexcept { return 1; }
    void fill(std::uint64_t, std::span<std::byte>) const noexcept {}
};
struct changes_itself {
    [[nodiscard]] std::uint64_t size() const noexcept { return 1; }
    void fill(std::uint64_t, std::span<std::byte>) noexcept {}
};
struct cannot_be_copied : source {
    std::unique_ptr<int> own;
};
struct identity {
    [[nodiscard]] std::uint64_t operator()(std::uint64_t i) const noexcept { return i; }
    void map(std::uint64_t, std::span<std::uint64_t>) const noexcept {}
    [[nodiscard]] std::uint64_t size() const noexcept { return 1; }
    [[nodiscard]] std::uint64_t distinct() const noexcept { return 1; }
};
struct forks {
    [[nodiscard]] unsigned concurrency() const { return 1; }
    template <class Function>
    void bulk(std::size_t n, Function&& function) {
        for (std::size_t i = 0; i < n; ++i) function(i);
    }
};

}  // namespace

TEST_CASE("core/concepts: each takes what fulfils it and refuses what lacks one thing") {
    static_assert(byte_source<source> && byte_source<stores> && byte_source<cells>);
    static_assert(!byte_source<may_throw> && !byte_source<signed_size> && !byte_source<changes_itself> && !byte_source<cannot_be_copied> && !byte_source<int>);
    static_assert(!store_aware_source<source> && store_aware_source<stores>);
    static_assert(!cell_source<stores> && cell_source<cells>);
    static_assert(!reseedable_source<source> && reseedable_source<reseeds>);
    static_assert(index_mapper<identity> && !index_mapper<source>);
    static_assert(executor<forks> && !executor<source>);
    static_assert(!byte_sink<source> && !bit_engine<source>);
    CHECK(unlimited == 0xffffffffffffffffu);
}
