// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/telemetry/document_range.hpp>
#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/telemetry_options.hpp>
#include <spate/telemetry/trace_documents.hpp>

#include "documents.hpp"

using namespace spate;

TEST_CASE("telemetry/log_documents: rows are the same however they are parted") {
    for (const field_naming names : {field_naming::ecs, field_naming::otel})
        for (const std::size_t services : {1u, 4u, 150u}) {
            telemetry_options options = test::options_of(services);
            options.names = names;
            const log_documents source{options};
            for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1234567}, source.size() - 1500}) test::check_parts(source, first);
        }
}

TEST_CASE("telemetry/log_documents: lines are numbered through all traces, 1 to 8 in each, as many in 16 traces as in any other") {
    telemetry_options options = test::options_of(3);
    for (const std::uint64_t intervals : {0u, 1u, 5u, 16u, 1000u}) {
        options.intervals = intervals;
        const log_documents source{options};
        CHECK(source.traces() == 3 * intervals);
        std::uint64_t next = 0;
        for (std::uint64_t trace = 0; trace < source.traces(); ++trace) {
            const document_range rows = source.rows_of(trace);
            REQUIRE(rows.first == next);
            REQUIRE((rows.count >= 1 && rows.count <= 8));
            next += rows.count;
            if (trace % 16 == 15) REQUIRE(next == (trace + 1) / 16 * 56);
        }
        CHECK(source.size() == next);
    }
}

TEST_CASE("telemetry/log_documents: a line is of a span of its trace, within it in time, and as grave as what it tells") {
    telemetry_options options = test::options_of(4);
    options.anomaly_rate = ratio{1, 4};
    for (service_profile& one : options.services) one.errors = 20'000;
    const log_documents lines{options};
    const trace_documents spans{options};
    std::size_t levels[4] = {}, requests = 0;
    std::set<std::string> users;
    for (std::uint64_t trace = 3000; trace < 5000; ++trace) {
        CAPTURE(trace);
        const document_range line_rows = lines.rows_of(trace), span_rows = spans.rows_of(trace);
        const test::documents log{lines, line_rows.first, static_cast<std::size_t>(line_rows.count)};
        const test::documents of{spans, span_rows.first, static_cast<std::size_t>(span_rows.count)};
        std::int64_t before = 0;
        std::string user_of_trace;
        for (std::size_t i = 0; i < log.size(); ++i) {
            std::size_t span = 0;
            while (span < of.size() && of.text("span.id", span) != log.text("span.id", i)) ++span;
            REQUIRE(span < of.size());
            for (const char* const name : {"trace.id", "service.name", "service.version", "service.environment", "host.name", "labels.anomaly"})
                REQUIRE(log.text(name, i) == of.text(name, span));
            const std::int64_t time = log.wide("@timestamp", i), begin = of.wide("@timestamp", span);
            REQUIRE(time >= begin);
            REQUIRE(time <= begin + of.wide("event.duration", span));
            REQUIRE(time >= before);
            before = time;

            const std::string_view level = log.text("log.level", i), message = log.text("message", i);
            const bool failed = of.text("event.outcome", span) == "failure", comes = i == 0 && log.size() > 1;
            const bool request = !of.is_null("http.request.method", span), storm = of.text("labels.anomaly", span) == "latency_storm";
            const std::string_view expected = comes ? "DEBUG" : failed ? "ERROR" : storm ? "WARN" : request ? "INFO" : "DEBUG";
            REQUIRE(level == expected);
            ++levels[level == "DEBUG" ? 0 : level == "INFO" ? 1 : level == "WARN" ? 2 : 3];
            REQUIRE(message.find(of.text("span.name", span)) != std::string_view::npos);
            if (comes) REQUIRE(message.find("accepted") != std::string_view::npos);
            if (!comes) REQUIRE(message.find(" ms") != std::string_view::npos);
            if (const auto at = message.find("user "); at != std::string_view::npos) {
                const std::string user{message.substr(at, message.find(' ', at + 5) - at)};
                if (user_of_trace.empty()) user_of_trace = user;
                REQUIRE(user == user_of_trace);
                users.insert(user);
            }
            if (comes || of.is_null("http.response.status_code", span)) continue;
            ++requests;
            REQUIRE(message.find(" " + std::to_string(of.number("http.response.status_code", span)) + " ") != std::string_view::npos);
        }
        REQUIRE(log.text("span.id", log.size() - 1) == of.text("span.id", 0));
        REQUIRE(before == of.wide("@timestamp", 0) + of.wide("event.duration", 0));
    }
    for (const std::size_t level : levels) CHECK(level > 100);
    CHECK(requests > 2000);
    CHECK(users.size() > 1900);
}

