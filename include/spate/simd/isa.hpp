// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_ISA_HPP
#define SPATE_SIMD_ISA_HPP

/// Which instruction sets the library has kernels for, which this machine has, and which one is used.

#include <array>
#include <atomic>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include <xsimd/config/xsimd_cpuid.hpp>

#include <spate/core/error.hpp>
#include <spate/detail/config.hpp>

namespace spate::inline v0::simd {

/// The instruction sets, slowest first. All give the same bytes.
enum class isa : unsigned char { scalar, sse2, avx2, avx512, neon };

inline constexpr std::size_t isa_count = 5;

/// The name as the environment variable SPATE_ISA takes it.
[[nodiscard]] constexpr std::string_view name(isa which) noexcept {
    constexpr std::array<std::string_view, isa_count> names{"scalar", "sse2", "avx2", "avx512", "neon"};
    return names[static_cast<std::size_t>(which)];
}

namespace detail {

// xsimd before 10 offers members, later versions a function of the architecture's tag. It asks the processor only; whether the
// operating system saves the wide registers is asked of the compiler's own detection.
template <class Available>
[[nodiscard]] bool processor_has_avx2(const Available& available) {
    if constexpr (requires { available.has(xsimd::avx2{}); })
        return available.has(xsimd::avx2{});
    else
        return available.avx2 != 0;
}
template <class Available>
[[nodiscard]] bool processor_has_avx512(const Available& available) {
    if constexpr (requires { available.has(xsimd::avx512bw{}); })
        return available.has(xsimd::avx512bw{}) && available.has(xsimd::avx512dq{});
    else
        return available.avx512f != 0 && available.avx512bw != 0 && available.avx512dq != 0;
}

[[nodiscard]] inline bool is_available(isa which) {
    switch (which) {
        case isa::scalar:
            return true;
#if SPATE_IS_X86_64()
        case isa::sse2:
            return true;
        case isa::avx2:
            return processor_has_avx2(xsimd::available_architectures()) && __builtin_cpu_supports("avx2") != 0;
        case isa::avx512:
            return processor_has_avx512(xsimd::available_architectures()) && __builtin_cpu_supports("avx512f") != 0 &&
                   __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
#elif SPATE_IS_AARCH64()
        case isa::neon:
            return true;
#endif
        default:
            return false;
    }
}

inline std::atomic<int> chosen_isa{-1};

}  // namespace detail

/// The instruction sets that this machine has, slowest first; never empty.
[[nodiscard]] inline std::span<const isa> available_isas() {
    struct list {
        std::array<isa, isa_count> which{};
        std::size_t count = 0;
        list() {
            for (std::size_t i = 0; i < isa_count; ++i)
                if (detail::is_available(static_cast<isa>(i))) which[count++] = static_cast<isa>(i);
        }
    };
    static const list available;
    return {available.which.data(), available.count};
}

/// Chooses the instruction set of all kernels: the one that SPATE_ISA names, else the best that the machine has.
/// Throws config_error when SPATE_ISA names none, or one that the machine lacks. Thread safe; the choice is made once.
inline isa choose_isa() {
    if (const int chosen = detail::chosen_isa.load(std::memory_order_relaxed); chosen >= 0) return static_cast<isa>(chosen);
    const std::span<const isa> available = available_isas();
    isa choice = available.back();
    if (const char* forced = std::getenv("SPATE_ISA"); forced != nullptr && *forced != '\0') {
        std::string offered;
        bool found = false;
        for (const isa which : available) {
            if (name(which) == forced) choice = which, found = true;
            offered += (offered.empty() ? "" : ", ") + std::string{name(which)};
        }
        if (!found) spate::detail::raise_config("SPATE_ISA", forced, "is not an instruction set that this machine has kernels for", "use one of " + offered);
    }
    detail::chosen_isa.store(static_cast<int>(choice), std::memory_order_relaxed);
    return choice;
}

/// The instruction set in use. The first call chooses it; a wrong SPATE_ISA then ends the program with the message of
/// choose_isa(), which sources call when they are constructed, so that it is thrown there. Cost: one load.
[[nodiscard]] inline isa active_isa() noexcept {
    const int chosen = detail::chosen_isa.load(std::memory_order_relaxed);
    return chosen >= 0 ? static_cast<isa>(chosen) : choose_isa();
}

}  // namespace spate::inline v0::simd

#endif  // SPATE_SIMD_ISA_HPP
