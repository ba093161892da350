// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_RANDOM_BYTES_HPP
#define SPATE_BYTES_RANDOM_BYTES_HPP

/// Random bytes: the stream of an engine under a seed.

#include <cstddef>
#include <cstdint>
#include <span>

#include <spate/core/cell_shape.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/rng/cells.hpp>
#include <spate/rng/shishua.hpp>

namespace spate::inline v0 {

namespace detail {

template <class Engine>
concept cell_engine = requires(const key128& key, std::span<const cell_request> requests, store_mode mode) {
    { Engine::cell_size } -> std::convertible_to<std::size_t>;
    { Engine::make(key, requests, mode) } noexcept;
};

template <bit_engine Engine>
inline constexpr std::size_t cell_size_of = 4096;
template <bit_engine Engine>
    requires cell_engine<Engine>
inline constexpr std::size_t cell_size_of<Engine> = Engine::cell_size;

}  // namespace detail

/// An endless stream of uniformly distributed bytes: `random_bytes(seed{42})`, `random_bytes<rng::ars<5>>(seed{42})`.
///
/// Determinism: byte i depends on the engine, the seed and i. Streams with different seeds have nothing in common.
/// Errors: the constructor throws config_error when SPATE_ISA names no instruction set of this machine.
/// Cost: see the engine; 40 bytes of state. Thread safety: a value; const members may run on many threads.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source, reseedable_source, cell_source | always |
template <bit_engine Engine = rng::shishua<>>
class random_bytes : public cellwise<random_bytes<Engine>, detail::cell_size_of<Engine>> {
public:
    using engine = Engine;

    explicit random_bytes(spate::seed origin) : random_bytes(unchecked{}, origin) { simd::choose_isa(); }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return unlimited; }
    [[nodiscard]] constexpr spate::seed origin() const noexcept { return origin_; }
    [[nodiscard]] random_bytes with_seed(spate::seed other) const noexcept { return random_bytes(unchecked{}, other); }

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept { Engine::fill(key_, offset, out, mode); }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept {
        if constexpr (detail::cell_engine<Engine>)
            Engine::make(key_, requests, mode);
        else
            for (const cell_request& request : requests) Engine::fill(key_, request.index * random_bytes::cell_size, {request.out, request.bytes}, mode);
    }

    void make_shaped(std::span<const shaped_request> requests, const cell_shape& shape) const noexcept
        requires requires(const key128& key) { Engine::make_shaped(key, requests, shape); }
    {
        Engine::make_shaped(key_, requests, shape);
    }

private:
    struct unchecked {};
    static constexpr std::uint64_t purpose = hash_name("bytes");
    random_bytes(unchecked, spate::seed origin) noexcept : origin_{origin}, key_{derive_key(origin, purpose)} {}

    spate::seed origin_;
    key128 key_;
};

random_bytes(seed) -> random_bytes<>;

static_assert(cell_source<random_bytes<>> && store_aware_source<random_bytes<>> && reseedable_source<random_bytes<>>);

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_RANDOM_BYTES_HPP
