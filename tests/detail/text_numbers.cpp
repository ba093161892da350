// SPDX-License-Identifier: Apache-2.0
#include <spate/detail/text_numbers.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <limits>
#include <string>

#include <spate/core/hash.hpp>

using namespace spate;
using namespace spate::detail;

namespace {
template <class Put>
std::string text(const Put& put) {
    std::array<char, 96> to;
    to.fill('#');
    return {to.data(), put(to.data())};
}
}  // namespace

TEST_CASE("detail/text_numbers: integers as the standard library writes them") {
    for (std::uint64_t i = 0; i < 200000; ++i) {
        const std::uint64_t number = i < 20000 ? i : mix(i) >> (mix(i + 1) % 64);
        REQUIRE(text([&](char* to) { return put_unsigned(to, number); }) == std::to_string(number));
        const auto other = static_cast<std::int64_t>(mix(i)) >> (mix(i + 2) % 64);
        REQUIRE(text([&](char* to) { return put_signed(to, other); }) == std::to_string(other));
    }
    for (const std::uint64_t power : powers_of_ten)
        for (const std::uint64_t number : {power - 1, power, power + 1})
            CHECK(text([&](char* to) { return put_unsigned(to, number); }) == std::to_string(number));
    CHECK(text([](char* to) { return put_unsigned(to, std::numeric_limits<std::uint64_t>::max()); }) == "18446744073709551615");
    CHECK(text([](char* to) { return put_signed(to, std::numeric_limits<std::int64_t>::min()); }) == "-9223372036854775808");
}

TEST_CASE("detail/text_numbers: decimals") {
    CHECK(text([](char* to) { return put_decimal(to, 12345, 0); }) == "12345");
    CHECK(text([](char* to) { return put_decimal(to, 12345, 2); }) == "123.45");
    CHECK(text([](char* to) { return put_decimal(to, -5, 2); }) == "-0.05");
    CHECK(text([](char* to) { return put_decimal(to, 0, 2); }) == "0.00");
    CHECK(text([](char* to) { return put_decimal(to, -123456, 3); }) == "-123.456");
    CHECK(text([](char* to) { return put_decimal(to, 999999999999999999, 18); }) == "0.999999999999999999");
    CHECK(text([](char* to) { return put_decimal(to, -999999999999999999, 1); }) == "-99999999999999999.9");
    for (std::uint64_t i = 0; i < 20000; ++i) {
        const auto places = static_cast<unsigned>(i % 19);
        const auto units = static_cast<std::int64_t>(mix(i)) >> (mix(i + 1) % 64);
        std::string wanted = std::to_string(units).substr(units < 0);
        if (wanted.size() <= places) wanted.insert(0, places + 1 - wanted.size(), '0');
        if (places != 0) wanted.insert(wanted.size() - places, ".");
        if (units < 0) wanted.insert(0, "-");
        REQUIRE(text([&](char* to) { return put_decimal(to, units, places); }) == wanted);
        if (places == 2) REQUIRE(text([&](char* to) { return put_hundredths(to, units); }) == wanted);
    }
}

TEST_CASE("detail/text_numbers: dates and times as the C library writes them") {
    for (std::int64_t day = -719528; day <= 2932896; day += day < -719000 || day > 2932000 ? 1 : 173) {
        const std::time_t seconds = static_cast<std::time_t>(day * 86400);
        std::tm parts{};
        gmtime_r(&seconds, &parts);
        char wanted[32];
        std::snprintf(wanted, sizeof wanted, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
        REQUIRE(text([&](char* to) { return put_date(to, day); }) == wanted);
    }
    timestamp_writer<0> whole;
    timestamp_writer<3> thousandths;
    timestamp_writer<6> millionths;
    timestamp_writer<9> billionths;
    CHECK(text([&](char* to) { return whole.put(to, 0); }) == "1970-01-01T00:00:00Z");
    CHECK(text([&](char* to) { return whole.put(to, -1); }) == "1969-12-31T23:59:59Z");
    CHECK(text([&](char* to) { return whole.put(to, 86399); }) == "1970-01-01T23:59:59Z");
    CHECK(text([&](char* to) { return whole.put(to, 86400); }) == "1970-01-02T00:00:00Z");
    CHECK(text([&](char* to) { return thousandths.put(to, 1785570398208); }) == "2026-08-01T07:46:38.208Z");
    CHECK(text([&](char* to) { return thousandths.put(to, -1); }) == "1969-12-31T23:59:59.999Z");
    CHECK(text([&](char* to) { return millionths.put(to, -1); }) == "1969-12-31T23:59:59.999999Z");
    CHECK(text([&](char* to) { return millionths.put(to, 1785570398208009); }) == "2026-08-01T07:46:38.208009Z");
    CHECK(text([&](char* to) { return billionths.put(to, 1); }) == "1970-01-01T00:00:00.000000001Z");
    CHECK(text([&](char* to) { return billionths.put(to, std::numeric_limits<std::int64_t>::min()); }) == "1677-09-21T00:12:43.145224192Z");
    CHECK(text([&](char* to) { return billionths.put(to, std::numeric_limits<std::int64_t>::max()); }) == "2262-04-11T23:47:16.854775807Z");
    CHECK(text([&](char* to) { return put_timestamp(to, 1785570398, 0); }) == "2026-08-01T07:46:38Z");
}

TEST_CASE("detail/text_numbers: UUIDs") {
    std::byte bytes[16];
    for (std::size_t i = 0; i < 16; ++i) bytes[i] = static_cast<std::byte>(17 * i);
    CHECK(text([&](char* to) { return put_uuid(to, bytes); }) == "00112233-4455-6677-8899-aabbccddeeff");
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const std::uint64_t halves[2] = {mix(i), mix(~i)};
        std::memcpy(bytes, halves, 16);
        std::string wanted;
        for (std::size_t k = 0; k < 16; ++k) {
            wanted += k == 4 || k == 6 || k == 8 || k == 10 ? "-" : "";
            wanted += "0123456789abcdef"[std::to_integer<unsigned>(bytes[k]) >> 4];
            wanted += "0123456789abcdef"[std::to_integer<unsigned>(bytes[k]) & 15];
        }
        REQUIRE(text([&](char* to) { return put_uuid(to, bytes); }) == wanted);
    }
}

TEST_CASE("detail/text_numbers: reals are the shortest that read back") {
    CHECK(text([](char* to) { return put_real(to, 0.1); }) == "0.1");
    CHECK(text([](char* to) { return put_real(to, 0.1f); }) == "0.1");
    CHECK(text([](char* to) { return put_real(to, 1e300); }) == "1e+300");
    CHECK(text([](char* to) { return put_real(to, -2.0); }) == "-2");
}
