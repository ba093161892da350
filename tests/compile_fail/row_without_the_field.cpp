// SPDX-License-Identifier: Apache-2.0
// expects: the row has no field of this name
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

auto id() {
    const auto table = spate::schema(spate::field<"id">(spate::sequence()));
#if defined(SPATE_CONTROL)
    return table.row(0).get<"id">();
#else
    return table.row(0).get<"ID">();
#endif
}
