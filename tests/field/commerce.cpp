// SPDX-License-Identifier: Apache-2.0
#if !defined(__clang__)
// g++ 12 takes a member that <regex> has just moved from for unset where sanitizers are on.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <spate/field/commerce.hpp>

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

TEST_CASE("field/commerce: names are words with capitals") {
    check_all_match(product_name(), "[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+");
    check_all_match(brand_name(), "[A-Z][a-z]+");
    check_all_match(company_name(), "[A-Z][a-z]+( and [A-Z][a-z]+)?( [A-Z][a-z]+)? (Ltd|Inc|LLC|GmbH|AG|SA|AB|BV)");
    for (const char* const list : {detail::product_qualities, detail::product_materials, detail::product_things, detail::brand_beginnings,
                                   detail::brand_endings, detail::company_trades}) {
        const std::vector<std::string> all = detail::texts_of(list);
        CHECK(all.size() >= 40);
        CHECK(std::unordered_set<std::string>(all.begin(), all.end()).size() == all.size());
    }
}

TEST_CASE("field/commerce: names are many") {
    CHECK(different(product_name(), 10'000) > 9'500);
    CHECK(different(company_name(), 10'000) > 9'000);
    CHECK(different(brand_name(), 100'000) > 1'900);
}

TEST_CASE("field/commerce: any partition of rows") {
    laws::check_partition(product_name());
    laws::check_partition(brand_name());
    laws::check_partition(company_name());
}
