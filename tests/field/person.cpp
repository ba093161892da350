// SPDX-License-Identifier: Apache-2.0
#if !defined(__clang__)
// g++ 12 takes a member that <regex> has just moved from for unset where sanitizers are on.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <spate/field/person.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <regex>
#include <string>
#include <unordered_set>
#include <vector>

#include "laws.hpp"

using namespace spate;

namespace {

template <class Generator>
void check_all_match(const Generator& of, const char* expression) {
    const std::regex expected{expression};
    for (const std::string& text : laws::values(of, 3000)) {
        CAPTURE(text);
        REQUIRE(std::regex_match(text, expected));
    }
}

template <class Generator>
std::size_t different(const Generator& of, std::size_t rows) {
    const std::vector<std::string> all = laws::values(of, rows);
    return std::unordered_set<std::string>(all.begin(), all.end()).size();
}

}  // namespace

TEST_CASE("field/person: names have a capital, small letters and no name twice in a list") {
    check_all_match(first_name(), "[A-Z][a-z]+");
    check_all_match(last_name(), "[A-Z][a-z]+");
    check_all_match(full_name(), "[A-Z][a-z]+ ([A-Z]\\. )?[A-Z][a-z]+");
    for (const char* const list : {detail::first_names, detail::last_names}) {
        const std::vector<std::string> all = detail::texts_of(list);
        CHECK(all.size() > 230);
        CHECK(std::unordered_set<std::string>(all.begin(), all.end()).size() == all.size());
    }
}

TEST_CASE("field/person: full names are many") { CHECK(different(full_name(), 10'000) > 9'000); }

TEST_CASE("field/person: any partition of rows") {
    laws::check_partition(first_name());
    laws::check_partition(last_name());
    laws::check_partition(full_name());
}
