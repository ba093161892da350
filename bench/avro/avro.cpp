// SPDX-License-Identifier: Apache-2.0
// How fast do rows become Avro in memory, on one thread: rows of eight mixed fields, the sixteen small columns of lineitem, and 768 floats? Blocks are what
// `run` hands to a sink. Beside them a copy of as many bytes to the same place.

#include <cstdio>
#include <cstdlib>
#include <string>

#include <spate/field/vector.hpp>
#include <spate/format/avro.hpp>

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
    const auto lineitem = bench::lineitem_table() | spate::rows(spate::most_rows);
    const auto vectors = spate::schema(spate::field<"vector">(spate::unit_vector<float, 768>())) | spate::rows(spate::most_rows);
    spate::text_buffer out;
    const bench::candidate first = bench::makes(mixed, spate::avro{}, out);
    const std::vector<bench::rates> found =
        bench::take_turns(with, {first, bench::makes(lineitem, spate::avro{}, out), bench::makes(vectors, spate::avro{}, out), bench::copies(first.units, out)},
                          bench::thread_seconds_now);
    bench::report report{"avro"};
    constexpr const char* names[] = {"8 mixed fields", "16 columns of lineitem", "768 floats of unit vectors"};
    for (std::size_t i = 0; i < 3; ++i) {
        bench::rates rates = found[i];
        for (double& rate : rates) rate /= bench::giga;
        report.add({.row = "avro",
                    .what = names[i],
                    .unit = "GB/s",
                    .ours = bench::median(found[i]) / bench::giga,
                    .limit = bench::median(found[3]) / bench::giga,
                    .limit_is = "memcpy",
                    .reached = bench::spread_of(rates),
                    .required = required});
    }
    report.print();
}
