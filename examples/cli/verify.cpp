// SPDX-License-Identifier: Apache-2.0
// spate verify: makes a stream again and compares it with a file.
#include <cerrno>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/size.hpp>
#include <spate/run/record.hpp>
#include <spate/run/verify_file.hpp>
#include <spate/simd/isa.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "json.hpp"
#include "options.hpp"

namespace cli {
namespace {

/// What the file should hold.
struct expectation {
    stream what;
    /// `unlimited`: as much as the file has, or up to the end of the stream.
    std::uint64_t length = spate::unlimited;
    /// The sidecar, if that is where it is known from.
    std::string record;
};

expectation expect(const typed_options& typed, const input_file& file) {
    expectation out;
    if (describes_stream(typed)) {
        if (!has(typed, "seed"))
            throw spate::config_error{"seed", "", "is missing",
                                      "give the seed that `spate bytes` showed, or no option of the stream to take all from the sidecar"};
        typed_options all = typed;
        if (!has(typed, "size")) {
            const std::uint64_t offset = spate::parse_size(text_of(typed, "offset", "0"), "offset");
            if (offset > spate::unlimited - 1 - file.size())
                throw spate::config_error{"offset", typed.at("offset"), "is beyond what a stream can have", "use less"};
            all["size"] = std::to_string(offset + file.size());
        }
        out.what = parse_stream(all);
        return out;
    }
    out.record = spate::record_path(file.path());
    struct stat about {};
    if (::stat(out.record.c_str(), &about) != 0)
        throw spate::config_error{"FILE", file.path(), "has no " + out.record + " that says what it should hold",
                                  "give the options of `spate bytes`, like --size 10GiB --seed 42"};
    const spate::run_record record = spate::load_record(out.record);
    out.what = parse_stream(merged(record.entries, typed));
    out.length = record.size;
    return out;
}

// The byte at an offset of the file and of the stream; false where it cannot be read.
bool bytes_at(const input_file& file, const any_source& source, const expectation& expected, std::uint64_t at, unsigned& found, unsigned& wanted) {
    std::byte one{};
    if (::pread(file.descriptor(), &one, 1, static_cast<off_t>(at)) != 1) return false;
    found = std::to_integer<unsigned>(one);
    source.fill(expected.what.offset + at, std::span{&one, 1});
    wanted = std::to_integer<unsigned>(one);
    return true;
}

std::string hexadecimal(unsigned value) {
    static constexpr char digits[] = "0123456789abcdef";
    return {'0', 'x', digits[value >> 4 & 15], digits[value & 15]};
}

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    const input_file file{typed.at("FILE")};
    const expectation expected = expect(typed, file);
    const any_source source = make_source(expected.what);
    const workers threads{typed};
    out.note("the stream is " + describe(expected.what) + ", seed " + std::to_string(expected.what.seed) +
             (expected.record.empty() ? "" : ", from " + expected.record));
    stop_at_signals();

    progress_line line{!has(typed, "no-progress") && !out.json()};
    const spate::verify_options options{.first = expected.what.offset, .length = expected.length, .stop = &stop_requested};
    const auto progress = [&](const spate::write_progress& now) { line.show(now.written, now.length, 0, now.seconds); };
    const spate::verify_report run = line.is_shown() ? spate::verify_file(threads.pool(), source, file.path(), options, progress)
                                                     : spate::verify_file(threads.pool(), source, file.path(), options);
    line.clear();

    const bool differs = run.difference != spate::unlimited;
    const std::uint64_t compared = differs ? run.difference : run.mark;
    const double rate = run.seconds > 0 ? static_cast<double>(compared) / run.seconds : 0;
    const double fraction = run.expected_size == 0 ? 1 : static_cast<double>(compared) / static_cast<double>(run.expected_size);
    const std::uint64_t unit = expected.what.dedup.unit, in_stream = expected.what.offset + run.difference;
    unsigned found = 0, wanted = 0;
    const bool shown = differs && bytes_at(file, source, expected, run.difference, found, wanted);

    if (has(typed, "json")) {
        json_object specification, all;
        for (const auto& [name, value] : entries_of(expected.what)) specification.add(name, value);
        all.add("command", "verify").add("file", file.path()).add("specification", specification).add("matches", run.matches()).add("file_size", run.file_size);
        all.add("expected_size", run.expected_size)
            .add("compared", compared)
            .add("compared_fraction", fraction)
            .add("seconds", run.seconds)
            .add("bytes_per_second", rate);
        all.add("threads", threads.count());
        if (differs) all.add("difference", run.difference).add("difference_in_stream", in_stream).add("unit", in_stream / unit).add("unit_size", unit);
        if (shown) all.add("found", found).add("expected", wanted);
        out.report(all.text() + "\n");
    } else {
        std::vector<std::vector<std::string>> rows{{"stream", describe(expected.what) + (expected.record.empty() ? "" : " (from " + expected.record + ")")},
                                                   {"seed", std::to_string(expected.what.seed)}};
        rows.push_back({"compared", exact_size(compared) + " in " + time_text(run.seconds) + ", " + rate_text(rate) + " on " + std::to_string(threads.count()) +
                                        (threads.count() == 1 ? " thread" : " threads")});
        if (run.matches()) rows.push_back({"result", "the same"});
        if (differs) {
            rows.push_back({"result", "DIFFERENT at byte " + std::to_string(run.difference) +
                                          (shown ? ": " + hexadecimal(found) + ", expected " + hexadecimal(wanted) : "")});
            if (expected.what.offset != 0) rows.push_back({"", "which is byte " + std::to_string(in_stream) + " of the stream"});
            rows.push_back({"", "unit " + std::to_string(in_stream / unit) + " of " + spate::format_size(unit) + ", byte " + std::to_string(in_stream % unit) +
                                    " of the unit"});
            rows.push_back({"", fixed(100 * fraction, 2) + " % of the stream, all before it, is the same"});
        }
        if (run.too_short() || run.too_long())
            rows.push_back({differs ? "" : "result", std::string{run.too_short() ? "TOO SHORT: " : "TOO LONG: "} + std::to_string(run.file_size) +
                                                         " bytes instead of " + std::to_string(run.expected_size) +
                                                         (differs || run.stopped ? "" : "; those compared are the same")});
        out.report(table(rows, 2));
    }
    if (run.stopped && !differs)
        throw run_failure{"stopped by " + std::string{stop_signal()} + " at offset " + std::to_string(run.mark) + "; all before it is the same"};
    return run.matches() ? 0 : 1;
}

void declare(command_options& to) {
    to.argument("FILE", "The file or block device");
    declare_stream(to);
    declare_threads(to);
    declare_reporting(to);
    to.footer(
        "Makes the stream again and compares. Without options of the stream they are taken from FILE.spate.json.\n"
        "Exit status: 0 if all is the same, 1 if not.\n"
        "\nExamples:\n"
        "  spate verify data.bin\n"
        "  spate verify data.bin --size 100GiB --seed 42 --dedup 1.5 --compress 2\n");
}

}  // namespace

const command commands::verify{"verify", "Make a stream again and compare it with a file", declare, run};

}  // namespace cli
