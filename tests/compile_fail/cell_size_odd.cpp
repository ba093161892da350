// SPDX-License-Identifier: Apache-2.0
// expects: % 256 == 0
#include <spate/rng/shishua.hpp>

// Cells are whole granules.
#if defined(SPATE_CONTROL)
using engine = spate::rng::shishua<4096>;
#else
using engine = spate::rng::shishua<1000>;
#endif
constexpr auto granule = engine::granule;
