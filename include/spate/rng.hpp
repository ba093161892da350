// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_HPP
#define SPATE_RNG_HPP

/// All random engines and distributions.

#include <spate/rng/alias_table.hpp>
#include <spate/rng/ars.hpp>
#include <spate/rng/bit_generator.hpp>
#include <spate/rng/blocks.hpp>
#include <spate/rng/cells.hpp>
#include <spate/rng/chacha8.hpp>
#include <spate/rng/exponential.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/rng/normal.hpp>
#include <spate/rng/pcg64.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/rng/philox.hpp>
#include <spate/rng/shishua.hpp>
#include <spate/rng/sine.hpp>
#include <spate/rng/splitmix64.hpp>
#include <spate/rng/uniform_int.hpp>
#include <spate/rng/uniform_real.hpp>
#include <spate/rng/xoshiro256pp.hpp>
#include <spate/rng/zipf.hpp>

#endif  // SPATE_RNG_HPP
