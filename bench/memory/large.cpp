// SPDX-License-Identifier: Apache-2.0
// Does the generator fill memory as fast as memory takes stores? On one thread and on all; the limit of a round is the better of memset and a memset with
// non-temporal stores, on the same threads, in the same pieces.

#include <spate/bytes.hpp>
#include <spate/exec.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

constexpr std::size_t size = std::size_t{1} << 30;
constexpr std::size_t piece = std::size_t{1} << 20;

template <class Executor>
void compare(bench::options with, Executor& workers, const std::string& threads, std::span<std::byte> buffer, bench::report& out) {
    // One run takes longer than a slice: a round is one run of each.
    if (!with.quick) with.rounds = std::max<std::size_t>(with.rounds, 15);
    const spate::random_bytes source{spate::seed{1}};
    const auto set = [&](auto how) {
        return [&workers, buffer, how, value = 0]() mutable {
            ++value;
            workers.bulk(buffer.size() / piece, [&](std::size_t i) { how(buffer.subspan(i * piece, piece), value); });
        };
    };
    const auto units = static_cast<double>(size);
    const std::vector<bench::rates> found = bench::take_turns(with,
                                                              {{set(&bench::plain_memset), units},
                                                               {set(&bench::streaming_memset), units},
                                                               {[&, offset = std::uint64_t{0}]() mutable {
                                                                    spate::fill(workers, source, offset, buffer);
                                                                    bench::keep(buffer.data());
                                                                    offset += size;
                                                                },
                                                                units}},
                                                              workers.concurrency() == 1 ? bench::thread_seconds_now : bench::seconds_now);
    const bench::rates limit = bench::better(found[0], found[1]);
    char note[96];
    std::snprintf(note, sizeof note, "memset %.1f, streaming memset %.1f", bench::median(found[0]) / bench::giga, bench::median(found[1]) / bench::giga);
    out.add({.row = "3",
             .what = "1 GiB buffer, " + threads,
             .unit = "GB/s",
             .ours = bench::median(found[2]) / bench::giga,
             .limit = bench::median(limit) / bench::giga,
             .limit_is = "better memset",
             .reached = bench::spread_of(bench::over(found[2], limit)),
             .of = "better memset",
             .required = 0.95,
             .note = note});
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    const spate::buffer_set held = bench::touched_buffer(size);
    bench::report out{"memory"};
    spate::inline_executor alone;
    compare(with, alone, "1 thread", held[0], out);
    spate::thread_pool& all = spate::default_pool();
    if (all.concurrency() > 1) compare(with, all, "all " + std::to_string(all.concurrency()) + " threads", held[0], out);
    out.print();
}
