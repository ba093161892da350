// SPDX-License-Identifier: Apache-2.0
// As format/text_floats, all floats that are finite.
#include <doctest/doctest.h>

#include "text_floats.hpp"

TEST_CASE("format/text_floats_long: all floats as the standard library writes them") { CHECK(test::different_floats(1) == 0); }
