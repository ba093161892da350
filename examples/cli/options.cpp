// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdio>
#include <initializer_list>
#include <random>
#include <system_error>

#include <spate/core/size.hpp>
#include <spate/dedup/histogram.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/system_info.hpp>
#include <spate/shape/codec.hpp>
#include <spate/shape/mimic_text.hpp>

#include "profile.hpp"

namespace cli {
namespace {

constexpr const char* stream_options[] = {
    "size",       "seed",     "engine", "profile",  "compress", "codec", "compress-unit", "compress-mix", "fits",    "holes", "dedup", "dedup-histogram",
    "popularity", "max-refs", "unit",   "locality", "run",      "shift", "cdc-average",   "pool",         "version", "offset"};

// A whole number, decimal or hexadecimal; false for anything else.
bool read_whole(std::string_view text, std::uint64_t& value) {
    const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    if (hexadecimal) text.remove_prefix(2);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hexadecimal ? 16 : 10);
    return error == std::errc{} && end == text.data() + text.size();
}

std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }

std::string ratio_text(const spate::ratio& value) {
    return std::to_string(value.numerator()) + (value.denominator() == 1 ? "" : "/" + std::to_string(value.denominator()));
}

std::string size_text(std::uint64_t size) { return size == spate::unlimited ? "unlimited" : std::to_string(size); }

spate::ratio ratio_of(const typed_options& typed, const char* name) {
    const spate::ratio value = spate::parse_ratio(text_of(typed, name, "1"), name);
    if (!value.at_least_one()) throw spate::config_error{name, value.text(), "is below 1", "use a ratio of 1 or more, like 1.5 or 3/2"};
    return value;
}

std::uint64_t whole_of(const typed_options& typed, const char* name, const char* what, const char* remedy) {
    std::uint64_t value = 0;
    if (!read_whole(typed.at(name), value)) throw spate::config_error{name, quoted(typed.at(name)), std::string{"is not "} + what, remedy};
    return value;
}

// "0.3:1,0.5:2,0.2:4"
std::vector<spate::compression_part> parse_mix(std::string_view text) {
    std::vector<spate::compression_part> out;
    for (;;) {
        const std::size_t comma = text.find(',');
        const std::string_view one = text.substr(0, comma);
        const std::size_t colon = one.find(':');
        if (colon == std::string_view::npos)
            throw spate::config_error{"compress-mix", quoted(one), "is not a weight and a ratio", "write weight:ratio, like 0.3:1,0.5:2,0.2:4"};
        out.push_back({spate::parse_ratio(one.substr(0, colon), "compress-mix"), spate::parse_ratio(one.substr(colon + 1), "compress-mix")});
        if (comma == std::string_view::npos) return out;
        text.remove_prefix(comma + 1);
    }
}

std::string mix_text(const std::vector<spate::compression_part>& parts) {
    std::string out;
    for (const spate::compression_part& one : parts) out += (out.empty() ? "" : ",") + ratio_text(one.weight) + ":" + ratio_text(one.ratio);
    return out;
}

// An option that does not go with another one.
void refuse_beside(const typed_options& typed, const char* name, std::initializer_list<const char*> others) {
    if (!has(typed, name)) return;
    for (const char* other : others)
        if (has(typed, other)) throw spate::config_error{other, quoted(typed.at(other)), std::string{"does not go with --"} + name, "leave one of them out"};
}
void refuse_without(const typed_options& typed, const char* name, std::initializer_list<const char*> needed, const char* remedy) {
    if (has(typed, name) && std::none_of(needed.begin(), needed.end(), [&](const char* one) { return has(typed, one); }))
        throw spate::config_error{name, quoted(typed.at(name)), "has nothing to act on", remedy};
}

