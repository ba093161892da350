// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_NULL_HPP
#define SPATE_SINK_NULL_HPP

/// `null_sink`: takes everything and keeps nothing.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <utility>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// Counts bytes without reading them: what remains is the cost of making them.
/// Thread safety: `write_at` from any number of threads; `write` from one.
class null_sink {
public:
    null_sink() noexcept = default;
    null_sink(null_sink&& other) noexcept : taken_{other.taken_.load()}, position_{other.position_} {}
    null_sink& operator=(null_sink&& other) noexcept {
        taken_ = other.taken_.load();
        position_ = other.position_;
        return *this;
    }

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        position_ += bytes.size();
        write_at(0, bytes, error);
    }
    void write_at(std::uint64_t, std::span<const std::byte> bytes, std::error_code& error) noexcept {
        taken_.fetch_add(bytes.size(), std::memory_order_relaxed);
        error.clear();
    }
    void close(std::error_code& error) noexcept { error.clear(); }

    /// The bytes that came through `write`.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
    /// All bytes that came.
    [[nodiscard]] std::uint64_t taken() const noexcept { return taken_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> taken_{0};
    std::uint64_t position_ = 0;
};

static_assert(random_access_sink<null_sink>);

}  // namespace spate::inline v0

#endif  // SPATE_SINK_NULL_HPP
