// SPDX-License-Identifier: Apache-2.0
// spate inspect: the deduplication and compression of a file, measured.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/size.hpp>
#include <spate/exec/system_info.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "json.hpp"
#include "options.hpp"
#include "units.hpp"

namespace cli {
namespace {

std::vector<std::uint64_t> parse_units(std::string_view text) {
    std::vector<std::uint64_t> out;
    for (;;) {
        const std::size_t comma = text.find(',');
        const std::uint64_t unit = spate::parse_size(text.substr(0, comma), "unit");
        constexpr std::uint64_t largest = std::uint64_t{64} << 20;
        if (unit == 0 || unit % 512 != 0 || unit > largest) {
            const std::uint64_t below = unit / 512 * 512;
            throw spate::config_error{
                "unit", std::to_string(unit), unit > largest ? "is more than 64 MiB" : "is not a multiple of 512",
                unit > largest ? "use at most 64MiB" : "use " + (below == 0 ? "" : std::to_string(below) + " or ") + std::to_string(below + 512)};
        }
        if (std::find(out.begin(), out.end(), unit) == out.end()) out.push_back(unit);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    std::sort(out.begin(), out.end());
    return out;
}

// A system that overcommits would end the program half-way, without a word.
void require_memory(const input_file& file, const std::vector<std::uint64_t>& units) {
    double needed = 0;
    for (const std::uint64_t unit : units) needed += static_cast<double>(file.size() / unit) * bytes_per_counted_unit;
    const std::uint64_t available = spate::system_info().memory_available;
    if (available == 0 || needed <= static_cast<double>(available)) return;
    throw spate::config_error{"unit", spate::format_size(units.front()),
                              "needs " + spate::format_size(static_cast<std::uint64_t>(needed)) + " of memory to count the units of " + file.path() + ", and " +
                                  spate::format_size(available) + " are available",
                              "use a larger unit"};
}

std::string text_report(const input_file& file, const std::vector<unit_counts>& counts, const std::vector<std::vector<compression>>& compressed) {
    std::string out = file.path() + ": " + exact_size(file.size()) + "\n\n";
    std::vector<std::vector<std::string>> rows{{"unit", "units", "unique", "dedup ratio", "all-zero", "most references"}};
    for (const unit_counts& one : counts)
        rows.push_back({spate::format_size(one.unit), std::to_string(one.units), std::to_string(one.unique), fixed(one.ratio(), 5),
                        std::to_string(one.all_zero), std::to_string(one.most_references)});
    out += table(rows, 0);
    for (const unit_counts& one : counts)
        if (one.rest_bytes != 0)
            out += "The last " + std::to_string(one.rest_bytes) + (one.rest_bytes == 1 ? " byte is" : " bytes are") + " less than a unit of " +
                   spate::format_size(one.unit) + " and not counted.\n";
    out += "\n";
    rows = {{"unit", "codec", "compress ratio", "error", "sampled", "of units"}};
    for (const auto& of_unit : compressed)
        for (const compression& one : of_unit)
            rows.push_back({spate::format_size(one.unit), std::string{one.label}, fixed(one.ratio(), 4), one.units == 0 ? "-" : fixed(one.standard_error, 5),
                            std::to_string(one.sampled), std::to_string(one.units)});
    return out + table(rows, 0) + "Each unit is compressed by itself; error: the standard error of the ratio, from sampling.\n";
}

json_object json_report(const input_file& file, bool full, const std::vector<unit_counts>& counts, const std::vector<std::vector<compression>>& compressed) {
    std::vector<json_object> units;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        std::vector<json_object> codecs;
        for (const compression& one : compressed[i]) {
            json_object codec;
            codec.add("codec", one.name).add("ratio", one.ratio()).add("standard_error", one.standard_error).add("sampled_units", one.sampled);
            codecs.push_back(codec.add("sampled_bytes", one.sampled * one.unit).add("compressed_bytes", one.compressed_bytes));
        }
        json_object unit;
        unit.add("unit", counts[i].unit).add("units", counts[i].units).add("unique", counts[i].unique).add("dedup_ratio", counts[i].ratio());
        unit.add("zero_units", counts[i].all_zero).add("most_references", counts[i].most_references).add("rest_bytes", counts[i].rest_bytes);
        units.push_back(unit.add("compression", codecs));
    }
    return json_object{}.add("command", "inspect").add("file", file.path()).add("size", file.size()).add("full", full).add("units", units);
}

int run(const typed_options& typed, console& out) {
    const std::vector<std::uint64_t> units = parse_units(text_of(typed, "unit", "4096"));
    const input_file file{typed.at("FILE")};
    const workers threads{typed};
    const bool full = has(typed, "full");
    require_memory(file, units);
    stop_at_signals();

    progress_line line{!has(typed, "no-progress") && !out.json()};
    const auto reporter = [&]() -> report_progress {
        if (!line.is_shown()) return {};
        return [&line, watch = stopwatch{}](std::uint64_t done, std::uint64_t total) { line.show(done, total, 0, watch.seconds()); };
    };
    const stopwatch hashing;
    const std::vector<unit_counts> counts = count_units(threads.pool(), file, units, reporter());
    out.note("hashed and counted in " + time_text(hashing.seconds()));
    const stopwatch compressing;
    std::vector<std::vector<compression>> compressed;
    for (const std::uint64_t unit : units) compressed.push_back(compress_units(threads.pool(), file, unit, full, reporter()));
    out.note("compressed in " + time_text(compressing.seconds()));
    line.clear();
    out.report(has(typed, "json") ? json_report(file, full, counts, compressed).text() + "\n" : text_report(file, counts, compressed));
    return 0;
}

void declare(command_options& to) {
    to.argument("FILE", "The file or block device");
    to.group("What is measured");
    to.option("unit", "SIZE,...", "What is compared and compressed by itself: multiples of 512, at most 64MiB (default 4KiB)");
    to.flag("--full", "full", "Compress all units, not a sample of 1 GiB (zlib: 64 MiB)");
    declare_threads(to);
    declare_reporting(to);
    to.footer(
        "Every unit is hashed (XXH3, 128 bits) to count the distinct ones: 16 bytes of memory per unit, 4 GiB for a file of 1 TiB and\n"
        "units of 4 KiB. Compression is measured with lz4 (default), zstd 3, zlib 6 and snappy, each unit by itself, on a sample that is\n"
        "the same for the same size of file; the error is the standard error of the ratio. A rest shorter than a unit is not counted.\n"
        "\nExamples:\n"
        "  spate inspect data.bin\n"
        "  spate inspect data.bin --unit 4KiB,64KiB,1MiB --full --json\n");
}

}  // namespace

const command commands::inspect{"inspect", "Measure the deduplication and compression of a file", declare, run};

}  // namespace cli
