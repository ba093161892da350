// SPDX-License-Identifier: Apache-2.0
// Elasticsearch and OpenSearch.
#include "sinks.hpp"

#ifdef SPATE_PROGRAM_HAS_CURL
#include <spate/http/elasticsearch_options.hpp>
#include <spate/http/elasticsearch_sink.hpp>
#else
#include "no_curl.hpp"
#endif

namespace cli {

std::unique_ptr<spate::delivery_sink> make_elasticsearch_sink(const spate::sink_configuration& sink) {
#ifdef SPATE_PROGRAM_HAS_CURL
    return std::make_unique<spate::elasticsearch_sink>(spate::elasticsearch_options_of(sink));
#else
    refuse_without_curl(sink);
#endif
}

}  // namespace cli
