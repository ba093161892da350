// SPDX-License-Identifier: Apache-2.0
// That what fits does fit is measured with the real codec in codecs.cpp.
#include <spate/shape/fits.hpp>

#include <doctest/doctest.h>

#include <vector>

#include <spate/bytes/random_bytes.hpp>
#include <spate/core/size.hpp>

using namespace spate;

TEST_CASE("shape/fits: is the layout that fits") {
    const auto data = random_bytes{seed{1}} | fits(4096, {.codec = codec::zstd, .unit = 8_KiB});
    const unit_layout layout = layout_that_fits(4096, {.codec = codec::zstd, .unit = 8_KiB});
    CHECK(data.literals().count == layout.literals);
    CHECK(data.compress_unit() == 8_KiB);
    std::vector<std::byte> one(50'000), two(50'000);
    data.fill(777, one);
    (random_bytes{seed{1}} | compressible(layout)).fill(777, two);
    CHECK(one == two);
    CHECK_THROWS_AS((void)fits(3), config_error);
}
