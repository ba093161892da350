// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_FITS_HPP
#define SPATE_SHAPE_FITS_HPP

/// `| fits(2030, {.codec = codec::lz4})`: every unit compresses to at most so many bytes.

#include <cstdint>

#include <spate/shape/compressible.hpp>
#include <spate/shape/layout.hpp>

namespace spate::inline v0 {

/// Makes every unit compress to at most `bytes` bytes, and to hardly less: for systems in which a unit must fit into a sector, a slot or half of a
/// block to be stored compressed at all. lz4 unless another codec is asked for; the ratio asked for is not looked at.
///
/// The bound holds for the codec as it was measured: none of some thousand units of each layout exceeded it, and for lz4, whose sizes are all but
/// constant, none of a million (tests/shape/fits_long). Throws config_error where no layout fits, naming the least that does.
SPATE_WHEN_USED
[[nodiscard]] inline auto fits(std::uint64_t bytes, const compression& asked = {.codec = codec::lz4}) { return compressible(layout_that_fits(bytes, asked)); }

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_FITS_HPP
