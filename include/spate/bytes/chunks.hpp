// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_CHUNKS_HPP
#define SPATE_BYTES_CHUNKS_HPP

/// `| chunks(size)`: a stream as a range of spans.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <spate/bytes/fill.hpp>
#include <spate/core/error.hpp>
#include <spate/core/pipe.hpp>
#include <spate/detail/page_buffer.hpp>
#include <spate/exec/caches.hpp>
#include <spate/exec/default_pool.hpp>

namespace spate::inline v0 {

/// The size of a chunk that is still in the caches when it is read: half of a core's second level for one thread, a quarter of the
/// threads' part of the last level for more; 256 KiB to 8 MiB.
[[nodiscard]] inline std::size_t default_chunk_size(std::size_t threads) noexcept {
    const cache_info& caches = cache_sizes();
    const std::size_t wanted = threads <= 1 ? caches.l2 / 2 : caches.l3 / caches.l3_shared_by * threads / 4;
    return std::clamp(wanted, std::size_t{256} << 10, std::size_t{8} << 20) / 65536 * 65536;
}

/// Where a chunk_range ends.
struct end_of_chunks {};

/// The bytes of a source in order, as spans of `chunk_size` bytes (the last may be shorter). Each is made on all threads of the
/// executor, into the same buffer as the one before, which the next increment overwrites.
///
/// An input range: it can be walked once. Determinism: the bytes do not depend on chunk size or executor. Cost: one buffer.
/// Errors: config_error for a chunk size of 0; std::bad_alloc.
template <byte_source Source, executor Executor>
class chunk_range {
public:
    chunk_range(Source source, Executor& workers, std::size_t chunk_size) : source_{std::move(source)}, workers_{&workers}, chunk_size_{chunk_size} {
        if (chunk_size == 0) detail::raise_config("chunk", "0", "is no size", "use at least 1 byte; 32 MiB is usual");
        buffer_ = detail::page_buffer{static_cast<std::size_t>(std::min<std::uint64_t>(chunk_size, std::max<std::uint64_t>(source_.size(), 1)))};
    }

    class iterator {
    public:
        using value_type = std::span<const std::byte>;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        explicit iterator(chunk_range& range) noexcept : range_{&range} {}
        [[nodiscard]] value_type operator*() const noexcept { return range_->buffer_.first(range_->filled_); }
        iterator& operator++() {
            range_->advance();
            return *this;
        }
        void operator++(int) { range_->advance(); }
        [[nodiscard]] friend bool operator==(const iterator& at, end_of_chunks) noexcept { return (*at).empty(); }

    private:
        chunk_range* range_ = nullptr;
    };

    [[nodiscard]] iterator begin() {
        advance();
        return iterator{*this};
    }
    [[nodiscard]] static constexpr end_of_chunks end() noexcept { return {}; }

    [[nodiscard]] std::size_t chunk_size() const noexcept { return chunk_size_; }

private:
    void advance() {
        filled_ = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_size_, source_.size() - offset_));
        fill(*workers_, source_, offset_, buffer_.first(filled_), {.stores = streaming::never});
        offset_ += filled_;
    }

    Source source_;
    Executor* workers_;
    std::size_t chunk_size_;
    detail::page_buffer buffer_;
    std::size_t filled_ = 0;
    std::uint64_t offset_ = 0;
};

/// Reads a stream in chunks made by the threads of `workers`, which must outlive the range: `data | chunks(pool, 32_MiB)`.
template <executor Executor>
[[nodiscard]] auto chunks(Executor& workers, std::uint64_t size) {
    return adaptor{[&workers, size]<byte_source Source>(Source source) {
        return chunk_range<Source, Executor>{std::move(source), workers, static_cast<std::size_t>(size)};
    }};
}

/// The same with the default pool: `for (std::span<const std::byte> chunk : data | chunks(32_MiB))`.
[[nodiscard]] inline auto chunks(std::uint64_t size) {
    return adaptor{[size]<byte_source Source>(Source source) {
        return chunk_range<Source, thread_pool>{std::move(source), default_pool(), static_cast<std::size_t>(size)};
    }};
}

/// The same with the size that suits the machine's caches.
SPATE_WHEN_USED
[[nodiscard]] inline auto chunks() { return chunks(default_chunk_size(default_pool().concurrency())); }

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_CHUNKS_HPP
