// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_CONCEPTS_HPP
#define SPATE_CORE_CONCEPTS_HPP

/// Every public concept of the library, from engines to executors, and the few vocabulary types that they speak of.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>

#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>

namespace spate::inline v0 {

/// The size of a stream that has no end.
inline constexpr std::uint64_t unlimited = ~std::uint64_t{0};

/// How bytes are stored. `cached` leaves them in the caches for a reader that comes soon; `streaming` writes past the caches
/// (non-temporal stores), for buffers that the caches cannot hold and that nobody reads at once. Never changes the bytes.
enum class store_mode : unsigned char { cached, streaming };

/// A random engine without state: byte `position` of stream `key` is a pure function of the two.
///
/// `fill(key, position, out, mode)` writes bytes [position, position + out.size()) of the stream, for any position and length.
/// `granule` is the number of bytes that are made together: a position that is a multiple of it costs nothing extra. A random
/// position costs at most the making of one granule more. `name` is the engine's name on the command line.
template <class E>
concept bit_engine = requires(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode) {
    { E::name } -> std::convertible_to<std::string_view>;
    { E::granule } -> std::convertible_to<std::size_t>;
    { E::fill(key, position, out, mode) } noexcept;
};

/// A stream whose bytes are a function of their offset: any part can be made at any time, by any thread, in any order.
/// `fill(offset, out)` requires offset + out.size() <= size(); it allocates nothing and cannot fail. A wrapper whose constructor is
/// constrained by this concept must exclude its own type first, since being copyable is part of it.
template <class S>
concept byte_source = std::copy_constructible<S> && requires(const S& source, std::uint64_t offset, std::span<std::byte> out) {
    { source.size() } noexcept -> std::same_as<std::uint64_t>;
    { source.fill(offset, out) } noexcept;
};

/// A source that can be told how to store. Adaptors pass the mode down only if they do not read back what the base wrote.
template <class S>
concept store_aware_source = byte_source<S> && requires(const S& source, std::uint64_t offset, std::span<std::byte> out, store_mode mode) {
    { source.fill(offset, out, mode) } noexcept;
};

/// A source of which a copy with another seed can be made; everything else about the copy is the same.
template <class S>
concept reseedable_source = byte_source<S> && requires(const S& source, seed other) {
    { source.with_seed(other) } noexcept -> std::same_as<S>;
};

/// The first `bytes` bytes of cell `index`, to be written at `out`.
struct cell_request {
    std::uint64_t index;
    std::byte* out;
    std::size_t bytes;
};

/// A source made of cells of `cell_size` bytes, of which any prefix can be made alone. Cells are asked for in groups, in any
/// order and with gaps, so that an engine can make several at once and a shaper pays only for the prefix that it uses.
/// `make` requires bytes <= cell_size in every request, that no two requests overlap in memory, and for streaming that every `out`
/// is a multiple of 64.
template <class S>
concept cell_source = byte_source<S> && requires(const S& source, std::span<const cell_request> requests, store_mode mode) {
    { S::cell_size } -> std::convertible_to<std::size_t>;
    { source.make(requests, mode) } noexcept;
};

/// A pure map from the position of a unit in a stream to the number of the content that stands there; contents are numbered
/// from 0 to distinct() - 1 and each occurs at least once among the size() positions. `map(first, ids)` maps the positions
/// from `first` on, which is cheaper than one at a time.
template <class M>
concept index_mapper = std::copy_constructible<M> && requires(const M& map, std::uint64_t index, std::span<std::uint64_t> ids) {
    { map(index) } noexcept -> std::same_as<std::uint64_t>;
    { map.map(index, ids) } noexcept;
    { map.size() } noexcept -> std::same_as<std::uint64_t>;
    { map.distinct() } noexcept -> std::same_as<std::uint64_t>;
};

/// Runs f(0) ... f(n - 1), each once, in any order, on any threads, and returns when all are done. If a call throws, some of
/// the others may not run, and one of the exceptions is thrown on to the caller of `bulk`.
template <class X>
concept executor = requires(X& x, std::size_t n, void (*f)(std::size_t)) {
    { x.concurrency() } -> std::convertible_to<std::size_t>;
    x.bulk(n, f);
};

/// Takes the bytes of an output in order. `write` takes all of the bytes or reports why not; `close` makes the output complete
/// under its final name (a sink that is destroyed without `close` leaves nothing that looks complete).
template <class K>
concept byte_sink = requires(K& sink, std::span<const std::byte> bytes, std::error_code& error) {
    { sink.write(bytes, error) } noexcept;
    { sink.close(error) } noexcept;
};

/// A sink that takes bytes at known offsets, from several threads at once, in any order.
template <class K>
concept random_access_sink = byte_sink<K> && requires(K& sink, std::uint64_t offset, std::span<const std::byte> bytes, std::error_code& error) {
    { sink.write_at(offset, bytes, error) } noexcept;
};

}  // namespace spate::inline v0

#endif  // SPATE_CORE_CONCEPTS_HPP
