// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_SUPPORT_FORMAT_SPEED_HPP
#define SPATE_BENCH_SUPPORT_FORMAT_SPEED_HPP

/// How fast rows become a format's bytes in memory, on one thread: rows of eight mixed fields and rows of 768 floats, made and encoded, and encoded alone from
/// a batch that is there. Beside them a copy of as many bytes to the same place.

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/vector.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "measure.hpp"
#include "tables.hpp"

namespace bench {

/// Prints the report of a format. Rows that are made and encoded are to reach `required` GB/s, or what --required says.
template <spate::record_format Format>
void print_format_speed(const std::string& name, const Format& format, double required, int count, char** arguments) {
    const options with = read_options(count, arguments, [&](std::string_view option, auto&& next) {
        if (option != "--required") return false;
        required = std::strtod(next(), nullptr);
        return true;
    });
    const auto mixed = mixed_table() | spate::rows(spate::most_rows);
    const auto vectors = spate::schema(spate::field<"vector">(spate::unit_vector<float, 768>())) | spate::rows(spate::most_rows);
    spate::text_buffer out;
    const candidate first = makes(mixed, format, out);
    const std::vector<rates> found = take_turns(
        with, {first, encodes(mixed, format, out), copies(first.units, out), makes(vectors, format, out), encodes(vectors, format, out)}, thread_seconds_now);
    report all{name};
    const auto add = [&](const char* what, rates gigabytes, double least) {
        for (double& rate : gigabytes) rate /= giga;
        all.add({.row = name,
                 .what = what,
                 .unit = "GB/s",
                 .ours = median(gigabytes),
                 .limit = median(found[2]) / giga,
                 .limit_is = "memcpy",
                 .reached = spread_of(gigabytes),
                 .required = least});
    };
    add("8 mixed fields", found[0], required);
    add("8 mixed fields, encoded alone", found[1], -1);
    add("768 floats of unit vectors", found[3], required);
    add("768 floats of unit vectors, encoded alone", found[4], -1);
    all.print();
}

}  // namespace bench

#endif  // SPATE_BENCH_SUPPORT_FORMAT_SPEED_HPP
