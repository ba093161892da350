// SPDX-License-Identifier: Apache-2.0
// expects: bit_engine
#include <random>

#include <spate/bytes/random_bytes.hpp>

// An engine is a pure function of key and position; the engines of the standard library are not.
#if defined(SPATE_CONTROL)
using engine = spate::rng::shishua<>;
#else
using engine = std::mt19937_64;
#endif
auto stream = spate::random_bytes<engine>(spate::seed{1});
