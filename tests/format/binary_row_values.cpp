// SPDX-License-Identifier: Apache-2.0
#include <spate/format/binary_row_values.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include <spate/format/binary_rows.hpp>

#include "record_laws.hpp"

using namespace spate;

namespace {

std::string row_of(const record_type& type, const batch& rows, std::size_t row) {
    const binary_row_values places{type};
    std::string out(places.head_bytes(), '\0');
    for (std::size_t i = 0; i < type.size(); ++i) {
        if (rows.columns[i].is_null(row))
            binary_row_values::set_null(out.data(), places.null_bit(i));
        else if (const std::size_t at = places.offset(i); at != 0)
            binary_row_values::put_fixed(out.data() + at, type[i].type, rows.columns[i], row);
        else
            binary_row_values::append(out, out.size(), type[i].type, rows.columns[i], row);
    }
    const std::size_t end = out.size();
    out.resize(end + 8);
    out.resize(static_cast<std::size_t>(binary_row_values::finish(out.data(), out.data() + end) - out.data()));
    return out;
}

}  // namespace

TEST_CASE("format/binary_row_values: rows of any types, value by value, are those of binary_rows") { test::check_single_rows(binary_rows{}, row_of); }

TEST_CASE("format/binary_row_values: values of fixed width are aligned behind the bits of nulls") {
    const binary_row_values places{
        {{"a", {.id = type_id::int8, .nullable = true}}, {"b", {.id = type_id::text}}, {"c", {.id = type_id::int64, .nullable = true}}}};
    CHECK(places.offset(0) == 5);
    CHECK(places.offset(1) == 0);
    CHECK(places.offset(2) == 8);
    CHECK(places.head_bytes() == 16);
    CHECK(places.null_bit(2) == 1);
}
