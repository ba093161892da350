// SPDX-License-Identifier: Apache-2.0
// Any text, and any 64 bits taken as a double, are a ratio in lowest terms or a config_error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string_view>

#include <spate/core/ratio.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto check = [](const spate::ratio& found) {
        if (found.denominator() == 0 || found.numerator() >> 32 != 0 || found.denominator() >> 32 != 0) std::abort();
        if (std::gcd(found.numerator(), found.denominator()) != 1) std::abort();
        if (found.at_least_one() && found.divide(1'000'000'007) > 1'000'000'007) std::abort();
    };
    try {
        check(spate::parse_ratio({reinterpret_cast<const char*>(data), size}, "dedup"));
    } catch (const spate::config_error& error) {
        if (error.parameter() != "dedup" || error.remedy().empty()) std::abort();
    }
    double value;
    if (size < sizeof value) return 0;
    std::memcpy(&value, data, sizeof value);
    try {
        const spate::ratio found{value};
        check(found);
        const double error = found.value() - value;
        // The parts have 32 bits: a fraction with the largest denominator that they leave is this close.
        if ((error < 0 ? -error : error) > (value > 1 ? value : 1) * 0x1p-31) std::abort();
    } catch (const spate::config_error& error) {
        if (error.parameter() != "ratio") std::abort();
    }
    return 0;
}
