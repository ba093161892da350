// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_FILL_HPP
#define SPATE_BYTES_FILL_HPP

/// `fill`: makes a large piece of a source in memory on all threads of an executor.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <spate/core/concepts.hpp>
#include <spate/exec/caches.hpp>

namespace spate::inline v0 {

/// Which stores a fill uses: `automatic` streams past the caches when the memory exceeds the threads' share of the last-level
/// cache; `always` and `never` decide for it. Use `never` where the bytes are read at once.
enum class streaming : unsigned char { automatic, always, never };

struct fill_options {
    streaming stores = streaming::automatic;
    /// What one index of `bulk` makes; 0 chooses 64 KiB to 1 MiB, so that every thread gets several. A multiple of 4096.
    std::size_t grain = 0;
};

namespace detail {

/// A piece of about an eighth of a thread's part, a power of two within [64 KiB, 1 MiB]: threads that are held up leave little.
[[nodiscard]] constexpr std::size_t fill_grain(std::size_t size, std::size_t threads) noexcept {
    std::size_t grain = std::size_t{1} << 20;
    while (grain > std::size_t{64} << 10 && grain > size / (8 * threads)) grain /= 2;
    return grain;
}

/// Three quarters of the part of the last-level cache that belongs to so many of the CPUs that share it, and never less than
/// their second levels.
[[nodiscard]] constexpr std::size_t cache_share(const cache_info& caches, std::size_t threads) noexcept {
    return std::max(caches.l2 * threads, caches.l3 / caches.l3_shared_by * threads) / 4 * 3;
}

}  // namespace detail

/// Writes bytes [offset, offset + out.size()) of `source` to `out`. Requires offset + out.size() <= source.size().
///
/// The pieces begin at multiples of the grain in the source, so that no cell is made twice. All bytes are visible to the caller
/// on return, streamed ones too (each streaming fill ends with a store fence).
/// Determinism: the bytes depend on source and offset alone. Cost: one `bulk`; none for a single piece, which the caller makes.
/// Throws only what the executor throws.
template <executor Executor, byte_source Source>
void fill(Executor& workers, const Source& source, std::uint64_t offset, std::span<std::byte> out, const fill_options& options = {}) {
    const std::size_t threads = std::max<std::size_t>(1, static_cast<std::size_t>(workers.concurrency()));
    const bool stream =
        options.stores == streaming::always || (options.stores == streaming::automatic && out.size() > detail::cache_share(cache_sizes(), threads));
    const std::size_t grain = options.grain != 0 ? options.grain : detail::fill_grain(out.size(), threads);
    const auto make = [&](std::uint64_t at, std::span<std::byte> piece) {
        if constexpr (store_aware_source<Source>)
            source.fill(at, piece, stream ? store_mode::streaming : store_mode::cached);
        else
            source.fill(at, piece);
    };
    const auto lead = static_cast<std::size_t>(offset % grain);
    const std::size_t pieces = (lead + out.size() + grain - 1) / grain;
    if (threads == 1 || pieces <= 1) return make(offset, out);
    workers.bulk(pieces, [&](std::size_t i) {
        const std::size_t begin = i == 0 ? 0 : i * grain - lead;
        const std::size_t end = std::min(out.size(), (i + 1) * grain - lead);
        make(offset + begin, out.subspan(begin, end - begin));
    });
}

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_FILL_HPP
