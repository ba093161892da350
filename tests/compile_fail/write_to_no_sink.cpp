// SPDX-License-Identifier: Apache-2.0
// expects: byte_sink
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/sink/null.hpp>

template <spate::byte_sink Sink>
void write_all(Sink&) {}

void use() {
#if defined(SPATE_CONTROL)
    spate::null_sink out;
#else
    std::vector<std::byte> out;
#endif
    write_all(out);
}
