// SPDX-License-Identifier: Apache-2.0
#include <spate/store/verification.hpp>

#include <cstdint>
#include <span>
#include <vector>

#include <spate/store/store.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

TEST_CASE("verify() counts arrays, blocks and blocks that are unchecked") {
    const test::scratch place;
    spate::store to{place / "store"};
    CHECK(to.verify().arrays == 0);
    to.save<std::uint8_t>("a", test::elements_of<std::uint8_t>(200'000), {200, 1000});
    to.save<float>("b", test::elements_of<float>(1), {});
    to.save<float>("none", std::span<const float>{}, {0});
    CHECK(to.verify().unchecked == 5);
    to.commit();
    spate::verification found = to.verify();
    CHECK(found.whole());
    CHECK(found.arrays == 3);
    CHECK(found.blocks == 5);
    CHECK(found.unchecked == 0);
    to.replace<std::uint8_t>("a", 65, test::elements_of<std::uint8_t>(1000));
    CHECK(to.verify().unchecked == 2);
    to.append<std::uint8_t>("a", test::elements_of<std::uint8_t>(1000));
    CHECK(to.verify().unchecked == 3);
    to.commit();
    CHECK(to.verify().unchecked == 0);
    CHECK(to.verify().whole());
}

TEST_CASE("a problem says where and what") {
    CHECK(spate::store_problem{"a", 12, "it is not as it was"}.text() == "a at offset 12: it is not as it was");
    spate::verification found;
    CHECK(found.whole());
    found.unchecked = 3;
    CHECK(found.whole());
    found.problems.push_back({"a", 12, "it is not as it was"});
    CHECK(!found.whole());
}
