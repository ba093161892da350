// SPDX-License-Identifier: Apache-2.0
// expects: a field is made from a field that stands not beside it
#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

// A derived field names fields of its schema.
#if defined(SPATE_CONTROL)
auto table = spate::schema(spate::field<"price">(spate::sequence()), spate::field<"twice">(spate::derived<"price">([](auto price) { return 2 * price; })));
#else
auto table = spate::schema(spate::field<"price">(spate::sequence()), spate::field<"twice">(spate::derived<"prize">([](auto price) { return 2 * price; })));
#endif
