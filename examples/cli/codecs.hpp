// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_CODECS_HPP
#define SPATE_EXAMPLES_CLI_CODECS_HPP

/// The codecs with which a file's compression is measured: their own libraries, each unit compressed by itself.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace cli {

/// One thread's compressor of one codec for units of up to a size that is set when it is made; it keeps its memory between units.
class compressor {
public:
    virtual ~compressor() = default;
    /// The number of bytes that the unit takes when it is compressed, the codec's own frame included.
    [[nodiscard]] virtual std::size_t compressed_size(std::span<const std::byte> unit) = 0;
};

struct codec {
    std::string_view name;
    /// The name with the level.
    std::string_view label;
    /// As --codec spells it.
    std::string_view calibrated_as;
    /// Bytes of the sample that is compressed unless all is asked for.
    std::uint64_t sample;
    std::unique_ptr<compressor> (*make)(std::size_t unit);
};

/// lz4 with its default acceleration, zstd at level 3, zlib at level 6, snappy.
[[nodiscard]] std::span<const codec> codecs();

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_CODECS_HPP
