// SPDX-License-Identifier: Apache-2.0
// spate events: what is written is what the library makes of the same configuration, by every way; secrets are never told.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/configuration.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>

#include "support.hpp"

namespace {

const std::string data = SPATE_TEST_DATA "/events/";

test::outcome events(const std::string& config, std::initializer_list<std::string> more) {
    std::vector<std::string> all{"events", "--config", config};
    all.insert(all.end(), more);
    return test::run(all);
}

// Standard output of a run that has to be right.
std::string text_of(const std::string& config, std::initializer_list<std::string> more) {
    std::vector<std::string> all{"events", "--config", config, "--out", "-"};
    all.insert(all.end(), more);
    const test::outcome made = test::run(all);
    CHECK_MESSAGE(made.status == 0, made.err);
    return made.out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::string write(const test::directory& here, const std::string& name, const std::string& text) {
    std::ofstream{here / name} << text;
    return here / name;
}

// Three types without a sink, in a batch.
const std::string batch_text =
    "generation_mode: batch\nbatch_config: {total_rows: 5000, partitions: 3}\nseed: 7\ncommon_fields: {user: {type: int, range: [1, 1000]}}\n"
    "event_types:\n  - {event_type_id: a, weight: 0.6, fields: {x: {type: uuid}}}\n  - {event_type_id: b, weight: 0.4, fields: {t: {type: timestamp}}}\n";

}  // namespace

TEST_CASE("cli/events: a batch is the library's events, in as many files as it has partitions") {
    const test::directory here;
    const std::string config = write(here, "b.yaml", batch_text);
    const spate::mixed_events mix = spate::load_config(config).events();
    std::string whole(std::size_t{1} << 21, ' ');
    const spate::record_report written = spate::run(mix, spate::ndjson{}, spate::memory_sink{std::as_writable_bytes(std::span{whole})}, {.rows = 5000});
    REQUIRE(written.end == spate::run_end::complete);
    whole.resize(static_cast<std::size_t>(written.bytes));
    CHECK((text_of(config, {}) == whole));
    CHECK((text_of(config, {"--threads", "1"}) == whole));
    CHECK(lines_of(whole)[0].starts_with("{\"event_type_id\":\""));
    CHECK(lines_of(whole)[1].find("\"timestamp\":\"2025-01-01T00:00:00.001Z\"") != std::string::npos);

    const test::outcome made = events(config, {"--out", here / "e.ndjson", "--json"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    CHECK(made.err.empty());
    std::string joined;
    const test::json report = test::json_parser::parse(made.out);
    REQUIRE(report["files"].items.size() == 3);
    for (std::size_t part = 0; part < 3; ++part) {
        CHECK(report["files"][part].text == here / ("e-0000" + std::to_string(part) + "-of-00003.ndjson"));
        joined += test::read_file(report["files"][part].text);
    }
    CHECK((joined == whole));
    CHECK(report["events"].value == 5000);
    CHECK(report["end"].text == "complete");

    std::string shards;
    for (const char* shard : {"0/3", "1/3", "2/3"}) shards += text_of(config, {"--shard", shard});
    CHECK((shards == whole));
    CHECK((text_of(config, {"--count", "100"}) + text_of(config, {"--start-index", "100"}) == whole));
    CHECK(lines_of(text_of(config, {"--duration", "2s"})).size() == 2000);
    CHECK(lines_of(text_of(config, {"--duration", "2s", "--rate", "10"})).size() == 20);
    CHECK(events(config, {"--out", here / "e.ndjson"}).status == 2);
    CHECK(events(config, {"--out", here / "e.ndjson", "--force"}).status == 0);
}

TEST_CASE("cli/events: the session events for Kinesis run unchanged, with another sink") {
    const test::directory here;
    const std::string config = data + "sessions.yaml", file = here / "s.ndjson";
    const test::outcome made = events(config, {"--count", "200", "--rate", "100k", "--seed", "3", "--sink", "file", "--path", file, "--stats", "--json"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    CHECK(made.err.find("warning: event 0 is of now; --start-time 20") != std::string::npos);
    const test::json report = test::json_parser::parse(made.out);
    CHECK(report["events"].value == 200);
    CHECK(report["scheduled"].value == 200);
    const double counted = report["counts"]["user.session.start"].value + report["counts"]["user.purchase"].value + report["counts"]["user.session.end"].value;
    CHECK(counted == 200);
    CHECK(report["lateness_ms"]["p50"].value >= 0);
    std::map<std::string, std::size_t> types;
    for (const std::string& line : lines_of(test::read_file(file))) {
        const test::json one = test::json_parser::parse(line);
        ++types[one["event_type_id"].text];
        CHECK(one["partition_key"].text == std::to_string(static_cast<int>(one["serialized_payload"]["user_id"].value)));
    }
    CHECK(types["user.session.start"] == report["counts"]["user.session.start"].value);
    // What was written is repeated by its seed and start.
    const std::string again = text_of(config, {"--count", "200", "--rate", "100k", "--seed", "3", "--start-time", report["start"].text});
    CHECK((again == test::read_file(file)));
    CHECK((text_of(config, {"--count", "200", "--rate", "100k", "--seed", "3", "--start-time", "2026-01-01"}) != again));
}

TEST_CASE("cli/events: a stream is written in real time") {
    const test::directory here;
    const std::string config =
        write(here, "s.yaml", "streaming_config: {total_rows_per_second: 200}\nseed: 1\nevent_types: [{event_type_id: a}]\nsink_config: {type: stdout}\n");
    const test::outcome made = events(config, {"--duration", "500ms", "--stats"});
    CHECK_MESSAGE(made.status == 0, made.err);
    CHECK(lines_of(made.out).size() == 100);
    for (const char* words : {"100 events", "lateness", "p99", "back-pressure", "100.00 %"}) {
        CAPTURE(words);
        CHECK(made.err.find(words) != std::string::npos);
    }
    // In shards, too, each has its own.
    std::vector<std::string> all;
    for (const char* shard : {"0/2", "1/2"}) {
        const std::vector<std::string> part = lines_of(text_of(config, {"--count", "2000", "--rate", "1M", "--shard", shard, "--start-time", "2026-01-01"}));
        CHECK(part.size() < 1100);
        all.insert(all.end(), part.begin(), part.end());
    }
    std::vector<std::string> whole = lines_of(text_of(config, {"--count", "2000", "--rate", "1M", "--start-time", "2026-01-01"}));
    std::sort(all.begin(), all.end());
    std::sort(whole.begin(), whole.end());
    CHECK((all == whole));
}

TEST_CASE("cli/events: a dry run tells what would be made, without secrets, and writes nothing") {
    const test::directory here;
    const test::outcome made = events(data + "sessions.yaml", {"--dry-run", "--seed", "3", "--endpoint-url", "http://127.0.0.1:1"});
    // All is told, but its secret is not there.
    CHECK_MESSAGE(made.status == 2, made.err);
    CHECK(made.err.find("sessions.yaml:42:3: sink_config: secret: {{secrets/my-scope/aws-key}} is not there") != std::string::npos);
    for (const char* words : {"3 types, streaming", "user.purchase", "30.00 %", "1000 events a second", "kinesis, stream_name my-events-stream",
                              "endpoint_url http://127.0.0.1:1", "aws_secret_access_key ***", "{\"user_id\":", "nothing was written"}) {
        CAPTURE(words);
        CHECK(made.out.find(words) != std::string::npos);
    }
    const std::string secret =
        write(here, "k.yaml",
              "event_types: [{event_type_id: a}]\n"
              "sink_config: {type: kinesis, stream_name: s, region: r, aws_access_key_id: hunter2, aws_secret_access_key: '{{secrets/a/b}}'}\n");
    for (const char* flag : {"--json", "-v"}) {
        const test::outcome hidden = test::run({"events", "--config", secret, "--dry-run", "--endpoint-url", "http://127.0.0.1:1", flag},
                                               [] { ::setenv("SPATE_SECRET_A_B", "swordfish", 1); });
        CHECK_MESSAGE(hidden.status == 1, hidden.err);
        CHECK((hidden.out + hidden.err).find("hunter2") == std::string::npos);
        CHECK((hidden.out + hidden.err).find("swordfish") == std::string::npos);
    }
    const std::string config = write(here, "b.yaml", batch_text);
    CHECK(events(config, {"--dry-run", "--out", here / "e.ndjson"}).status == 0);
    CHECK(here.names() == std::vector<std::string>{"b.yaml", "k.yaml"});
}

TEST_CASE("cli/events: weights that do not sum to 1 are a warning, or an error") {
    const std::string config = data + "ecommerce.yaml";
    const test::outcome made =
        events(config, {"--count", "1000", "--rate", "1M", "--seed", "1", "--start-time", "2026-01-01", "--stats", "--json", "--sink", "stdout"});
    CHECK_MESSAGE(made.status == 0, made.err);
    CHECK(made.err.find("warning: " + config + ":12:3: event_types: weights sum to 0.5, not 1, and are rescaled: each is divided by the sum\n") !=
          std::string::npos);
    const std::size_t report = made.err.find('{');
    REQUIRE(report != std::string::npos);
    const double added = test::json_parser::parse(std::string_view{made.err}.substr(report))["counts"]["cart.add"].value;
    CHECK(added > 750);
    CHECK(added < 850);
    const test::outcome refused = events(config, {"--strict", "--dry-run"});
    CHECK(refused.status == 2);
    CHECK(refused.err == "spate events: " + config +
                             ":12:3: event_types: weights sum to 0.5, which strict refuses; make them sum to 1, or give whole numbers, like 3 and 1\n");
}

TEST_CASE("cli/events: formats follow the file's ending, and payloads have their schemas beside") {
    const test::directory here;
    const std::string config = write(here, "b.yaml", batch_text);
    const auto one = [&](const std::string& name) {
        const test::outcome made = events(config, {"--count", "100", "--sink", "file", "--path", here / name, "--json"});
        CHECK_MESSAGE(made.status == 0, made.err);
        return test::read_file(here / (name.substr(0, 1) + "-00000-of-00003" + name.substr(1)));
    };
    CHECK(one("p.parquet").starts_with("PAR1"));
    CHECK(one("a.avro").starts_with("Obj\1"));
    CHECK(one("c.csv").starts_with("event_type_id,timestamp,partition_key,serialized_payload\n"));
    CHECK(one("j.json").starts_with("{\"event_type_id\""));
    CHECK(one("l.jsonl") == one("n.ndjson"));
    for (const char* payload : {"avro", "protobuf"}) {
        CAPTURE(payload);
        const std::string typed = write(here, std::string{payload} + ".yaml", batch_text + "serialization_format: " + payload + "\n");
        const test::outcome made = events(typed, {"--count", "100", "--out", here / (std::string{payload} + ".ndjson")});
        REQUIRE_MESSAGE(made.status == 0, made.err);
        const std::string schema = test::read_file(here / (std::string{payload} + ".schemas/a." + (payload[0] == 'a' ? "avsc" : "proto")));
        CHECK(schema.find(payload[0] == 'a' ? "\"name\":\"user\"" : "message A {") != std::string::npos);
    }
}

TEST_CASE("cli/events: lost events are not written, and labels are counted") {
    const test::directory here;
    const std::string config = write(here, "l.yaml", batch_text + "arrival: {late: 0.1, duplicate: 0.1, lost: 0.2, out_of_order: 0.1}\n");
    const test::outcome made = events(config, {"--sink", "stdout", "--stats"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const std::vector<std::string> lines = lines_of(made.out);
    CHECK(lines.size() > 3800);
    CHECK(lines.size() < 4200);
    std::size_t late = 0;
    for (const std::string& line : lines) {
        const test::json one = test::json_parser::parse(line);
        CHECK(one["label"].text != "lost");
        CHECK(one["serialized_payload"]["user"].value >= 1);
        late += one["label"].text == "late";
    }
    CHECK(late > 400);
    CHECK(made.err.find("out_of_order") != std::string::npos);
    CHECK(text_of(config, {"--threads", "1"}) == made.out);
    const std::string lost = std::to_string(5000 - lines.size());
    CHECK_MESSAGE(made.err.find("written  " + std::to_string(lines.size()) + " events and " + lost + " lost ones not, ") != std::string::npos, made.err);
    const test::json report = test::json_parser::parse(events(config, {"--out", here / "l.ndjson", "--json"}).out);
    CHECK(report["events"].value == static_cast<double>(lines.size()));
    CHECK(report["lost"].value == static_cast<double>(5000 - lines.size()));
}

TEST_CASE("cli/events: fragments run, with the events that configurations have by default") {
    const test::directory here;
    for (const char* name : {"batch.yaml", "delta.yaml", "kinesis.yaml", "kafka.yaml", "eventhubs.yaml", "elasticsearch.yaml", "file.yaml", "stdout.yaml"}) {
        CAPTURE(name);
        const std::string file = here / (std::string{name} + ".ndjson");
        const test::outcome made = events(data + name, {"--count", "60", "--rate", "10k", "--seed", "1", "--out", file});
        REQUIRE_MESSAGE(made.status == 0, made.err);
        CHECK(made.err.find(std::string{name} + ": there are no event_types: three of user sessions are taken") != std::string::npos);
        std::size_t lines = 0;
        for (std::size_t part = 0, parts = name == std::string{"batch.yaml"} ? 8 : 1; part < parts; ++part)
            lines += lines_of(test::read_file(spate::part_path(file, part, parts))).size();
        CHECK(lines == 60);
    }
}

TEST_CASE("cli/events: what makes no sense is refused") {
    const test::directory here;
    const std::string config = write(here, "b.yaml", batch_text), bad = write(here, "bad.yaml", "event_types:\n  - {event_type_id: a, wieght: 1}\n");
    struct refusal {
        std::string config;
        std::vector<std::string> arguments;
        std::string words;
    };
    const refusal refusals[] = {
        {config, {"--rate", "fast"}, "--rate fast: is not a number of events a second; write it like 500, 0.5, 10k or 1M"},
        {config, {"--rate", "0"}, "--rate 0: is not above 0"},
        {config, {"--count", "many"}, "--count many"},
        {config, {"--duration", "5"}, "--duration 5: is not a duration"},
        {config, {"--start-time", "soon"}, "--start-time soon: is not a time; write it like 2026-08-01T07:46:38.208Z"},
        {config, {"--shard", "3"}, "--shard 3: is not a part of so many; write it like 0/4, the first of four"},
        {config, {"--shard", "4/4"}, "--shard 4/4: is none of its parts, which begin with 0; use 0/4 for the first of them"},
        {config, {"--sink", "kafak"}, "--sink kafak: is not a sink; did you mean \"kafka\"?"},
        {config, {"--sink", "file"}, "--sink file: has no path; add --path FILE, or path to sink_config, or use --out FILE"},
        {config, {"--path", "x"}, "--path x: is given without a sink; add one, like --sink file"},
        {config, {"--start-index", "6000"}, "--start-index 6000: is beyond the 5000 events of the batch"},
        {config, {"--out", ""}, "--out: \"\" is not a file name"},
        {here / "none.yaml", {}, "cannot be read: No such file or directory"},
        {here / "none.txt", {}, "--config " + (here / "none.txt") + ": is neither JSON nor YAML by its name; name it .json, .yaml or .yml"},
        {bad, {}, bad + ":2:24: event type \"a\": unknown key \"wieght\"; did you mean \"weight\"?"}};
    for (const refusal& one : refusals) {
        CAPTURE(one.words);
        std::vector<std::string> all{"events", "--config", one.config};
        all.insert(all.end(), one.arguments.begin(), one.arguments.end());
        const test::outcome made = test::run(all);
        CHECK(made.status == 2);
        CHECK_MESSAGE(made.err.find(one.words) != std::string::npos, made.err);
    }
    const test::outcome endless = events(data + "iot.yaml", {"--out", here / "x.parquet"});
    CHECK(endless.status == 2);
    CHECK(endless.err.find("x.parquet: is parquet, which needs an end, and a stream has none; say it, like --count 1M or --duration 10s") != std::string::npos);
    CHECK(test::run({"events"}).err == "spate events: --config: is missing; name the configuration, like --config events.yaml\n");
    CHECK(here.names() == std::vector<std::string>{"b.yaml", "bad.yaml"});
}
