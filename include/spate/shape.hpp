// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_HPP
#define SPATE_SHAPE_HPP

/// Compression shapers.

#include <spate/shape/compressible.hpp>

#endif  // SPATE_SHAPE_HPP
