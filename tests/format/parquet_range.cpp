// SPDX-License-Identifier: Apache-2.0
#include <spate/format/parquet_range.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/real.hpp>
#include <spate/field/structure.hpp>
#include <spate/format/parquet.hpp>
#include <spate/schema/schema.hpp>

using namespace spate;

TEST_CASE("format/parquet_range: the ranges of a file are those of the values of all its row groups") {
    const auto table = schema(field<"n">(nullable(uniform_int<std::int32_t>(-1000, 1000), 0.1)), field<"r">(normal<float>(0, 10)),
                              field<"t">(one_of({"b", "a", "c"})), field<"long">(prose({.min_bytes = 100, .max_bytes = 200})),
                              field<"l">(list_of(uniform_int(0, 9), 0, 3)), field<"u">(uniform_int<std::uint32_t>(0, 4'000'000'000u)),
                              field<"s">(structure(field<"k">(uniform_int(5, 900)))), field<"none">(nullable(uniform_int(0, 1), 1)));
    auto encoder = parquet{}.encoder(table.type());
    std::vector<encoded_block<parquet::encoder_type::block_info>> blocks;
    std::int64_t least = 9999, largest = -9999, nulls = 0;
    std::uint32_t most = 0;
    float lowest = 1e9f;
    std::string first_text, last_text;
    batch rows;
    for (std::uint64_t first = 0; first < 3000; first += 1000) {
        text_buffer out;
        encoder.begin(out, first == 0);
        table.fill(first, 1000, rows);
        encoder.encode(rows, out);
        blocks.push_back({0, 0, 1000, encoder.finish(out)});
        for (std::size_t i = 0; i < 1000; ++i) {
            most = std::max(most, rows.columns[5].values<std::uint32_t>()[i]);
            lowest = std::min(lowest, rows.columns[1].values<float>()[i]);
            const std::string text{rows.columns[3].text(i)};
            if (first_text.empty() || text < first_text) first_text = text;
            last_text = std::max(last_text, text);
            nulls += rows.columns[0].is_null(i);
            if (rows.columns[0].is_null(i)) continue;
            least = std::min<std::int64_t>(least, rows.columns[0].values<std::int32_t>()[i]);
            largest = std::max<std::int64_t>(largest, rows.columns[0].values<std::int32_t>()[i]);
        }
    }
    const std::vector<parquet_range> ranges = encoder.ranges(blocks);
    REQUIRE(ranges.size() == 8);
    const auto number = [](const std::string& bytes, auto zero) {
        REQUIRE(bytes.size() == sizeof zero);
        std::memcpy(&zero, bytes.data(), sizeof zero);
        return zero;
    };
    CHECK(ranges[0].known);
    CHECK(number(ranges[0].least, std::int64_t{}) == least);
    CHECK(number(ranges[0].largest, std::int64_t{}) == largest);
    CHECK(ranges[0].nulls == static_cast<std::uint64_t>(nulls));
    CHECK(number(ranges[1].least, double{}) == double{lowest});
    CHECK(ranges[2].least == "a");
    CHECK(ranges[2].largest == "c");
    // Not in the file, but here.
    CHECK(ranges[3].known);
    CHECK(ranges[3].least == first_text.substr(0, 132));
    CHECK(ranges[3].largest == last_text.substr(0, 132));
    CHECK(ranges[4].repeated);
    CHECK(!ranges[4].known);
    CHECK(number(ranges[5].largest, std::uint64_t{}) == most);
    CHECK(ranges[6].field == 6);
    CHECK(ranges[6].members == std::vector<std::size_t>{0});
    CHECK(ranges[6].known);
    CHECK(!ranges[7].known);
    CHECK(ranges[7].nulls == 3000);
}

TEST_CASE("format/parquet_range: NaN is no value of a range, and told") {
    const auto table = schema(field<"some">(one_of({1.0, std::numeric_limits<double>::quiet_NaN()})), field<"no">(uniform_real(0, 1)));
    auto encoder = parquet{}.encoder(table.type());
    text_buffer out;
    encoder.begin(out, true);
    batch rows;
    table.fill(0, 1000, rows);
    encoder.encode(rows, out);
    const encoded_block<parquet::encoder_type::block_info> block{0, 0, 1000, encoder.finish(out)};
    const std::vector<parquet_range> ranges = encoder.ranges({&block, 1});
    CHECK(ranges[0].known);
    CHECK(ranges[0].nan);
    CHECK(!ranges[1].nan);
}
