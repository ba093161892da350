// SPDX-License-Identifier: Apache-2.0
// A full disk, a broken one and short writes at every call that changes a file: an error that says what and where, arrays that are wholly the old or wholly
// the new ones, and a store that can be used afterwards.
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>

#include "../support/store_changes.hpp"
#include "../support/store_files.hpp"
#include "../support/system_calls.hpp"

#include <doctest/doctest.h>

namespace {

unsigned calls_left = 0;
int error_to_give = 0;
std::string_view call_that_failed;

// Fails the call after `n` others; ENOSPC where a call takes room, else EIO.
void fail_after(unsigned n, int error) {
    calls_left = n;
    error_to_give = error;
    call_that_failed = {};
    test::before_call = [](const test::system_call& call) {
        if (calls_left-- != 0) return 0;
        test::before_call = nullptr;
        call_that_failed = call.name;
        return error_to_give;
    };
}

void check_use(const std::string& directory, spate::store& of, const std::map<std::string, test::stored>& wanted) {
    CHECK(test::contents(of) == wanted);
    const auto more = test::elements_of<std::uint16_t>(6);
    of.save<std::uint16_t>("probe", more, {3, 2});
    of.append<std::uint16_t>("probe", more);
    of.replace<std::uint16_t>("probe", test::rows{5}, std::span{more}.first(2));
    CHECK(of.row<std::uint16_t>("probe", 5)[1] == more[1]);
    of.drop("probe");
    of.commit();
    CHECK(test::contents(of) == wanted);
    CHECK(of.verify().problems.empty());
    CHECK(of.verify().unchecked == 0);
    CHECK(test::npy_files(directory).size() == wanted.size());
}

}  // namespace

TEST_CASE("a call that fails leaves the old arrays or the new ones, and a store that can be used") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    for (const spate::durability level : {spate::durability::none, spate::durability::full})
        for (const test::store_change& change : test::store_changes) {
            CAPTURE(change.name);
            std::map<std::string, test::stored> before, after;
            test::copy_directory(whole, work);
            {
                spate::store of{work, {.level = level}};
                before = test::contents(of);
                change.apply(of);
                after = test::contents(of);
            }
            for (unsigned n = 0;; ++n) {
                CAPTURE(n);
                test::copy_directory(whole, work);
                std::string problem;
                std::map<std::string, test::stored> found;
                {
                    spate::store of{work, {.level = level}};
                    fail_after(n, n % 2 == 0 ? ENOSPC : EIO);
                    try {
                        change.apply(of);
                        of.commit();
                    } catch (const spate::io_error& error) {
                        problem = error.what();
                    }
                    test::before_call = nullptr;
                    CAPTURE(call_that_failed);
                    if (!problem.empty()) {
                        CHECK(problem.find(work) != std::string::npos);
                        CHECK(problem.find(" at offset ") != std::string::npos);
                        CHECK((problem.find("No space left") != std::string::npos || problem.find("Input/output error") != std::string::npos));
                    }
                    found = test::contents(of);
                    CHECK((found == before || found == after));
                    if (problem.empty()) CHECK(found == after);
                    check_use(work, of, found);
                }
                spate::store again{work, {.level = level}};
                CHECK(test::contents(again) == found);
                CHECK(again.verify().whole());
                if (call_that_failed != "unlinkat") CHECK(test::stray_file(work, again.names()) == "");
                if (call_that_failed.empty()) break;
            }
        }
}

TEST_CASE("short writes are gone on with") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    for (const test::store_change& change : test::store_changes) {
        CAPTURE(change.name);
        test::copy_directory(whole, work);
        std::map<std::string, test::stored> after;
        {
            spate::store of{work};
            change.apply(of);
            after = test::contents(of);
        }
        for (const std::size_t limit : {1u, 7u, 4095u}) {
            test::copy_directory(whole, work);
            spate::store of{work};
            static std::size_t most;
            most = limit;
            test::before_call = [](const test::system_call& call) {
                if (std::string_view{call.name} == "pwrite") test::next_write_limit = most++;
                return 0;
            };
            change.apply(of);
            test::before_call = nullptr;
            test::next_write_limit = ~std::size_t{0};
            CHECK(test::contents(of) == after);
            of.commit();
            CHECK(of.verify().whole());
        }
    }
}

TEST_CASE("a store that cannot be opened now is whole the next time") {
    const test::scratch place;
    const std::string whole = place / "whole", work = place / "work";
    test::make_store(whole);
    std::map<std::string, test::stored> before;
    {
        spate::store of{whole};
        before = test::contents(of);
    }
    for (unsigned n = 0;; ++n) {
        test::copy_directory(whole, work);
        fail_after(n, EIO);
        std::optional<spate::store> of;
        bool failed = false;
        try {
            of.emplace(work);
        } catch (const spate::io_error&) {
            failed = true;
        }
        test::before_call = nullptr;
        of.reset();
        spate::store again{work};
        CHECK(test::contents(again) == before);
        CHECK(again.verify().whole());
        if (call_that_failed.empty()) {
            CHECK(!failed);
            CHECK(n > 3);
            break;
        }
    }
}
