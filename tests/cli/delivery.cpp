// SPDX-License-Identifier: Apache-2.0
// --sink of spate events, documents and rows: files that are rolled hold what --out writes, resumed and stopped runs too; servers that are not there are one
// message in a short time; no secret is told.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support.hpp"

namespace {

const std::string types_text = "event_types: [{event_type_id: a, weight: 3, fields: {u: {type: uuid}}}, {event_type_id: b}]\n";

std::string write(const test::directory& here, const std::string& name, const std::string& text) {
    std::ofstream{here / name} << text;
    return here / name;
}

// All rolled files of a folder, in their order.
std::string all_files(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& one : std::filesystem::directory_iterator{folder})
        if (one.is_regular_file()) names.push_back(one.path().string());
    std::sort(names.begin(), names.end());
    std::string out;
    for (const std::string& one : names) out += test::read_file(one);
    return out;
}

std::string text_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", "-"});
    const test::outcome made = test::run(arguments);
    CHECK_MESSAGE(made.status == 0, made.err);
    return made.out;
}

test::outcome with(std::vector<std::string> arguments, std::initializer_list<std::string> more, const test::program::setup& before = {}) {
    arguments.insert(arguments.end(), more);
    return test::run(arguments, before);
}

std::size_t lines_in(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

// What a server on this machine answers to GET /metrics.
std::string metrics_at(unsigned port) {
    const int with = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string out;
    if (::connect(with, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
        const std::string_view ask = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        if (::send(with, ask.data(), ask.size(), MSG_NOSIGNAL) > 0) {
            char part[4096];
            for (ssize_t got = 0; (got = ::recv(with, part, sizeof part, 0)) > 0;) out.append(part, static_cast<std::size_t>(got));
        }
    }
    ::close(with);
    return out;
}

}  // namespace

TEST_CASE("cli/delivery: rolled files hold what --out writes, resumed too") {
    const test::directory here;
    const std::string config = write(here, "shop.yaml", "generation_mode: batch\nseed: 5\n" + types_text), folder = here / "out";
    const std::string sink = "file:" + folder + "?roll_size=64KiB";
    const std::vector<std::string> events{"events", "--config", config};
    const test::outcome first = with(events, {"--count", "3000", "--sink", sink, "--json"});
    REQUIRE_MESSAGE(first.status == 0, first.err);
    const test::json report = test::json_parser::parse(first.out);
    CHECK(report["complete"].truth);
    CHECK(report["acknowledged"].value == 3000);
    CHECK(report["events"].value == 3000);
    CHECK(report["errors"].value == 0);
    CHECK(report["stream"].text == "shop-0-of-1");
    CHECK(std::distance(std::filesystem::directory_iterator{folder}, {}) > 3);
    CHECK((all_files(folder) == text_of({"events", "--config", config, "--count", "3000"})));
    const test::outcome more = with(events, {"--count", "5000", "--sink", sink, "--resume"});
    REQUIRE_MESSAGE(more.status == 0, more.err);
    for (const char* words : {"resumed", "at place 3000", "2000 events from place 3000 on", "all below place 5000"}) {
        CAPTURE(words);
        CHECK(more.out.find(words) != std::string::npos);
    }
    CHECK((all_files(folder) == text_of({"events", "--config", config, "--count", "5000"})));
    // Another specification is another stream.
    for (const auto& [option, value] : {std::pair{"--seed", "6"}, std::pair{"--rate", "7"}, std::pair{"--start-time", "2026-01-01"}}) {
        CAPTURE(option);
        const test::outcome other = with(events, {"--count", "6000", "--sink", sink, "--resume", option, value});
        CHECK(other.status == 2);
        CHECK_MESSAGE(other.err.find("holds the stream shop-0-of-1 of another specification") != std::string::npos, other.err);
    }
    write(here, "shop.yaml", "# said anew\nseed: 5\ngeneration_mode:   batch\nabout: a shop\n" + types_text);
    CHECK(with(events, {"--count", "5100", "--sink", sink, "--resume"}).status == 0);
    write(here, "shop.yaml", "generation_mode: batch\nseed: 5\nevent_types: [{event_type_id: a}, {event_type_id: b}]\n");
    CHECK(with(events, {"--count", "6000", "--sink", sink, "--resume"}).status == 2);
}

TEST_CASE("cli/delivery: a seed that was drawn and a start of now are those of the run that is resumed") {
    const test::directory here;
    const std::string config = write(here, "s.yaml", types_text), sink = "file:" + (here / "out") + "?roll_size=1MiB";
    const std::vector<std::string> events{"events", "--config", config, "--rate", "100k", "--sink", sink};
    const test::outcome first = with(events, {"--count", "500", "--json"});
    REQUIRE_MESSAGE(first.status == 0, first.err);
    const test::outcome second = with(events, {"--count", "900", "--json", "--resume"});
    REQUIRE_MESSAGE(second.status == 0, second.err);
    const test::json one = test::json_parser::parse(first.out), two = test::json_parser::parse(second.out);
    CHECK(one["seed"].text == two["seed"].text);
    CHECK(one["start"].text == two["start"].text);
    CHECK(two["resumed"].truth);
    CHECK((all_files(here / "out") ==
           text_of({"events", "--config", config, "--rate", "100k", "--count", "900", "--seed", one["seed"].text, "--start-time", one["start"].text})));
}

TEST_CASE("cli/delivery: a stream that is stopped has flushed, tells what is acknowledged, serves metrics, and goes on") {
    const test::directory here;
    const std::string config =
        write(here, "s.yaml", "seed: 1\nstart_time: 2026-01-01T00:00:00Z\nstreaming_config: {total_rows_per_second: 2000}\n" + types_text);
    const std::vector<std::string> events{"events", "--config", config, "--sink", "file:" + (here / "out") + "?roll_seconds=1"};
    std::vector<std::string> first = events;
    first.insert(first.end(), {"--json", "--metrics-port", "0"});
    const std::string err = here / "err";
    const int errors = ::open(err.c_str(), O_WRONLY | O_CREAT, 0600);
    test::program running{first, -1, [errors] { ::dup2(errors, STDERR_FILENO); }};
    ::close(errors);
    std::string page;
    for (int i = 0; i < 200 && page.find("spate_events_total{") == std::string::npos; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        const std::string told = test::read_file(err);
        if (const std::size_t at = told.find("127.0.0.1:"); at != std::string::npos)
            page = metrics_at(static_cast<unsigned>(std::atoi(told.c_str() + at + 10)));
    }
    CHECK_MESSAGE(page.find("spate_events_total{stream=\"s\"") != std::string::npos, page, test::read_file(err));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    ::kill(running.process(), SIGINT);
    const test::outcome ended = running.wait();
    CHECK_MESSAGE(ended.status == 0, test::read_file(err));
    const test::json report = test::json_parser::parse(ended.out);
    CHECK(report["end"].text == "stopped");
    const auto count = static_cast<std::size_t>(report["acknowledged"].value);
    CHECK(count > 100);
    CHECK(lines_in(all_files(here / "out")) == count);
    const std::string total = std::to_string(count + 500);
    const test::outcome more = with(events, {"--resume", "--count", total});
    CHECK_MESSAGE(more.status == 0, more.err);
    CHECK((all_files(here / "out") == text_of({"events", "--config", config, "--count", total})));
}

TEST_CASE("cli/delivery: rows and documents, with a checkpoint's folder of their own") {
    const test::directory here;
    const std::string schema = write(here, "t.yaml", "seed: 7\nrows: 5000\nfields:\n  - {name: id, type: sequence, start: 1}\n  - {name: city, type: city}\n");
    const test::outcome rows = test::run({"rows", "--schema", schema, "--sink", "file:" + (here / "rows") + "?roll_size=64KiB", "--json"});
    REQUIRE_MESSAGE(rows.status == 0, rows.err);
    CHECK(test::json_parser::parse(rows.out)["rows"].value == 5000);
    CHECK((all_files(here / "rows") == text_of({"rows", "--schema", schema})));
    const std::vector<std::string> what{"documents", "--from", "2025-03-01", "--to", "2025-03-02", "--interval", "1min"};
    const test::outcome documents = with(what, {"--sink", "file:" + (here / "docs") + "?roll_size=64KiB", "--checkpoint", here / "state"});
    REQUIRE_MESSAGE(documents.status == 0, documents.err);
    CHECK((all_files(here / "docs") == text_of(what)));
    CHECK(test::read_file(here / "state/metrics-0-of-1.json").find("\"complete\": true") != std::string::npos);
    // A sink that is an output is as good as --out.
    CHECK((with(what, {"--sink", "stdout:"}).out == text_of(what)));
    CHECK(test::run({"rows", "--schema", schema, "--sink", "file:" + (here / "t.csv")}).status == 0);
    CHECK((test::read_file(here / "t.csv") == text_of({"rows", "--schema", schema, "--format", "csv"})));
}

TEST_CASE("cli/delivery: live documents come when they happen, and go on where they were stopped") {
    for (const char* kind : {"metrics", "logs"}) {
        CAPTURE(kind);
        const test::directory here;
        std::vector<std::string> live{"documents", "--live", "--kind", kind, "--days", "0.00001", "--interval", "2ms", "--sink"};
        live.insert(live.end(), {"file:" + (here / "out") + "?roll_size=256KiB", "--json", "--resume"});
        std::size_t documents = 0;
        for (int part = 0; part < 2; ++part) {
            test::program running{live};
            std::this_thread::sleep_for(std::chrono::milliseconds{500});
            ::kill(running.process(), SIGINT);
            const test::outcome ended = running.wait();
            REQUIRE_MESSAGE(ended.status == 0, ended.err);
            const test::json report = test::json_parser::parse(ended.out);
            CHECK(report["documents"].value > 100);
            CHECK(report["resumed"].truth == (part == 1));
            documents += static_cast<std::size_t>(report["documents"].value);
        }
        CHECK(lines_in(all_files(here / "out")) == documents);
    }
}

TEST_CASE("cli/delivery: a server that is not there is one message in a short time, with its place and without secrets") {
    const test::directory here;
    const std::string batch = write(here, "b.yaml", "generation_mode: batch\nseed: 5\n" + types_text);
    const std::string schema = write(here, "t.yaml", "seed: 7\nrows: 50\nfields:\n  - {name: id, type: sequence, start: 1}\n");
    // Nobody listens at port 1.
    const std::string sinks[] = {"kafka://127.0.0.1:1/t?connect_timeout_ms=300",
                                 "kafka://me:hunter2@127.0.0.1:1/t?security_protocol=SASL_PLAINTEXT&connect_timeout_ms=300",
                                 "elasticsearch://me:hunter2@127.0.0.1:1/i", "elasticsearch://127.0.0.1:1/i?api_key={{secrets/a/b}}"};
    const auto secret = [] { ::setenv("SPATE_SECRET_A_B", "swordfish", 1); };
    for (const std::string& sink : sinks) {
        for (const bool dry : {true, false}) {
            CAPTURE(sink);
            CAPTURE(dry);
            std::vector<std::string> arguments{"events", "--config", batch, "--count", "100", "--sink", sink, "-v"};
            if (dry) arguments.emplace_back("--dry-run");
            const auto begin = std::chrono::steady_clock::now();
            const test::outcome made = test::run(arguments, secret);
            CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{10});
            CHECK_MESSAGE(made.status == 1, made.err);
            CHECK_MESSAGE(made.err.find("127.0.0.1:1") != std::string::npos, made.err);
            for (const char* word : {"hunter2", "swordfish"}) CHECK_MESSAGE((made.out + made.err).find(word) == std::string::npos, made.out, made.err);
            CHECK((made.err.find("a password in the command line") != std::string::npos) == (sink.find("hunter2") != std::string::npos));
        }
    }
    const test::outcome rows = test::run({"rows", "--schema", schema, "--sink", "elasticsearch://127.0.0.1:1/i", "--json"});
    CHECK_MESSAGE(rows.status == 1, rows.err);
    CHECK(lines_in(rows.err) == 1);
    // The place of sink_config.
    const std::string config =
        write(here, "k.yaml", types_text + "generation_mode: batch\nsink_config:\n  type: elasticsearch\n  hosts: http://127.0.0.1:1\n  index: i\n");
    const test::outcome placed = test::run({"events", "--config", config, "--count", "10", "--dry-run"});
    CHECK(placed.status == 1);
    CHECK_MESSAGE(placed.err.find(config + ":4:3: sink_config: http://127.0.0.1:1: no answer") != std::string::npos, placed.err);
}

