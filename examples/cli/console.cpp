// SPDX-License-Identifier: Apache-2.0
#include "console.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <unistd.h>

#include <spate/core/size.hpp>

#include "json.hpp"

namespace cli {
namespace {

std::atomic<int> signal_seen{0};

extern "C" void on_signal(int number) {
    signal_seen.store(number);
    stop_requested.store(true);
}

// The length of the UTF-8 sequence that `text` begins with, 0 if there is none (RFC 3629: no overlong forms, no surrogates).
std::size_t utf8_length(std::string_view text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
    const unsigned first = at(0), second = at(1);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool good = follows(1) && follows(2) && !(first == 0xe0 && second < 0xa0) && !(first == 0xed && second > 0x9f);
        return good ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool good = follows(1) && follows(2) && follows(3) && !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
        return good ? 4 : 0;
    }
    return 0;
}

std::string printf_text(const char* format, auto... values) {
    char text[96];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

// The library names its parameters, the program its options; those that are not the same.
std::string option_of(const std::string& parameter, const typed_options& typed) {
    std::string name = parameter;
    if ((name == "path" || name == "count") && typed.count(name) != 0) return name;
    if (name == "path" || name == "address") name = typed.count("FILE") != 0 ? "FILE" : "out";
    if (name == "block" || name == "count" || name == "buffers") name = "chunk";
    if (name == "length") name = "size";
    if (name == "max_references") name = "max-refs";
    if (name == "cdc_average") name = "cdc-average";
    if (name == "group") name = "locality";
    if (name == "histogram") name = "dedup-histogram";
    if (name == "null" && typed.count("null") == 0) name = "null-text";
    if (name == "parts") name = "files";
    if (name == "directory") name = typed.count("DIR") != 0 ? "DIR" : "out";
    if (name == "id") name = typed.count("ID") != 0 ? "ID" : "builtin";
    return name;
}

std::string three_digits(double value) { return fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0); }

// "12.3 k", "1.25 M".
std::string scaled(double value) {
    if (value >= 1e9) return three_digits(value / 1e9) + " G";
    return value >= 1e6 ? three_digits(value / 1e6) + " M" : three_digits(value / 1e3) + " k";
}
std::string count_text(std::uint64_t number) { return number < 1000000 ? std::to_string(number) : scaled(static_cast<double>(number)); }

// Of a progress line: "128 MiB of 1 GiB, 12.5 %" or "1.25 M of 10.0 M rows, 12.5 %", and ", 3.2 s left".
std::string share_text(std::uint64_t done, std::uint64_t total, std::string (*text)(std::uint64_t), const char* unit) {
    if (total == spate::unlimited || total == 0) return text(done) + unit;
    return text(done) + " of " + text(total) + unit + ", " + fixed(100 * static_cast<double>(done) / static_cast<double>(total), 1) + " %";
}
std::string left_text(double rest, bool has_end, double rate, double seconds, double limit) {
    double left = rate > 0 && has_end ? rest / rate : INFINITY;
    if (limit > 0) left = std::min(left, std::max(0.0, limit - seconds));
    return std::isfinite(left) ? ", " + time_text(left) + " left" : "";
}

}  // namespace

std::atomic<bool> stop_requested{false};

std::string json_string(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const auto letter = static_cast<unsigned char>(text[0]);
        if (length == 0)
            out += "\xef\xbf\xbd";
        else if (letter == '"' || letter == '\\')
            (out += '\\') += text[0];
        else if (letter == '\n')
            out += "\\n";
        else if (letter == '\t')
            out += "\\t";
        else if (letter < 0x20)
            out += printf_text("\\u%04x", static_cast<unsigned>(letter));
        else
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out + '"';
}

void console::report(std::string_view text) const {
    std::FILE* const to = reports_to_error_ ? stderr : stdout;
    if (std::fwrite(text.data(), 1, text.size(), to) != text.size() || std::fflush(to) != 0)
        throw run_failure{std::string{"the report cannot be written: "} + std::strerror(errno)};
}

void console::note(const std::string& message) const {
    if (verbose_) say("info", message);
}

void console::say(std::string_view level, const std::string& message) const {
    const std::string name = command_.empty() ? "spate" : "spate " + command_;
    const std::string line = json_ ? json_object{}.add("level", level).add("command", command_).add("message", message).text()
                                   : name + ": " + (level == "warning" ? "warning: " : "") + message;
    std::fprintf(stderr, "%s\n", line.c_str());
}

void console::refuse(const spate::config_error& error, const typed_options& typed) const {
    std::string name = option_of(error.parameter(), typed);
    if (name == "first" && command_ != "rows") name = command_ == "events" ? "start-index" : "from";
    const auto given = typed.find(name);
    // Options are in small letters; FILE, ID and SPATE_ISA are not, and a record or an array is no option.
    const bool is_option = name != "record" && name != "array" && std::islower(static_cast<unsigned char>(name[0])) != 0;
    const std::string option = is_option ? "--" + name : name;
    // Of a histogram the library tells the line.
    const bool typed_value = given != typed.end() && !given->second.empty() && error.parameter() != "histogram";
    const std::string value = typed_value ? given->second : error.value();

    std::string message;
    if (name == "FILE" || name == "ID" || name == "DIR" || name == "NAME" || name == "FROM" || name == "TO" || name == "record" || name == "array")
        message = (value.empty() ? name : value) + ":";
    else if (given != typed.end() && given->second.empty())
        message = option + ":" + (error.value().empty() ? "" : " ") + error.value();
    else
        message = option + (value.empty() ? "" : " " + value) + ":";
    message += " " + error.problem();
    if (!error.remedy().empty()) message += "; " + error.remedy();
    if (!json_) return fail(message);
    const std::string line = json_object{}
                                 .add("level", "error")
                                 .add("command", command_)
                                 .add("option", option)
                                 .add("value", value)
                                 .add("problem", error.problem())
                                 .add("remedy", error.remedy())
                                 .add("message", message)
                                 .text();
    std::fprintf(stderr, "%s\n", line.c_str());
}

