// SPDX-License-Identifier: Apache-2.0
#include <spate/core/error.hpp>

#include "sinks.hpp"

namespace cli {

std::unique_ptr<spate::delivery_sink> make_rolled_files(const spate::sink_configuration&, const delivered_source&, spate::thread_pool&) {
    throw spate::config_error{"type", "file", "cannot be sent to from here", "use another sink"};
}

}  // namespace cli
