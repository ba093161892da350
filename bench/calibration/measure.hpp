// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_CALIBRATION_MEASURE_HPP
#define SPATE_BENCH_CALIBRATION_MEASURE_HPP

/// Measures what a codec makes of compressible units and prints the table: for the library's codecs by calibrate.cpp, for another one by a main() of
/// five lines, whose output a program includes and passes as `compression::tables` (examples/shape/calibration.cpp).

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <spate/bytes/random_bytes.hpp>
#include <spate/shape/compressible.hpp>

namespace bench {

/// The compressed size of a unit; 0 for a failure.
using compress_function = std::function<std::size_t(std::span<const std::byte> unit)>;

struct calibration_task {
    /// An identifier: the arrays and the calibration are named by it.
    std::string name;
    compress_function compress;
    /// The largest segment, what its distances are multiples of, and how much the literals of neighbouring segments differ. Smaller segments suit a codec
    /// that skips ahead fast in literals; where they do not reach far enough, larger ones follow.
    struct layout {
        std::uint32_t segment = 4096, grain = 64, stagger = 128;
    };
    std::vector<layout> layouts{{}};
    std::uint32_t smallest_unit = 512, largest_unit = 1u << 20;
    /// Bytes compressed at each node.
    std::uint64_t sample = std::uint64_t{4} << 20;
};

/// Prints the arrays and a `calibration` in the form in which the library includes them. The same library gives the same text.
inline void print_calibration(const calibration_task& task) {
    std::vector<std::byte> bytes(task.largest_unit);
    std::string tables;
    for (const calibration_task::layout& how : task.layouts)
        for (std::uint32_t unit = task.smallest_unit; unit <= task.largest_unit; unit *= 2) {
            const std::uint32_t segment = std::min(unit, how.segment);
            if (segment != how.segment && &how != &task.layouts.front()) continue;
            spate::calibration_table table{.unit = unit,
                                           .segment = static_cast<std::uint16_t>(segment),
                                           .grain = static_cast<std::uint16_t>(how.grain),
                                           .stagger = static_cast<std::uint16_t>(unit > segment ? how.stagger : 0),
                                           .above = 0,
                                           .overhead = {}};
            const std::size_t nodes = spate::calibration_table::nodes(segment);
            std::vector<double> sizes;
            double above = 0;
            std::uint64_t offset = 0;
            for (std::size_t i = 0; i < nodes; ++i) {
                const std::uint32_t literals = spate::calibration_table::node(segment, i) * (unit / segment);
                const auto data = spate::random_bytes{spate::seed{1}} | spate::compressible(spate::unit_layout{table.shape(), literals});
                const std::uint64_t units = std::max<std::uint64_t>(task.sample / unit, 8);
                double sum = 0, largest = 0;
                for (std::uint64_t u = 0; u < units; ++u, offset += unit) {
                    data.fill(offset / unit * unit, std::span{bytes}.first(unit));
                    const std::size_t size = task.compress(std::span{bytes}.first(unit));
                    if (size == 0) {
                        std::fprintf(stderr, "%s failed to compress a unit\n", task.name.c_str());
                        std::exit(1);
                    }
                    sum += static_cast<double>(size);
                    largest = std::max(largest, static_cast<double>(size));
                }
                const double mean = sum / static_cast<double>(units);
                if (spate::calibration_table::node(segment, i) + spate::calibration_table::shortest_match <= segment) above = std::max(above, largest - mean);
                sizes.push_back(mean * segment / unit);
            }
            std::printf("inline constexpr char16_t %s_%u_%u[] =", task.name.c_str(), unit, segment);
            for (std::size_t i = 0; i < nodes; ++i) {
                const unsigned long overhead =
                    static_cast<unsigned long>(std::max(std::lround((sizes[i] - spate::calibration_table::node(segment, i)) * 32), 0l));
                std::printf("%s\\x%lx", i == 0 ? "\n    u\"" : i % 24 == 0 ? "\"\n    u\"" : "", overhead);
            }
            std::puts("\";");
            char line[200];
            std::snprintf(line, sizeof line, "    {%u, %u, %u, %u, %.0f, %s_%u_%u},\n", unit, segment, how.grain, table.stagger, std::ceil(above) + 1,
                          task.name.c_str(), unit, segment);
            tables += line;
            std::fprintf(stderr, "%s: units of %u\n", task.name.c_str(), unit);
        }
    std::string shown = task.name;
    std::replace(shown.begin(), shown.end(), '_', '-');
    std::printf("inline constexpr calibration_table %s_tables[] = {\n%s};\ninline constexpr calibration %s{\"%s\", {%s_tables, std::size(%s_tables)}};\n\n",
                task.name.c_str(), tables.c_str(), task.name.c_str(), shown.c_str(), task.name.c_str(), task.name.c_str());
}

}  // namespace bench

#endif  // SPATE_BENCH_CALIBRATION_MEASURE_HPP
