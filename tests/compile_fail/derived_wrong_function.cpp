// SPDX-License-Identifier: Apache-2.0
// expects: the function cannot be called with the values of these fields
#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

// The function takes what the fields hold.
#if defined(SPATE_CONTROL)
auto function = [](std::int64_t id) { return id; };
#else
auto function = [](const std::string& id) { return id; };
#endif
auto table = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"same">(spate::derived<"id">(function)));