compress_options parse_compression(const typed_options& typed) {
    compress_options out;
    refuse_beside(typed, "profile", {"compress", "codec", "compress-mix", "fits", "engine"});
    refuse_beside(typed, "compress-mix", {"compress", "fits"});
    refuse_beside(typed, "fits", {"compress"});
    if (has(typed, "codec")) out.how.codec = spate::parse_codec(typed.at("codec"));
    // What is compressed together is not to be cut by what is deduplicated.
    const std::uint64_t unit = spate::parse_size(text_of(typed, "unit", "4096"), "unit");
    const std::uint64_t usual = unit == 0 || unit % 512 != 0 ? 4096 : std::min<std::uint64_t>(4096, std::uint64_t{1} << std::countr_zero(unit));
    out.how.unit = has(typed, "compress-unit") ? spate::parse_size(typed.at("compress-unit"), "compress-unit") : usual;
    out.how.ratio = ratio_of(typed, "compress");
    if (has(typed, "compress-mix")) out.mix = parse_mix(typed.at("compress-mix"));
    if (has(typed, "fits")) {
        out.fits = spate::parse_size(typed.at("fits"), "fits");
        if (out.fits == 0) throw spate::config_error{"fits", "0", "is less than any unit compresses to", "use a number of bytes, like 2030"};
        if (out.how.codec == spate::codec::neutral) out.how.codec = spate::codec::lz4;
    }
    out.holes = spate::parse_ratio(text_of(typed, "holes", "0"), "holes");
    refuse_without(typed, "codec", {"compress", "compress-mix", "fits"}, "add --compress, --compress-mix or --fits");
    refuse_without(typed, "compress-unit", {"compress", "compress-mix", "fits", "holes"}, "add --compress, --compress-mix, --fits or --holes");
    return out;
}

// Rows in a record: the file may have changed since.
constexpr std::string_view rows_prefix = "rows:";

std::vector<spate::reference_row> read_rows(const std::string& given) {
    if (!given.starts_with(rows_prefix)) return spate::read_histogram(given);
    std::string text = given.substr(rows_prefix.size());
    std::replace(text.begin(), text.end(), ',', '\n');
    return spate::parse_histogram(text, "dedup-histogram");
}

std::string rows_text(const spate::popularity& of) {
    std::string out{rows_prefix};
    for (const spate::reference_row& row : of.rows())
        out += (out.size() == rows_prefix.size() ? "" : ",") + std::to_string(row.references - 1) + " " + std::to_string(row.contents);
    return out;
}

spate::duplication parse_duplication(const typed_options& typed, stream& of) {
    spate::duplication out;
    refuse_beside(typed, "dedup-histogram", {"dedup", "popularity", "cdc-average"});
    out.ratio = ratio_of(typed, "dedup");
    out.unit = spate::parse_size(text_of(typed, "unit", "4096"), "unit");
    if (has(typed, "dedup-histogram")) {
        out.popularity = spate::from_histogram(read_rows(typed.at("dedup-histogram")));
        of.histogram_name = typed.at("dedup-histogram");
    }
    if (has(typed, "popularity")) {
        const std::string& text = typed.at("popularity");
        double exponent = 0;
        const char* const end = text.data() + text.size();
        if (text.starts_with("zipf:")) {
            const auto [stop, error] = std::from_chars(text.data() + 5, end, exponent, std::chars_format::fixed);
            if (error != std::errc{} || stop != end || !(exponent > 0)) exponent = 0;
        }
        if (exponent > 0)
            out.popularity = spate::zipf(exponent);
        else if (text != "uniform")
            throw spate::config_error{"popularity", quoted(text), "is not a distribution of references", "use uniform, or zipf:1.1 with an exponent above 0"};
    }
    if (has(typed, "max-refs")) {
        out.max_references = whole_of(typed, "max-refs", "a number of references", "use a whole number, like 254");
        if (out.max_references == 0) throw spate::config_error{"max-refs", "0", "leaves no content", "use 1 or more, like 254"};
    }
    if (has(typed, "locality")) {
        const std::string& group = typed.at("locality");
        std::uint64_t units = spate::unlimited;
        if (group == "unlimited" ? of.size == spate::unlimited : !read_whole(group, units) || units == 0 || units > std::uint64_t{1} << 48)
            throw spate::config_error{"locality", quoted(group), "is not a number of units",
                                      "use a whole number from 1 to 2^48, like 65536" + std::string{of.size != spate::unlimited ? ", or unlimited" : ""}};
        out.group = units;
    }
    if (has(typed, "run")) out.run = whole_of(typed, "run", "a number of units", "use a whole number, like 64");
    if (has(typed, "shift")) out.shift = spate::parse_size(typed.at("shift"), "shift");
    if (has(typed, "cdc-average")) out.cdc_average = spate::parse_size(typed.at("cdc-average"), "cdc-average");
    if (has(typed, "pool")) out.pool = whole_of(typed, "pool", "the number of a pool", "use a whole number below 2^64");
    if (has(typed, "version")) out.version = whole_of(typed, "version", "a version", "use a whole number below 2^64");
    for (const char* one : {"popularity", "max-refs", "locality", "run", "shift", "cdc-average"})
        refuse_without(typed, one, {"dedup", "dedup-histogram", "pool", "version"}, "add --dedup or --dedup-histogram");
    return out;
}

