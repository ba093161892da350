// SPDX-License-Identifier: Apache-2.0
// How long does it take to reserve 24 GiB in buffers of 32 MiB, and does the first fill pay more for the pages than a memset would?

#include <sys/mman.h>

#include <spate/bytes.hpp>
#include <spate/exec.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

using namespace spate::literals;

constexpr std::size_t buffer_size = std::size_t{32} << 20, huge = std::size_t{2} << 20;

// A fresh mapping with the same advice as the buffers have, at a multiple of a huge page as they are.
class mapping {
public:
    explicit mapping(std::size_t size) : size_{size + huge}, data_{::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)} {
        if (data_ == MAP_FAILED) {
            std::perror("mmap");
            std::exit(1);
        }
        const auto address = reinterpret_cast<std::uintptr_t>(data_);
        first_ = static_cast<std::byte*>(data_) + ((address + huge - 1) / huge * huge - address);
#if defined(MADV_HUGEPAGE)
        (void)::madvise(first_, size, MADV_HUGEPAGE);
#endif
    }
    mapping(const mapping&) = delete;
    mapping& operator=(const mapping&) = delete;
    ~mapping() { (void)::munmap(data_, size_); }
    [[nodiscard]] std::span<std::byte> part(std::size_t i) const noexcept { return {first_ + i * buffer_size, buffer_size}; }

private:
    std::size_t size_;
    void* data_;
    std::byte* first_ = nullptr;
};

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    bench::report out{"buffers"};

    std::vector<double> reserved;
    for (std::size_t round = 0; round < with.rounds; ++round) {
        const double begin = bench::seconds_now();
        const spate::buffer_set buffers = spate::allocate_buffers(24_GiB / buffer_size, buffer_size);
        bench::keep(buffers[buffers.size() - 1].data());
        reserved.push_back((bench::seconds_now() - begin) * 1e3);
    }
    out.add({.row = "9",
             .what = "reserving 24 GiB in buffers of 32 MiB",
             .unit = "ms",
             .ours = bench::median(reserved),
             .reached = bench::spread_of(reserved),
             .sense = "<=",
             .required = 10});

    const std::size_t parts = with.quick ? 8 : 32;
    spate::thread_pool& workers = spate::default_pool();
    const spate::random_bytes source{spate::seed{1}};
    bench::rates fills, sets;
    const auto rate = [&](double seconds) { return static_cast<double>(parts * buffer_size) / seconds; };
    const auto first_fill = [&] {
        const spate::buffer_set buffers = spate::allocate_buffers(parts, buffer_size);
        const double begin = bench::seconds_now();
        for (std::size_t i = 0; i < parts; ++i) spate::fill(workers, source, i * buffer_size, buffers[i]);
        fills.push_back(rate(bench::seconds_now() - begin));
    };
    const auto first_set = [&] {
        const mapping fresh{parts * buffer_size};
        const double begin = bench::seconds_now();
        for (std::size_t i = 0; i < parts; ++i)
            workers.bulk(buffer_size >> 20,
                         [&, whole = fresh.part(i)](std::size_t piece) { bench::plain_memset(whole.subspan(piece << 20, std::size_t{1} << 20), 1); });
        sets.push_back(rate(bench::seconds_now() - begin));
    };
    // The first round of all is not counted: it finds the kernel's free pages in another order.
    first_fill();
    first_set();
    fills.clear();
    sets.clear();
    for (std::size_t round = 0; round < with.rounds; ++round) {
        if (round % 2 == 0) first_fill();
        first_set();
        if (round % 2 != 0) first_fill();
    }
    out.add({.row = "9",
             .what = "first fill of fresh buffers, all threads",
             .unit = "GB/s",
             .ours = bench::median(fills) / bench::giga,
             .limit = bench::median(sets) / bench::giga,
             .limit_is = "first memset",
             .reached = bench::spread_of(bench::over(fills, sets)),
             .of = "first memset",
             .required = 0.9});
    out.print();
}
