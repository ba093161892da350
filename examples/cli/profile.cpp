// SPDX-License-Identifier: Apache-2.0
// spate profile: measures a file, and finds with which parameters it is mimicked.
#include "profile.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/size.hpp>
#include <spate/dedup/histogram.hpp>
#include <spate/run/detail/json.hpp>
#include <spate/shape/mimic_text.hpp>
#include <spate/simd/isa.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "json.hpp"
#include "options.hpp"
#include "profile_fit.hpp"
#include "units.hpp"

namespace cli {
namespace {

std::string rows_text(const std::vector<spate::reference_row>& rows) {
    std::string out = spate::format_histogram(rows);
    out.pop_back();
    std::replace(out.begin(), out.end(), '\n', ',');
    return out;
}

// The value below which a share of the sorted values lies.
std::uint64_t quantile(const std::vector<std::uint32_t>& sorted, double share) {
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

double mean(const std::vector<std::uint32_t>& values) {
    double out = 0;
    for (const std::uint32_t value : values) out += value;
    return values.empty() ? 0 : out / static_cast<double>(values.size());
}

std::string lengths_text(const std::vector<std::uint32_t>& sorted) {
    std::string out = "mean " + fixed(mean(sorted), 1);
    for (const int percent : {10, 50, 90, 99}) out += ", " + std::to_string(percent) + " % up to " + std::to_string(quantile(sorted, percent / 100.0));
    return out;
}

struct measurement {
    std::uint64_t size = 0, units = 0, contents = 0;
    parsed_file parsed;
    std::vector<fitted_ratio> ratios;
    profile result;

    [[nodiscard]] double literal_share() const { return static_cast<double>(parsed.literals) / static_cast<double>(parsed.bytes); }
    [[nodiscard]] double dedup_ratio() const { return static_cast<double>(units) / static_cast<double>(contents); }
};

std::string error_text(const fitted_ratio& one) { return fixed(100 * (one.mimicked / one.real - 1), 1) + " %"; }

double distance(const fitted_ratio& one) { return std::abs(std::log(one.mimicked / one.real)); }

std::string text_report(const input_file& file, const measurement& of) {
    std::vector<std::vector<std::string>> rows{
        {"file", file.path() + ", " + exact_size(of.size)},
        {"entropy", fixed(of.parsed.entropy(), 3) + " bits per byte"},
        {"literals", fixed(100 * of.literal_share(), 1) + " % of the bytes; runs: " + lengths_text(of.parsed.literal_lengths)},
        {"matches",
         std::to_string(of.parsed.match_lengths.size()) + " in " + spate::format_size(of.parsed.bytes) + "; lengths: " + lengths_text(of.parsed.match_lengths)},
        {"distances", lengths_text(of.parsed.distances)},
        {"duplicates", std::to_string(of.units) + " units of 4 KiB, " + std::to_string(of.contents) + " contents, ratio " + fixed(of.dedup_ratio(), 5)}};
    std::string out = table(rows, 2) + "\n";
    rows = {{"unit", "codec", "compress ratio", "mimicked", "error"}};
    for (const fitted_ratio& one : of.ratios)
        rows.push_back({spate::format_size(one.unit), std::string{one.label}, fixed(one.real, 4), fixed(one.mimicked, 4), error_text(one)});
    return out + table(rows, 0);
}

json_object json_report(const input_file& file, const measurement& of, const std::string& target) {
    const auto lengths = [](const std::vector<std::uint32_t>& sorted) {
        json_object out;
        out.add("count", sorted.size()).add("mean", mean(sorted));
        for (const int percent : {10, 50, 90, 99}) out.add("p" + std::to_string(percent), quantile(sorted, percent / 100.0));
        return out;
    };
    std::vector<json_object> ratios;
    for (const fitted_ratio& one : of.ratios)
        ratios.push_back(json_object{}.add("unit", one.unit).add("codec", one.codec).add("ratio", one.real).add("mimicked", one.mimicked));
    json_object all;
    all.add("command", "profile").add("file", file.path()).add("size", of.size).add("entropy", of.parsed.entropy()).add("literal_share", of.literal_share());
    all.add("literal_lengths", lengths(of.parsed.literal_lengths)).add("match_lengths", lengths(of.parsed.match_lengths));
    all.add("distances", lengths(of.parsed.distances)).add("units", of.units).add("unique", of.contents).add("dedup_ratio", of.dedup_ratio());
    all.add("compression", ratios).add("duplicates", rows_text(of.result.duplicates)).add("mimic", spate::format_mimic(of.result.mimic));
    if (!target.empty()) all.add("out", target);
    return all;
}

}  // namespace

std::string to_json(const profile& of) {
    json_object measured;
    for (const auto& [name, value] : of.measured) measured.add(name, value);
    return "{\"format\": \"spate profile\",\n \"version\": 1,\n \"measured\": " + measured.text() +
           ",\n \"duplicates\": " + json_string(rows_text(of.duplicates)) + ",\n \"mimic\": " + json_string(spate::format_mimic(of.mimic)) + "}\n";
}

profile load_profile(const std::string& file) {
    const auto refuse = [&](const std::string& problem, const std::string& remedy) {
        throw spate::config_error{"profile", file.empty() ? "\"\"" : file, problem, remedy};
    };
    const std::string remedy = "make it with: spate profile FILE --out P.json";
    std::string text;
    try {
        const input_file in{file};
        if (in.size() > std::uint64_t{64} << 20) refuse("is not a profile: it is larger than 64 MiB", remedy);
        text.resize(static_cast<std::size_t>(in.size()));
        in.read(0, std::as_writable_bytes(std::span{text}));
    } catch (const spate::config_error& error) {
        if (error.parameter() == "profile") throw;
        refuse(error.problem(), remedy);
    }
    spate::detail::json_reader json{text, file, {"profile", "is not a profile", remedy}};
    profile out;
    std::string format, duplicates, mimic;
    std::uint64_t version = 0;
    const auto entry = [&](const std::string& key) {
        out.measured.emplace_back(key, json.string());
        return true;
    };
    const auto member = [&](const std::string& key) {
        if (key == "format")
            format = json.string();
        else if (key == "version")
            version = json.number();
        else if (key == "measured")
            json.object(entry);
        else if (key == "duplicates")
            duplicates = json.string();
        else if (key == "mimic")
            mimic = json.string();
        else
            return false;
        return true;
    };
    json.object(member, {"format", "version", "duplicates", "mimic"});
    json.end();
    if (format != "spate profile") json.fail("the format is \"" + format + "\", not \"spate profile\"");
    if (version != 1) json.fail("version " + std::to_string(version) + " is not known; this program knows version 1");
    std::replace(duplicates.begin(), duplicates.end(), ',', '\n');
    try {
        out.duplicates = spate::parse_histogram(duplicates, "duplicates");
        out.mimic = spate::parse_mimic(mimic);
    } catch (const spate::config_error& error) {
        refuse("is not a profile: " + std::string{error.what()}, remedy);
    }
    return out;
}

namespace {

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    const input_file file{typed.at("FILE")};
    const std::string target = text_of(typed, "out", "");
    if (has(typed, "out") && target.empty()) throw spate::config_error{"out", "\"\"", "is not a file name", "name a file for the profile"};
    if (!target.empty()) check_text_target(target, false);
    if (file.size() < profile_units.front())
        throw spate::config_error{"FILE", file.path(),
                                  file.size() == 0 ? "is empty" : "has " + std::to_string(file.size()) + " bytes, less than a unit of 4 KiB",
                                  "name a file of 4 KiB or more"};
    const workers threads{typed};
    stop_at_signals();

