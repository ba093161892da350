// SPDX-License-Identifier: Apache-2.0
// Twenty services, of which one is changed.
#include <cstdio>

#include <spate/telemetry/service.hpp>

int main() {
    std::vector<spate::service_profile> services = spate::usual_services(20);
    services[0].requests = 2'000;
    for (const spate::service_profile& one : services)
        std::printf("%-14s %u requests/s, %u us, on %s and others\n", one.name.c_str(), one.requests, one.latency, host_name(one, 0).c_str());
    return services[19].name == "checkout-2" ? 0 : 1;
}
