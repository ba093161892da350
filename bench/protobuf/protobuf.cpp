// SPDX-License-Identifier: Apache-2.0
// How fast do rows become length-delimited Protocol Buffers in memory, on one thread? Rows of eight mixed fields and rows of 768 floats, made and encoded; the
// mixed rows are also encoded alone, from a batch that is there. Beside them a copy of as many bytes to the same place.

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <spate/field/vector.hpp>
#include <spate/format/protobuf.hpp>

#include "../support/measure.hpp"
#include "../support/tables.hpp"

int main(int count, char** arguments) {
    double required = 1;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name != "--required") return false;
        required = std::strtod(next(), nullptr);
        return true;
    });
    const auto mixed = bench::mixed_table() | spate::rows(spate::most_rows);
    const auto vectors = spate::schema(spate::field<"vector">(spate::unit_vector<float, 768>())) | spate::rows(spate::most_rows);
    spate::text_buffer out;
    const bench::candidate first = bench::makes(mixed, spate::protobuf{}, out);
    const std::vector<bench::rates> found = bench::take_turns(with,
                                                              {first, bench::encodes(mixed, spate::protobuf{}, out), bench::copies(first.units, out),
                                                               bench::makes(vectors, spate::protobuf{}, out), bench::encodes(vectors, spate::protobuf{}, out)},
                                                              bench::thread_seconds_now);
    bench::report report{"protobuf"};
    const auto add = [&](const char* what, const bench::rates& rates, double least) {
        bench::rates gigabytes = rates;
        for (double& rate : gigabytes) rate /= bench::giga;
        report.add({.row = "protobuf",
                    .what = what,
                    .unit = "GB/s",
                    .ours = bench::median(gigabytes),
                    .limit = bench::median(found[2]) / bench::giga,
                    .limit_is = "memcpy",
                    .reached = bench::spread_of(gigabytes),
                    .required = least});
    };
    add("8 mixed fields", found[0], required);
    add("8 mixed fields, encoded alone", found[1], -1);
    add("768 floats of unit vectors", found[3], required);
    add("768 floats of unit vectors, encoded alone", found[4], -1);
    report.print();
}
