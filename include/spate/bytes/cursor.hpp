// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_CURSOR_HPP
#define SPATE_BYTES_CURSOR_HPP

/// `cursor`: reads a source from front to back, as a file is read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <spate/bytes/chunks.hpp>
#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>

namespace spate::inline v0 {

/// A position in a source. What it reads is a function of three numbers, whatever calls led to them: the seed, the position, and
/// the position at which the content began (0, or where the seed was last set).
///
/// Cost: that of a fill; no allocation. Thread safety: one thread at a time; copies are independent.
template <byte_source Source>
class cursor {
public:
    explicit cursor(Source source) noexcept : source_{std::move(source)} {}

    /// Writes the next bytes and returns how many: fewer than out.size() at the end, then 0.
    std::size_t read(std::span<std::byte> out) noexcept {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), remaining()));
        source_.fill(position_ - begin_, out.first(size));
        position_ += size;
        return size;
    }

    /// Goes on with another seed: its content starts at offset 0 here, so that seeds A, B, A give A's first bytes again.
    /// Position and remaining() go on counting. Cost: some ten nanoseconds.
    void set_seed(seed other) noexcept
        requires reseedable_source<Source>
    {
        source_ = source_.with_seed(other);
        begin_ = position_;
    }

    /// Goes to `position`; content counts from 0 again, that is, bytes are those of the source under its present seed at that
    /// offset. Throws config_error beyond the end.
    void seek(std::uint64_t position) {
        if (position > size())
            detail::raise_config("seek", std::to_string(position), "is beyond the end of the stream", "use at most " + std::to_string(size()));
        position_ = position;
        begin_ = 0;
    }

    /// The same as seek(0); the seed stays.
    void reset() noexcept {
        position_ = 0;
        begin_ = 0;
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return source_.size(); }
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
    /// How many bytes can still be read; `unlimited` for an endless source.
    [[nodiscard]] std::uint64_t remaining() const noexcept { return size() == unlimited ? unlimited : size() - position_; }
    [[nodiscard]] bool is_complete() const noexcept { return remaining() == 0; }
    /// How many bytes to ask for at once so that they are still in the cache when they are used.
    [[nodiscard]] std::size_t chunk_size() const noexcept { return default_chunk_size(1); }
    [[nodiscard]] const Source& source() const noexcept { return source_; }

private:
    Source source_;
    std::uint64_t position_ = 0;
    std::uint64_t begin_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_CURSOR_HPP
