// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/parquet/statistics.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>

using namespace spate;
using namespace spate::detail::parquet_file;

namespace {

template <class Number>
extremes found(const data_type& type, std::initializer_list<Number> numbers) {
    const parquet_options options;
    const schema_tree tree{{{"c", type}}, options};
    column values;
    values.start(type, numbers.size());
    std::copy(numbers.begin(), numbers.end(), values.values<Number>());
    statistics of;
    // The order of calls has no effect, so in two.
    of.add(tree.leaves[0], values, 0, numbers.size() / 2);
    of.add(tree.leaves[0], values, numbers.size() / 2, numbers.size() - numbers.size() / 2);
    return of.found(tree.leaves[0]);
}
template <class Number>
Number as(std::string_view bytes) {
    CHECK(bytes.size() == sizeof(Number));
    Number out;
    std::memcpy(&out, bytes.data(), sizeof out);
    return out;
}

}  // namespace

TEST_CASE("format/parquet_statistics: integers in the order of their signs, as wide as in the file") {
    auto of = found<std::int8_t>({.id = type_id::int8}, {3, -128, 127, 0});
    CHECK(as<std::int32_t>(of.least) == -128);
    CHECK(as<std::int32_t>(of.largest) == 127);
    of = found<std::uint64_t>({.id = type_id::uint64}, {std::uint64_t{1} << 63, 5});
    CHECK(as<std::uint64_t>(of.least) == 5);
    CHECK(as<std::uint64_t>(of.largest) == std::uint64_t{1} << 63);
    of = found<std::int64_t>({.id = type_id::timestamp, .places = 0}, {-2, 7, 3});
    CHECK(as<std::int64_t>(of.least) == -2000);
    CHECK(as<std::int64_t>(of.largest) == 7000);
    CHECK(!found<std::int32_t>({.id = type_id::int32}, {}).known);
}

TEST_CASE("format/parquet_statistics: NaN has no place in the order, and zeros have the sign that includes the other") {
    const float nan = std::bit_cast<float>(0x7fc00000u), negative_nan = std::bit_cast<float>(0xffc00001u), infinity = std::numeric_limits<float>::infinity();
    auto of = found<float>({.id = type_id::float32}, {nan, 2, negative_nan, -infinity, 1});
    CHECK(as<float>(of.least) == -infinity);
    CHECK(as<float>(of.largest) == 2);
    CHECK(!found<float>({.id = type_id::float32}, {nan, negative_nan}).known);
    of = found<float>({.id = type_id::float32}, {0.0f, 0.0f});
    CHECK(as<std::uint32_t>(of.least) == 0x80000000u);
    CHECK(as<std::uint32_t>(of.largest) == 0);
    of = found<float>({.id = type_id::float32}, {-0.0f, -1.0f});
    CHECK(as<float>(of.least) == -1);
    CHECK(as<std::uint32_t>(of.largest) == 0);
    of = found<double>({.id = type_id::float64}, {-0.5, 1e300, 2.0});
    CHECK(as<double>(of.least) == -0.5);
    CHECK(as<double>(of.largest) == 1e300);
    of = found<std::uint16_t>({.id = type_id::float16}, {0x7e00, 0x3c00, 0xbc00});
    CHECK(as<std::uint16_t>(of.least) == 0xbc00);
    CHECK(as<std::uint16_t>(of.largest) == 0x3c00);
    of = found<std::uint16_t>({.id = type_id::bfloat16}, {0x7fc0, 0x3f80, 0xbf80});
    CHECK(as<float>(of.least) == -1);
    CHECK(as<float>(of.largest) == 1);
}

TEST_CASE("format/parquet_statistics: texts in the order of their bytes, unless one is long") {
    const parquet_options options;
    const schema_tree tree{{{"c", {.id = type_id::text}}}, options};
    statistics of;
    for (const std::string_view text : {"b", "\xc3\xa4", "abcdefghij", "abcdefghia", "abcdefgh"}) of.add(text);
    CHECK(of.found(tree.leaves[0]).least == "abcdefgh");
    CHECK(of.found(tree.leaves[0]).largest == "\xc3\xa4");
    of.add("");
    CHECK(of.found(tree.leaves[0]).least.empty());
    CHECK(of.found(tree.leaves[0]).known);
    of.add("\xff" + std::string(64, 'x'));
    CHECK(!of.found(tree.leaves[0]).known);
    of.clear();
    CHECK(!of.found(tree.leaves[0]).known);
}
