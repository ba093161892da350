// SPDX-License-Identifier: Apache-2.0
#include <spate/field/boolean.hpp>

#include <cmath>
#include <cstdint>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/boolean: any partition of rows") {
    for (const ratio p : {ratio{1, 2}, ratio{3, 10}, ratio{0, 1}, ratio{1, 1}}) laws::check_partition(boolean(p));
}

TEST_CASE("field/boolean: the share of truths is the probability; never and always are kept") {
    const auto truths = [](ratio p) {
        std::size_t count = 0;
        for (const bool value : laws::values(boolean(p), sample::rows)) count += value;
        return count;
    };
    CHECK(truths(0.0) == 0);
    CHECK(truths(1.0) == sample::rows);
    for (const ratio p : {ratio{1, 2}, ratio{3, 10}, ratio{1, 1000}, ratio{999, 1000}})
        CHECK(std::abs(static_cast<double>(truths(p)) - 1e6 * p.value()) < 4 * std::sqrt(1e6 * p.value() * (1 - p.value())));
}

TEST_CASE("field/boolean: a row is true where its word is below the bound") {
    std::uint64_t drawn[1000];
    words(laws::some_key, 7, drawn);
    const auto rows = laws::values(boolean(ratio{1, 4}), 1000, 7);
    for (std::size_t i = 0; i < 1000; ++i) REQUIRE(rows[i] == (drawn[i] < std::uint64_t{1} << 62));
}

TEST_CASE("field/boolean: a probability above 1 is refused") {
    statistics::check_refused([] { return boolean(1.5); }, "boolean: probability");
    CHECK(boolean(0.5) == boolean());
    CHECK_FALSE(boolean(0.5) == boolean(0.25));
}
