// SPDX-License-Identifier: Apache-2.0
// Two services, described in code: how many intervals a week has.
#include <cstdio>

#include <spate/schema/node.hpp>
#include <spate/telemetry/read_telemetry.hpp>

using namespace spate;

int main() {
    using node = specification_node;
    const node services = node::sequence({"web", node::map({{"name", "payment"}, {"latency", "80ms"}})});
    const telemetry_configuration made = read_telemetry(node::map({{"days", 7}, {"interval", "10s"}, {"services", services}}));
    std::printf("%llu intervals of %zu services\n", static_cast<unsigned long long>(made.options.intervals), made.options.services.size());
    return made.options.intervals == 60480 && made.options.services[1].latency == 80000 ? 0 : 1;
}
