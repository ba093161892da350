// SPDX-License-Identifier: Apache-2.0
// The trace that a metric document names, from its number alone.
#include <cstdio>

#include <spate/telemetry/trace_id.hpp>

int main() {
    const spate::trace_identifier trace = spate::trace_id(spate::trace_key(spate::seed{42}), 1'000'000);
    char text[64];
    std::printf("%.*s\n", static_cast<int>(put_hex(text, trace) - text), text);
    return spate::span_id(trace, 0) != spate::span_id(trace, 1) ? 0 : 1;
}
