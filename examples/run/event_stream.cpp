// SPDX-License-Identifier: Apache-2.0
/// Ten thousand events a second for a tenth of a second, at random moments, written as they become due; then how late they were.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/event/schedule.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/event_stream.hpp>
#include <spate/sink/memory.hpp>

struct numbers {
    [[nodiscard]] static spate::record_type type() { return {{"n", spate::sequence_field::type()}}; }
    [[nodiscard]] static std::uint64_t size() noexcept { return spate::unlimited; }
    static void fill(std::uint64_t first, std::size_t count, spate::batch& out) {
        out.first = first;
        out.count = count;
        out.columns.resize(1);
        spate::sequence().fill({{}, first, count}, out.columns[0]);
    }
};

int main() {
    constexpr std::int64_t begin = 1'735'689'600'000'000'000;  // 2025-01-01T00:00:00Z
    const spate::schedule when = spate::schedule{begin, 10'000}.poisson(spate::seed{7});
    std::vector<std::byte> out;
    spate::event_stream stream = spate::start(numbers{}, when, spate::ndjson{}, spate::vector_sink{out}, {.duration = std::chrono::milliseconds{100}});
    const spate::event_stream_stats stats = stream.wait();
    return stats.end == spate::run_end::expired && stats.events == when.count_before(begin + 100'000'000) && stats.bytes == out.size() ? 0 : 1;
}
