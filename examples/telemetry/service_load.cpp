// SPDX-License-Identifier: Apache-2.0
// A day of one's own service, hour by hour: load, latency and the counter of requests.
#include <cstdio>

#include <spate/telemetry/service_load.hpp>

int main() {
    spate::telemetry_options options{.services = {{.name = "booking", .requests = 50, .latency = 30'000}}};
    options.daily = {1, 2};
    options.interval = 60'000'000'000;
    const spate::service_load load{options};
    std::uint64_t before = 0, falls = 0;
    for (spate::service_load::walk walk{load, 0, 0}; walk.interval() < 24 * 60; walk.next()) {
        const spate::service_moment now = walk.now();
        falls += now.requests < before ? 1 : 0;
        before = now.requests;
        if (walk.interval() % 60 == 0)
            std::printf("%02d:00  load %.2f, latency %.1f ms, requests %llu\n", static_cast<int>(walk.interval() / 60), now.load / 65536.0,
                        static_cast<double>(now.latency) / 1000, static_cast<unsigned long long>(now.requests));
    }
    return falls <= 1 ? 0 : 1;  // the service is restarted once a day
}
