// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_LOAD_TELEMETRY_HPP
#define SPATE_TELEMETRY_LOAD_TELEMETRY_HPP

/// `load_telemetry("services.yaml")`. Needs nlohmann-json and yaml-cpp; the target spate::specifications brings them.

#include <string>

#include <spate/schema/load.hpp>
#include <spate/telemetry/read_telemetry.hpp>

namespace spate::inline v0 {

/// Reads a configuration from a file, YAML or JSON by its name. Throws as load_specification and read_telemetry do; all that is wrong with it is told at once.
[[nodiscard]] inline telemetry_configuration load_telemetry(const std::string& path) { return read_telemetry(load_specification(path), path); }

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_LOAD_TELEMETRY_HPP
