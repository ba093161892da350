// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_MIMIC_HPP
#define SPATE_TESTS_SUPPORT_MIMIC_HPP

/// Parameters of mimic_bytes that never change: golden bytes hang on them.

#include <cstddef>
#include <cstdint>

#include <spate/shape/mimic.hpp>

namespace test {

/// Some letters, and phrases of all kinds.
inline spate::mimic_parameters mimic_prose() {
    spate::mimic_parameters out{};
    for (std::size_t i = 0; i < 32; ++i) out.bytes['a' + i] = static_cast<std::uint16_t>(190 - 4 * i);
    out.phrases = {600, 500, 1500, 500, 400, 260, 200, 100, 36};
    for (std::size_t i = 0; i < out.literal_lengths.size(); ++i) {
        out.literal_lengths[i] = static_cast<std::uint16_t>(i * i / 6000);
        out.phrase_lengths[i] = static_cast<std::uint16_t>(3 + i * i * i / 200'000);
    }
    return out;
}

/// All bytes, long literals, phrases that go on, and a third of the cells random.
inline spate::mimic_parameters mimic_binary() {
    spate::mimic_parameters out = mimic_prose();
    out.random_cells = 1365;
    out.bytes.fill(8);
    out.bytes[0] = static_cast<std::uint16_t>(8 + 4096 - 8 * 256);
    out.phrases = {96, 2000, 0, 0, 1000, 0, 0, 0, 1000};
    for (std::size_t i = 0; i < out.literal_lengths.size(); ++i) out.literal_lengths[i] = static_cast<std::uint16_t>(1 + i / 4);
    return out;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_MIMIC_HPP