progress_line::progress_line(bool wanted) : shown_{wanted && ::isatty(STDERR_FILENO) == 1} {}

void progress_line::show(std::uint64_t done, std::uint64_t total, std::uint64_t before, double seconds, double limit) {
    const double rate = seconds > 0 ? static_cast<double>(done - before) / seconds : 0;
    put(share_text(done, total, spate::format_size, "") + ", " + rate_text(rate) +
        left_text(static_cast<double>(total - done), total != spate::unlimited, rate, seconds, limit));
}

void progress_line::show_rows(std::uint64_t done, std::uint64_t total, std::uint64_t bytes, double seconds, double limit) {
    const auto in_time = [&](std::uint64_t number) { return seconds > 0 ? static_cast<double>(number) / seconds : 0; };
    put(share_text(done, total, count_text, " rows") + ", " + row_rate_text(in_time(done)) + ", " + rate_text(in_time(bytes)) +
        left_text(static_cast<double>(total - done), total != spate::unlimited, in_time(done), seconds, limit));
}

void progress_line::show_documents(std::uint64_t done, std::uint64_t bytes, double seconds, double lag) {
    const auto in_time = [&](std::uint64_t number) { return seconds > 0 ? static_cast<double>(number) / seconds : 0; };
    put(count_text(done) + " documents, " + row_rate_text(in_time(done), " documents/s") + ", lag " + time_text(lag) + ", " + spate::format_size(bytes) + ", " +
        rate_text(in_time(bytes)));
}

void progress_line::show_events(std::uint64_t done, double recent_rate, std::uint64_t behind, std::uint64_t bytes) {
    put(count_text(done) + " events, " + fixed(recent_rate, 0) + " events/s, " + (behind == 0 ? "no lag" : count_text(behind) + " events late") + ", " +
        spate::format_size(bytes));
}

void progress_line::show_delivery(std::uint64_t done, double recent_rate, std::uint64_t lag, std::uint64_t errors, std::uint64_t bytes_in_flight) {
    put(count_text(done) + " acknowledged, " + row_rate_text(recent_rate, "/s") + ", lag " + count_text(lag) + ", " + std::to_string(errors) +
        (errors == 1 ? " error, " : " errors, ") + spate::format_size(bytes_in_flight) + " in flight");
}

void progress_line::put(const std::string& line) {
    if (!shown_) return;
    std::fprintf(stderr, "\r%-*s", static_cast<int>(width_), line.c_str());
    std::fflush(stderr);
    width_ = line.size();
}

void progress_line::clear() {
    if (!shown_ || width_ == 0) return;
    std::fprintf(stderr, "\r%*s\r", static_cast<int>(width_), "");
    std::fflush(stderr);
    width_ = 0;
}

void stop_at_signals() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int number : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        // A signal that whoever started us ignores (nohup, a shell's background job) stays ignored.
        if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
    }
}

std::string_view stop_signal() { return signal_seen.load() == SIGTERM ? "SIGTERM" : "SIGINT"; }

std::string fixed(double value, int digits) { return std::isfinite(value) ? printf_text("%.*f", digits, value) : "-"; }

std::string rate_text(double bytes_per_second) {
    if (bytes_per_second >= 1e9) return three_digits(bytes_per_second / 1e9) + " GB/s";
    return bytes_per_second >= 1e6 ? three_digits(bytes_per_second / 1e6) + " MB/s" : three_digits(bytes_per_second / 1e3) + " kB/s";
}

std::string row_rate_text(double rows_per_second, const char* unit) {
    return (rows_per_second < 1000 ? fixed(rows_per_second, 0) : scaled(rows_per_second)) + unit;
}

std::string time_text(double seconds) {
    if (seconds < 0.9995) return fixed(seconds * 1e3, seconds < 0.01 ? 2 : seconds < 0.1 ? 1 : 0) + " ms";
    if (seconds < 100) return fixed(seconds, seconds < 10 ? 2 : 1) + " s";
    const auto whole = static_cast<unsigned long long>(std::min(seconds, 1e15));
    if (whole < 3600) return printf_text("%llu min %llu s", whole / 60, whole % 60);
    if (whole < 86400) return printf_text("%llu h %llu min", whole / 3600, whole / 60 % 60);
    return printf_text("%llu d %llu h", whole / 86400, whole / 3600 % 24);
}

std::string exact_size(std::uint64_t bytes) {
    const std::string text = spate::format_size(bytes);
    return bytes < 1024 || bytes == spate::unlimited ? text : text + " (" + std::to_string(bytes) + " bytes)";
}

std::string shell_word(const std::string& text) {
    const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("-_./:,+=@%", c) != nullptr; };
    if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
    std::string out = "'";
    for (const char letter : text) out += letter == '\'' ? std::string{"'\\''"} : std::string(1, letter);
    return out + "'";
}

std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t left) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string gap(widths[i] - row[i].size(), ' ');
            line += (i == 0 ? "" : "  ") + (i < left ? row[i] + gap : gap + row[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

}  // namespace cli
