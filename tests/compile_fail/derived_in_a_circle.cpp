// SPDX-License-Identifier: Apache-2.0
// expects: fields are made from each other in a circle
#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

// Some field must come first.
#if defined(SPATE_CONTROL)
auto first = spate::field<"a">(spate::sequence());
#else
auto first = spate::field<"a">(spate::derived<"b">([](auto b) { return b + 1; }));
#endif
auto table = spate::schema(first, spate::field<"b">(spate::derived<"a">([](auto a) { return a + 1; })));
