// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_CONFIG_HPP
#define SPATE_DETAIL_CONFIG_HPP

/// Every macro of the library. Feature tests are function-like and always defined, so that a misspelt one does not compile.

#include <bit>

#if !defined(__GNUC__) && !defined(__clang__)
#error "spate needs g++ 12 or clang++ 16 (or newer): its kernels are written with their vector extensions"
#endif

#if defined(__x86_64__)
#define SPATE_IS_X86_64() 1
#else
#define SPATE_IS_X86_64() 0
#endif

#if defined(__aarch64__)
#define SPATE_IS_AARCH64() 1
#else
#define SPATE_IS_AARCH64() 0
#endif

#if defined(__cpp_exceptions)
#define SPATE_HAS_EXCEPTIONS() true
#else
#define SPATE_HAS_EXCEPTIONS() false
#endif

// Defined by the CMake target (or by the user) when hwloc is there to be linked; never guessed from what is installed.
#if defined(SPATE_WITH_HWLOC)
#define SPATE_HAS_HWLOC() 1
#else
#define SPATE_HAS_HWLOC() 0
#endif

#define SPATE_ALWAYS_INLINE [[gnu::always_inline]] inline
// Before a function in a header: makes it a template, so that what its body needs of other templates is instantiated only where it
// is called. Most programs call few of the functions that they include; a third of the compile time was spent on the others.
#define SPATE_WHEN_USED template <class = void>

// After a template that is SPATE_WHEN_USED and not inline: in the project's own programs, which are many and define SPATE_COMPILED_ELSEWHERE, it is
// compiled once for all of them, in cmake/compiled_once/. Whoever uses the library needs neither.
#if defined(SPATE_COMPILED_ELSEWHERE)
#define SPATE_COMPILED_ONCE(...) extern template __VA_ARGS__;
#else
#define SPATE_COMPILED_ONCE(...)
#endif

#define SPATE_COLD [[gnu::cold, gnu::noinline]]

#define SPATE_DETAIL_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define SPATE_UNROLL _Pragma("unroll")
#define SPATE_TARGET_BEGIN(features) SPATE_DETAIL_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define SPATE_TARGET_END _Pragma("clang attribute pop")
#define SPATE_SCALAR_BEGIN
#define SPATE_SCALAR_END
#else
#define SPATE_UNROLL _Pragma("GCC unroll 16")
#define SPATE_TARGET_BEGIN(features) _Pragma("GCC push_options") SPATE_DETAIL_PRAGMA(GCC target(features))
#define SPATE_TARGET_END _Pragma("GCC pop_options")
// Scalar kernels stay scalar. With -O3 -mavx2, g++ 12 turns their loops over eight lanes into wrong vector code (a permutation then
// gave other indices than with -O2; clang and -fno-tree-loop-vectorize do not).
#define SPATE_SCALAR_BEGIN _Pragma("GCC push_options") SPATE_DETAIL_PRAGMA(GCC optimize("no-tree-loop-vectorize", "no-tree-slp-vectorize"))
#define SPATE_SCALAR_END _Pragma("GCC pop_options")
#endif

// The kernels of one name that foreach_isa.inc has compiled, in the order of simd::isa, with null where there is none.
#if SPATE_IS_X86_64()
#define SPATE_KERNELS(name) \
    { &kernels::scalar::name, &kernels::sse2::name, &kernels::avx2::name, &kernels::avx512::name, nullptr }
#elif SPATE_IS_AARCH64()
#define SPATE_KERNELS(name) \
    { &kernels::scalar::name, nullptr, nullptr, nullptr, &kernels::neon::name }
#else
#define SPATE_KERNELS(name) \
    { &kernels::scalar::name, nullptr, nullptr, nullptr, nullptr }
#endif

static_assert(std::endian::native == std::endian::little, "spate writes words in memory order, so its bytes are defined on little-endian machines only");

#endif  // SPATE_DETAIL_CONFIG_HPP
