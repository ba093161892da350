// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_SUPPORT_STORES_HPP
#define SPATE_BENCH_SUPPORT_STORES_HPP

/// The limits that a generator is held against: memset, and a memset past the caches.

#include <cstddef>
#include <cstring>
#include <span>

#include <spate/detail/config.hpp>
#include <spate/exec/buffers.hpp>
#include <spate/simd/isa.hpp>

#include "measure.hpp"

namespace bench {

inline void plain_memset(std::span<std::byte> out, int value) noexcept {
    std::memset(out.data(), value, out.size());
    keep(out.data());
}

#if SPATE_IS_X86_64()

// As wide as the machine has them, since a processor may fill its write-combining buffers faster from wide stores. Each body stands in a function with a
// target attribute of its own, so that this works in a program compiled with plain -O2.
using chars16 = long long __attribute__((vector_size(16), may_alias));
using chars32 = long long __attribute__((vector_size(32), may_alias));
using chars64 = long long __attribute__((vector_size(64), may_alias));

#if defined(__clang__)
#define BENCH_STORE(builtin, value, target) __builtin_nontemporal_store(value, target)
#else
#define BENCH_STORE(builtin, value, target) builtin(target, value)
#endif

#define BENCH_STREAM(name, features, type, builtin) \
    [[gnu::target(features), gnu::noinline]] inline void name(std::byte* out, std::size_t size, int value) noexcept { \
        const long long eight = 0x0101010101010101LL * (value & 0x7f); \
        const type all = type{} + eight; \
        for (std::byte* const end = out + size; out != end; out += 256) { \
            auto* const target = reinterpret_cast<type*>(out); \
            SPATE_UNROLL \
            for (std::size_t i = 0; i < 256 / sizeof(type); ++i) BENCH_STORE(builtin, all, target + i); \
        } \
        __builtin_ia32_sfence(); \
    }

BENCH_STREAM(stream_sse2, "sse2", chars16, __builtin_ia32_movntdq)
BENCH_STREAM(stream_avx2, "avx2", chars32, __builtin_ia32_movntdq256)
BENCH_STREAM(stream_avx512, "avx512f", chars64, __builtin_ia32_movntdq512)

#undef BENCH_STREAM
#undef BENCH_STORE

/// memset with non-temporal stores. Requires a start at a multiple of 64 and a size that is a multiple of 256.
inline void streaming_memset(std::span<std::byte> out, int value) noexcept {
    switch (spate::simd::available_isas().back()) {
        case spate::simd::isa::avx512:
            return stream_avx512(out.data(), out.size(), value);
        case spate::simd::isa::avx2:
            return stream_avx2(out.data(), out.size(), value);
        default:
            return stream_sse2(out.data(), out.size(), value);
    }
}

#else

/// There is no portable streaming store on this machine: the same as memset.
inline void streaming_memset(std::span<std::byte> out, int value) noexcept { plain_memset(out, value); }

#endif

/// A buffer whose pages are all there.
[[nodiscard]] inline spate::buffer_set touched_buffer(std::size_t size) {
    spate::buffer_set buffer = spate::allocate_buffers(1, size);
    plain_memset(buffer[0], 1);
    return buffer;
}

}  // namespace bench

#endif  // SPATE_BENCH_SUPPORT_STORES_HPP
