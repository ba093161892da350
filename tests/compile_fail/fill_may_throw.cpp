// SPDX-License-Identifier: Apache-2.0
// expects: fill(offset, out)
#include <spate/core/concepts.hpp>

struct zeros {
    [[nodiscard]] std::uint64_t size() const noexcept { return 1; }
#if defined(SPATE_CONTROL)
    void fill(std::uint64_t, std::span<std::byte>) const noexcept {}
#else
    void fill(std::uint64_t, std::span<std::byte>) const {}
#endif
};

// A source whose fill may throw is none.
template <class Source>
concept models_byte_source = spate::byte_source<Source>;
static_assert(models_byte_source<zeros>);