TEST_CASE("cli/delivery: what makes no sense is refused before anything is sent, with its place") {
    const test::directory here;
    const std::string batch = write(here, "b.yaml", "generation_mode: batch\nseed: 5\n" + types_text);
    const std::string kafka = write(here, "k.yaml", types_text + "sink_config: {type: kafka, topic: t, acks: some}\n");
    const std::string es = write(here, "e.yaml", types_text + "sink_config: {type: elasticsearch, index: I}\n"), none = write(here, "n.yaml", types_text);
    struct refusal {
        std::vector<std::string> arguments;
        std::string words;
    };
    const refusal refusals[] = {
        {{"--config", batch, "--sink", "kafak://h/t"}, "--sink: \"kafak\" is no scheme of a sink; did you mean \"kafka\"?"},
        {{"--config", batch, "--sink", "kafka://h:9092"}, "--sink: kafka: names no topic; write it like kafka://localhost:9092/events"},
        {{"--config", batch, "--sink", "kafka://h/t?colour=red"}, "--sink: unknown key \"colour\""},
        {{"--config", batch, "--sink", "kafka://h/t?compression=rar"}, "--sink: compression: rar"},
        {{"--config", batch, "--sink", "kafka://h/t?transactions=perhaps"}, "--sink: transactions: perhaps is neither true nor false"},
        {{"--config", batch, "--sink", "kafka://h/a%20b"}, "--sink: topic: a b is no name of a topic"},
        {{"--config", kafka}, kafka + ":2:44: sink_config: acks: some"},
        {{"--config", es}, es + ":2:43: sink_config: index: \"I\" is a name that Elasticsearch refuses"},
        {{"--config", batch, "--sink", kafka, "--dry-run"}, kafka + ":2:44: sink_config: acks: some"},
        {{"--config", batch, "--sink", none}, "--sink " + none + ": has no sink_config; add one, like sink_config: {type: kafka"},
        {{"--config", batch, "--sink", "nothing.yaml"}, "--sink nothing.yaml: cannot be read: No such file or directory; name a file with sink_config"},
        {{"--config", batch, "--sink", "kafka://h/t?framing=confluent_avro&schema_ids=3"},
         "--sink: framing: confluent_avro is for payloads in avro, and these are in json; set serialization_format: avro"},
        {{"--config", batch, "--sink", "delta:" + (here / "d") + "?mode=apend"}, "--sink: mode: \"apend\" is not known; did you mean \"append\"?"},
        {{"--config", batch, "--sink", "kinesis://s?shard_count=many"}, "--sink: shard_count: \"many\" is no whole number"},
        {{"--config", batch, "--resume"}, "--resume: needs a sink that is a server, a table, or a file with roll_size"},
        {{"--config", batch, "--sink", "elasticsearch://127.0.0.1:1/i", "--resume"}, "does not keep how far a stream has come; add --checkpoint DIR"},
        {{"--config", batch, "--checkpoint", here / "c", "--out", "-"}, "--checkpoint " + (here / "c") + ": needs a sink"},
        {{"--config", batch, "--sink", "kafka://h/t", "--out", "-"}, "--out -: does not go with the sink kafka"},
        {{"--config", batch, "--sink", "kafka://h/t", "--stream", "a b"}, "--stream a b: is no name of a stream"},
        {{"--config", batch, "--sink", "kafka://h/t", "--metrics-port", "70000"}, "--metrics-port 70000: is no port"},
        {{"--config", batch, "--sink", "kafka://h/t", "--resume", "--force"}, "--force: does not go with --resume"}};
    for (const refusal& one : refusals) {
        CAPTURE(one.words);
        std::vector<std::string> all{"events"};
        all.insert(all.end(), one.arguments.begin(), one.arguments.end());
        const test::outcome made = test::run(all);
        CHECK_MESSAGE(made.status == 2, made.err);
        CHECK_MESSAGE(made.err.find(one.words) != std::string::npos, made.err);
    }
    const std::string schema = write(here, "t.yaml", "seed: 7\nrows: 50\nfields:\n  - {name: id, type: sequence, start: 1}\n");
    const test::outcome key = test::run({"rows", "--schema", schema, "--sink", "kafka://127.0.0.1:1/t", "--key", "idd"});
    CHECK(key.status == 2);
    CHECK_MESSAGE(key.err.find("--key idd: is no column of the table; name one of id") != std::string::npos, key.err);
    CHECK(test::run({"documents", "--kind", "traces", "--live", "--sink", "kafka://h/t"}).err.find("does not go with traces") != std::string::npos);
}
