// SPDX-License-Identifier: Apache-2.0
#include <spate/field/person.hpp>

#include <doctest/doctest.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "laws.hpp"
#include "matches.hpp"

using namespace spate;

TEST_CASE("field/person: names have a capital, small letters and no name twice in a list") {
    laws::check_all_match(first_name(), "[A-Z][a-z]+");
    laws::check_all_match(last_name(), "[A-Z][a-z]+");
    laws::check_all_match(full_name(), "[A-Z][a-z]+ ([A-Z]\\. )?[A-Z][a-z]+");
    for (const char* const list : {detail::first_names, detail::last_names}) {
        const std::vector<std::string> all = detail::texts_of(list);
        CHECK(all.size() > 230);
        CHECK(std::unordered_set<std::string>(all.begin(), all.end()).size() == all.size());
    }
}

TEST_CASE("field/person: full names are many") { CHECK(laws::different(full_name(), 10'000) > 9'000); }

TEST_CASE("field/person: any partition of rows") {
    laws::check_partition(first_name());
    laws::check_partition(last_name());
    laws::check_partition(full_name());
}
