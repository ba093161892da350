// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_TAKE_HPP
#define SPATE_BYTES_TAKE_HPP

/// `| take(n)`: the first n bytes.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <spate/core/cell_shape.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/stream.hpp>

namespace spate::inline v0 {

/// The first `size` bytes of a source, or all of it if it has fewer.
///
/// | models | when |
/// |---|---|
/// | byte_source | always |
/// | store_aware_source, cell_source, reseedable_source | the base does |
template <byte_source Base>
class take_bytes : public byte_stream<take_bytes<Base>> {
public:
    constexpr take_bytes(Base base, std::uint64_t size) noexcept : base_{std::move(base)}, size_{std::min(size, base_.size())} {}

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_of(base_); }
    /// What the base compresses by itself, if it says so.
    [[nodiscard]] constexpr std::uint64_t compress_unit() const noexcept
        requires requires(const Base& base) { base.compress_unit(); }
    {
        return base_.compress_unit();
    }

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept { fill_as(base_, offset, out, mode); }

    [[nodiscard]] take_bytes with_seed(seed other) const noexcept
        requires reseedable_source<Base>
    {
        return take_bytes{base_.with_seed(other), size_};
    }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept
        requires cell_source<Base>
    {
        base_.make(requests, mode);
    }

    void make_shaped(std::span<const shaped_request> requests, const cell_shape& shape) const noexcept
        requires shapeable_source<Base>
    {
        base_.make_shaped(requests, shape);
    }

    static constexpr std::size_t cell_size = [] {
        if constexpr (cell_source<Base>)
            return Base::cell_size;
        else
            return std::size_t{0};
    }();

private:
    Base base_;
    std::uint64_t size_;
};

/// Ends a stream after `size` bytes: `random_bytes(seed{1}) | take(100_GiB)`.
[[nodiscard]] constexpr auto take(std::uint64_t size) {
    return adaptor{[size]<byte_source Base>(Base base) { return take_bytes<Base>{std::move(base), size}; }};
}

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_TAKE_HPP
