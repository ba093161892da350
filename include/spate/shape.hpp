// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_HPP
#define SPATE_SHAPE_HPP

/// Compression shapers.

#include <spate/shape/calibration.hpp>
#include <spate/shape/codec.hpp>
#include <spate/shape/compressible.hpp>
#include <spate/shape/fits.hpp>
#include <spate/shape/holes.hpp>
#include <spate/shape/layout.hpp>
#include <spate/shape/mimic.hpp>
#include <spate/shape/mimic_text.hpp>
#include <spate/shape/mix.hpp>

#endif  // SPATE_SHAPE_HPP
