// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/parquet/pages.hpp>

#include <doctest/doctest.h>

#include <cstddef>

#include <spate/core/error.hpp>
#include <spate/format/text_buffer.hpp>

using namespace spate;
using namespace spate::detail::parquet_file;

TEST_CASE("format/parquet_pages: a page whose size is no number of the file is refused") {
    constexpr std::size_t most = 0x7fffffff;
    text_buffer out;
    page_head{false, 1, encoding::plain, most, most}.write(out);
    CHECK(out.size() != 0);
    CHECK_THROWS_WITH_AS((page_head{false, 1, encoding::plain, most + 1, 7}.write(out)),
                         "parquet: a page of 2147483648 bytes is longer than 2147483647 bytes; make texts or lists shorter", config_error);
    CHECK_THROWS_AS((page_head{false, 1, encoding::plain, 7, most + 1}.write(out)), config_error);
}
