// SPDX-License-Identifier: Apache-2.0
// Kinesis.
#include "sinks.hpp"

#ifdef SPATE_PROGRAM_HAS_CURL
#include <spate/http/kinesis_options.hpp>
#include <spate/http/kinesis_sink.hpp>
#else
#include "no_curl.hpp"
#endif

namespace cli {

std::unique_ptr<spate::delivery_sink> make_kinesis_sink(const spate::sink_configuration& sink, [[maybe_unused]] const delivered_source& source) {
#ifdef SPATE_PROGRAM_HAS_CURL
    spate::kinesis_options options = spate::kinesis_options_of(sink);
    options.records_per_second = source.messages_per_second;
    if (options.automatic) options.bytes_per_second = source.messages_per_second * static_cast<double>(source.messages(false)->usual_bytes());
    return std::make_unique<spate::kinesis_sink>(std::move(options));
#else
    refuse_without_curl(sink);
#endif
}

}  // namespace cli
