// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_PRODUCTS_HPP
#define SPATE_SIMD_PRODUCTS_HPP

/// Products of the lanes of u64x8, and the zipping of two values lane by lane.

#include <spate/simd/words.hpp>

#define SPATE_KERNEL <spate/simd/products.inc>
#include <spate/simd/foreach_isa.inc>

#endif  // SPATE_SIMD_PRODUCTS_HPP
