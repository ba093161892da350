// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_STREAM_HPP
#define SPATE_CORE_STREAM_HPP

/// What all sources have in common: how they are filled with a choice of stores, and checked.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// Fills from any source; the mode reaches those that can choose.
template <byte_source Source>
void fill_as(const Source& source, std::uint64_t offset, std::span<std::byte> out, store_mode mode) noexcept {
    if constexpr (store_aware_source<Source>)
        source.fill(offset, out, mode);
    else
        source.fill(offset, out);
}

/// The seed that a source was made with, for adaptors that draw from it too; seed 0 for sources that have none.
template <byte_source Source>
[[nodiscard]] constexpr seed origin_of(const Source& source) noexcept {
    if constexpr (requires { source.origin(); })
        return source.origin();
    else
        return seed{0};
}

/// Regenerates bytes [offset, offset + given.size()) and compares. Returns the stream offset of the first byte that differs, or
/// nothing. Requires offset + given.size() <= source.size(). Cost: a fill into the L1 cache and a comparison; no allocation.
template <byte_source Source>
[[nodiscard]] std::optional<std::uint64_t> verify(const Source& source, std::uint64_t offset, std::span<const std::byte> given) noexcept {
    alignas(64) std::byte expected[16384];
    while (!given.empty()) {
        // Parts end at multiples of the buffer, so that the source's cells are made whole.
        const std::size_t size = std::min(given.size(), sizeof expected - static_cast<std::size_t>(offset % sizeof expected));
        source.fill(offset, {expected, size});
        if (std::memcmp(expected, given.data(), size) != 0) {
            std::size_t same = 0;
            while (expected[same] == given[same]) ++same;
            return offset + same;
        }
        given = given.subspan(size);
        offset += size;
    }
    return std::nullopt;
}

/// Gives a source `verify` as a member.
template <class Source>
struct byte_stream {
    /// See spate::verify.
    [[nodiscard]] std::optional<std::uint64_t> verify(std::uint64_t offset, std::span<const std::byte> given) const noexcept {
        return spate::verify(static_cast<const Source&>(*this), offset, given);
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_CORE_STREAM_HPP
