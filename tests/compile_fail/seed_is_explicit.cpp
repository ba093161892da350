// SPDX-License-Identifier: Apache-2.0
// expects: random_bytes
#include <spate/bytes/random_bytes.hpp>

// A bare number does not say that it is a seed.
#if defined(SPATE_CONTROL)
auto stream = spate::random_bytes(spate::seed{7});
#else
auto stream = spate::random_bytes(7);
#endif