// The options beside which a profile's duplicates do not count.
constexpr std::initializer_list<const char*> duplication_options = {"dedup", "dedup-histogram", "popularity",  "max-refs", "unit",
                                                                    "run",   "shift",           "cdc-average", "pool",     "version"};

void parse_profile(const typed_options& typed, stream& of) {
    if (!has(typed, "profile")) return;
    const std::string& given = typed.at("profile");
    of.engine.clear();
    // The parameters themselves in a record: the file may have changed since.
    if (given.starts_with(std::string{spate::mimic_parameters::model} + " ")) {
        of.mimic = spate::parse_mimic(given);
        return;
    }
    const profile found = load_profile(given);
    of.mimic = found.mimic;
    of.profile_name = given;
    of.histogram_of_profile =
        std::none_of(duplication_options.begin(), duplication_options.end(), [&](const char* one) { return has(typed, one); }) &&
        std::any_of(found.duplicates.begin(), found.duplicates.end(), [](const spate::reference_row& row) { return row.references != 1; });
    if (of.histogram_of_profile) of.dedup.popularity = spate::from_histogram(found.duplicates);
}

}  // namespace

bool describes_stream(const typed_options& typed) {
    return std::any_of(std::begin(stream_options), std::end(stream_options), [&](const char* name) { return has(typed, name); });
}

stream parse_stream(const typed_options& typed) {
    stream out;
    if (!has(typed, "size")) throw spate::config_error{"size", "", "is missing", "say how much, like --size 10GiB, or --size unlimited with --duration 10s"};
    out.size = spate::parse_size(typed.at("size"), "size");
    if (out.size == 0) throw spate::config_error{"size", "0", "is no stream", "use 1 byte or more"};
    out.seed = parse_seed(text_of(typed, "seed", ""));
    out.engine = has(typed, "engine") ? engine_named(typed.at("engine")) : std::string{engine_names().front()};
    out.compress = parse_compression(typed);
    out.dedup = parse_duplication(typed, out);
    parse_profile(typed, out);
    out.offset = spate::parse_size(text_of(typed, "offset", "0"), "offset");
    if (out.offset >= out.size || out.offset == spate::unlimited)
        throw spate::config_error{"offset", size_text(out.offset), "is not within the stream of " + size_text(out.size) + " bytes",
                                  out.size == spate::unlimited ? "use a number of bytes" : "use at most " + std::to_string(out.size - 1)};
    return out;
}

spate::specification entries_of(const stream& what, bool by_name) {
    spate::specification out{{"size", size_text(what.size)}, {"seed", std::to_string(what.seed)}};
    const bool profile_by_name = by_name && !what.profile_name.empty(), histogram_by_profile = profile_by_name && what.histogram_of_profile;
    if (what.mimic)
        out.emplace_back("profile", profile_by_name ? what.profile_name : spate::format_mimic(*what.mimic));
    else
        out.emplace_back("engine", what.engine);
    const compress_options& compress = what.compress;
    if (compress.how.ratio != spate::ratio{}) out.emplace_back("compress", ratio_text(compress.how.ratio));
    if (!compress.mix.empty()) out.emplace_back("compress-mix", mix_text(compress.mix));
    if (compress.fits != 0) out.emplace_back("fits", std::to_string(compress.fits));
    if (compress.shapes()) out.emplace_back("codec", compress.how.codec.text());
    if (compress.has_holes()) out.emplace_back("holes", ratio_text(compress.holes));
    if (compress.shapes() || compress.has_holes()) out.emplace_back("compress-unit", std::to_string(compress.how.unit));
    const spate::duplication& dedup = what.dedup;
    if (dedup.ratio != spate::ratio{}) out.emplace_back("dedup", ratio_text(dedup.ratio));
    if (dedup.popularity.what() == spate::popularity::kind::histogram && !histogram_by_profile)
        out.emplace_back("dedup-histogram", by_name && !what.histogram_name.empty() ? what.histogram_name : rows_text(dedup.popularity));
    if (dedup.popularity.what() == spate::popularity::kind::zipf) {
        char text[64];
        *std::to_chars(text, text + sizeof text - 1, dedup.popularity.exponent(), std::chars_format::fixed).ptr = '\0';
        out.emplace_back("popularity", std::string{"zipf:"} + text);
    }
    // Without duplicates these decide nothing.
    if (what.duplicates()) {
        if (!histogram_by_profile) out.emplace_back("unit", std::to_string(dedup.unit));
        if (dedup.max_references != spate::unlimited) out.emplace_back("max-refs", std::to_string(dedup.max_references));
        // What is usual may change; the record may not.
        const bool even = dedup.popularity.what() == spate::popularity::kind::uniform;
        out.emplace_back("locality", size_text(dedup.group.value_or(even || what.size == spate::unlimited ? 65536 : spate::unlimited)));
        if (dedup.run != 1) out.emplace_back("run", std::to_string(dedup.run));
        if (dedup.shift != 0) out.emplace_back("shift", std::to_string(dedup.shift));
        if (dedup.cdc_average != 0) out.emplace_back("cdc-average", std::to_string(dedup.cdc_average));
        if (dedup.pool) out.emplace_back("pool", std::to_string(*dedup.pool));
        if (dedup.version != 0) out.emplace_back("version", std::to_string(dedup.version));
    }
    out.emplace_back("offset", std::to_string(what.offset));
    return out;
}

