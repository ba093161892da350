// SPDX-License-Identifier: Apache-2.0
// How fast do rows of eight mixed fields become NDJSON in memory, on one thread, from a schema of C++ types and from the same one as a specification? In
// blocks of 8192 rows, which is what `run` hands to a sink. Both have to write the same bytes. Beside them a copy of as many bytes to the same place. And rows
// of 768 floats, of which the shortest digits that read back have to be found.

#include <cstdio>
#include <cstdlib>
#include <string>

#include <spate/field/vector.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/schema/specification.hpp>

#include "../support/measure.hpp"
#include "../support/tables.hpp"

namespace {

using node = spate::specification_node;

node field_of(std::string_view name, std::string_view type, std::initializer_list<std::pair<std::string_view, node>> parameters = {}) {
    node out = node::map({{"name", name}, {"type", type}});
    for (const auto& [key, value] : parameters) out.add(std::string{key}, {}, value);
    return out;
}

// What a specification in JSON or YAML becomes.
spate::runtime_schema specified_table() {
    const node cities = node::sequence({"Amsterdam", "Berlin", "Lisbon", "London", "Madrid", "Paris", "Rome", "Vienna"});
    return spate::make_schema(node::map(
        {{"name", "mixed"},
         {"fields", node::sequence({field_of("id", "sequence", {{"start", 1}}), field_of("uid", "uuid4"), field_of("city", "choice", {{"values", cities}}),
                                    field_of("price", "decimal", {{"min", "0.99"}, {"max", "9999.99"}}),
                                    field_of("created", "timestamp", {{"start", "2026-01-01T00:00:00Z"}, {"step", "250ms"}}),
                                    field_of("active", "boolean", {{"probability", node::number("0.9")}}),
                                    field_of("count", "integer", {{"min", 0}, {"max", 999'999}, {"integer", "int32"}}),
                                    field_of("note", "letters", {{"length", 24}})})}}));
}

}  // namespace

int main(int count, char** arguments) {
    double required = 2.5;
    const bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name != "--required") return false;
        required = std::strtod(next(), nullptr);
        return true;
    });
    const auto compiled = bench::mixed_table() | spate::rows(spate::most_rows);
    const spate::runtime_schema specified = specified_table();
    spate::text_buffer out, other;
    bench::block_maker{compiled, spate::ndjson{}}.make(out);
    bench::block_maker{specified, spate::ndjson{}}.make(other);
    if (out.text() != other.text()) {
        std::fprintf(stderr, "the schema of C++ types and the specification differ\n");
        return 1;
    }
    const auto vectors = spate::schema(spate::field<"vector">(spate::unit_vector<float, 768>())) | spate::rows(spate::most_rows);
    const bench::candidate first = bench::makes(compiled, spate::ndjson{}, out);
    const std::vector<bench::rates> found = bench::take_turns(
        with, {first, bench::makes(specified, spate::ndjson{}, out), bench::copies(first.units, out), bench::makes(vectors, spate::ndjson{}, out)},
        bench::thread_seconds_now);
    const auto gigabytes = [](bench::rates rates) {
        for (double& rate : rates) rate /= bench::giga;
        return bench::spread_of(rates);
    };
    bench::report report{"ndjson"};
    bench::check one{.row = "ndjson",
                     .what = "8 mixed fields, compile-time schema",
                     .unit = "GB/s",
                     .ours = bench::median(found[0]) / bench::giga,
                     .limit = bench::median(found[2]) / bench::giga,
                     .limit_is = "memcpy",
                     .reached = gigabytes(found[0]),
                     .required = required};
    report.add(one);
    one.what = "8 mixed fields, runtime schema";
    one.ours = bench::median(found[1]) / bench::giga;
    one.reached = bench::spread_of(bench::over(found[1], found[0]));
    one.of = "compile time";
    one.required = 0.8;
    report.add(one);
    report.add({.row = "ndjson",
                .what = "768 floats of unit vectors",
                .unit = "GB/s",
                .ours = bench::median(found[3]) / bench::giga,
                .limit = one.limit,
                .limit_is = "memcpy",
                .reached = gigabytes(found[3])});
    report.print();
}
