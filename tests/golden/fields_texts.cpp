// SPDX-License-Identifier: Apache-2.0
// The values that each generator of texts, identifiers and times makes of a fixed key: they may never change, whatever the compiler, its flags and the
// instruction set.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/commerce.hpp>
#include <spate/field/date.hpp>
#include <spate/field/internet.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/person.hpp>
#include <spate/field/place.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>

#include "../support/isa.hpp"

using namespace spate;

namespace {

// Of 2,000 rows from 1,000 on.
template <class Generator>
std::uint64_t hash(const Generator& generator) {
    column out;
    generator.fill({{1, 2}, 1000, 2000}, out);
    std::uint64_t sum = 0;
    const std::size_t width = width_of(out.id());
    for (std::size_t row = 0; row < 2000; ++row)
        sum = mix(sum ^ hash_name(width == 0 ? out.text(row) : std::string_view{out.values<char>() + row * width, width})) + 0x9e3779b97f4a7c15u;
    return sum;
}

}  // namespace

TEST_CASE("golden/fields_texts: choices") {
    CHECK(hash(one_of({"Paris", "Rome", "Oslo"})) == 0xf9edbd8f873fe589u);
    CHECK(hash(one_of({"Paris", "Rome", "Oslo"}, {0.7, 0.1, 0.2})) == 0x13a6a9d483046759u);
    CHECK(hash(one_of({1.5, 2.5, -3.0, 0.0}, {ratio{1, 3}, 5, 0.1, 1e-7})) == 0x426899defb5dcb91u);
}

TEST_CASE("golden/fields_texts: letters") {
    CHECK(hash(letters(24)) == 0x8a4df0acba0d2fb3u);
    CHECK(hash(text_of("0123456789abcdef", 3, 33)) == 0x83f20cdda2f88d67u);
    CHECK(hash(text_of("aé€x", 1, 9)) == 0xa71b01399faaf185u);
}

TEST_CASE("golden/fields_texts: prose") {
    CHECK(hash(prose()) == 0x4dae94624ef38ddau);
    CHECK(hash(prose({.min_bytes = 10, .max_bytes = 400, .average_bytes = 100, .unit = prose_unit::words})) == 0x0b1b4e569446289du);
    CHECK(hash(prose({.max_bytes = 300, .unit = prose_unit::paragraphs, .utf8 = true})) == 0xba72ffc6ea17fff3u);
}

TEST_CASE("golden/fields_texts: patterns") {
    CHECK(hash(pattern("SKU-\\d{4}-[A-Z]{2}")) == 0x7bc2a7b52c1db51du);
    CHECK(hash(pattern("(\\w{1,9} ){0,5}(a|bc|[^x]?)")) == 0x818675f6a25f9874u);
}

TEST_CASE("golden/fields_texts: identifiers and times") {
    CHECK(hash(uuid4()) == 0xedff3d9c2e863b94u);
    CHECK(hash(uuid7(1'767'225'600'000, ratio{1000, 7})) == 0x0f53ad73b3544c9bu);
    CHECK(hash(timestamps("2026-01-01", "2027-01-01")) == 0x9a340a6e4376dcecu);
    CHECK(hash(timestamps({.start = "2026-01-01T12:00:00+02:00", .step = "1.5s", .jitter = "2s", .places = 6})) == 0x57b7efe1f73ee917u);
    CHECK(hash(timestamps({.start = "2026-01-01", .rate = {1000, 7}})) == 0xeb1207a55c579880u);
    CHECK(hash(dates("1950-01-01", "2005-12-31")) == 0xd2b3d2c2b1cd6dc1u);
}

TEST_CASE("golden/fields_texts: keys") {
    CHECK(hash(key_text({.prefix = "doc_", .length = 12})) == 0xa54124c9c98387b7u);
    CHECK(hash(key_text({.length = 40})) == 0x85b0d86d12cea090u);
    CHECK(hash(key_text({.length = 7, .alphabet = "01"})) == 0xd83be3811353a1e4u);
}

TEST_CASE("golden/fields_texts: people and things") {
    CHECK(hash(first_name()) == 0xc07f8b34290e19eau);
    CHECK(hash(last_name()) == 0xa8cf0536e70c907cu);
    CHECK(hash(full_name()) == 0xf064d69514353fdeu);
    CHECK(hash(user_name()) == 0x9caae38207865a8cu);
    CHECK(hash(email()) == 0x72c9bf5bb689747au);
    CHECK(hash(domain_name()) == 0x266b7dd24bcef4ceu);
    CHECK(hash(url()) == 0x925917209890460fu);
    CHECK(hash(ipv4()) == 0xc49479c94c86a58bu);
    CHECK(hash(ipv4(address_range::documentation)) == 0x02f08533293d0723u);
    CHECK(hash(ipv6()) == 0x9d7af7f21e86f87cu);
    CHECK(hash(ipv6(address_range::private_network)) == 0x4305973ebb9c606au);
    CHECK(hash(user_agent()) == 0x3273d7bab862b579u);
    CHECK(hash(street_address()) == 0x279aef1da1e401f9u);
    CHECK(hash(city()) == 0x21b3b37cbb38eaf1u);
    CHECK(hash(country()) == 0xcfb2a7fe6ee91483u);
    CHECK(hash(country_code()) == 0x812cb6968d5c44b8u);
    CHECK(hash(postcode()) == 0xff3b92e34d001f35u);
    CHECK(hash(phone_number()) == 0x43b289b7ae715f57u);
    CHECK(hash(product_name()) == 0xd824435c6d30673fu);
    CHECK(hash(brand_name()) == 0x5117741981da98b1u);
    CHECK(hash(company_name()) == 0xa3e184d0865c34a2u);
}
