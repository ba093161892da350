// SPDX-License-Identifier: Apache-2.0
// spate bytes: a stream into a file, a pipe or a socket; memory.cpp has the run without an output.
#include <algorithm>
#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <spate/core/size.hpp>
#include <spate/run/record.hpp>
#include <spate/run/write.hpp>
#include <spate/run/write_file.hpp>
#include <spate/simd/isa.hpp>
#include <spate/sink/open.hpp>

#include "commands.hpp"
#include "json.hpp"
#include "memory.hpp"
#include "options.hpp"
#include "predict.hpp"
#include "target.hpp"

namespace cli {
namespace {

using spate::config_error;

/// Everything that the options say; nothing has been touched yet.
struct request {
    stream what;
    bool seed_was_drawn = false;
    std::string target;
    spate::target_kind kind = spate::target_kind::file;
    bool in_memory = false, direct = false, resume = false, force = false;
    std::size_t chunk = 0;
    /// What an interrupted run has written.
    std::uint64_t already = 0;
    std::chrono::nanoseconds duration = std::chrono::nanoseconds::max();

    [[nodiscard]] bool is_file() const noexcept { return !in_memory && kind == spate::target_kind::file; }
    [[nodiscard]] double limit() const { return duration == std::chrono::nanoseconds::max() ? 0 : std::chrono::duration<double>(duration).count(); }
};

void refuse_without_file(const typed_options& typed, const char* flag, const request& asked) {
    if (has(typed, flag) && !asked.is_file())
        throw config_error{flag, "", asked.in_memory ? "needs a file" : "does not go with --out " + asked.target, "use --out FILE, or leave it out"};
}

request parse(typed_options typed) {
    request out;
    out.in_memory = !has(typed, "out");
    out.target = text_of(typed, "out", "");
    out.kind = spate::kind_of_target(out.target);
    for (const char* flag : {"direct", "resume", "force"}) refuse_without_file(typed, flag, out);
    out.direct = has(typed, "direct"), out.resume = has(typed, "resume"), out.force = has(typed, "force");
    if (out.resume && out.force) throw config_error{"force", "", "does not go with --resume", "use --resume to go on, --force to start anew"};
    if (out.is_file() && out.target.empty()) throw config_error{"out", "\"\"", "is not a file name", "name a file, or use - for standard output"};
    if (has(typed, "chunk")) {
        const std::uint64_t chunk = spate::parse_size(typed.at("chunk"), "chunk");
        constexpr std::uint64_t largest = std::uint64_t{1} << 36, largest_written = std::uint64_t{1} << 30;
        if (chunk == 0 || chunk > largest || (!out.in_memory && (chunk % 4096 != 0 || chunk > largest_written)))
            throw config_error{"chunk", std::to_string(chunk), "is not a size of buffers",
                               out.in_memory ? "use 1 byte to 64GiB" : "use a multiple of 4096 up to 1GiB, like 1MiB"};
        out.chunk = static_cast<std::size_t>(chunk);
    }
    if (has(typed, "duration")) out.duration = parse_duration(typed.at("duration"), "duration");

    if (out.resume) {
        const std::string record = spate::record_path(out.target);
        if (exists(record)) {
            const spate::run_record found = spate::load_record(record);
            typed = merged(found.entries, typed);
            out.already = found.mark;
        } else if (!has(typed, "size")) {
            throw config_error{"resume", record, "is not there, so what to go on with is not known", "give --size and the other options to start anew"};
        }
    }
    out.seed_was_drawn = !has(typed, "seed");
    if (out.seed_was_drawn) typed["seed"] = std::to_string(draw_seed());
    out.what = parse_stream(typed);

    if (!out.is_file()) return out;
    if (!out.force) refuse_block_device(out.target);
    if (!is_regular_or_new(out.target)) return out;
    if (out.what.size == spate::unlimited && out.duration == std::chrono::nanoseconds::max())
        throw config_error{"size", "unlimited", "does not go with a file, which has an end", "add --duration, like --duration 10s, or give a size"};
    if (out.what.size != spate::unlimited && out.what.length() > std::uint64_t{1} << 62)
        throw config_error{"size", std::to_string(out.what.size), "is more than a file can hold", "use at most 4EiB from --offset on"};
    if (!out.force && !out.resume && exists(out.target)) throw config_error{"out", out.target, "exists", "choose another name, or use --force to replace it"};
    if (!out.force && !out.resume && exists(out.target + ".partial"))
        throw config_error{"out", out.target, "is the name of a run that did not end: " + out.target + ".partial is there",
                           "use --resume to go on, or --force to start anew"};
    return out;
}

/// What to type after an interruption.
std::string way_on(const request& asked, std::uint64_t mark, const typed_options& typed) {
    std::string out = "spate bytes ";
    if (asked.is_file() && is_regular_or_new(asked.target)) {
        out += "--resume --out " + shell_word(asked.target);
        if (asked.direct) out += " --direct";
    } else {
        stream rest = asked.what;
        rest.offset = mark;
        out += command_line(rest) + (asked.in_memory ? "" : " --out " + shell_word(asked.target));
    }
    if (has(typed, "duration")) out += " --duration " + typed.at("duration");
    return out;
}

json_object describe_as_json(const request& asked) {
    json_object specification;
    for (const auto& [name, value] : entries_of(asked.what)) specification.add(name, value);
    json_object out;
    out.add("command", "bytes").add("seed", std::to_string(asked.what.seed)).add("seed_was_drawn", asked.seed_was_drawn).add("specification", specification);
    return out;
}

std::vector<std::vector<std::string>> heading(const request& asked) {
    return {{"stream", describe(asked.what)}, {"seed", std::to_string(asked.what.seed) + (asked.seed_was_drawn ? " (drawn; --seed repeats it)" : "")}};
}

void report_written(const request& asked, const spate::file_report& run, const workers& threads, bool json, const console& out) {
    const auto bytes = static_cast<double>(run.written());
    const double rate = run.seconds > 0 ? bytes / run.seconds : 0, gigabytes = bytes / 1e9;
    if (json) {
        json_object all = describe_as_json(asked);
        all.add("out", asked.target).add("end", end_name(run.end)).add("complete", run.complete).add("mark", run.mark).add("bytes", run.written());
        all.add("resumed_bytes", run.resumed).add("seconds", run.seconds).add("bytes_per_second", rate).add("threads", threads.count());
        all.add("bytes_per_second_per_core", rate / static_cast<double>(threads.cores())).add("generate_cpu_seconds", run.generate_cpu_seconds);
        all.add("write_cpu_seconds", run.write_cpu_seconds).add("isa", spate::simd::name(spate::simd::active_isa()));
        if (run.error) all.add("error", run.error.message());
        return out.report(all.text() + "\n");
    }
    auto rows = heading(asked);
    if (run.resumed != 0)
        rows.push_back({"resumed", spate::format_size(run.resumed) + " were there; the last " +
                                       spate::format_size(std::min(run.resumed, spate::resume_window)) + " of them are as they should be"});
    if (run.complete && run.resumed != 0 && run.written() == 0) {
        rows.push_back({"complete", "nothing was left to write"});
        return out.report(table(rows, 2));
    }
    rows.push_back({run.complete || !asked.is_file() ? "written" : "so far",
                    exact_size(run.written()) + " to " + (asked.kind == spate::target_kind::standard_output ? "standard output" : asked.target) + " in " +
                        time_text(run.seconds)});
    rows.push_back({"rate", rate_text(rate) + ", " + rate_text(rate / static_cast<double>(threads.cores())) + " per core" + on_threads(threads)});
    if (gigabytes > 0.001)
        rows.push_back({"processor time", fixed(run.generate_cpu_seconds / gigabytes, 3) + " s per GB for generating, " +
                                              fixed(run.write_cpu_seconds / gigabytes, 3) + " s for writing"});
    if (run.end == spate::run_end::expired)
        rows.push_back({"ended", "after " + time_text(asked.limit()) + ", at byte " + std::to_string(run.mark) + " of the stream"});
    out.report(table(rows, 2));
}

/// The failure to tell of a run that did not reach its end.
std::string failure_of(const request& asked, const spate::file_report& run, const typed_options& typed) {
    const std::string where = "at offset " + std::to_string(run.mark) + (asked.what.size == spate::unlimited ? "" : " of " + std::to_string(asked.what.size));
    std::string reason = run.end == spate::run_end::failed ? "--out " + asked.target + ": " + run.error.message() + " " + where
                                                           : "stopped by " + std::string{stop_signal()} + " " + where;
    return reason + "; to go on: " + way_on(asked, run.mark, typed);
}

int write_to_target(const request& asked, const any_source& source, const workers& threads, const typed_options& typed, console& out) {
    spate::thread_pool& pool = threads.pool();
    progress_line line{!has(typed, "no-progress") && !out.json()};
    const auto progress = [&](const spate::write_progress& now) { line.show(now.written, asked.what.length(), asked.already, now.seconds, asked.limit()); };
    spate::write_options options{.first = asked.what.offset, .length = asked.what.length(), .duration = asked.duration, .stop = &stop_requested};
    if (asked.chunk != 0) options.block = asked.chunk;
    spate::file_report run;
    if (asked.is_file()) {
        spate::file_options how;
        how.overwrite = asked.force, how.resume = asked.resume, how.direct = asked.direct;
        run = line.is_shown() ? spate::write_file(pool, source, {asked.target, entries_of(asked.what), how, options}, progress)
                              : spate::write_file(pool, source, {asked.target, entries_of(asked.what), how, options});
    } else {
        spate::any_sink sink = spate::open_sink(asked.target);
        std::visit(
            [&](auto& to) {
                static_cast<spate::write_report&>(run) =
                    line.is_shown() ? spate::write(pool, source, to, options, progress) : spate::write(pool, source, to, options);
                if (run.end == spate::run_end::failed) return;
                std::error_code error;
                to.close(error);
                if (error) run.end = spate::run_end::failed, run.error = error;
            },
            sink);
        run.complete = run.end == spate::run_end::complete || run.end == spate::run_end::expired;
    }
    line.clear();
    report_written(asked, run, threads, has(typed, "json"), out);
    if (run.end == spate::run_end::failed || run.end == spate::run_end::stopped) throw run_failure{failure_of(asked, run, typed)};
    return 0;
}

int measure(const request& asked, const any_source& source, const workers& threads, const typed_options& typed, const console& out) {
    progress_line line{!has(typed, "no-progress") && !out.json()};
    const memory_report run = run_in_memory(threads.pool(), source, {asked.what.offset, asked.what.length(), asked.chunk, asked.limit()}, line);
    line.clear();
    const auto cores = static_cast<double>(threads.cores());
    const double rate = run.rate(), efficiency = rate / (run.one_thread_rate * cores);
    if (has(typed, "json")) {
        json_object all = describe_as_json(asked);
        all.add("end", run.stopped   ? "stopped"
                       : run.expired ? "expired"
                                     : "complete")
            .add("mark", run.mark)
            .add("bytes", run.bytes)
            .add("seconds", run.seconds);
        all.add("bytes_per_second", rate)
            .add("threads", threads.count())
            .add("bytes_per_second_per_core", rate / cores)
            .add("memset_bytes_per_second", run.memset_rate);
        all.add("of_memset", rate / run.memset_rate).add("one_thread_bytes_per_second", run.one_thread_rate).add("efficiency", efficiency);
        all.add("buffer_size", run.buffer_size).add("buffers", run.buffers).add("isa", spate::simd::name(spate::simd::active_isa()));
        out.report(all.text() + "\n");
    } else {
        auto rows = heading(asked);
        rows.push_back({"generated", exact_size(run.bytes) + " in " + time_text(run.seconds) + ", into " + std::to_string(run.buffers) +
                                         (run.buffers == 1 ? " buffer" : " buffers") + " of " + spate::format_size(run.buffer_size)});
        rows.push_back({"rate", rate_text(rate) + ", " + rate_text(rate / cores) + " per core" + on_threads(threads)});
        rows.push_back(
            {"memset", rate_text(run.memset_rate) + " into the same buffers; generating has " + fixed(100 * rate / run.memset_rate, 1) + " % of that"});
        rows.push_back({"one thread", rate_text(run.one_thread_rate) + "; efficiency of " + std::to_string(threads.count()) +
                                          (threads.count() == 1 ? " thread" : " threads") + " on " + std::to_string(threads.cores()) +
                                          (threads.cores() == 1 ? " core" : " cores") + " is " + fixed(100 * efficiency, 1) + " %"});
        out.report(table(rows, 2));
    }
    if (run.stopped)
        throw run_failure{"stopped by " + std::string{stop_signal()} + " at offset " + std::to_string(run.mark) +
                          "; to go on: " + way_on(asked, run.mark, typed)};
    return 0;
}

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    const std::string target = text_of(typed, "out", "");
    if (target == "-" || target == "fd:1") out.report_to_standard_error();
    const request asked = parse(typed);
    if (has(typed, "predict")) {
        (void)make_source(asked.what);
        report_prediction(asked.what, has(typed, "json"), out);
        return 0;
    }
    const any_source source = make_source(asked.what);
    const workers threads{typed};
    out.note("runs" + on_threads(threads) + ", numa " + spate::to_string(threads.pool().numa()) + ", kernels for " +
             std::string{spate::simd::name(spate::simd::active_isa())});
    out.note("to repeat: spate bytes " + command_line(asked.what) + (asked.in_memory ? "" : " --out " + shell_word(asked.target)));
    stop_at_signals();
    return asked.in_memory ? measure(asked, source, threads, typed, out) : write_to_target(asked, source, threads, typed, out);
}

void declare(command_options& to) {
    declare_stream(to);
    to.group("The output");
    to.option("out", "TARGET",
              "FILE, - (standard output), fd:N, tcp://HOST:PORT or unix:PATH;\nwithout it the bytes are made in memory and the rate is measured");
    to.option("chunk", "SIZE",
              "Bytes made at a time: for an output by each thread (default 1MiB),\nin memory by all threads together (default: 256KiB by each)");
    to.flag("--direct", "direct", "Pass the page cache by (O_DIRECT)");
    to.flag("--resume", "resume", "Go on where an interrupted run stopped, as FILE.spate.json tells");
    to.flag("--force", "force", "Replace a file that exists, write over a block device");
    to.flag("--predict", "predict", "Say how it deduplicates and compresses; nothing is written");
    to.option("duration", "TIME", "End after 500ms, 10s, 2m, 1h ...; what was written until then is complete");
    declare_threads(to);
    declare_reporting(to);
    to.footer(
        "A file is written as FILE.partial and bears its name when it is complete; FILE.spate.json beside it says what it holds.\n"
        "\nExamples:\n"
        "  spate bytes --size 100GiB --dedup 1.5 --compress 2 --out data.bin\n"
        "  spate bytes --resume --out data.bin\n"
        "  spate bytes --size 100GiB --compress 2.5 --codec zstd --compress-unit 128KiB --predict\n"
        "  spate bytes --size unlimited --duration 10s --compress 2\n"
        "  spate bytes --size 1TiB --seed 7 --out - | consumer\n");
}

}  // namespace

const command commands::bytes{"bytes", "Write a stream of bytes, or measure how fast it is made", declare, run};

}  // namespace cli
