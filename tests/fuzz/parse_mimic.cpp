// SPDX-License-Identifier: Apache-2.0
// Any text is parameters that make sense, which are then written and read as the same and make bytes, or a config_error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <spate/shape/mimic.hpp>
#include <spate/shape/mimic_text.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const spate::mimic_parameters found = spate::parse_mimic({reinterpret_cast<const char*>(data), size});
        if (spate::parse_mimic(spate::format_mimic(found)) != found) std::abort();
        std::vector<std::byte> made(9000);
        spate::mimic_bytes{found, spate::seed{1}}.fill(4000, made);
    } catch (const spate::config_error& error) {
        if (error.parameter() != "mimic" || error.remedy().empty()) std::abort();
    }
    return 0;
}
