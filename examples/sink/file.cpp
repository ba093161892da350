// SPDX-License-Identifier: Apache-2.0
/// Writes 64 MiB to a file on all cores, is interrupted half way, goes on, and compares the file with its specification.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <spate/bytes.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/run/verify_file.hpp>
#include <spate/run/write_file.hpp>

int main() {
    using namespace spate::literals;
    const auto data = spate::random_bytes(spate::seed{42}) | spate::take(64_MiB);
    const char* folder = std::getenv("TMPDIR");
    spate::file_run run{.path = std::string{folder != nullptr ? folder : "/tmp"} + "/spate-example.bin", .entries = {{"seed", "42"}, {"size", "64MiB"}}};
    run.file.overwrite = true;

    std::atomic<bool> stop{false};  // a signal handler may set it
    run.write.stop = &stop;
    run.write.interval = std::chrono::milliseconds{1};
    spate::file_report report = spate::write_file(spate::default_pool(), data, run, [&](const spate::write_progress& now) { stop = now.mark > 32_MiB; });
    std::printf("written up to %llu, %s\n", static_cast<unsigned long long>(report.mark), report.complete ? "complete" : "interrupted");

    run.file.resume = true;
    run.write.stop = nullptr;
    if (!report.complete) report = spate::write_file(spate::default_pool(), data, run);

    const spate::verify_report found = spate::verify_file(spate::default_pool(), data, run.path);
    std::printf("%s: %s\n", run.path.c_str(), found.matches() ? "every byte is right" : "not what it should be");
    std::remove(run.path.c_str());
    std::remove(spate::record_path(run.path).c_str());
    return report.complete && found.matches() ? 0 : 1;
}
