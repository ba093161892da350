// SPDX-License-Identifier: Apache-2.0
// How near does `spate bytes --out FILE` come to what the machine can do? See support/files.hpp.

#include <spate/bytes.hpp>
#include <spate/exec.hpp>
#include <spate/run/write_file.hpp>

#include "../support/files.hpp"
#include "../support/measure.hpp"
#include "../support/stores.hpp"

namespace {

constexpr std::size_t block = bench::file_block;

// The parts of a round, each a process of its own: `file --run generate FILE BYTES`.

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
    if (part == "pwrite") return bench::run_pwrite(path, size), 0;
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

    if (!with.quick) with.rounds = std::max<std::size_t>(with.rounds, 15);  // disks of virtual machines change their rate by half from one second to the next
    bench::report out{"file"};
    out.add(bench::against_pwrite(with, {mine("pwrite"), mine("generate"), ours, path, size},
                                  {.row = "12", .what = (program.empty() ? "write_file, " : "bytes --out FILE, ") + spate::format_size(size)}));
    out.print();
}