typed_options merged(const spate::specification& entries, const typed_options& typed) {
    typed_options out = typed;
    for (const auto& [name, value] : entries) {
        if (std::find(std::begin(stream_options), std::end(stream_options), name) == std::end(stream_options))
            throw spate::config_error{"record", "\"" + name + "\"", "is an option of the record that this program does not know",
                                      "use the program that made it"};
        out.emplace(name, value);
    }
    return out;
}

std::string command_line(const stream& what) {
    std::string out;
    for (const auto& [name, value] : entries_of(what, true)) out += (out.empty() ? "--" : " --") + name + " " + shell_word(value);
    return out;
}

std::string describe(const stream& what) {
    std::string out = (what.size == spate::unlimited ? "unlimited" : spate::format_size(what.size)) + " of " +
                      (!what.mimic                 ? what.engine
                       : what.profile_name.empty() ? "what a profile describes"
                                                   : "what " + what.profile_name + " describes");
    const compress_options& compress = what.compress;
    const std::string units = " in units of " + spate::format_size(compress.how.unit);
    const std::string with = compress.how.codec == spate::codec::neutral ? "" : " with " + compress.how.codec.text();
    const std::string in_units = compress.how.unit == 4096 ? "" : units;
    if (compress.how.ratio != spate::ratio{}) out += ", compress " + compress.how.ratio.text() + with + in_units;
    if (!compress.mix.empty()) out += ", compress " + mix_text(compress.mix) + with + in_units;
    if (compress.fits != 0) out += ", compressed to at most " + std::to_string(compress.fits) + with + units;
    if (compress.has_holes()) out += ", holes " + compress.holes.text() + units;
    const spate::duplication& dedup = what.dedup;
    if (what.duplicates()) {
        const std::string by = dedup.ratio != spate::ratio{} ? dedup.ratio.text()
                               : dedup.popularity.what() == spate::popularity::kind::histogram
                                   ? "like " + (what.histogram_name.empty() || what.histogram_name.starts_with(rows_prefix)
                                                    ? std::string{what.histogram_of_profile ? "it" : "a histogram"}
                                                    : what.histogram_name)
                                   : std::string{"1"};
        out += ", dedup " + by + " by units of " + spate::format_size(dedup.unit);
        if (dedup.popularity.what() == spate::popularity::kind::zipf) {
            char text[32];
            std::snprintf(text, sizeof text, "%g", dedup.popularity.exponent());
            out += ", zipf " + std::string{text};
        }
        if (dedup.max_references != spate::unlimited) out += ", at most " + std::to_string(dedup.max_references) + " references";
        if (dedup.group && *dedup.group != 65536) out += " in groups of " + size_text(*dedup.group);
        if (dedup.run != 1) out += ", runs of " + std::to_string(dedup.run);
        if (dedup.shift != 0) out += ", shift " + std::to_string(dedup.shift);
        if (dedup.cdc_average != 0) out += ", for chunks of " + spate::format_size(dedup.cdc_average);
        if (dedup.pool) out += ", pool " + std::to_string(*dedup.pool);
        if (dedup.version != 0) out += ", version " + std::to_string(dedup.version);
    }
    if (what.offset != 0) out += ", from byte " + std::to_string(what.offset);
    return out;
}

