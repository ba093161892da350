// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/parquet/pages.hpp>

#include <doctest/doctest.h>

#include <spate/core/error.hpp>
#include <spate/field/type.hpp>
#include <spate/format/parquet.hpp>

using namespace spate;

TEST_CASE("format/parquet_pages: a page whose size is no number of the file is refused") {
    CHECK_NOTHROW(detail::parquet_file::check_page(0x7fffffff, "a"));
    // The head of a full page is made before there are values.
    const data_type row{.id = type_id::vector, .size = 1u << 29, .children = {{.id = type_id::float32}}};
    CHECK_THROWS_WITH_AS((void)parquet{}.encoder({{"v", row}}),
                         "parquet: column \"v\" has a page of 2147483670 bytes, and files hold less than 2^31; make its values shorter", config_error);
}
