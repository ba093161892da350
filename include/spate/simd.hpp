// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_HPP
#define SPATE_SIMD_HPP

/// Instruction sets, and the kernels' words, copies and dispatch.

#include <spate/simd/aes.hpp>
#include <spate/simd/copy.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/isa.hpp>
#include <spate/simd/products.hpp>
#include <spate/simd/words.hpp>

#endif  // SPATE_SIMD_HPP
