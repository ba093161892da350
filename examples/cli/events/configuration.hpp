// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_EVENTS_CONFIGURATION_HPP
#define SPATE_EXAMPLES_CLI_EVENTS_CONFIGURATION_HPP

/// Configurations of events. configuration.cpp alone includes what reads them, since compiling that takes long.

#include <cstdint>
#include <string>

#include <spate/event/event_configuration.hpp>

namespace cli {

struct loaded_events {
    spate::event_configuration configuration;
    bool seed_was_drawn = false;
    /// Of all that the file says of the events themselves: not of their seed, their start, how fast they come, how many there are and where they go.
    std::uint64_t fingerprint = 0;
};

/// Reads a configuration; without a seed in it or in the options it has `drawn`. Throws as spate::load_config, and config_error for a file that cannot be read.
[[nodiscard]] loaded_events load_events(const std::string& path, spate::configuration_options options, std::uint64_t drawn);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_EVENTS_CONFIGURATION_HPP
