// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_PREDICT_HPP
#define SPATE_EXAMPLES_CLI_PREDICT_HPP

/// What a storage system will make of a stream, before anything is written.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <spate/dedup/predict.hpp>

#include "console.hpp"
#include "pipeline.hpp"

namespace cli {

/// How many bytes a codec makes of the stream's units, each compressed by itself.
struct predicted_codec {
    std::string_view name, label;
    /// Whether it follows from the codec's table; else the mean comes from a sample that was compressed.
    bool from_table = false;
    std::uint64_t sampled = 0;
    /// Bytes of an average unit when it is compressed: of all units, and of the different ones.
    double mean = 0, mean_of_unique = 0;
};

struct prediction {
    /// By fixed blocks of the dedup unit.
    spate::predicted_units units{};
    /// What is left of the stream's last unit.
    std::uint64_t rest_bytes = 0;
    std::uint64_t compress_unit = 0;
    std::vector<predicted_codec> codecs;
    /// Rows of a histogram that were merged for want of units, and the contents in them.
    std::size_t merged_rows = 0;
    std::uint64_t merged_contents = 0;
};

/// Exact for the units. For the codec that the stream is made for, the mean of its table; for the others, of keyed samples of 64 MiB of the stream
/// and of its contents (zlib 32 MiB), which the codecs compress. Throws config_error for an endless stream.
[[nodiscard]] prediction predict(const stream& what);

/// `spate bytes --predict`: the report of it.
void report_prediction(const stream& what, bool json, console& out);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_PREDICT_HPP
