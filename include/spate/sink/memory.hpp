// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_MEMORY_HPP
#define SPATE_SINK_MEMORY_HPP

/// `memory_sink`: into a span of the caller's, from several threads; `vector_sink`: at the end of a vector that grows.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// Writes into memory of a fixed size, which must outlive the sink. What does not fit is refused with no_buffer_space (as much
/// as fits is written). Thread safety: `write_at` from any number of threads on parts that do not overlap; `write` from one.
class memory_sink {
public:
    explicit memory_sink(std::span<std::byte> out) noexcept : out_{out} {}

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        const std::size_t fits = std::min<std::size_t>(bytes.size(), out_.size() - static_cast<std::size_t>(position_));
        write_at(position_, bytes, error);
        position_ += fits;
    }
    void write_at(std::uint64_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
        const std::uint64_t room = offset < out_.size() ? out_.size() - offset : 0;
        const auto fits = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), room));
        if (fits != 0) std::memcpy(out_.data() + offset, bytes.data(), fits);
        error = fits == bytes.size() ? std::error_code{} : std::make_error_code(std::errc::no_buffer_space);
    }
    void close(std::error_code& error) noexcept { error.clear(); }

    /// The bytes that `write` has written.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

private:
    std::span<std::byte> out_;
    std::uint64_t position_ = 0;
};

/// Appends to a vector, which must outlive the sink. Reports not_enough_memory when it cannot grow; the vector is then as it
/// was before that write. Thread safety: one thread at a time.
class vector_sink {
public:
    explicit vector_sink(std::vector<std::byte>& out) noexcept : out_{&out}, begin_{out.size()} {}

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        error.clear();
        try {
            out_->insert(out_->end(), bytes.begin(), bytes.end());
        } catch (const std::bad_alloc&) {
            error = std::make_error_code(std::errc::not_enough_memory);
        } catch (const std::length_error&) {
            error = std::make_error_code(std::errc::not_enough_memory);
        }
    }
    void close(std::error_code& error) noexcept { error.clear(); }

    /// The bytes that were appended.
    [[nodiscard]] std::uint64_t position() const noexcept { return out_->size() - begin_; }

private:
    std::vector<std::byte>* out_;
    std::size_t begin_;
};

static_assert(random_access_sink<memory_sink>);
static_assert(byte_sink<vector_sink> && !random_access_sink<vector_sink>);

}  // namespace spate::inline v0

#endif  // SPATE_SINK_MEMORY_HPP
