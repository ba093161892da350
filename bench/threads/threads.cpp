// SPDX-License-Identifier: Apache-2.0
// Do two threads make twice as much as one, when nothing but their cores is shared? Two virtual processors may be one core: memset on one and two threads, in
// the same rounds, shows what the machine itself has to give.

#include <optional>

#include <spate/bytes.hpp>
#include <spate/exec.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

constexpr std::size_t size = 256 * 1024;
// Each thread's part of one bulk: some milliseconds, beside which waking a thread is nothing.
constexpr std::size_t fills = 800;

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    bench::report out{"threads"};
    if (spate::default_pool().concurrency() < 2) {
        out.add({.row = "7", .what = "two threads against one", .note = "not measured: there is one core"});
        out.print();
        return 0;
    }
    std::optional<spate::thread_pool> pair;
    if (spate::default_pool().concurrency() != 2) pair.emplace(spate::pool_options{.threads = 2});
    spate::thread_pool& two = pair ? *pair : spate::default_pool();
    spate::inline_executor one;

    const spate::buffer_set held = spate::allocate_buffers(2, std::size_t{2} << 20);
    for (const std::span<std::byte> buffer : held) bench::plain_memset(buffer, 1);
    const spate::random_bytes source{spate::seed{1}};
    const auto random = [&](auto& workers, std::size_t n) {
        return bench::candidate{[&, n, offset = std::uint64_t{0}]() mutable {
                                    workers.bulk(n, [&](std::size_t i) {
                                        const std::span<std::byte> buffer = held[i].first(size);
                                        for (std::size_t k = 0; k < fills; ++k) {
                                            source.fill(offset + (i * fills + k) * size, buffer);
                                            bench::keep(buffer.data());
                                        }
                                    });
                                    offset += n * fills * size;
                                },
                                static_cast<double>(n * fills * size)};
    };
    const auto set = [&](auto& workers, std::size_t n) {
        return bench::candidate{[&, n] {
                                    workers.bulk(n, [&](std::size_t i) {
                                        for (std::size_t k = 0; k < fills; ++k) bench::plain_memset(held[i].first(size), static_cast<int>(k));
                                    });
                                },
                                static_cast<double>(n * fills * size)};
    };
    const std::vector<bench::rates> found = bench::take_turns(with, {random(one, 1), random(two, 2), set(one, 1), set(two, 2)}, bench::seconds_now);
    const bench::spread machine = bench::spread_of(bench::over(found[3], found[2]));
    char note[96];
    std::snprintf(note, sizeof note, "memset on two threads: %.2f [%.2f, %.2f] of one", machine.middle, machine.low, machine.high);
    out.add({.row = "7",
             .what = "two threads, 256 KiB each",
             .unit = "GB/s",
             .ours = bench::median(found[1]) / bench::giga,
             .limit = bench::median(found[3]) / bench::giga,
             .limit_is = "two memsets",
             .reached = bench::spread_of(bench::over(found[1], found[0])),
             .of = "one thread",
             .required = 1.9,
             .note = note});
    out.print();
}
