// SPDX-License-Identifier: Apache-2.0
// As detail/text_floats, all floats from 0 on that are finite; some 80 seconds.
#include <doctest/doctest.h>

#include "text_floats.hpp"

TEST_CASE("detail/text_floats_long: all floats from 0 on as the standard library writes them") { CHECK(test::different_floats(1) == 0); }
