// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_HPP
#define SPATE_CORE_HPP

/// The vocabulary: concepts, keys and seeds, ratios, sizes, errors, pipes.

#include <spate/core/cell_shape.hpp>
#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/core/size.hpp>
#include <spate/core/stream.hpp>

#endif  // SPATE_CORE_HPP
