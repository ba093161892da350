// SPDX-License-Identifier: Apache-2.0
// A configuration from a file.
#include <cstdio>
#include <fstream>

#include <spate/telemetry/load_telemetry.hpp>

int main() {
    std::ofstream{"services.yaml"} << "interval: 10s\n"
                                      "days: 7\n"
                                      "services: [web, {name: payment, latency: 80ms}]\n";
    const spate::telemetry_configuration made = spate::load_telemetry("services.yaml");
    std::printf("%s: %llu intervals\n", made.options.services[1].name.c_str(), static_cast<unsigned long long>(made.options.intervals));
    return made.options.services[1].name == "payment" && made.options.intervals == 60480 ? 0 : 1;
}
