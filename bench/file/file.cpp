// SPDX-License-Identifier: Apache-2.0
// How near does `spate bytes --out FILE` come to what the machine can do? Writing costs processor time as making bytes does, so the limit is
// min(W, cores / (cw + cg)): W the rate of a plain parallel pwrite of blocks that are there already, cw and cg the processor seconds that a byte costs to
// pwrite and to make. Each round runs three processes one after another, which are timed from outside in the same way: plain pwrite, generating into
// memory, and the program.

#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/bytes.hpp>
#include <spate/exec.hpp>
#include <spate/run/write_file.hpp>

#include "../support/measure.hpp"
#include "../support/stores.hpp"

extern char** environ;

namespace {

constexpr std::size_t block = std::size_t{1} << 20;

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", what.c_str(), std::strerror(errno));
    std::exit(1);
}

// The parts of a round, each a process of its own: `file --run pwrite FILE BYTES`.

void run_pwrite(const std::string& path, std::uint64_t size) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) fail(path);
    spate::thread_pool& workers = spate::default_pool();
    const spate::buffer_set blocks = spate::allocate_buffers(workers.concurrency(), block);
    for (std::size_t i = 0; i < blocks.size(); ++i) spate::random_bytes{spate::seed{i}}.fill(0, blocks[i]);
    std::atomic<std::uint64_t> next{0};
    workers.bulk(workers.concurrency(), [&](std::size_t i) {
        for (std::uint64_t at; (at = next.fetch_add(block)) < size;) {
            std::span<std::byte> rest = blocks[i].first(static_cast<std::size_t>(std::min<std::uint64_t>(block, size - at)));
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

void run_generate(std::uint64_t size) {
    spate::thread_pool& workers = spate::default_pool();
    const spate::buffer_set blocks = spate::allocate_buffers(workers.concurrency(), block);
    const spate::random_bytes source{spate::seed{42}};
    std::atomic<std::uint64_t> next{0};
    workers.bulk(workers.concurrency(), [&](std::size_t i) {
        for (std::uint64_t at; (at = next.fetch_add(block)) < size;) {
            source.fill(at, blocks[i]);
            bench::keep(blocks[i].data());
        }
    });
}

void run_library(const std::string& path, std::uint64_t size) {
    const spate::file_report report =
        spate::write_file(spate::default_pool(), spate::random_bytes{spate::seed{42}} | spate::take(size), {.path = path, .record = false});
    report.raise_failure(path);
}

struct cost {
    double seconds = 0, processor_seconds = 0;
};

cost run_process(std::vector<std::string> command, bool quiet) {
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (quiet) posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const double begin = bench::seconds_now();
    errno = ::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (errno != 0) fail(command[0]);
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR) fail("wait4");
    const double seconds = bench::seconds_now() - begin;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "%s failed with status %d\n", command[0].c_str(), status);
        std::exit(1);
    }
    const auto sum = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; };
    return {seconds, sum(used.ru_utime) + sum(used.ru_stime)};
}

// In a virtual machine, pages that were free for a while may have gone back to the host, and the next to write pays for having them
// again: the same pwrite took 0.4 to 3 processor seconds per GB. So the pages that a file will take are touched and freed before.
void warm_pages(std::uint64_t size) {
    const spate::buffer_set pages = spate::allocate_buffers(1, static_cast<std::size_t>(size), {.huge_pages = false});
    spate::default_pool().bulk(size >> 20, [&](std::size_t i) { bench::plain_memset(pages[0].subspan(i << 20, std::size_t{1} << 20), 1); });
}

void remove_output(const std::string& path) {
    for (const char* suffix : {"", ".partial", ".spate.json"}) (void)::unlink((path + suffix).c_str());
}

}  // namespace

int main(int count, char** arguments) {
    std::string part, program, folder = ".";
    std::uint64_t size = 0;
    bench::options with = bench::read_options(count, arguments, [&](std::string_view name, auto&& next) {
        if (name == "--run")
            part = next();
        else if (name == "--program")
            program = next();
        else if (name == "--folder")
            folder = next();
        else if (name == "--size")
            size = spate::parse_size(next());
        else
            return false;
        return true;
    });
    const std::string path = folder + "/spate-bench-file." + std::to_string(part.empty() ? ::getpid() : ::getppid());
    if (size == 0) size = std::uint64_t{with.quick ? 512u : 2048u} << 20;
    if (part == "pwrite") return run_pwrite(path, size), 0;
    if (part == "generate") return run_generate(size), 0;
    if (part == "library") return run_library(path, size), 0;
    if (!part.empty()) {
        std::fprintf(stderr, "--run takes pwrite, generate or library, not %s\n", part.c_str());
        return 2;
    }

    const std::string self = arguments[0], bytes = std::to_string(size);
    const auto mine = [&](const char* which) { return std::vector<std::string>{self, "--run", which, "--folder", folder, "--size", bytes}; };
    std::vector<std::string> ours = mine("library");
    if (!program.empty()) ours = {program, "bytes", "--size", bytes, "--seed", "42", "--out", path, "--no-progress"};

    const auto cores = static_cast<double>(spate::default_pool().concurrency());
    const auto gigabytes = static_cast<double>(size) / bench::giga;
    if (!with.quick) with.rounds = std::max<std::size_t>(with.rounds, 15);  // disks of virtual machines change their rate by half from one second to the next
    std::vector<double> reached, rates, limits, plain, costs_write, costs_make, costs_ours;
    // Round 0 is not counted: it finds the file system's free space and the kernel's pages as others have left them.
    for (std::size_t round = 0; round <= with.rounds; ++round) {
        cost written, made, whole;
        const auto write_plainly = [&] {
            warm_pages(size);
            written = run_process(mine("pwrite"), false);
            remove_output(path);
        };
        const auto write_ours = [&] {
            warm_pages(size);
            whole = run_process(ours, true);
            remove_output(path);
        };
        made = run_process(mine("generate"), false);
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
    std::snprintf(note, sizeof note, "W %.2f GB/s; processor seconds per GB: cw %.3f, cg %.3f, ours in all %.3f; %.0f cores", bench::median(plain),
                  bench::median(costs_write), bench::median(costs_make), bench::median(costs_ours), cores);
    bench::report out{"file"};
    out.add({.row = "12",
             .what = (program.empty() ? "write_file, " : "bytes --out FILE, ") + spate::format_size(size),
             .unit = "GB/s",
             .ours = bench::median(rates),
             .limit = bench::median(limits),
             .limit_is = "min(W, cores/(cw+cg))",
             .reached = bench::spread_of(reached),
             .of = "limit",
             .required = 0.9,
             .note = note});
    out.print();
}
