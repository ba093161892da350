// SPDX-License-Identifier: Apache-2.0
/// A sink of one's own: anything with `write` and `close` takes the bytes of a run, in order.
#include <cstdint>
#include <cstdio>
#include <span>
#include <system_error>

#include <spate/bytes.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/run/write.hpp>

struct checksum_sink {
    std::uint64_t sum = 0;

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        for (const std::byte byte : bytes) sum = sum * 31 + std::to_integer<std::uint64_t>(byte);
        error.clear();
    }
    void close(std::error_code& error) noexcept { error.clear(); }
};
static_assert(spate::byte_sink<checksum_sink>);

int main() {
    using namespace spate::literals;
    checksum_sink sink;
    const auto data = spate::random_bytes(spate::seed{1}) | spate::take(16_MiB);
    const spate::write_report report = spate::write(spate::default_pool(), data, sink);
    std::printf("%llu bytes, checksum %016llx\n", static_cast<unsigned long long>(report.bytes()), static_cast<unsigned long long>(sink.sum));
    return report.end == spate::run_end::complete ? 0 : 1;
}
