// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/layout.hpp>

#include <doctest/doctest.h>

#include <string>

#include <spate/core/size.hpp>

using namespace spate;

namespace {

std::string refused(const compression& asked) {
    try {
        (void)layout_for(asked);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

std::string refused_to_fit(std::uint64_t bytes, const compression& asked) {
    try {
        (void)layout_that_fits(bytes, asked);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("shape/layout: more is asked, fewer are the literals; 1 leaves all") {
    for (const codec& one : {codec::neutral, codec::lz4, codec::zstd, codec::zlib.at_level(1), codec::snappy})
        for (const std::uint64_t unit : {512_KiB / 1024, 4_KiB, 16_KiB, 1_MiB, 64_MiB}) {
            CAPTURE(one.text());
            CAPTURE(unit);
            CHECK(layout_for({.codec = one, .unit = unit}).literals == unit);
            std::uint32_t before = static_cast<std::uint32_t>(unit);
            for (const double ratio : {1.1, 1.5, 2.0, 4.0, 5.5}) {
                const unit_layout found = layout_for({.ratio = ratio, .codec = one, .unit = unit});
                CHECK(found.shape.unit() == unit);
                CHECK(found.literals < before);
                CHECK(found.literals < static_cast<double>(unit) / ratio);
                before = found.literals;
            }
        }
    const auto of = [](codec one) { return layout_for({.ratio = 3.0, .codec = one, .unit = 16_KiB}).literals; };
    CHECK(of(codec::neutral) * 2 >= of(codec::lz4) + of(codec::zstd) - 1);
    CHECK(of(codec::neutral) * 2 <= of(codec::lz4) + of(codec::zstd));
}

TEST_CASE("shape/layout: a unit beyond the tables is laid out like several of the largest") {
    const unit_layout one = layout_for({.ratio = 2.0, .codec = codec::lz4, .unit = 1_MiB}),
                      four = layout_for({.ratio = 2.0, .codec = codec::lz4, .unit = 4_MiB});
    CHECK(four.literals == 4 * one.literals);
    CHECK(four.shape.log2_segments == one.shape.log2_segments + 2);
}

TEST_CASE("shape/layout: ratios below 1 and beyond the ceiling, units and levels are refused, with what would be right") {
    CHECK(refused({.ratio = ratio{1, 2}}) == "compress: 0.5 is below 1; use a ratio from 1 to 95.25");
    CHECK(refused({.ratio = ratio{0, 1}}).starts_with("compress: 0 is below 1"));
    CHECK(refused({.ratio = 95.25}) == "accepted");
    CHECK(refused({.ratio = 200.0}) == "compress: 200 is more than lz4 and zstd reach in units of 4 KiB whose sectors all differ; use a ratio from 1 to 95.25");
    CHECK(refused({.ratio = 40.0, .codec = codec::snappy, .unit = 16_KiB})
              .starts_with("compress: 40 is more than snappy reaches in units of 16 KiB whose sectors "));
    CHECK(refused({.ratio = 2.0, .unit = 6000}) == "compress-unit: 6000 is not a power of two; use 4096 or 8192");
    CHECK(refused({.ratio = 2.0, .unit = 256}) == "compress-unit: 256 is not from 512 to 64 MiB; use 512");
    CHECK(refused({.ratio = 2.0, .unit = 128_MiB}) == "compress-unit: 134217728 is not from 512 to 64 MiB; use 64MiB");
    CHECK(refused({.ratio = 2.0, .codec = codec::zlib.at_level(9)}) == "codec: zlib:9 is not a level that is calibrated; use zlib:1 or zlib:6");
}

TEST_CASE("shape/layout: what shall fit") {
    CHECK(layout_that_fits(2030, {.codec = codec::lz4}).literals == 2002);
    CHECK(layout_that_fits(5000, {.codec = codec::lz4}).literals == 4096);
    CHECK(layout_that_fits(4096, {.codec = codec::lz4}).literals < 4000);
    CHECK(refused_to_fit(20, {.codec = codec::lz4}) == "fits: 20 is less than lz4 makes of a unit of 4 KiB whose sectors all differ; use 45 or more");
    CHECK(refused_to_fit(0, {.codec = codec::zstd}).starts_with("fits: 0 is less than zstd:3 makes of a unit of 4 KiB"));
    CHECK(refused_to_fit(2030, {.codec = codec::lz4, .unit = 5000}).starts_with("compress-unit: 5000"));
}

TEST_CASE("shape/layout: tables of the user's own") {
    static constexpr char16_t overhead[175] = {};
    static constexpr calibration_table table[] = {{4096, 4096, 64, 128, 1, overhead}};
    static constexpr calibration own{"none-v1", {table, 1}};
    CHECK(layout_for({.ratio = 4.0, .tables = &own}).literals == 1024);
    CHECK(layout_for({.ratio = 4.0, .unit = 8192, .tables = &own}).literals == 2048);
    CHECK(refused({.ratio = 4.0, .unit = 2048, .tables = &own}).starts_with("compress-unit: 2048"));
    CHECK(refused({.ratio = 1000.0, .tables = &own}).starts_with("compress: 1000 is more than none-v1 reaches"));
}
