// SPDX-License-Identifier: Apache-2.0
#include <spate/field/value_text.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

#include <spate/field/date.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

namespace {

template <class T>
std::string text_of(const data_type& type, T value) {
    column one;
    one.start(type, 1);
    one.values<T>()[0] = value;
    return value_text(type, one, 0);
}
template <class Generator>
std::string text_of_row(const Generator& generator, std::uint64_t row) {
    column made;
    generator.fill({laws::some_key, row, 1}, made);
    return value_text(generator.type(), made, 0);
}

}  // namespace

TEST_CASE("field/value_text: values as formats write them") {
    CHECK(text_of(data_type{.id = type_id::int64}, std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(text_of(data_type{.id = type_id::uint64}, std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(text_of(data_type{.id = type_id::int8}, std::int8_t{-7}) == "-7");
    CHECK(text_of(data_type{.id = type_id::float64}, 0.1) == "0.1");
    CHECK(text_of(data_type{.id = type_id::float32}, 0.1f) == "0.1");
    CHECK(text_of(data_type{.id = type_id::float64}, std::numeric_limits<double>::infinity()) == "null");
    CHECK(text_of(data_type{.id = type_id::decimal, .digits = 9, .places = 2}, std::int64_t{-5}) == "-0.05");
    CHECK(text_of(data_type{.id = type_id::boolean}, std::uint64_t{1}) == "true");
    CHECK(text_of_row(dates("2026-08-01", "2026-08-01"), 3) == "2026-08-01");
    CHECK(text_of_row(timestamps("2026-08-01T07:46:38Z", "2026-08-01T07:46:38.001Z", 3), 3) == "2026-08-01T07:46:38.000Z");
    CHECK_FALSE(text_of_row(samples::letters{}, 3).empty());
    CHECK(has_value_text(type_id::uuid));
    CHECK_FALSE(has_value_text(type_id::binary));
    CHECK_FALSE(has_value_text(type_id::list));
}
