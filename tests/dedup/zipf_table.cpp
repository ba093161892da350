// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/zipf_table.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace spate;

namespace {

template <class Call>
std::string refused(const Call& call) {
    try {
        (void)call();
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

std::uint64_t digest(const reference_table& table) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < table.rows(); ++i) sum = mix(mix(sum ^ table.row(i).references) + table.row(i).contents);
    return sum;
}

}  // namespace

TEST_CASE("dedup/zipf_table: uniform counts differ by at most one, with exact totals") {
    for (const ratio by : {ratio{}, ratio{107, 100}, ratio{3, 2}, ratio{3, 1}, ratio{64, 1}, ratio{1000, 1}})
        for (const std::uint64_t units :
             {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{63}, std::uint64_t{1000}, std::uint64_t{999'999}, reference_table::max_units}) {
            const reference_table table = uniform_table(units, by);
            CHECK(table.units() == units);
            CHECK(table.distinct() == std::max<std::uint64_t>(by.divide(units), 1));
            CHECK(table.rows() <= 2);
            if (table.rows() == 2) CHECK(table.row(0).references == table.row(1).references + 1);
        }
}

TEST_CASE("dedup/zipf_table: exact totals, at least one reference, at most the maximum") {
    for (const double exponent : {0.01, 0.1, 0.5, 0.99, 1.0, 1.1, 2.0, 7.5, 63.0, 1e9})
        for (const ratio by : {ratio{}, ratio{107, 100}, ratio{3, 2}, ratio{64, 1}})
            for (const std::uint64_t units :
                 {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{100}, std::uint64_t{10'000}, std::uint64_t{3'000'000}, std::uint64_t{1} << 36})
                for (const std::uint64_t cap : {unlimited, std::uint64_t{254}, std::uint64_t{80}}) {
                    CAPTURE(exponent);
                    CAPTURE(units);
                    CAPTURE(cap);
                    const std::uint64_t distinct = std::max<std::uint64_t>(by.divide(units), 1);
                    if (static_cast<uint128>(distinct) * std::min(cap, units) < units) continue;
                    const reference_table table = zipf_table(units, by, exponent, cap);
                    REQUIRE(table.units() == units);
                    REQUIRE(table.distinct() == distinct);
                    REQUIRE(table.max_references() <= cap);
                    REQUIRE(table.rows() <= reference_table::max_rows);
                }
    CHECK(zipf_table(reference_table::max_units, ratio{3, 2}, 1.0).units() == reference_table::max_units);
    // With a maximum that only equal counts fulfil, all counts are equal.
    CHECK(zipf_table(3000, ratio{3, 1}, 1.5, 3) == uniform_table(3000, ratio{3, 1}));
}

TEST_CASE("dedup/zipf_table: references fall like rank^-exponent") {
    for (const double exponent : {0.5, 0.9, 1.0, 1.3, 2.0}) {
        CAPTURE(exponent);
        const reference_table table = zipf_table(100'000'000, ratio{5, 1}, exponent);
        // The proportion as most ranks have it, from those with many references.
        std::vector<double> scales;
        std::uint64_t rank = 0;
        for (std::size_t i = 0; i < table.rows(); ++i) {
            const auto [references, contents] = table.row(i);
            const double last = static_cast<double>(rank + contents), first = static_cast<double>(rank + 1), count = static_cast<double>(references);
            // All ranks of the row lie where A k^-s is from `references` to the next count, so A is between.
            if (references >= 8 && i > 0) scales.push_back(count * std::pow(last, exponent));
            if (references >= 8 && i > 0) CHECK(std::pow(last / first, exponent) < 1.01 + 1.01 / count + 1.0 / 128);
            rank += contents;
        }
        REQUIRE(scales.size() > 10);
        const auto [least, most] = std::minmax_element(scales.begin(), scales.end());
        // Counts are rounded down, by up to 1 in 8 for the least of them here and 1 in 128 for the large ones.
        CHECK(*most / *least < 1.0 + 1.0 / 8 + 0.01);
        // The first has what the law says, and what rounding left over.
        CHECK(static_cast<double>(table.max_references()) < 1.2 * *most);
        CHECK(static_cast<double>(table.max_references()) > *least);
    }
}

TEST_CASE("dedup/zipf_table: the tables are those of every compiler") {
    CHECK(digest(zipf_table(1'000'000, ratio{3, 2}, 1.1)) == 0x10a3215058b92473u);
    CHECK(digest(zipf_table(std::uint64_t{1} << 40, ratio{2, 1}, 0.99)) == 0x9111b9063c7501edu);
    CHECK(digest(zipf_table(65'536, ratio{107, 100}, 1.0, 254)) == 0xb2f40877723f13ccu);
}

TEST_CASE("dedup/zipf_table: logarithms and powers in integers are those of the library, nearly") {
    for (const std::uint64_t value : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, std::uint64_t{1000}, std::uint64_t{1} << 48, ~std::uint64_t{0}}) {
        const double log = static_cast<double>(detail::log2_q56(value)) / 0x1p56;
        CHECK(std::abs(log - std::log2(static_cast<double>(value))) < 1e-13);
    }
    for (const double value : {0.0, 0.25, 0.5, 1.0, 1.7, 20.123456, 47.9}) {
        const double power = static_cast<double>(detail::exp2_q56(static_cast<std::uint64_t>(value * 0x1p56)));
        CHECK(std::abs(power - std::floor(std::exp2(value))) <= 1.0 + std::exp2(value - 50));
    }
}

TEST_CASE("dedup/zipf_table: what makes no sense is refused") {
    CHECK(refused([] { return uniform_table(100, ratio{1, 2}); }) == "dedup: 0.5 is below 1; use a ratio of 1 or more, like 1.5 or 3/2");
    CHECK(refused([] { return uniform_table(0, ratio{}); }).starts_with("units: 0 is not from 1 to 2^48"));
    CHECK(refused([] {
              return uniform_table(100, ratio{10, 1}, 9);
          }) == "max_references: 9 cannot hold 100 units in 10 contents; use at least 10, or a smaller ratio");
    CHECK(refused([] {
              return zipf_table(100, ratio{10, 1}, 1.0, 9);
          }) == "max_references: 9 cannot hold 100 units in 10 contents; use at least 10, or a smaller ratio");
    CHECK(refused([] { return zipf_table(100, ratio{1, 2}, 1.0); }).starts_with("dedup: 0.5 is below 1"));
    CHECK(refused([] { return zipf_table(100, ratio{}, 0.0); }).starts_with("zipf: 0.000000 is not an exponent"));
    CHECK(refused([] { return zipf_table(100, ratio{}, -1.0); }).starts_with("zipf: -1.000000 is not an exponent"));
    CHECK(refused([] { return zipf_table(100, ratio{}, std::bit_cast<double>(0x7ff8000000000000u)); }).starts_with("zipf: NaN is not an exponent"));
    CHECK(refused([] { return zipf_table(100, ratio{}, std::bit_cast<double>(0x7ff0000000000000u)); }).starts_with("zipf: infinity is not an exponent"));
}