TEST_CASE("telemetry/log_documents: both namings say the same") {
    telemetry_options options = test::options_of(4);
    const log_documents ecs{options};
    options.names = field_naming::otel;
    const log_documents otel{options};
    CHECK(test::names_of(ecs.type()) ==
          "@timestamp log.level message ecs.version service.name service.version service.environment host.name event.dataset trace.id span.id data_stream.type "
          "data_stream.dataset data_stream.namespace labels.anomaly");
    CHECK(test::names_of(otel.type()) == "timeUnixNano observedTimeUnixNano severityNumber severityText body attributes traceId spanId flags resource");
    REQUIRE(ecs.size() == otel.size());
    const test::documents a{ecs, 1000, 3000}, b{otel, 1000, 3000};
    for (std::size_t i = 0; i < a.size(); ++i) {
        CAPTURE(i);
        REQUIRE(a.text("log.level", i) == b.text("severityText", i));
        REQUIRE(a.text("message", i) == b.text("body", i));
        REQUIRE(a.text("trace.id", i) == b.text("traceId", i));
        REQUIRE(a.text("span.id", i) == b.text("spanId", i));
        REQUIRE(a.text("service.name", i) == b.text("resource/service.name", i));
        REQUIRE(a.text("host.name", i) == b.text("resource/host.name", i));
        REQUIRE(a.text("labels.anomaly", i) == b.text("attributes/anomaly", i));
        REQUIRE(a.wide("@timestamp", i) == b.wide("timeUnixNano", i));
        const std::int64_t late = b.wide("observedTimeUnixNano", i) - b.wide("timeUnixNano", i);
        REQUIRE((late >= 0 && late < 5'000'000));
        const std::string_view level = a.text("log.level", i);
        REQUIRE(b.number("severityNumber", i) == (level == "DEBUG" ? 5 : level == "INFO" ? 9 : level == "WARN" ? 13 : 17));
        REQUIRE(b.number("flags", i) == 1);
    }
}

TEST_CASE("telemetry/log_documents: data streams have names that Elasticsearch takes, whatever services are called") {
    telemetry_options options = test::options_of(1);
    options.services[0].name = "Check\"out-\n2 \xc3\xa4" + std::string(200, 'x');
    options.services[0].environment = "Pre-Prod";
    const log_documents source{options};
    const test::documents read{source, 0, 100};
    CHECK(read.text("data_stream.type", 0) == "logs");
    CHECK(read.text("data_stream.dataset", 0) == "check_out__2___" + std::string(85, 'x'));
    CHECK(read.text("event.dataset", 0) == read.text("data_stream.dataset", 0));
    CHECK(read.text("data_stream.namespace", 0) == "pre_prod");
    CHECK(read.text("ecs.version", 0) == "8.11.0");

    // One stream for all services, as Elasticsearch's own templates have it.
    options.data_stream = "logs-shop.front-a-b";
    const log_documents together{options};
    const test::documents one{together, 0, 100};
    CHECK(one.text("data_stream.type", 99) == "logs");
    CHECK(one.text("data_stream.dataset", 99) == "shop.front");
    CHECK(one.text("data_stream.namespace", 99) == "a-b");
    CHECK(one.text("event.dataset", 99) == read.text("event.dataset", 99));
    for (const char* const none : {"", "logs", "logs-shop", "-shop-a", "logs--a", "logs-shop-"}) {
        options.data_stream = none;
        CHECK(test::documents{log_documents{options}, 0, 1}.text("data_stream.namespace", 0) == "pre_prod");
    }
    // A message that names the service is escaped.
    ndjson::encoder_type encoder{source.type()};
    batch rows;
    text_buffer out;
    source.fill(0, 500, rows);
    encoder.encode(rows, out);
    CHECK(out.text().find("Check\\\"out-\\n2 \xc3\xa4xxx") != std::string_view::npos);
    CHECK(out.text().find("Check\"") == std::string_view::npos);
    CHECK(std::count(out.text().begin(), out.text().end(), '\n') == 500);
}

TEST_CASE("telemetry/log_documents: rows beyond the end are refused") {
    telemetry_options options = test::options_of(2);
    options.intervals = 8;
    const log_documents source{options};
    REQUIRE(source.size() == 56);
    batch out;
    source.fill(50, 6, out);
    CHECK_THROWS_AS(source.fill(50, 7, out), config_error);
    options.services.clear();
    CHECK_THROWS_AS(log_documents{options}, config_error);
}
