// SPDX-License-Identifier: Apache-2.0
// What does one row somewhere in a table of 2^48 rows cost? Twelve scalar fields, eleven of which draw random words; a memset of the 4 KiB cell that each of
// these begins stands beside it.

#include <cstdint>

#include <spate/bytes/random_bytes.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/real.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"
#include "../support/tables.hpp"

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    using namespace spate;
    const auto table =
        schema(field<"id">(sequence(1)), field<"key">(permuted_int(1'000'000'000)), field<"uid">(uuid4()), field<"small">(uniform_int<std::int32_t>(0, 999)),
               field<"large">(uniform_int<std::int64_t>(0, 999'999'999)), field<"share">(uniform_real<double>(0, 1)), field<"weight">(normal<double>(70, 12)),
               field<"price">(decimal("0.99", "999.99")), field<"active">(boolean({9, 10})), field<"day">(dates("2020-01-01", "2026-12-31")),
               field<"time">(timestamps("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")), field<"mode">(one_of({"air", "rail", "road", "sea"})));
    constexpr std::size_t rows_a_run = 256, cell = 4096, drawing = 11;
    std::vector<std::uint64_t> anywhere(1024);
    random_bytes{seed{1}}.fill(0, std::as_writable_bytes(std::span{anywhere}));
    for (std::uint64_t& row : anywhere) row %= most_rows;
    const buffer_set held = bench::touched_buffer(std::size_t{64} << 10);
    const std::vector<bench::rates> found = bench::take_turns(with,
                                                              {{[&, next = std::size_t{0}]() mutable {
                                                                    for (std::size_t i = 0; i < rows_a_run; ++i) {
                                                                        const auto row = table.row(anywhere[next++ % anywhere.size()]);
                                                                        bench::keep(&row);
                                                                    }
                                                                },
                                                                static_cast<double>(rows_a_run)},
                                                               {[&, value = 0]() mutable {
                                                                    for (std::size_t i = 0; i < rows_a_run * drawing; ++i)
                                                                        bench::plain_memset(held[0].subspan(i % 16 * cell, cell), ++value);
                                                                },
                                                                static_cast<double>(rows_a_run)}},
                                                              bench::thread_seconds_now);
    bench::rates taken, set;
    for (const double rate : found[0]) taken.push_back(1e6 / rate);
    for (const double rate : found[1]) set.push_back(1e6 / rate);
    bench::report out{"row"};
    out.add({.row = "row",
             .what = "any row alone, 12 scalar fields",
             .unit = "us",
             .ours = bench::median(taken),
             .limit = bench::median(set),
             .limit_is = "memset of 11 cells",
             .reached = bench::spread_of(taken),
             .sense = "<=",
             .required = 2});
    out.print();
}
