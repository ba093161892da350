// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_FORMAT_HPP
#define SPATE_FORMAT_FORMAT_HPP

/// What a record format is.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What a format's file is made of, besides a head and a tail: blocks of rows, which threads encode by themselves and which stand one behind the other.
template <class Info>
struct encoded_block {
    std::uint64_t offset;  // of its first byte in the file
    std::uint64_t bytes;
    std::uint64_t rows;
    Info info;
};

/// For formats that have nothing to remember of a block.
struct no_block_info {};

/// Encodes blocks, one after the other; each thread has one. `begin(out, first)` is told whether the block is the first of the file, `encode` appends
/// the rows of a batch, `finish` what is left of the block, and returns what the tail has to know of it. A block's bytes depend on its rows and on whether it
/// is the first, on nothing else. An encoder that holds a part of the block anyway can have `finish(out, parts)` as well: the block is then what is in `out`
/// and behind it the parts, which stay as they are until the next `begin`, so that they are written without a copy. `head` and `tail` write what stands before
/// and behind all blocks; `tail` is given all of them, in order.
template <class E>
concept record_encoder = requires(E& encoder, const batch& rows, text_buffer& out, bool first) {
    typename E::block_info;
    encoder.head(out);
    encoder.begin(out, first);
    encoder.encode(rows, out);
    { encoder.finish(out) } -> std::same_as<typename E::block_info>;
    encoder.tail(std::span<const encoded_block<typename E::block_info>>{}, out);
};

/// An encoder whose blocks are partly in memory of its own.
template <class E>
concept encoder_of_parts = record_encoder<E> && requires(E& encoder, text_buffer& out, std::vector<std::span<const std::byte>>& parts) {
    { encoder.finish(out, parts) } -> std::same_as<typename E::block_info>;
};

/// A format and its options, a value: makes encoders for tables of a type, and says how many rows a block has. Making one throws config_error for a table that
/// the format cannot hold.
template <class F>
concept record_format = std::copy_constructible<F> && requires(const F& format, const record_type& type) {
    { format.encoder(type) } -> record_encoder;
    { format.block_rows(type) } -> std::convertible_to<std::size_t>;
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_FORMAT_HPP
