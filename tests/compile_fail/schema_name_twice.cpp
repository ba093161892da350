// SPDX-License-Identifier: Apache-2.0
// expects: two fields have the same name
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

// Each field has a name of its own.
#if defined(SPATE_CONTROL)
auto table = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"other">(spate::sequence()));
#else
auto table = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"id">(spate::sequence()));
#endif
