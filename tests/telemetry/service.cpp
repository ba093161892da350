// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/service.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <spate/core/error.hpp>

using namespace spate;

TEST_CASE("telemetry/service: as many as are asked for, of different names") {
    const std::vector<service_profile> services = usual_services(1000);
    REQUIRE(services.size() == 1000);
    std::set<std::string> names;
    for (const service_profile& one : services) names.insert(one.name);
    CHECK(names.size() == 1000);
    CHECK(services[0].name == "cart");
    CHECK(services[16].name == "cart-2");
    CHECK(services[16].requests == services[0].requests);
    CHECK(usual_services(3)[2].name == services[2].name);
}

TEST_CASE("telemetry/service: hosts have the service's name") {
    CHECK(host_name({.name = "cart"}, 0) == "cart-01");
    CHECK(host_name({.name = "cart"}, 98) == "cart-99");
    CHECK(host_name({.name = "cart"}, 99) == "cart-100");
}

TEST_CASE("telemetry/service: refuses none and too many") {
    CHECK_THROWS_AS((void)usual_services(0), config_error);
    CHECK_THROWS_AS((void)usual_services(100'001), config_error);
    CHECK(usual_services(100'000).size() == 100'000);
}
