// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_SUPPORT_FILES_HPP
#define SPATE_BENCH_SUPPORT_FILES_HPP

/// How near a writer of files comes to what the machine can do. Writing costs processor time as making bytes does, so the limit is min(W, cores / (cw + cg)): W
/// the rate of a plain parallel pwrite of blocks that are there already, cw and cg the processor seconds that a byte costs to pwrite and to make. Each round
/// runs three processes one after another, which are timed from outside in the same way: plain pwrite, generating into memory, and the writer.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/bytes.hpp>
#include <spate/exec.hpp>

#include "measure.hpp"
#include "stores.hpp"

extern char** environ;

namespace bench {

inline constexpr std::size_t file_block = std::size_t{1} << 20;

[[noreturn]] inline void fail(const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", what.c_str(), std::strerror(errno));
    std::exit(1);
}

/// The part of a round that only writes, a process of its own.
inline void run_pwrite(const std::string& path, std::uint64_t size) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) fail(path);
    spate::thread_pool& workers = spate::default_pool();
    const spate::buffer_set blocks = spate::allocate_buffers(workers.concurrency(), file_block);
    for (std::size_t i = 0; i < blocks.size(); ++i) spate::random_bytes{spate::seed{i}}.fill(0, blocks[i]);
    std::atomic<std::uint64_t> next{0};
    workers.bulk(workers.concurrency(), [&](std::size_t i) {
        for (std::uint64_t at; (at = next.fetch_add(file_block)) < size;) {
            std::span<std::byte> rest = blocks[i].first(static_cast<std::size_t>(std::min<std::uint64_t>(file_block, size - at)));
            while (!rest.empty()) {
                const ssize_t written = ::pwrite(file, rest.data(), rest.size(), static_cast<off_t>(at));
                if (written < 0 && errno == EINTR) continue;
                if (written <= 0) fail(path);
                at += static_cast<std::uint64_t>(written);
                rest = rest.subspan(static_cast<std::size_t>(written));
            }
        }
    });
    if (::close(file) != 0) fail(path);
}

/// What a process took.
struct cost {
    double seconds = 0, processor_seconds = 0;
};

/// Runs a program to its end; one that is quiet has no output.
[[nodiscard]] inline cost run_process(std::vector<std::string> command, bool quiet) {
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (quiet) posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const double begin = seconds_now();
    errno = ::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (errno != 0) fail(command[0]);
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR) fail("wait4");
    const double seconds = seconds_now() - begin;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "%s failed with status %d\n", command[0].c_str(), status);
        std::exit(1);
    }
    const auto sum = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; };
    return {seconds, sum(used.ru_utime) + sum(used.ru_stime)};
}

// In a virtual machine, pages that were free for a while may have gone back to the host, and the next to write pays for having them
// again: the same pwrite took 0.4 to 3 processor seconds per GB. So the pages that a file will take are touched and freed before.
inline void warm_pages(std::uint64_t size) {
    const spate::buffer_set pages = spate::allocate_buffers(1, static_cast<std::size_t>(size), {.huge_pages = false});
    spate::default_pool().bulk(size >> 20, [&](std::size_t i) { plain_memset(pages[0].subspan(i << 20, std::size_t{1} << 20), 1); });
}

inline void remove_output(const std::string& path) {
    std::error_code ignored;
    (void)std::filesystem::remove_all(path, ignored);
    for (const char* suffix : {"", ".partial", ".spate.json"}) (void)::unlink((path + suffix).c_str());
}

/// A writer of a file and the program that makes the same bytes into memory; `plain` is the program that writes as many with run_pwrite.
struct file_writer {
    std::vector<std::string> plain, make, write;
    std::string path;
    std::uint64_t size;
};

/// The rate of a writer beside the limit; `one` says what it is.
[[nodiscard]] inline check against_pwrite(const options& with, const file_writer& of, check one) {
    const auto cores = static_cast<double>(spate::default_pool().concurrency());
    const auto gigabytes = static_cast<double>(of.size) / giga;
    std::vector<double> reached, rates, limits, plain, costs_write, costs_make, costs_ours;
    // Round 0 is not counted: it finds the file system's free space and the kernel's pages as others have left them.
    for (std::size_t round = 0; round <= with.rounds; ++round) {
        cost written, whole;
        const auto write_plainly = [&] {
            warm_pages(of.size);
            written = run_process(of.plain, false);
            remove_output(of.path);
        };
        const auto write_ours = [&] {
            warm_pages(of.size);
            whole = run_process(of.write, true);
            remove_output(of.path);
        };
        const cost made = run_process(of.make, true);
        // Each follows the other as often as not.
        if (round % 2 == 0) write_plainly();
        write_ours();
        if (round % 2 != 0) write_plainly();
        if (round == 0) continue;
        plain.push_back(gigabytes / written.seconds);
        costs_write.push_back(written.processor_seconds / gigabytes);
        costs_make.push_back(made.processor_seconds / gigabytes);
        limits.push_back(std::min(plain.back(), cores / (costs_write.back() + costs_make.back())));
        costs_ours.push_back(whole.processor_seconds / gigabytes);
        rates.push_back(gigabytes / whole.seconds);
        reached.push_back(rates.back() / limits.back());
    }
    char note[160];
    std::snprintf(note, sizeof note, "W %.2f GB/s; processor seconds per GB: cw %.3f, cg %.3f, ours in all %.3f; %.0f cores", median(plain),
                  median(costs_write), median(costs_make), median(costs_ours), cores);
    one.unit = "GB/s";
    one.ours = median(rates);
    one.limit = median(limits);
    one.limit_is = "min(W, cores/(cw+cg))";
    one.reached = spread_of(reached);
    one.of = "limit";
    one.required = 0.9;
    one.note = note;
    return one;
}

}  // namespace bench

#endif  // SPATE_BENCH_SUPPORT_FILES_HPP
