// SPDX-License-Identifier: Apache-2.0
// expects: SPATE_HAS_HWLOCK
#include <spate/detail/config.hpp>

// Feature tests are function-like, so that a misspelt one does not compile instead of being false.
#if defined(SPATE_CONTROL)
#if SPATE_HAS_HWLOC()
#endif
#else
#if SPATE_HAS_HWLOCK()
#endif
#endif
