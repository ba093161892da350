// SPDX-License-Identifier: Apache-2.0
// As detail/text_floats, all floats that are finite.
#include <doctest/doctest.h>

#include "text_floats.hpp"

TEST_CASE("detail/text_floats_long: all floats as the standard library writes them") { CHECK(test::different_floats(1) == 0); }
