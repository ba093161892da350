// SPDX-License-Identifier: Apache-2.0
#include <spate/run/delivery_options.hpp>

#include <doctest/doctest.h>

#include <chrono>

using namespace spate;

TEST_CASE("options of deliveries that make no sense are refused") {
    delivery_options options;
    CHECK_NOTHROW(options.check(10));
    options.batch = 511;
    CHECK_THROWS_WITH(options.check(10), "batch: 511 is less than 512; give 512 or more");
    options = {};
    options.resume = options.restart = true;
    CHECK_THROWS_AS(options.check(10), config_error);
    options = {};
    options.checkpoint_interval = std::chrono::milliseconds{9};
    CHECK_THROWS_AS(options.check(10), config_error);
    options = {};
    options.interval = std::chrono::milliseconds{0};
    CHECK_THROWS_AS(options.check(10), config_error);
    options = {};
    options.first = 11;
    CHECK_THROWS_AS(options.check(10), config_error);
}
