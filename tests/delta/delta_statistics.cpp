// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/delta_statistics.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace spate;

namespace {

template <class Number>
std::string bytes(Number number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
}
parquet_range whole(std::int64_t least, std::int64_t largest, std::uint64_t nulls = 0) { return {0, {}, false, nulls, true, bytes(least), bytes(largest)}; }
parquet_range real(double least, double largest) { return {0, {}, false, 0, true, bytes(least), bytes(largest)}; }
parquet_range text(std::string least, std::string largest) { return {0, {}, false, 0, true, std::move(least), std::move(largest)}; }

std::string statistics(const data_type& type, const parquet_range& range) { return delta_statistics({{"c", type}}, 3, {&range, 1}); }

}  // namespace

TEST_CASE("delta/delta_statistics: numbers, dates, times and decimals as the log has them") {
    CHECK(statistics({.id = type_id::int32}, whole(-5, 7, 2)) == R"({"numRecords":3,"minValues":{"c":-5},"maxValues":{"c":7},"nullCount":{"c":2}})");
    CHECK(statistics({.id = type_id::decimal, .digits = 7, .places = 2}, whole(-5, 12345)) ==
          R"({"numRecords":3,"minValues":{"c":-0.05},"maxValues":{"c":123.45},"nullCount":{"c":0}})");
    CHECK(statistics({.id = type_id::date}, whole(0, 20454)) ==
          R"({"numRecords":3,"minValues":{"c":"1970-01-01"},"maxValues":{"c":"2026-01-01"},"nullCount":{"c":0}})");
    CHECK(statistics({.id = type_id::timestamp, .places = 3}, whole(-1, 1767225600001)) ==
          R"({"numRecords":3,"minValues":{"c":"1969-12-31T23:59:59.999Z"},"maxValues":{"c":"2026-01-01T00:00:00.001Z"},"nullCount":{"c":0}})");
    // Between two milliseconds: down and up, before 1970 too.
    CHECK(statistics({.id = type_id::timestamp, .places = 6}, whole(-1, 1)) ==
          R"({"numRecords":3,"minValues":{"c":"1969-12-31T23:59:59.999Z"},"maxValues":{"c":"1970-01-01T00:00:00.001Z"},"nullCount":{"c":0}})");
    CHECK(statistics({.id = type_id::timestamp, .places = 6}, whole(-2000, 2000)) ==
          R"({"numRecords":3,"minValues":{"c":"1969-12-31T23:59:59.998Z"},"maxValues":{"c":"1970-01-01T00:00:00.002Z"},"nullCount":{"c":0}})");
    CHECK(statistics({.id = type_id::float64}, real(-0.5, 1e300)) == R"({"numRecords":3,"minValues":{"c":-0.5},"maxValues":{"c":1e+300},"nullCount":{"c":0}})");
    CHECK(statistics({.id = type_id::float64}, real(-0.5, std::numeric_limits<double>::infinity())) ==
          R"({"numRecords":3,"minValues":{"c":-0.5},"maxValues":{},"nullCount":{"c":0}})");
    // Readers that take NaN for the largest number must not pass over the file.
    parquet_range with_nan = real(1, 2);
    with_nan.nan = true;
    CHECK(statistics({.id = type_id::float64}, with_nan) == R"({"numRecords":3,"minValues":{},"maxValues":{},"nullCount":{"c":0}})");
    CHECK(statistics({.id = type_id::boolean}, whole(0, 1)) == R"({"numRecords":3,"minValues":{"c":false},"maxValues":{"c":true},"nullCount":{"c":0}})");
}

TEST_CASE("delta/delta_statistics: texts are cut behind 32 characters, and a largest one stays above what was cut") {
    const std::string part(31, 'x'), long_text = part + "\xc3\xbcy";
    CHECK(statistics({.id = type_id::text}, text("a\"b", long_text)) ==
          R"({"numRecords":3,"minValues":{"c":"a\"b"},"maxValues":{"c":")" + part + "\xc3\xbc\xf4\x8f\xbf\xbf\"},\"nullCount\":{\"c\":0}}");
    CHECK(statistics({.id = type_id::text}, text(long_text, part)) ==
          R"({"numRecords":3,"minValues":{"c":")" + part + "\xc3\xbc\"},\"maxValues\":{\"c\":\"" + part + "\"},\"nullCount\":{\"c\":0}}");
    // Nothing of 33 characters is sure to be above.
    CHECK(statistics({.id = type_id::text}, text("a", part + "x\xf4\x8f\xbf\xbfz")) ==
          R"({"numRecords":3,"minValues":{"c":"a"},"maxValues":{},"nullCount":{"c":0}})");
}

TEST_CASE("delta/delta_statistics: structures nest, lists have nothing, and only the first 32 leaves are there") {
    const data_type number{.id = type_id::int64}, list{.id = type_id::list, .children = {number}},
        place{.id = type_id::structure, .children = {number, list, number}, .names = {"a", "l", "b"}};
    const parquet_range repeated{0, {}, true, 0, false, {}, {}};
    CHECK(delta_statistics({{"p", place}, {"l", list}, {"n", number}}, 9,
                           std::vector<parquet_range>{whole(1, 2), repeated, whole(3, 4, 1), repeated, {0, {}, false, 9, false, {}, {}}}) ==
          R"({"numRecords":9,"minValues":{"p":{"a":1,"b":3}},"maxValues":{"p":{"a":2,"b":4}},"nullCount":{"p":{"a":0,"b":1},"n":9}})");
    record_type many;
    for (int i = 0; i < 40; ++i) many.push_back({"c" + std::to_string(i), number});
    const std::string text = delta_statistics(many, 1, std::vector<parquet_range>(40, whole(0, 0)));
    CHECK(text.find("\"c31\"") != std::string::npos);
    CHECK(text.find("\"c32\"") == std::string::npos);
}
