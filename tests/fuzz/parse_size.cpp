// SPDX-License-Identifier: Apache-2.0
// Any text is a size or a config_error, and a size that is written can be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <spate/core/size.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    try {
        const std::uint64_t bytes = spate::parse_size(text);
        if (text.empty() || (text != "unlimited" && (text[0] < '0' || text[0] > '9'))) std::abort();
        if (spate::parse_size(bytes == spate::unlimited ? "unlimited" : std::to_string(bytes)) != bytes) std::abort();
        if (spate::format_size(bytes).empty()) std::abort();
    } catch (const spate::config_error& error) {
        if (error.parameter() != "size" || error.problem().empty() || error.remedy().empty()) std::abort();
    }
    return 0;
}
