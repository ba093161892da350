// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_EVENTS_CONFIGURATION_HPP
#define SPATE_EXAMPLES_CLI_EVENTS_CONFIGURATION_HPP

/// Configurations of events. configuration.cpp alone includes what reads them, since compiling that takes long.

#include <cstdint>
#include <string>

#include <spate/event/event_configuration.hpp>

namespace cli {

/// Reads a configuration; without a seed in it or in the options it has `drawn`. Throws as spate::load_config, and config_error for a file that cannot be read.
[[nodiscard]] spate::event_configuration load_events(const std::string& path, spate::configuration_options options, std::uint64_t drawn, bool& seed_was_drawn);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_EVENTS_CONFIGURATION_HPP
