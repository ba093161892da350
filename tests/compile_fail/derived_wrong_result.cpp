// SPDX-License-Identifier: Apache-2.0
// expects: the function must give a number of at most 64 bits, a bool or a std::string
#include <vector>

#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

// A column holds numbers, bools and texts.
#if defined(SPATE_CONTROL)
auto function = [](auto id) { return id; };
#else
auto function = [](auto id) { return std::vector{id}; };
#endif
auto table = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"same">(spate::derived<"id">(function)));
