// SPDX-License-Identifier: Apache-2.0
#include <spate/field/commerce.hpp>

#include <doctest/doctest.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "laws.hpp"
#include "matches.hpp"

using namespace spate;

TEST_CASE("field/commerce: names are words with capitals") {
    laws::check_all_match(product_name(), "[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+");
    laws::check_all_match(brand_name(), "[A-Z][a-z]+");
    laws::check_all_match(company_name(), "[A-Z][a-z]+( and [A-Z][a-z]+)?( [A-Z][a-z]+)? (Ltd|Inc|LLC|GmbH|AG|SA|AB|BV)");
    for (const char* const list : {detail::product_qualities, detail::product_materials, detail::product_things, detail::brand_beginnings,
                                   detail::brand_endings, detail::company_trades}) {
        const std::vector<std::string> all = detail::texts_of(list);
        CHECK(all.size() >= 40);
        CHECK(std::unordered_set<std::string>(all.begin(), all.end()).size() == all.size());
    }
}

TEST_CASE("field/commerce: names are many") {
    CHECK(laws::different(product_name(), 10'000) > 9'500);
    CHECK(laws::different(company_name(), 10'000) > 9'000);
    CHECK(laws::different(brand_name(), 100'000) > 1'900);
}

TEST_CASE("field/commerce: any partition of rows") {
    laws::check_partition(product_name());
    laws::check_partition(brand_name());
    laws::check_partition(company_name());
}
