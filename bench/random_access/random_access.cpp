// SPDX-License-Identifier: Apache-2.0
// What does a single 4 KiB somewhere in an exabyte cost, against the same bytes in a row? At multiples of 4 KiB, and at any offset (where two cells are
// begun, and one of them is copied).
//
// What bounds a cell alone on Zen 5 with AVX-512: the beginning of its state is 48 operations of two cycles that wait for each other, a step two of
// seven cycles in all, so that 208 cycles (47 ns) pass from call to store, however wide the processor is; in a row it has the next cell to work
// on meanwhile (37 ns). Neither unrolled steps nor calls past the pipeline changed that; two SHISHUA cores more per cell would halve the
// steps, and change the bytes.

#include <spate/bytes.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

using namespace spate::literals;

constexpr std::size_t size = 256 * 1024, block = 4096;

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    const spate::buffer_set held = bench::touched_buffer(size);
    const std::span<std::byte> buffer = held[0];
    const spate::random_bytes source{spate::seed{1}};

    // The offsets are drawn before, so that drawing them is not measured; they fit into the L1 cache.
    std::vector<std::uint64_t> anywhere(1024), aligned;
    source.fill(0, std::as_writable_bytes(std::span{anywhere}));
    for (std::uint64_t& offset : anywhere) {
        offset %= 1_EiB;
        aligned.push_back(offset / block * block);
        if (offset % block == 0) ++offset;
    }
    const auto at = [&](const std::vector<std::uint64_t>& offsets) {
        return bench::candidate{[&source, &offsets, buffer, next = std::size_t{0}]() mutable {
                                    for (std::size_t i = 0; i < size / block; ++i)
                                        source.fill(offsets[next++ % offsets.size()], buffer.subspan(i * block, block));
                                    bench::keep(buffer.data());
                                },
                                static_cast<double>(size)};
    };
    const std::vector<bench::rates> found = bench::take_turns(with,
                                                              {{[&, offset = std::uint64_t{0}]() mutable {
                                                                    source.fill(offset, buffer);
                                                                    bench::keep(buffer.data());
                                                                    offset += size;
                                                                },
                                                                static_cast<double>(size)},
                                                               at(aligned),
                                                               at(anywhere)},
                                                              bench::thread_seconds_now);
    const auto each = [](const bench::rates& of) {
        std::vector<double> out;
        for (const double one : of) out.push_back(block / one * 1e9);
        return out;
    };
    bench::report out{"random_access"};
    const auto add = [&](const char* what, const bench::rates& ours, double multiple, bool shown) {
        const bench::spread taken = bench::spread_of(each(ours));
        bench::check one{.row = "5",
                         .what = what,
                         .unit = "ns",
                         .ours = taken.middle,
                         .limit = bench::median(each(found[0])),
                         .limit_is = "4 KiB in a row",
                         .reached = bench::spread_of(bench::over(found[0], ours)),
                         .of = "cost in a row",
                         .sense = "<=",
                         .required = multiple};
        out.add(one);
        if (!shown) return;
        one.what += ", in time";
        one.reached = taken;
        one.of.clear();
        one.required = 250;
        out.add(one);
    };
    add("random 4 KiB, aligned", found[1], 1.1, false);
    add("random 4 KiB, any offset", found[2], 2.2, true);
    out.print();
}