std::uint64_t draw_seed() {
    std::random_device system;
    return std::uint64_t{system()} << 32 | system();
}

std::uint64_t parse_seed(std::string_view text) {
    std::uint64_t out = 0;
    if (!read_whole(text, out)) throw spate::config_error{"seed", quoted(text), "is not a seed", "use a whole number below 2^64, like 42 or 0x2a"};
    return out;
}

std::uint64_t parse_count(std::string_view text, std::string_view parameter) {
    const auto fail = [&](std::string_view problem) { throw spate::config_error{parameter, quoted(text), problem, "write it like 1000000, 1e6, 250k or 10M"}; };
    constexpr std::uint64_t most = ~std::uint64_t{0} / 10 - 1;
    std::uint64_t number = 0;
    int zeros = 0;
    bool point = false, digits = false;
    std::size_t at = 0;
    for (; at < text.size() && (text[at] == '.' ? digits && !point : text[at] >= '0' && text[at] <= '9'); ++at) {
        if (text[at] == '.') {
            point = true;
            continue;
        }
        if (number > most) fail("is too large");
        number = number * 10 + static_cast<std::uint64_t>(text[at] - '0');
        digits = true;
        zeros -= point ? 1 : 0;
    }
    std::string_view unit = text.substr(at);
    if (!digits || text[at - 1] == '.') fail("is not a whole number");
    if (unit.size() >= 2 && (unit[0] == 'e' || unit[0] == 'E')) {
        unit.remove_prefix(unit[1] == '+' ? 2 : 1);
        unsigned exponent = 0;
        const auto [end, error] = std::from_chars(unit.data(), unit.data() + unit.size(), exponent);
        if (error != std::errc{} || end != unit.data() + unit.size()) fail("is not a whole number");
        zeros += static_cast<int>(std::min(exponent, 64u));
    } else if (!unit.empty()) {
        const std::size_t power = std::string_view{"kMGT"}.find(unit == "K" ? 'k' : unit[0]);
        if (unit.size() != 1 || power == std::string_view::npos) fail("is not a whole number");
        zeros += 3 * static_cast<int>(power + 1);
    }
    for (; zeros < 0; ++zeros, number /= 10)
        if (number % 10 != 0) fail("is not a whole number");
    for (; zeros > 0 && number != 0; --zeros, number *= 10)
        if (number > most) fail("is too large");
    return number;
}

std::chrono::nanoseconds parse_duration(std::string_view text, std::string_view parameter) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const double scale = unit == "ms" ? 1e-3 : unit == "s" ? 1 : unit == "m" || unit == "min" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : 0;
    const double seconds = number * scale;
    // The comparison is false for NaN.
    if (error != std::errc{} || !(seconds >= 1e-3 && seconds <= 3e8))
        throw spate::config_error{parameter, quoted(text), "is not a duration", "write it like 500ms, 10s, 2m or 1h; at least 1ms"};
    return std::chrono::nanoseconds{static_cast<std::int64_t>(seconds * 1e9 + 0.5)};
}

workers::workers(const typed_options& typed) : pool_{nullptr} {
    if (!has(typed, "threads") && !has(typed, "numa")) {
        pool_ = &spate::default_pool();
    } else {
        spate::pool_options options;
        if (has(typed, "threads")) {
            std::uint64_t threads = 0;
            if (!read_whole(typed.at("threads"), threads) || threads == 0)
                throw spate::config_error{"threads", quoted(typed.at("threads")), "is not a number of threads",
                                          "use 1 or more, or leave it out for one per physical core"};
            options.threads = static_cast<std::size_t>(threads);
        }
        options.numa = spate::parse_numa(text_of(typed, "numa", "auto"), "numa");
        own_ = std::make_unique<spate::thread_pool>(options);
        pool_ = own_.get();
    }
    cores_ = std::clamp<std::size_t>(spate::system_info().usable_cores, 1, count());
}

std::string on_threads(const workers& threads) { return " on " + std::to_string(threads.count()) + (threads.count() == 1 ? " thread" : " threads"); }

}  // namespace cli
