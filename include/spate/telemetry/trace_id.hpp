// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_TRACE_ID_HPP
#define SPATE_TELEMETRY_TRACE_ID_HPP

/// Identifiers of traces and spans, and the hosts of services: functions of their numbers, so that metrics, logs and traces name the same ones.

#include <cstdint>
#include <cstring>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/seed.hpp>
#include <spate/detail/config.hpp>

namespace spate::inline v0 {

/// 128 bits, none of which says anything; as text 32 hexadecimal digits, `high` first (W3C Trace Context).
struct trace_identifier {
    std::uint64_t high, low;
    friend constexpr bool operator==(const trace_identifier&, const trace_identifier&) = default;
};

/// The key of the traces of a seed, for trace_id().
[[nodiscard]] constexpr key128 trace_key(seed from) noexcept { return derive_key(from, "telemetry trace"); }

/// The identifier of trace i. Those of one key differ, and none is 0 but for one in 2^64 keys.
[[nodiscard]] constexpr trace_identifier trace_id(const key128& key, std::uint64_t i) noexcept {
    const std::uint64_t low = mix(key.low + i * 0x9e3779b97f4a7c15u);
    return {mix(low ^ key.high), low};
}

/// The identifier of span `number` of a trace, of which 0 is the root's; those of one trace differ.
[[nodiscard]] constexpr std::uint64_t span_id(const trace_identifier& trace, std::uint64_t number) noexcept {
    return mix(trace.high + trace.low * 0xd1342543de82ef95u + number * 0x9e3779b97f4a7c15u);
}

/// The key of the hosts of a seed, for host_of().
[[nodiscard]] constexpr key128 host_key(seed from) noexcept { return derive_key(from, "telemetry host"); }

/// Which of its `hosts` hosts a service's document of an interval speaks of, from 0.
[[nodiscard]] constexpr std::uint32_t host_of(const key128& key, std::uint32_t service, std::uint64_t interval, std::uint32_t hosts) noexcept {
    return static_cast<std::uint32_t>(scale(mix(key.low ^ (interval + (std::uint64_t{service} << 44))), hosts));
}

namespace detail {
using hex_lanes = signed char __attribute__((vector_size(16)));
// The digits of the numbers 0 to 15.
SPATE_ALWAYS_INLINE hex_lanes hex_digits(hex_lanes nibbles) noexcept {
    return nibbles + '0' + (reinterpret_cast<hex_lanes>(nibbles > 9) & static_cast<signed char>('a' - '9' - 1));
}
}  // namespace detail

/// Writes 16 lowercase hexadecimal digits, the highest first, and returns their end.
inline char* put_hex_16(char* to, std::uint64_t number) noexcept {
    const std::uint64_t bytes[2] = {__builtin_bswap64(number), 0};
    detail::hex_lanes values;
    std::memcpy(&values, bytes, sizeof values);
    const detail::hex_lanes upper = (values >> 4) & 15, lower = values & 15;
    const detail::hex_lanes digits = detail::hex_digits(__builtin_shufflevector(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    std::memcpy(to, &digits, sizeof digits);
    return to + sizeof digits;
}

/// The 32 digits of a trace's identifier.
inline char* put_hex(char* to, const trace_identifier& trace) noexcept {
    const std::uint64_t bytes[2] = {__builtin_bswap64(trace.high), __builtin_bswap64(trace.low)};
    using wide = std::uint64_t __attribute__((vector_size(16)));
    wide loaded;
    std::memcpy(&loaded, bytes, sizeof loaded);
    const auto upper = reinterpret_cast<detail::hex_lanes>((loaded >> 4) & 0x0f0f0f0f0f0f0f0fu),
               lower = reinterpret_cast<detail::hex_lanes>(loaded & 0x0f0f0f0f0f0f0f0fu);
    const detail::hex_lanes first = detail::hex_digits(__builtin_shufflevector(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    const detail::hex_lanes second = detail::hex_digits(__builtin_shufflevector(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + sizeof first, &second, sizeof second);
    return to + 32;
}

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_TRACE_ID_HPP
