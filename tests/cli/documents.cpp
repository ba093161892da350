// SPDX-License-Identifier: Apache-2.0
// Documents of telemetry by the program: those of the library, in every part and on any number of threads; what goes on in real time; and what is refused.
#include <doctest/doctest.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/format/bulk.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>
#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/metric_documents.hpp>
#include <spate/telemetry/read_telemetry.hpp>
#include <spate/telemetry/trace_documents.hpp>

#include "support.hpp"

namespace {

test::outcome documents(std::vector<std::string> arguments, const test::program::setup& before = {}) {
    arguments.insert(arguments.begin(), "documents");
    return test::run(arguments, before);
}
/// What it writes to standard output.
std::string text_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", "-"});
    const test::outcome made = documents(std::move(arguments));
    CHECK_MESSAGE(made.status == 0, made.err);
    return made.out;
}
std::string refusal(std::vector<std::string> arguments) {
    const test::outcome refused = documents(std::move(arguments));
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
    return refused.err;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) out.emplace_back(text.substr(0, end));
    return out;
}
std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++count;
    return count;
}
/// Of a line of metrics, in milliseconds since 1970.
std::int64_t time_of(const std::string& line) {
    const std::size_t begin = line.find("\"@timestamp\":\"") + 14;
    return spate::parse_instant(line.substr(begin, line.find('"', begin) - begin), "line") / 1'000'000;
}

template <class Documents, class Format>
std::string by_library(std::uint64_t intervals, const Format& format) {
    const spate::telemetry_options options = spate::usual_telemetry().options;
    const Documents source{options};
    std::uint64_t rows = intervals * options.services.size();
    if constexpr (requires { source.rows_of(0); }) rows = source.rows_of(rows).first;
    std::vector<std::byte> bytes;
    REQUIRE(spate::run(source, format, spate::vector_sink{bytes}, {.rows = rows}).end == spate::run_end::complete);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Waits until a run has written something, and so long more.
void wait_for(test::program& running, const std::string& file, std::chrono::milliseconds more) {
    struct stat about {};
    while (!running.has_ended() && (::stat(file.c_str(), &about) != 0 || about.st_size == 0)) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    std::this_thread::sleep_for(more);
}

}  // namespace

