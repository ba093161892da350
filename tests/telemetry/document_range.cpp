// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>

#include <spate/telemetry/document_range.hpp>

TEST_CASE("telemetry/document_range: contains its documents, and no others") {
    constexpr spate::document_range some{100, 5}, none{100, 0};
    CHECK(some.end() == 105);
    CHECK(none.end() == 100);
    for (const std::uint64_t document : {100u, 102u, 104u}) CHECK(some.contains(document));
    for (const std::uint64_t document : {std::uint64_t{0}, std::uint64_t{99}, std::uint64_t{105}, ~std::uint64_t{0}}) CHECK_FALSE(some.contains(document));
    CHECK_FALSE(none.contains(100));
    CHECK(some == spate::document_range{100, 5});
    CHECK_FALSE(some == none);
}
