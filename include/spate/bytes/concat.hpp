// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_CONCAT_HPP
#define SPATE_BYTES_CONCAT_HPP

/// `concat(a, b, ...)`: one source after another.

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

/// The sources' bytes, one source after another: a header, then data, then a footer. All but the last must end.
///
/// Errors: config_error for an endless source before the last, and for a total beyond 2^64 - 2.
/// Cost: one comparison per source and fill.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source | always |
/// | reseedable_source | all parts do; part i gets a seed of its own, derived from the new one and i |
template <byte_source... Sources>
class concat_bytes : public byte_stream<concat_bytes<Sources...>> {
public:
    explicit concat_bytes(Sources... sources) : sources_{std::move(sources)...} {
        std::size_t part = 0;
        const auto add = [&](std::uint64_t size) {
            if (part != 0 && ends_[part - 1] == unlimited)
                detail::raise_config("concat", "source " + std::to_string(part - 1), "never ends, but another follows it", "give it an end with take(size)");
            const std::uint64_t before = part == 0 ? 0 : ends_[part - 1];
            if (size != unlimited && size >= unlimited - before) detail::raise_config("concat", "", "is longer than 2^64 - 2 bytes", "take less of its parts");
            ends_[part++] = size == unlimited ? unlimited : before + size;
        };
        std::apply([&](const auto&... source) { (add(source.size()), ...); }, sources_);
    }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return ends_.back(); }

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept {
        fill_parts(offset, out, mode, std::index_sequence_for<Sources...>{});
    }

    [[nodiscard]] concat_bytes with_seed(seed other) const noexcept
        requires(reseedable_source<Sources> && ...)
    {
        concat_bytes copy = *this;
        copy.reseed(other, std::index_sequence_for<Sources...>{});
        return copy;
    }

private:
    template <std::size_t... I>
    void fill_parts(std::uint64_t offset, std::span<std::byte> out, store_mode mode, std::index_sequence<I...>) const noexcept {
        const auto part = [&]<std::size_t Part>() {
            if (out.empty() || offset >= ends_[Part]) return;
            const std::uint64_t begin = Part == 0 ? 0 : ends_[Part == 0 ? 0 : Part - 1];
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), ends_[Part] - offset));
            fill_as(std::get<Part>(sources_), offset - begin, out.first(size), mode);
            offset += size;
            out = out.subspan(size);
        };
        (part.template operator()<I>(), ...);
    }
    template <std::size_t... I>
    void reseed(seed other, std::index_sequence<I...>) noexcept {
        ((std::get<I>(sources_) = std::get<I>(sources_).with_seed(seed_of_part(other, I))), ...);
    }

    std::tuple<Sources...> sources_;
    std::array<std::uint64_t, sizeof...(Sources)> ends_{};
};

/// One source after another: `concat(header, random_bytes(seed{1}) | take(1_GiB), footer)`.
template <byte_source... Sources>
    requires(sizeof...(Sources) > 0)
[[nodiscard]] auto concat(Sources... sources) {
    return concat_bytes<Sources...>{std::move(sources)...};
}

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_CONCAT_HPP
