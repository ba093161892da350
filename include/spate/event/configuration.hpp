// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_CONFIGURATION_HPP
#define SPATE_EVENT_CONFIGURATION_HPP

/// `load_config("events.yaml")`. Needs nlohmann-json and yaml-cpp; the target spate::specifications brings them.

#include <string>

#include <spate/event/read_configuration.hpp>
#include <spate/schema/load.hpp>

namespace spate::inline v0 {

/// The configuration of events that a file holds: JSON if its name ends in .json, YAML if in .yaml or .yml. Throws as load_specification and
/// read_configuration do.
[[nodiscard]] inline event_configuration load_config(const std::string& path, const configuration_options& options = {}) {
    return read_configuration(load_specification(path), path, options);
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_CONFIGURATION_HPP
