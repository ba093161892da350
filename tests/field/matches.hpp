// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_FIELD_MATCHES_HPP
#define SPATE_TESTS_FIELD_MATCHES_HPP

/// What texts of generators look like, and how many of them differ.

#if !defined(__clang__)
// g++ 12 takes a member that <regex> has just moved from for unset where sanitizers are on.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <cstddef>
#include <regex>
#include <string>
#include <unordered_set>
#include <vector>

#include <doctest/doctest.h>

#include "laws.hpp"

namespace laws {

template <class Generator>
void check_all_match(const Generator& of, const char* expression) {
    const std::regex expected{expression};
    for (const std::string& text : values(of, 3000)) {
        CAPTURE(text);
        REQUIRE(std::regex_match(text, expected));
    }
}

template <class Generator>
std::size_t different(const Generator& of, std::size_t rows) {
    const std::vector<std::string> all = values(of, rows);
    return std::unordered_set<std::string>(all.begin(), all.end()).size();
}

}  // namespace laws

#endif  // SPATE_TESTS_FIELD_MATCHES_HPP
