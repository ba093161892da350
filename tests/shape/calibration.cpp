// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/calibration.hpp>

#include <doctest/doctest.h>

#include <cstdint>

#include <spate/core/size.hpp>

using namespace spate;

namespace {
constexpr codec all[] = {codec::lz4, codec::zstd.at_level(1), codec::zstd, codec::zlib.at_level(1), codec::zlib, codec::snappy};
}

TEST_CASE("shape/calibration: every codec has a table for each unit from 512 B to 1 MiB, and one for larger ones") {
    for (const codec& one : all) {
        CAPTURE(one.text());
        const calibration& tables = calibration_of(one);
        for (std::uint64_t unit = 512; unit <= 64_MiB; unit *= 2) {
            const calibration_table* const table = tables.table_for(unit, unit * 128);
            REQUIRE(table != nullptr);
            CHECK(table->unit == std::min(unit, 1_MiB));
            const std::size_t nodes = calibration_table::nodes(table->segment);
            CHECK(std::u16string_view{table->overhead}.size() == nodes);
            CHECK(calibration_table::node(table->segment, nodes - 1) == table->segment);
            CHECK(calibration_table::node(table->segment, nodes - 2) < table->segment);
            CHECK(table->shape().unit() == table->unit);
        }
        CHECK(tables.table_for(256, 1) == nullptr);
        CHECK(tables.table_for(6144, 1) == nullptr);
        CHECK(tables.table_for(128_MiB, 1) == nullptr);
    }
    CHECK(calibration_of(codec::lz4).name == "lz4-v1");
    CHECK(calibration_of(codec::zstd).name == "zstd-3-v1");
    CHECK(&calibration_of(codec::neutral) == &calibration_of(codec::lz4));
    CHECK_THROWS_AS((void)calibration_of(codec::zstd.at_level(7)), config_error);
    CHECK_THROWS_AS((void)calibration_of(codec::zlib.at_level(2)), config_error);
}

TEST_CASE("shape/calibration: sizes grow with the literals, but for small steps, and literals are found from the size") {
    for (const codec& one : all)
        for (const calibration_table& table : calibration_of(one).tables) {
            CAPTURE(one.text());
            CAPTURE(table.unit);
            std::uint64_t before = 0;
            // Longer segments of snappy serve high ratios only; below, it overlooks too much in them.
            const bool high = table.segment == 1024 && table.unit > 1024;
            const std::uint32_t most = high ? table.unit / 8 : table.unit / table.segment * (table.segment - calibration_table::shortest_match);
            for (std::uint32_t literals = table.fewest(); literals < most; literals += 1 + table.unit / 701) {
                const std::uint64_t size = table.size_of(literals);
                if (table.unit >= 4096) REQUIRE(size + size / 50 >= before);
                REQUIRE(size / 256 > literals);
                before = size;
                // Several numbers may give a size; the size is what has to be met.
                const std::uint64_t found = table.size_of(table.literals_for(size));
                if (table.unit >= 4096) REQUIRE(std::max(found, size) - std::min(found, size) <= std::max<std::uint64_t>(512, size / 200));
            }
            CHECK(table.literals_for(0) == table.fewest());
            CHECK(table.literals_for(std::uint64_t{table.unit} * 1024) >= table.unit / table.segment * (table.segment - 32));
        }
}

TEST_CASE("shape/calibration: a codec whose small segments do not reach far enough takes larger ones") {
    const calibration& snappy = calibration_of(codec::snappy);
    CHECK(snappy.table_for(4_KiB, 4_KiB * 256 / 2)->segment == 512);
    CHECK(snappy.table_for(4_KiB, 4_KiB * 256 / 15)->segment == 1024);
    CHECK(snappy.table_for(4_KiB, 1)->segment == 1024);
    CHECK(snappy.table_for(4_MiB, 4_MiB * 256 / 15)->segment == 1024);
}
