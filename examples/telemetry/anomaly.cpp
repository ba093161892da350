// SPDX-License-Identifier: Apache-2.0
// What goes wrong with a service in an hour, if it is disturbed for a tenth of the time.
#include <cstdio>

#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/service.hpp>

int main() {
    spate::telemetry_options options{.from = spate::seed{42}, .services = spate::usual_services(1)};
    options.anomaly_rate = {1, 10};
    const spate::anomaly_plan plan{options};
    for (std::uint64_t window = 0; window < 360; ++window) {
        const spate::anomaly_kind kind = plan.in_window(0, window);
        if (kind != spate::anomaly_kind::none)
            std::printf("from second %llu on: %s\n", static_cast<unsigned long long>(window * spate::anomaly_plan::window_intervals), to_string(kind).data());
    }
    return plan.moment_of(0, 10'000).windows_before(spate::anomaly_kind::none) == 900 ? 0 : 1;
}
