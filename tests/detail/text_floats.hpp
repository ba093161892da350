// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_DETAIL_TEXT_FLOATS_HPP
#define SPATE_TESTS_DETAIL_TEXT_FLOATS_HPP

/// Floats by their bits, beside what the standard library makes of them.

#include <bit>
#include <charconv>
#include <cstdint>
#include <string_view>

#include <spate/detail/text_floats.hpp>

namespace test {

[[nodiscard]] inline bool is_written_right(std::uint32_t bits) {
    const auto number = std::bit_cast<float>(bits);
    char ours[64], theirs[64];
    const char* const end = spate::detail::put_real(ours, number);
    return std::string_view{ours, end} == std::string_view{theirs, std::to_chars(theirs, theirs + sizeof theirs, number).ptr};
}

/// How many of the finite numbers from 0 on, each `step`th of which is tried, are written otherwise than by the standard library; and some negative ones.
[[nodiscard]] inline std::uint64_t different_floats(std::uint64_t step) {
    std::uint64_t different = 0;
    for (std::uint64_t bits = 0; bits < 0x7f800000; bits += step) different += is_written_right(static_cast<std::uint32_t>(bits)) ? 0 : 1;
    for (std::uint64_t bits = 0x80000000; bits < 0xff800000; bits += 101 * step) different += is_written_right(static_cast<std::uint32_t>(bits)) ? 0 : 1;
    return different;
}

}  // namespace test

#endif  // SPATE_TESTS_DETAIL_TEXT_FLOATS_HPP
