// SPDX-License-Identifier: Apache-2.0
#include <spate/field/decimal.hpp>

#include <cstdint>
#include <limits>
#include <vector>

#include <spate/field/real.hpp>

#include "sample.hpp"

using namespace spate;

namespace {

// A column of the numbers given, over and over.
template <class Real>
struct given : number_field<Real> {
    std::vector<Real> numbers;
    void fill(const field_rows& rows, column& out) const {
        out.start(this->type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<Real>()[i] = numbers[(rows.first + i) % numbers.size()];
    }
};

}  // namespace

TEST_CASE("field/decimal: bounds as texts and as units are the same") {
    CHECK(decimal("0.99", "999.99") == decimal(99, 99'999, 2));
    CHECK(decimal("-1", "0.125") == decimal(-1000, 125, 3));
    CHECK(decimal("000.5", "7") == decimal(5, 70, 1));
    CHECK(decimal("0.99", "999.99").type() == data_type{.id = type_id::decimal, .digits = 5, .places = 2});
    CHECK(decimal(0, 1, 6).type() == data_type{.id = type_id::decimal, .digits = 6, .places = 6});
    CHECK(decimal("0", "1.00").with_digits(15).type() == data_type{.id = type_id::decimal, .digits = 15, .places = 2});
    CHECK(decimal("-999999999999999999", "999999999999999999").type().digits == 18);
}

TEST_CASE("field/decimal: all decimals are equally likely, whatever the partition") {
    laws::check_partition(decimal("0.99", "999.99"));
    laws::check_partition(decimal("-1000000000", "1000000000.00"));
    CHECK(decimal("-1000000000", "1000000000.00").words_per_row() == 2);
    std::vector<std::uint64_t> counts(1000);
    for (const std::int64_t value : laws::values(decimal("-5.00", "4.99"), sample::rows)) ++counts.at(static_cast<std::size_t>(value + 500));
    CHECK(std::abs(statistics::chi_square(counts, std::vector<double>(1000, 1000.0))) < 4);
}

TEST_CASE("field/decimal: bad bounds") {
    for (const char* bad : {"", "-", ".5", "1.", "1e5", "+1", "1.2.3", "1234567890123456789", " 1"})
        statistics::check_refused([bad] { return decimal(bad, "9"); }, "decimal: low");
    statistics::check_refused([] { return decimal("0", "nine"); }, "decimal: high");
    statistics::check_refused([] { return decimal("0.00000000000000001", "99"); }, "decimal: high");
    statistics::check_refused([] { return decimal("2", "1"); }, "uniform_int");
    statistics::check_refused([] { return decimal(0, 1, 19); }, "decimal: places");
    statistics::check_refused([] { return decimal(0, std::numeric_limits<std::int64_t>::max(), 2); }, "decimal");
    statistics::check_refused([] { return decimal(std::numeric_limits<std::int64_t>::min(), 0, 2); }, "decimal");
    statistics::check_refused([] { return decimal("0.99", "999.99").with_digits(4); }, "decimal: digits");
    statistics::check_refused([] { return decimal("0.99", "999.99").with_digits(19); }, "decimal: digits");
}

TEST_CASE("field/decimal: numbers are rounded to the nearest, exactly") {
    // 2.675 is a double a little below, 0.125 and 2.5 lie half-way.
    const given<double> numbers{{}, {0, -0.0, 1, 2.675, 0.125, -0.125, 1e-300, 123456.789, -0.004999, 1e15, 0.1 + 0.2, 2251799813685249.5, 4.9e-324}};
    const std::vector<std::int64_t> hundredths{0, 0, 100, 267, 13, -13, 0, 12345679, 0, 100000000000000000, 30, 225179981368524950, 0};
    CHECK(laws::values(rounded(numbers, 2), numbers.numbers.size()) == hundredths);
    CHECK(laws::values(rounded(given<double>{{}, {2.5, -2.5, 3.5, 0.49999999999999994, 1e30, -1e30}}, 0, 5), 6) ==
          std::vector<std::int64_t>{3, -3, 4, 0, 99999, -99999});
    CHECK(laws::values(rounded(given<double>{{}, {1.0, 0.1, 1e-18, 1e18, 9e17, -9e17, 72057594037927936.0}}, 18), 6) ==
          std::vector<std::int64_t>{999'999'999'999'999'999, 100'000'000'000'000'006, 1, 999'999'999'999'999'999, 999'999'999'999'999'999,
                                    -999'999'999'999'999'999});
    CHECK(laws::values(rounded(given<double>{{},
                                             {72057594037927936.0, 576460752303423488.0, 1152921504606846976.0, statistics::infinity, -statistics::infinity,
                                              statistics::nan}},
                               0),
                       6) ==
          std::vector<std::int64_t>{72057594037927936, 576460752303423488, 999'999'999'999'999'999, 999'999'999'999'999'999, -999'999'999'999'999'999, 0});
    CHECK(laws::values(rounded(given<float>{{}, {0.5f, -1.25f, 16777216.0f}}, 1, 10), 3) == std::vector<std::int64_t>{5, -13, 167772160});
    CHECK(rounded(numbers, 2, 12).type() == data_type{.id = type_id::decimal, .digits = 12, .places = 2});
}

TEST_CASE("field/decimal: rounded columns hold for any partition, and bad places are refused") {
    laws::check_partition(rounded(uniform_real(-10, 10), 3));
    laws::check_partition(rounded(uniform_real<float>(0, 10), 1, 4));
    statistics::check_refused([] { return rounded(uniform_real(0, 1), -1); }, "decimal: places");
    statistics::check_refused([] { return rounded(uniform_real(0, 1), 5, 4); }, "decimal: digits");
}
