// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_AVRO_OPTIONS_HPP
#define SPATE_FORMAT_AVRO_OPTIONS_HPP

/// What can be chosen about Avro files.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace spate::inline v0 {

/// A codec's name in the file ("null", "deflate", "snappy", "zstandard", or another that the reader knows), and the function that compresses a block with
/// it: replaces what is in `out` by the stored form of `block`. The codec "null" has none. Each encoder has a copy of the function, and copies are called from
/// several threads at the same time. format/avro_codecs.hpp has those of the specification.
struct avro_codec {
    std::string name = "null";
    std::function<void(std::span<const std::byte> block, std::vector<std::byte>& out)> compress = {};
};

/// What avro takes: `avro{{.codec = avro_zstd(3), .name = "shop.order"}}`.
struct avro_options {
    /// Rows of a block; 0: as many as take some 1 MiB, at most 8192. A block has less than 2^31 bytes.
    std::size_t block_rows = 0;
    avro_codec codec = {};
    /// The name of the rows' record type, with a namespace or without.
    std::string name = "row";
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_AVRO_OPTIONS_HPP
