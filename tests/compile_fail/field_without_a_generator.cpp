// SPDX-License-Identifier: Apache-2.0
// expects: no matching function for call
#include <spate/field/named.hpp>
#include <spate/field/sequence.hpp>

// A field has a generator.
#if defined(SPATE_CONTROL)
auto id = spate::field<"id">(spate::sequence(1));
#else
auto id = spate::field<"id">(1);
#endif
