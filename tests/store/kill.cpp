// SPDX-License-Identifier: Apache-2.0
// A process that ends at any moment leaves each array wholly as it was or wholly as it was to be; kill_long.cpp goes through all moments.
#include "../support/store_kill.hpp"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

TEST_CASE("a process that is killed leaves the old arrays or the new ones, with full durability") { test::kill_everywhere(spate::durability::full, 149); }

TEST_CASE("a process that is killed while it makes a store leaves none, an empty one, or that with the array") {
    const test::scratch place;
    const std::string work = place / "work";
    const auto make = [&](const std::string& path) {
        spate::store of{path};
        of.save<float>("a", test::elements_of<float>(6), {3, 2});
        return test::contents(of);
    };
    const test::all_arrays after = make(place / "model");
    unsigned changed = 0, n = 0;
    for (bool killed = true; killed; ++n) {
        CAPTURE(n);
        std::filesystem::remove_all(work);
        killed = test::kill_at_system_call(n, [&] { (void)make(work); });
        changed += test::is_changed(work, {}, after) ? 1 : 0;
    }
    CHECK(changed > 3);
    CHECK(n - changed > 20);
}

TEST_CASE("a process that is killed while it finishes what another one left, leaves it to the next") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    const auto& change = test::store_changes[15];
    test::all_arrays before, after;
    {
        spate::store of{whole};
        before = test::contents(of);
    }
    test::copy_directory(whole, work);
    {
        spate::store of{work};
        change.apply(of);
        after = test::contents(of);
    }
    for (unsigned step = 0;; ++step) {
        CAPTURE(step);
        const std::string left = place / "left";
        test::copy_directory(whole, left);
        if (!test::kill_at_step(step, [&] {
                spate::store of{left};
                change.apply(of);
            }))
            break;
        const bool wanted = test::is_changed(left, before, after);
        for (unsigned n = 0;; n += 23) {
            CAPTURE(n);
            // Not a copy of what was left, which would have other inodes.
            test::copy_directory(whole, work);
            test::kill_at_step(step, [&] {
                spate::store of{work};
                change.apply(of);
            });
            const bool killed = test::kill_at_system_call(n, [&] { spate::store of{work}; });
            CHECK(test::is_changed(work, before, after) == wanted);
            if (!killed) break;
        }
    }
}
