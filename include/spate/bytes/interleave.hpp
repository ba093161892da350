// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_INTERLEAVE_HPP
#define SPATE_BYTES_INTERLEAVE_HPP

/// `interleave(phase(a, 4_KiB), phase(b, 1_MiB), ...)`: sources in turn, a piece of each.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/core/stream.hpp>

namespace spate::inline v0 {

/// A source and how many of its bytes come in each turn.
template <byte_source Source>
struct phase {
    Source source;
    std::uint64_t bytes;
};
template <byte_source Source>
phase(Source, std::uint64_t) -> phase<Source>;

/// In turn k, bytes [k n, (k + 1) n) of each source, n being its phase's size: metadata, payload and footer of records, the
/// stripes of a RAID. Ends after the last turn for which every source has enough; what is left of longer ones is not used.
///
/// Errors: config_error for a phase of no bytes, and when a source is too short for one turn.
/// Cost: one division per fill and a few comparisons per phase.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source | always |
/// | reseedable_source | all parts do; phase i gets a seed of its own, derived from the new one and i |
template <byte_source... Sources>
class interleave_bytes : public byte_stream<interleave_bytes<Sources...>> {
public:
    explicit interleave_bytes(phase<Sources>... phases) : sources_{std::move(phases.source)...}, sizes_{phases.bytes...} {
        std::uint64_t turns = unlimited;
        std::size_t part = 0;
        const auto add = [&](std::uint64_t available) {
            const std::uint64_t size = sizes_[part];
            if (size == 0 || size > (std::uint64_t{1} << 56))
                detail::raise_config("interleave", "phase " + std::to_string(part), "has " + std::to_string(size) + " bytes a turn", "use 1 to 2^56");
            if (available != unlimited) turns = std::min(turns, available / size);
            starts_[part++] = period_;
            period_ += size;
        };
        std::apply([&](const auto&... source) { (add(source.size()), ...); }, sources_);
        if (turns == 0) detail::raise_config("interleave", "", "has a source that is shorter than its phase", "use a smaller phase or a longer source");
        size_ = turns >= unlimited / period_ ? unlimited : turns * period_;
    }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return size_; }

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept {
        std::uint64_t turn = offset / period_;
        std::uint64_t within = offset % period_;
        while (!out.empty()) {
            fill_turn(turn, within, out, mode, std::index_sequence_for<Sources...>{});
            within = 0;
            ++turn;
        }
    }

    [[nodiscard]] interleave_bytes with_seed(seed other) const noexcept
        requires(reseedable_source<Sources> && ...)
    {
        interleave_bytes copy = *this;
        copy.reseed(other, std::index_sequence_for<Sources...>{});
        return copy;
    }

private:
    template <std::size_t... I>
    void fill_turn(std::uint64_t turn, std::uint64_t within, std::span<std::byte>& out, store_mode mode, std::index_sequence<I...>) const noexcept {
        const auto part = [&]<std::size_t Part>() {
            const std::uint64_t end = starts_[Part] + sizes_[Part];
            if (out.empty() || within >= end) return;
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), end - within));
            fill_as(std::get<Part>(sources_), turn * sizes_[Part] + (within - starts_[Part]), out.first(size), mode);
            within += size;
            out = out.subspan(size);
        };
        (part.template operator()<I>(), ...);
    }
    template <std::size_t... I>
    void reseed(seed other, std::index_sequence<I...>) noexcept {
        ((std::get<I>(sources_) = std::get<I>(sources_).with_seed(seed_of_part(other, I))), ...);
    }

    std::tuple<Sources...> sources_;
    std::array<std::uint64_t, sizeof...(Sources)> sizes_, starts_{};
    std::uint64_t period_ = 0;
    std::uint64_t size_ = 0;
};

/// Sources in turn: `interleave(phase{metadata, 4_KiB}, phase{payload, 1_MiB}, phase{footer, 512})`.
template <byte_source... Sources>
    requires(sizeof...(Sources) > 0)
[[nodiscard]] auto interleave(phase<Sources>... phases) {
    return interleave_bytes<Sources...>{std::move(phases)...};
}

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_INTERLEAVE_HPP
