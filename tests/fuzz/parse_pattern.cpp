// SPDX-License-Identifier: Apache-2.0
// Any text is a pattern, whose texts keep to the bound and do not hang on how rows are parted, or a config_error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <spate/field/pattern.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const spate::pattern_field made = spate::pattern({reinterpret_cast<const char*>(data), size});
        if (made.max_bytes() > 65536) std::abort();
        spate::column rows, last;
        made.fill({{size, 7}, 5, 3}, rows);
        made.fill({{size, 7}, 7, 1}, last);
        if (rows.text(2) != last.text(0)) std::abort();
        for (std::size_t row = 0; row < 3; ++row)
            if (rows.text(row).size() > made.max_bytes()) std::abort();
    } catch (const spate::config_error& error) {
        if (error.parameter() != "pattern" || error.problem().empty() || error.remedy().empty()) std::abort();
    }
    return 0;
}
