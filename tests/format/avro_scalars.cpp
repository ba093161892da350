// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/avro/scalars.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>

using namespace spate::detail::avro_file;

namespace {

std::string put(auto function, auto value) {
    char bytes[32];
    return {bytes, function(bytes, value)};
}
std::string long_of(std::int64_t value) {
    return put([](char* to, std::int64_t number) { return put_long(to, number); }, value);
}
template <class Integer>
std::string decimal_of(Integer value) {
    return put([](char* to, Integer number) { return put_decimal(to, number); }, value);
}
std::string bytes(std::initializer_list<int> of) {
    std::string out;
    for (const int one : of) out += static_cast<char>(one);
    return out;
}

// Byte after byte, as the specification tells it.
std::string slow_long(std::int64_t value) {
    std::uint64_t left = value < 0 ? 2 * ~static_cast<std::uint64_t>(value) + 1 : 2 * static_cast<std::uint64_t>(value);
    std::string out;
    for (; left >= 128; left /= 128) out += static_cast<char>(left % 128 + 128);
    return out + static_cast<char>(left);
}

}  // namespace

TEST_CASE("format/avro_scalars: the numbers of the specification") {
    CHECK(long_of(0) == bytes({0x00}));
    CHECK(long_of(-1) == bytes({0x01}));
    CHECK(long_of(1) == bytes({0x02}));
    CHECK(long_of(-2) == bytes({0x03}));
    CHECK(long_of(2) == bytes({0x04}));
    CHECK(long_of(-64) == bytes({0x7f}));
    CHECK(long_of(64) == bytes({0x80, 0x01}));
}

TEST_CASE("format/avro_scalars: numbers of every size") {
    std::size_t differ = 0;
    for (int bit = 0; bit < 64; ++bit)
        for (int by = -2; by <= 2; ++by)
            for (const bool negative : {false, true}) {
                const std::uint64_t word = (std::uint64_t{1} << bit) + static_cast<std::uint64_t>(by);
                const auto value = static_cast<std::int64_t>(negative ? ~word : word);
                differ += long_of(value) != slow_long(value) || long_size(value) != slow_long(value).size();
            }
    std::uint64_t word = 1;
    for (int i = 0; i < 10000; ++i) {
        word = word * 6364136223846793005u + 1442695040888963407u;
        const auto value = static_cast<std::int64_t>(word) >> (word >> 58);
        differ += long_of(value) != slow_long(value) || long_size(value) != slow_long(value).size();
    }
    CHECK(differ == 0);
    CHECK(long_of(std::numeric_limits<std::int64_t>::min()).size() == longest_number);
}

TEST_CASE("format/avro_scalars: decimals have as few bytes as hold them, the highest first") {
    CHECK(decimal_of(std::int64_t{0}) == bytes({2, 0}));
    CHECK(decimal_of(std::int64_t{-1}) == bytes({2, 0xff}));
    CHECK(decimal_of(std::int64_t{127}) == bytes({2, 0x7f}));
    CHECK(decimal_of(std::int64_t{128}) == bytes({4, 0x00, 0x80}));
    CHECK(decimal_of(std::int64_t{-128}) == bytes({2, 0x80}));
    CHECK(decimal_of(std::int64_t{-129}) == bytes({4, 0xff, 0x7f}));
    CHECK(decimal_of(std::int64_t{0x123456}) == bytes({6, 0x12, 0x34, 0x56}));
    CHECK(decimal_of(std::numeric_limits<std::int64_t>::max()) == bytes({16, 0x7f, 255, 255, 255, 255, 255, 255, 255}));
    CHECK(decimal_of(std::numeric_limits<std::int64_t>::min()) == bytes({16, 0x80, 0, 0, 0, 0, 0, 0, 0}));
    CHECK(decimal_of(std::uint64_t{255}) == bytes({4, 0, 255}));
    CHECK(decimal_of(std::uint64_t{1} << 63) == bytes({18, 0, 0x80, 0, 0, 0, 0, 0, 0, 0}));
    CHECK(decimal_of(~std::uint64_t{0}) == bytes({18, 0, 255, 255, 255, 255, 255, 255, 255, 255}));
}
