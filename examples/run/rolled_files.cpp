// SPDX-License-Identifier: Apache-2.0
/// A million rows in files of at most 8 MiB, by two runs: the second goes on where the files of the first end.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <spate/exec/default_pool.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/deliver.hpp>
#include <spate/run/rolled_files.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate::literals;
    const auto orders = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"city">(spate::one_of({"Paris", "Rome"}))) | spate::rows(1'000'000);
    const char* folder = std::getenv("TMPDIR");
    const spate::rolled_file_options to{.folder = std::string{folder != nullptr ? folder : "/tmp"} + "/spate-example-rolled", .roll_bytes = 8_MiB};
    const spate::delivery_stream stream{.name = "orders", .specification = 0x5eed};

    spate::delivery_options options;
    options.paced = false;
    options.resume = true;
    std::uint64_t next = 0;
    for (const std::uint64_t count : {400'000u, 1'000'000u}) {
        options.count = count;
        spate::rolled_files sink{orders, spate::ndjson{}, to, spate::default_pool()};
        const spate::delivery_report report = spate::deliver(sink, stream, orders.size(), nullptr, options);
        std::printf("rows %llu to %llu in %llu files\n", static_cast<unsigned long long>(report.begin), static_cast<unsigned long long>(report.next),
                    static_cast<unsigned long long>(report.counts.requests));
        next = report.next;
    }
    std::filesystem::remove_all(to.folder);
    return next == 1'000'000 ? 0 : 1;
}
