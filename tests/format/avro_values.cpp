// SPDX-License-Identifier: Apache-2.0
#include <spate/format/avro_values.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include <spate/format/avro.hpp>

#include "record_laws.hpp"

using namespace spate;

namespace {

std::string row_of(const record_type& type, const batch& rows, std::size_t row) {
    std::string out;
    for (std::size_t i = 0; i < type.size(); ++i) {
        const bool is_null = rows.columns[i].is_null(row);
        if (type[i].type.nullable) out += is_null ? avro_values::null : avro_values::there;
        if (!is_null) avro_values::append(out, type[i].type, rows.columns[i], row);
    }
    return out;
}

}  // namespace

TEST_CASE("format/avro_values: rows of any types, value by value, are those of avro") { test::check_single_rows(avro{}, row_of); }

TEST_CASE("format/avro_values: numbers at a place") {
    char bytes[80];
    const auto text = [&bytes](const char* end) { return std::string{static_cast<const char*>(bytes), end}; };
    CHECK(text(avro_values::put_whole(bytes, -65)) == test::hex("81 01"));
    CHECK(text(avro_values::put_decimal(bytes, std::int64_t{-129})) == test::hex("04 ff 7f"));
    CHECK(text(avro_values::put_decimal(bytes, std::uint64_t{1} << 63)) == test::hex("12 00 80 00 00 00 00 00 00 00"));
}
