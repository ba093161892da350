// SPDX-License-Identifier: Apache-2.0
#include <spate/field/internet.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include <spate/detail/utf8.hpp>

#include "laws.hpp"
#include "matches.hpp"

using namespace spate;

TEST_CASE("field/internet: names of domains belong to nobody") {
    const std::string domain = "([a-z-]+\\.(example|test)|[a-z-]+\\.example\\.(com|net|org))", user = "[a-z]+([._-]?[a-z]+)?\\d{0,4}";
    laws::check_all_match(domain_name(), domain.c_str());
    laws::check_all_match(user_name(), user.c_str());
    laws::check_all_match(email(), (user + "@" + domain).c_str());
    laws::check_all_match(url(), ("https?://(www\\.)?" + domain + "/([a-z]+/){0,2}([a-z-]+|\\d{1,6})?").c_str());
    for (const char* const list : {detail::address_words, detail::path_words}) {
        const std::vector<std::string> all = detail::texts_of(list);
        CHECK(std::unordered_set<std::string>(all.begin(), all.end()).size() == all.size());
    }
}

TEST_CASE("field/internet: a million e-mail addresses are mostly different") {
    CHECK(laws::different(email(), 1'000'000) > 950'000);
    CHECK(laws::different(user_name(), 10'000) > 9'000);
    CHECK(laws::different(url(), 10'000) > 9'000);
}

TEST_CASE("field/internet: addresses lie in the ranges that are asked for") {
    const std::string byte = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])", host = "([1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4])";
    laws::check_all_match(ipv4(), ("(10\\." + byte + "|172\\.(1[6-9]|2\\d|3[01])|192\\.168)\\." + byte + "\\." + host).c_str());
    laws::check_all_match(ipv4(address_range::documentation), ("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\." + host).c_str());
    CHECK(laws::different(ipv4(address_range::documentation), 20'000) == 762);
    laws::check_all_match(ipv6(), "2001:db8((:[1-9a-f][0-9a-f]{0,3}){6}|(:[1-9a-f][0-9a-f]{0,3}){2}::[1-9a-f][0-9a-f]{0,3})");
    laws::check_all_match(ipv6(address_range::private_network),
                          "fd[0-9a-f]{2}((:[1-9a-f][0-9a-f]{0,3}){7}|(:[1-9a-f][0-9a-f]{0,3}){3}::[1-9a-f][0-9a-f]{0,3})");
}

TEST_CASE("field/internet: user agents begin with a product and a version") { laws::check_all_match(user_agent(), "[A-Za-z-]+/[0-9.]+( .*)?"); }

TEST_CASE("field/internet: addresses are plain, user agents are not") {
    column out;
    for (const pattern_field& of : {email(), url(), ipv4(), ipv6(), domain_name(), user_name()}) {
        of.fill({laws::some_key, 0, 100}, out);
        CHECK(out.plain());
        for (std::size_t row = 0; row < 100; ++row) REQUIRE(detail::is_plain(out.text(row)));
    }
    user_agent().fill({laws::some_key, 0, 1}, out);
    CHECK_FALSE(out.plain());
}

TEST_CASE("field/internet: any partition of rows") {
    laws::check_partition(email());
    laws::check_partition(url());
    laws::check_partition(ipv6());
    laws::check_partition(user_agent());
}
