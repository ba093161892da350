// SPDX-License-Identifier: Apache-2.0
// Any text is a histogram, which is then written and read as the same rows and makes a table, or a config_error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <spate/dedup/histogram.hpp>
#include <spate/dedup/scaled_table.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const std::vector<spate::reference_row> rows = spate::parse_histogram({reinterpret_cast<const char*>(data), size});
        if (spate::parse_histogram(spate::format_histogram(rows)) != rows) std::abort();
        std::uint64_t units = 0;
        for (const spate::reference_row& row : rows) units += row.references * row.contents;
        if (spate::exact_table(rows).table.units() != units) std::abort();
        for (const std::uint64_t other : {std::uint64_t{1}, units / 3 + 1, units}) {
            const spate::made_table made = spate::scaled_table(rows, other);
            if (made.table.units() != other || made.table.rows() > spate::reference_table::max_rows) std::abort();
        }
    } catch (const spate::config_error& error) {
        if (error.parameter() != "histogram" || error.remedy().empty()) std::abort();
    }
    return 0;
}
