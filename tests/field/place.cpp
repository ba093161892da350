// SPDX-License-Identifier: Apache-2.0
#include <spate/field/place.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include "laws.hpp"
#include "matches.hpp"

using namespace spate;

TEST_CASE("field/place: addresses, postcodes and numbers have their forms") {
    laws::check_all_match(street_address(), "[1-9]\\d{0,3} [A-Z][a-z]+ [A-Z][a-z]+");
    laws::check_all_match(postcode(), "[A-Z0-9]+([ -][A-Z0-9]+)?");
    laws::check_all_match(country_code(), "[A-Z]{2}");
    // E.164 has at most fifteen digits, and no country's code begins with 0.
    laws::check_all_match(phone_number(), "\\+[1-9]\\d{7,14}");
    laws::check_all_match(phone_number(), "\\+(1\\d{3}55501\\d{2}|44\\d{10}|33\\d{9}|49\\d{9,11}|61\\d{9})");
}

TEST_CASE("field/place: lists have no name twice, and countries agree with their codes") {
    for (const char* const list : {detail::cities, detail::countries, detail::street_names}) {
        const std::vector<std::string> all = detail::texts_of(list);
        CHECK(all.size() > 70);
        CHECK(std::unordered_set<std::string>(all.begin(), all.end()).size() == all.size());
    }
    const std::vector<std::string> names = laws::values(country(), 1000), codes = laws::values(country_code(), 1000);
    CHECK(laws::different(country_code(), 10'000) == 79);
    for (std::size_t i = 0; i < names.size(); ++i) REQUIRE(country_code_of(names[i]) == codes[i]);
    CHECK(country_code_of("Germany") == "DE");
    CHECK(country_code_of("Nowhere").empty());
}

TEST_CASE("field/place: phone numbers and addresses are many") {
    CHECK(laws::different(phone_number(), 10'000) > 7'000);
    CHECK(laws::different(street_address(), 10'000) > 9'500);
}

TEST_CASE("field/place: any partition of rows") {
    laws::check_partition(street_address());
    laws::check_partition(city());
    laws::check_partition(postcode());
    laws::check_partition(phone_number());
}