TEST_CASE("cli/documents: a day of what is built in") {
    const test::outcome made = documents({"--days", "1", "--json"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const test::json report = test::json_parser::parse(made.out);
    CHECK(report["documents"].value == 345600);
    CHECK(report["services"].value == 4);
    CHECK(report["from"].text == "2025-01-01T00:00:00Z");
    CHECK(report["to"].text == "2025-01-02T00:00:00Z");
    CHECK(report["seed"].text == "0");
    CHECK(report["kind"].text == "metrics");
    CHECK(report["complete"].truth);
    CHECK(report["bytes"].value / 345600 > 213);
    CHECK(report["bytes"].value / 345600 < 217);
}

TEST_CASE("cli/documents: those of the library, with any number of threads, in every kind and format") {
    const test::directory here;
    constexpr std::uint64_t intervals = 4320;
    const std::pair<std::vector<std::string>, std::string> ways[] = {
        {{}, by_library<spate::metric_documents>(intervals, spate::ndjson{})},
        {{"--kind", "metrics", "--format", "bulk"}, by_library<spate::metric_documents>(intervals, spate::elasticsearch_bulk{})},
        {{"--kind", "logs"}, by_library<spate::log_documents>(intervals, spate::ndjson{})},
        {{"--kind", "traces", "--format", "ndjson"}, by_library<spate::trace_documents>(intervals, spate::ndjson{})}};
    for (const auto& [options, wanted] : ways)
        for (const char* const threads : {"1", "3"}) {
            std::vector<std::string> all{"--days", "0.05", "--threads", threads};
            all.insert(all.end(), options.begin(), options.end());
            CHECK((text_of(all) == wanted));
            all.insert(all.end(), {"--out", here / "file", "--force"});
            const test::outcome made = documents(all);
            REQUIRE_MESSAGE(made.status == 0, made.err);
            CHECK((test::read_file(here / "file") == wanted));
        }
    std::string files[2];
    for (std::size_t i = 0; i < 2; ++i) {
        REQUIRE(documents({"--days", "0.05", "--threads", i == 0 ? "1" : "3", "--kind", "traces", "--out", here / (std::to_string(i) + ".parquet")}).status ==
                0);
        files[i] = test::read_file(here / (std::to_string(i) + ".parquet"));
    }
    CHECK(files[0].starts_with("PAR1"));
    CHECK((files[0] == files[1]));
    CHECK(here.names() == std::vector<std::string>{"0.parquet", "1.parquet", "file"});
}

TEST_CASE("cli/documents: a part of the time is that part of the whole") {
    for (const char* const kind : {"metrics", "logs", "traces"}) {
        CAPTURE(kind);
        const std::string whole = text_of({"--kind", kind, "--days", "0.02"});  // 28 min 48 s
        const std::string first = text_of({"--kind", kind, "--to", "2025-01-01T00:10:00Z"});
        const std::string second = text_of({"--kind", kind, "--from", "2025-01-01T01:10:00+01:00", "--to", "2025-01-01T00:20:00.5Z"});
        const std::string third = text_of({"--kind", kind, "--from", "2025-01-01T00:20:00.001Z", "--to", "2025-01-01T00:28:48Z"});
        CHECK(!first.empty());
        CHECK((first + second + third == whole));
        const std::string half = text_of({"--kind", kind, "--days", "0.01"});
        CHECK((half + text_of({"--kind", kind, "--days", "0.01", "--to", "2025-01-01T00:28:48Z"}) == whole));
    }
}

TEST_CASE("cli/documents: a series that begins before the usual one has its own documents") {
    const std::string early = text_of({"--from", "2024-12-31T23:59:59Z", "--to", "2025-01-01T00:00:01Z"});
    const std::vector<std::string> lines = lines_of(early);
    REQUIRE(lines.size() == 8);
    CHECK(lines[0].starts_with("{\"@timestamp\":\"2024-12-31T23:59:59Z\","));
    CHECK(lines[4].starts_with("{\"@timestamp\":\"2025-01-01T00:00:00Z\","));
    CHECK(count_of(early, text_of({"--to", "2025-01-01T00:00:01Z"})) == 0);
}

TEST_CASE("cli/documents: options and the configuration, over which options win") {
    const test::directory here;
    const std::string file = here / "t.yaml";
    std::ofstream{file} << "seed: 5\nfrom: 2025-03-01\ndays: 1\ninterval: 1min\nservices: [web, {name: payment, latency: 80ms}]\nkind: metrics\n"
                           "anomaly_rate: 0\ndata_stream: metrics-shop-default\n";
    const std::string configured = text_of({"--config", file});
    const std::vector<std::string> lines = lines_of(configured);
    REQUIRE(lines.size() == 2 * 1440);
    CHECK(lines[0].starts_with("{\"@timestamp\":\"2025-03-01T00:00:00Z\",\"service.name\":\"web\","));
    CHECK(lines[3].starts_with("{\"@timestamp\":\"2025-03-01T00:01:00Z\",\"service.name\":\"payment\","));
    CHECK(count_of(configured, "\"anomaly\":\"none\"") == lines.size());

    CHECK((text_of({"--config", file, "--seed", "5"}) == configured));
    CHECK((text_of({"--config", file, "--seed", "6"}) != configured));
    CHECK((text_of({"--config", file, "--from", "2025-03-01T23:00:00Z"}) == configured.substr(configured.find(lines[2 * 1380]))));
    CHECK(lines_of(text_of({"--config", file, "--days", "2"})).size() == 2 * lines.size());
    CHECK(lines_of(text_of({"--config", file, "--interval", "30s"})).size() == 2 * lines.size());
    CHECK(lines_of(text_of({"--config", file, "--interval", "1min"})).size() == lines.size());
    // Decimals that binary fractions only come near to.
    for (const char* const near : {"1.005s", "1005ms"}) CHECK(lines_of(text_of({"--config", file, "--interval", near})).size() == 2 * 85971);
    CHECK(lines_of(text_of({"--config", file, "--services", "7"})).size() == 7 * 1440);
    const std::string odd = text_of({"--config", file, "--anomaly-rate", "1"});
    CHECK(count_of(odd, "\"anomaly\":\"none\"") == 0);
    CHECK(count_of(text_of({"--config", file, "--kind", "logs"}), "\"log.level\":") > 1440);
    const std::vector<std::string> bulk = lines_of(text_of({"--config", file, "--format", "bulk"}));
    REQUIRE(bulk.size() == 2 * lines.size());
    CHECK(bulk[0] == R"({"create":{"_index":"metrics-shop-default"}})");
    CHECK(bulk[1] == lines[0]);
}

TEST_CASE("cli/documents: the format follows from the name of the file, and the report says where none does") {
    const test::directory here;
    for (const auto& [name, begin] : std::vector<std::pair<std::string, std::string>>{
             {"a.ndjson", "{\"@t"}, {"a.jsonl", "{\"@t"}, {"a.parquet", "PAR1"}, {"a.pq", "PAR1"}, {"a.bulk", "{\"create\":{}}\n"}, {"a.txt", "{\"@t"}}) {
        const test::outcome made = documents({"--days", "0.001", "--out", here / name});
        REQUIRE_MESSAGE(made.status == 0, made.err);
        CHECK(test::read_file(here / name).starts_with(begin));
        CHECK((made.out.find("as .txt says none") != std::string::npos) == (name == "a.txt"));
        CHECK(made.out.find("documents  metrics of 4 services every 1s from 2025-01-01T00:00:00Z to 2025-01-01T00:01:27Z, seed 0\n") != std::string::npos);
        CHECK(made.out.find("written    348 documents, ") != std::string::npos);
    }
}

TEST_CASE("cli/documents: live documents follow what has been without a gap and without a repeat, when their time comes") {
    const auto now = [] { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); };
    const std::int64_t before = now();
    const test::directory here;
    const std::string pipe = here / "out";
    const int to = ::open(pipe.c_str(), O_WRONLY | O_CREAT, 0600);
    test::program running{{"documents", "--live", "--days", "0.0001", "--interval", "100ms", "--services", "3", "--out", "-"}, to};
    wait_for(running, pipe, std::chrono::milliseconds{2500});
    // Each interval is there at once.
    const std::int64_t seen_at = now();
    const std::vector<std::string> seen = lines_of(test::read_file(pipe));
    REQUIRE(!running.has_ended());
    ::kill(running.process(), SIGINT);
    const test::outcome ended = running.wait();
    const std::int64_t after = now();
    ::close(to);
    CHECK_MESSAGE(ended.status == 0, ended.err);
    CHECK(ended.err.find("and on in real time") != std::string::npos);
    const std::string text = test::read_file(pipe);
    CHECK(text.ends_with("}\n"));
    const std::vector<std::string> lines = lines_of(text);
    REQUIRE(lines.size() % 3 == 0);
    REQUIRE(lines.size() >= 3 * (86 + 20));
    REQUIRE(!seen.empty());
    CHECK(seen_at - time_of(seen.back()) < 1000);
    CHECK(time_of(lines.front()) >= before - 8640);
    CHECK(time_of(lines.front()) <= before - 8640 + 3000);
    CHECK(time_of(lines.back()) <= after);
    for (std::size_t i = 0; i < lines.size(); ++i) REQUIRE(time_of(lines[i]) == time_of(lines.front()) + static_cast<std::int64_t>(i / 3) * 100);

    // They are those of a run that is not live.
    const auto text_at = [&](std::int64_t milliseconds) {
        const std::string digits = std::to_string(milliseconds % 1000 + 1000).substr(1);
        const std::time_t seconds = milliseconds / 1000;
        char out[40];
        return std::string{out, std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%S.", std::gmtime(&seconds))} + digits + "Z";
    };
    CHECK((text_of({"--from", text_at(time_of(lines.front())), "--to", text_at(time_of(lines.back()) + 1), "--interval", "100ms", "--services", "3"}) == text));
}

TEST_CASE("cli/documents: a live file bears its name when a signal ends it; any other that is stopped is removed") {
    const test::directory here;
    for (const int signal : {SIGINT, SIGTERM}) {
        const std::string file = here / "live.ndjson";
        test::program running{{"documents", "--live", "--days", "0.002", "--interval", "50ms", "--out", file}};
        wait_for(running, file + ".partial", std::chrono::milliseconds{1000});
        REQUIRE(!running.has_ended());
        CHECK(!std::filesystem::exists(file));
        ::kill(running.process(), signal);
        const test::outcome ended = running.wait();
        CHECK_MESSAGE(ended.status == 0, ended.err);
        CHECK(here.names() == std::vector<std::string>{"live.ndjson"});
        const std::string text = test::read_file(file);
        CHECK(text.ends_with("}\n"));
        CHECK(text.find('\0') == std::string::npos);
        CHECK(lines_of(text).size() > 4 * 3456);
        CHECK(ended.out.find("live  ") != std::string::npos);
        CHECK(ended.out.find(signal == SIGINT ? "ended      by SIGINT\n" : "ended      by SIGTERM\n") != std::string::npos);
        std::filesystem::remove(file);
    }
    {  // in what has been, too
        test::program running{{"documents", "--live", "--days", "365", "--out", here / "early.ndjson"}};
        wait_for(running, here / "early.ndjson.partial", std::chrono::milliseconds{50});
        ::kill(running.process(), SIGINT);
        const test::outcome stopped = running.wait();
        CHECK_MESSAGE(stopped.status == 0, stopped.err);
        CHECK(stopped.out.find("ended      by SIGINT, before the present was reached\n") != std::string::npos);
        CHECK(here.names() == std::vector<std::string>{"early.ndjson"});
        const std::vector<std::string> lines = lines_of(test::read_file(here / "early.ndjson"));
        REQUIRE(!lines.empty());
        CHECK(lines.size() < 365u * 345600u);
        CHECK(lines.back().ends_with("\"}"));
        CHECK(time_of(lines.back()) == time_of(lines.front()) + static_cast<std::int64_t>((lines.size() - 1) / 4) * 1000);
        std::filesystem::remove(here / "early.ndjson");
    }
    test::outcome ended;
    for (int attempt = 0; attempt < 10 && ended.status != 1; ++attempt) {
        test::program running{{"documents", "--days", "90", "--threads", "1", "--out", here / "whole.ndjson", "--force"}};
        wait_for(running, here / "whole.ndjson.partial", std::chrono::milliseconds{1});
        ::kill(running.process(), SIGINT);
        ended = running.wait();
    }
    CHECK(ended.status == 1);
    CHECK(ended.err.find("stopped by SIGINT at document ") != std::string::npos);
    CHECK(ended.err.find(" of 31104000, offset ") != std::string::npos);
    CHECK(ended.err.find("; what was written of it is removed\n") != std::string::npos);
    CHECK(here.names().empty());
}

TEST_CASE("cli/documents: an output that fails") {
    const test::outcome full = documents({"--days", "1", "--out", "/dev/full"});
    CHECK(full.status == 1);
    CHECK(full.err.find("spate documents: --out /dev/full: No space left on device at document 0 of 345600, offset 0\n") != std::string::npos);
}

TEST_CASE("cli/documents: what makes no sense is refused in one sentence") {
    const test::directory here;
    const std::string old = here / "old.ndjson", half = here / "half.ndjson", wrong = here / "wrong.yaml", ended = here / "ended.yaml";
    std::ofstream{old} << "precious";
    std::ofstream{half + ".partial"} << "half";
    std::ofstream{wrong} << "intervall: 1s\nservices:\n  - {name: web, cpu: 35}\n";
    std::ofstream{ended} << "from: 2025-02-01\nto: 2025-02-02\n";
    const std::pair<std::vector<std::string>, std::string> cases[] = {
        {{"--days", "0"}, "--days 0: makes no documents; use 1 or more; 0 is for --live alone"},
        {{"--days", "many"}, "--days many: is not a number of days; use one like 90 or 0.5, at most 36525"},
        {{"--days", "-1"}, ""},
        {{"--days", "1", "--from", "2025-01-01", "--to", "2025-01-02"}, "--days 1: does not go with --from and --to; leave one of them out"},
        {{"--days", "1", "--from", "2025-01-01", "--live"}, "--days 1: does not go with --from and --live; leave one of them out"},
        {{"--to", "2025-01-02", "--live"}, "--to 2025-01-02: does not go with --live, which goes on until it is stopped; leave one of them out"},
        {{"--from", "soon"}, "--from soon: is not a time; write it like 2026-08-01T07:46:38.208Z"},
        {{"--from", "2025-01-01T00:00:00.0001Z"}, "--from 2025-01-01T00:00:00.0001Z: is no whole number of milliseconds; give three places"},
        {{"--from", "2260-01-01", "--days", "20000"}, "--days 20000: reach beyond the year 2261; use fewer or an earlier instant"},
        {{"--from", "2261-12-31"}, "--from 2261-12-31: leaves no room for 90 days up to the year 2261; use an earlier instant, or --to"},
        {{"--to", "2262-05-01"}, "--to 2262-05-01: is not from 1678 to 2261, which 64 bits hold in nanoseconds; give another year"},
        {{"--from", "1960-01-01"}, "--from 1960-01-01: is before 1970; use a later instant"},
        {{"--from", "2250-01-01", "--live"}, "--from 2250-01-01: is not over yet; use an earlier instant, or leave out --live"},
        {{"--to", "2024-01-01"}, "--to 2024-01-01: is not after 2025-01-01T00:00:00Z, where documents begin; use a later instant"},
        {{"--to", "1970-01-02", "--days", "2"}, "--days 2: begin before 1970; use fewer"},
        {{"--config", ended, "--from", "2025-02-02"},
         "--from 2025-02-02: is not before 2025-02-02T00:00:00Z, where the configuration ends; use an earlier one"},
        {{"--interval", "1"}, "--interval 1: is not a duration; write it like 500ms, 10s, 2m or 1h; at least 1ms"},
        {{"--interval", "2d"}, "--interval 2d: is not from 1ms to 1d in whole milliseconds; use one like 250ms, 1s or 1min"},
        {{"--interval", "1.5ms"}, "--interval 1.5ms: is not from 1ms to 1d in whole milliseconds; use one like 250ms, 1s or 1min"},
        {{"--services", "0"}, "--services 0: is not a number of services; use 1 to 100000"},
        {{"--services", "100001"}, "--services 100001: is not a number of services; use 1 to 100000"},
        {{"--services", "100000", "--interval", "1ms", "--days", "36500"},
         "--services 100000: make more than 2^48 documents in that time; use fewer services, less time or a longer interval"},
        {{"--anomaly-rate", "1.5"}, "--anomaly-rate 1.5: is above 1; use a share, like 0.02"},
        {{"--anomaly-rate", "few"}, "--anomaly-rate few: is not a ratio; write a number of at most nine digits like 1.5, or a fraction like 3/2"},
        {{"--kind", "metric"}, "--kind metric: is not a kind of documents; did you mean \"metrics\"?"},
        {{"--format", "csv"}, "--format csv: is not a format of documents; use one of: ndjson, bulk, parquet"},
        {{"--format", "parquet", "--live"}, "--live: does not go with parquet, which nobody reads before it is complete; use --format ndjson or bulk"},
        {{"--seed", "x"}, ""},
        {{"--threads", "0"}, ""},
        {{"--out", ""}, "--out: \"\" is not a file name; name a file, or use - for standard output"},
        {{"--out", old}, "--out " + old + ": exists; choose another name, or use --force to replace it"},
        {{"--out", half}, "--out " + half + ": is being written, or was by a run that was killed: " + half + ".partial is there; use --force to replace it"},
        {{"--force"}, "--force: needs a file; use --out FILE, or leave it out"},
        {{"--force", "--out", "-"}, "--force: does not go with --out -; use --out FILE, or leave it out"},
        {{"--config", here / "none.yaml"}, "--config " + (here / "none.yaml") + ": cannot be read: No such file or directory; name a file, like services.yaml"},
        {{"--config", "t.toml"}, "--config t.toml: is neither JSON nor YAML by its name; name it .json, .yaml or .yml"},
        {{"--config", wrong},
         wrong + ":1:1: unknown key \"intervall\"; did you mean \"interval\"?\nspate documents: " + wrong +
             ":3:22: service \"web\": cpu: 35 is no share from 0 to 0.9; give one, like 0.31"},
    };
    const std::vector<std::string> names = here.names();
    for (const auto& [arguments, wanted] : cases) {
        CAPTURE(arguments);
        const std::string said = refusal(arguments);
        if (wanted.empty())
            CHECK(said.find(arguments[0]) != std::string::npos);
        else
            CHECK(said == "spate documents: " + wanted + "\n");
        CHECK(here.names() == names);
    }
    CHECK(test::read_file(old) == "precious");
}