    measurement of;
    of.size = file.size();
    const stopwatch measuring;
    of.result.duplicates = spate::measure_histogram(file.path(), profile_units.front());
    for (const spate::reference_row& row : of.result.duplicates) of.units += row.references * row.contents, of.contents += row.contents;
    of.parsed = parse_file(file);
    for (const std::uint64_t unit : profile_units)
        for (const compression& one : compress_units(threads.pool(), file, unit, false, {}))
            if (one.units != 0) of.ratios.push_back({one.name, one.label, unit, one.ratio(), 0});
    out.note("measured in " + time_text(measuring.seconds()));
    const stopwatch fitting;
    of.result.mimic = fit_mimic(threads.pool(), of.parsed, of.result.duplicates, of.ratios);
    out.note("fitted in " + time_text(fitting.seconds()));

    // Snappy is only looked at: what is right for lz4 decides most of it.
    const fitted_ratio* farthest = nullptr;
    for (const fitted_ratio& one : of.ratios)
        if (one.codec != "snappy" && (farthest == nullptr || distance(one) > distance(*farthest))) farthest = &one;
    if (farthest != nullptr && distance(*farthest) > 0.05)
        out.warn("the file is unlike what can be mimicked: " + std::string{farthest->label} + " with units of " + spate::format_size(farthest->unit) +
                 " is off by " + error_text(*farthest));

    auto& measured = of.result.measured;
    measured.emplace_back("file", file.path());
    measured.emplace_back("size", std::to_string(of.size));
    measured.emplace_back("entropy", fixed(of.parsed.entropy(), 4));
    measured.emplace_back("literal share", fixed(of.literal_share(), 4));
    measured.emplace_back("literal lengths", lengths_text(of.parsed.literal_lengths));
    measured.emplace_back("match lengths", lengths_text(of.parsed.match_lengths));
    measured.emplace_back("distances", lengths_text(of.parsed.distances));
    for (const fitted_ratio& one : of.ratios)
        measured.emplace_back(std::string{one.label} + " " + spate::format_size(one.unit), fixed(one.real, 4) + ", mimicked " + fixed(one.mimicked, 4));
    if (!target.empty()) write_text(target, to_json(of.result));
    out.report(has(typed, "json") ? json_report(file, of, target).text() + "\n" : text_report(file, of));
    return 0;
}

void declare(command_options& to) {
    to.argument("FILE", "The file or block device");
    to.group("The output");
    to.option("out", "P.json", "Write the profile to this file");
    declare_threads(to);
    declare_reporting(to, false);
    to.footer(
        "Measures how the units of a file compress (lz4, zstd 3, zlib 6, snappy, units of 4, 16 and 128 KiB, each by itself) and how often units\n"
        "of 4 KiB occur, and finds parameters with which generated bytes do the same. The profile holds these and no byte of the file.\n"
        "\nExamples:\n"
        "  spate profile data.bin --out P.json\n"
        "  spate bytes --profile P.json --size 100GiB --out like_data.bin\n");
}

}  // namespace

const command commands::profile{"profile", "Measure a file so that spate bytes --profile can mimic it", declare, run};

}  // namespace cli
