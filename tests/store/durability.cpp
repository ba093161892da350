// SPDX-License-Identifier: Apache-2.0
// What the levels promise is proven by kill.cpp and power_cut.cpp; here, what they cost in calls that wait for the disk.
#include <spate/store/durability.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <spate/store/store.hpp>

#include "../support/store_files.hpp"
#include "../support/system_calls.hpp"

#include <doctest/doctest.h>

namespace {

unsigned syncs = 0, calls = 0;

template <class Work>
unsigned syncs_of(const Work& work) {
    syncs = calls = 0;
    test::before_call = [](const test::system_call& call) {
        ++calls;
        if (std::string_view{call.name} == "fsync" || std::string_view{call.name} == "fdatasync") ++syncs;
        return 0;
    };
    work();
    test::before_call = nullptr;
    return syncs;
}

}  // namespace

TEST_CASE("levels have names") {
    CHECK(to_string(spate::durability::none) == "none");
    CHECK(to_string(spate::durability::data) == "data");
    CHECK(to_string(spate::durability::full) == "full");
}

TEST_CASE("a level waits for the disk as often as it needs to") {
    const std::vector<float> row{1, 2};
    const std::vector<std::uint64_t> first{0};
    for (const spate::durability level : {spate::durability::none, spate::durability::data, spate::durability::full}) {
        const test::scratch place;
        spate::store to{place / "store", {.level = level}};
        to.save<float>("a", test::elements_of<float>(20), {10, 2});
        to.replace<float>("a", first, row);
        CAPTURE(to_string(level));
        const auto expected = static_cast<unsigned>(level);
        // At none a row is replaced without any call; at data the rows are waited for, at full the journal before them.
        CHECK(syncs_of([&] { to.replace<float>("a", first, row); }) == expected);
        CHECK(calls == expected);
        to.append<float>("a", row);
        CHECK(syncs_of([&] { to.append<float>("a", row); }) == (expected == 0 ? 0 : 2));
        CHECK(calls == (expected == 0 ? 2 : 4));
        CHECK((syncs_of([&] { to.drop_rows("a", first); }) != 0) == (expected != 0));
        CHECK((syncs_of([&] { to.commit(); }) != 0) == (expected != 0));
        CHECK(syncs_of([&] { to.commit(); }) == 0);
        CHECK(to.verify().unchecked == 0);
    }
}
