// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <system_error>

#include <spate/core/size.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/system_info.hpp>

namespace cli {
namespace {

constexpr const char* stream_options[] = {"size", "seed", "engine", "compress", "dedup", "unit", "group", "offset"};

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

}  // namespace

bool describes_stream(const typed_options& typed) {
    return std::any_of(std::begin(stream_options), std::end(stream_options), [&](const char* name) { return has(typed, name); });
}

stream parse_stream(const typed_options& typed) {
    stream out;
    if (!has(typed, "size")) throw spate::config_error{"size", "", "is missing", "say how much, like --size 10GiB, or --size unlimited with --duration 10s"};
    out.size = spate::parse_size(typed.at("size"), "size");
    if (out.size == 0) throw spate::config_error{"size", "0", "is no stream", "use 1 byte or more"};
    if (!read_whole(text_of(typed, "seed", ""), out.seed))
        throw spate::config_error{"seed", quoted(text_of(typed, "seed", "")), "is not a seed", "use a whole number below 2^64, like 42 or 0x2a"};
    out.engine = has(typed, "engine") ? engine_named(typed.at("engine")) : std::string{engine_names().front()};
    out.compress = ratio_of(typed, "compress");
    out.dedup = ratio_of(typed, "dedup");
    out.unit = spate::parse_size(text_of(typed, "unit", "4096"), "unit");
    const std::string group = text_of(typed, "group", "65536");
    if (group == "unlimited" && out.size != spate::unlimited)
        out.group = spate::unlimited;
    else if (!read_whole(group, out.group) || out.group == 0 || out.group > std::uint64_t{1} << 48)
        throw spate::config_error{"group", quoted(group), "is not a number of units",
                                  "use a whole number from 1 to 2^48, like 65536" + std::string{out.size != spate::unlimited ? ", or unlimited" : ""}};
    out.offset = spate::parse_size(text_of(typed, "offset", "0"), "offset");
    if (out.offset >= out.size || out.offset == spate::unlimited)
        throw spate::config_error{"offset", size_text(out.offset), "is not within the stream of " + size_text(out.size) + " bytes",
                                  out.size == spate::unlimited ? "use a number of bytes" : "use at most " + std::to_string(out.size - 1)};
    return out;
}

spate::specification entries_of(const stream& what) {
    spate::specification out{{"size", size_text(what.size)},
                             {"seed", std::to_string(what.seed)},
                             {"engine", what.engine},
                             {"compress", ratio_text(what.compress)},
                             {"dedup", ratio_text(what.dedup)}};
    // Without duplicates these decide nothing.
    if (what.dedup != spate::ratio{}) {
        out.emplace_back("unit", std::to_string(what.unit));
        out.emplace_back("group", size_text(what.group));
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
    for (const auto& [name, value] : entries_of(what)) out += (out.empty() ? "--" : " --") + name + " " + value;
    return out;
}

std::string describe(const stream& what) {
    std::string out = (what.size == spate::unlimited ? "unlimited" : spate::format_size(what.size)) + " of " + what.engine;
    if (what.compress != spate::ratio{}) out += ", compress " + what.compress.text();
    if (what.dedup != spate::ratio{}) {
        out += ", dedup " + what.dedup.text() + " by units of " + spate::format_size(what.unit);
        if (what.group != stream{}.group) out += " in groups of " + size_text(what.group);
    }
    if (what.offset != 0) out += ", from byte " + std::to_string(what.offset);
    return out;
}

std::uint64_t draw_seed() {
    std::random_device system;
    return std::uint64_t{system()} << 32 | system();
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
    return std::chrono::nanoseconds{static_cast<std::int64_t>(seconds * 1e9)};
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

}  // namespace cli
