// SPDX-License-Identifier: Apache-2.0
// Delta tables.
#include "sinks.hpp"

#include <spate/core/error.hpp>

#ifdef SPATE_PROGRAM_HAS_CURL
#include <spate/delta/delta_options.hpp>
#include <spate/delta/delta_sink.hpp>
#include <spate/delta/delta_source.hpp>
#else
#include "no_curl.hpp"
#endif

namespace cli {

std::unique_ptr<spate::delivery_sink> make_delta_sink(const spate::sink_configuration& sink, [[maybe_unused]] const delivered_source& source,
                                                      [[maybe_unused]] spate::thread_pool& pool) {
#ifdef SPATE_PROGRAM_HAS_CURL
    const spate::delta_options options = spate::delta_options_of(sink);
    const bool is_typed = options.tables == spate::delta_tables::typed;
    if (is_typed && !source.events) throw spate::config_error{"tables", "typed", "is for events, which have types", "leave it out"};
    const std::shared_ptr<const spate::delta_source> rows = is_typed        ? spate::delta_typed_events(*source.events, source.shard)
                                                            : source.events ? spate::delta_events(*source.events, source.shard)
                                                                            : spate::delta_rows(source.table, source.shard);
    return std::make_unique<spate::delta_sink>(options, rows, pool);
#else
    refuse_without_curl(sink);
#endif
}

}  // namespace cli
