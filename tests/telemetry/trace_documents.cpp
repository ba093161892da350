// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/document_range.hpp>
#include <spate/telemetry/metric_documents.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/service_load.hpp>
#include <spate/telemetry/telemetry_options.hpp>
#include <spate/telemetry/trace_documents.hpp>
#include <spate/telemetry/trace_id.hpp>

#include "documents.hpp"

namespace {

using namespace spate;

std::string hex(std::uint64_t high, std::uint64_t low) {
    char out[33];
    std::snprintf(out, sizeof out, "%016llx%016llx", static_cast<unsigned long long>(high), static_cast<unsigned long long>(low));
    return out;
}

struct span {
    std::string trace, transaction, id, parent, service, host, kind, target, outcome, anomaly;
    std::int64_t begin, end;
    std::int32_t status;  // 0 for none
};

std::vector<span> spans_of(const trace_documents& source, std::uint64_t trace) {
    const document_range rows = source.rows_of(trace);
    const test::documents read{source, rows.first, static_cast<std::size_t>(rows.count)};
    std::vector<span> out;
    for (std::size_t i = 0; i < read.size(); ++i) {
        const auto text = [&](std::string_view name) { return read.is_null(name, i) ? std::string{} : std::string{read.text(name, i)}; };
        const std::int64_t begin = read.wide("@timestamp", i);
        out.push_back({text("trace.id"), text("transaction.id"), text("span.id"), text("parent.id"), text("service.name"), text("host.name"), text("span.kind"),
                       text("service.target.name"), text("event.outcome"), text("labels.anomaly"), begin, begin + read.wide("event.duration", i),
                       read.is_null("http.response.status_code", i) ? 0 : read.number("http.response.status_code", i)});
    }
    return out;
}

std::size_t parent_of(const std::vector<span>& spans, std::size_t child) {
    std::size_t parent = 0;
    while (parent < child && spans[parent].id != spans[child].parent) ++parent;
    return parent;
}

}  // namespace

TEST_CASE("telemetry/trace_documents: rows are the same however they are parted") {
    for (const field_naming names : {field_naming::ecs, field_naming::otel})
        for (const std::size_t services : {1u, 4u, 150u}) {
            telemetry_options options = test::options_of(services);
            options.names = names;
            const trace_documents source{options};
            for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1234567}, source.size() - 1500}) test::check_parts(source, first);
        }
}

TEST_CASE("telemetry/trace_documents: spans are numbered through all traces, 1 to 12 in each, as many in 16 traces as in any other") {
    telemetry_options options = test::options_of(3);
    for (const std::uint64_t intervals : {0u, 1u, 5u, 16u, 1000u}) {
        options.intervals = intervals;
        const trace_documents source{options};
        CHECK(source.traces() == 3 * intervals);
        std::uint64_t next = 0;
        std::set<std::vector<std::uint64_t>> orders;
        std::vector<std::uint64_t> sizes;
        for (std::uint64_t trace = 0; trace < source.traces(); ++trace) {
            const document_range rows = source.rows_of(trace);
            REQUIRE(rows.first == next);
            REQUIRE((rows.count >= 1 && rows.count <= 12));
            next += rows.count;
            sizes.push_back(rows.count);
            if (trace % 16 != 15) continue;
            REQUIRE(next == (trace + 1) / 16 * 92);
            orders.insert(sizes);
            sizes.clear();
        }
        CHECK(source.size() == next);
        if (intervals == 1000) CHECK(orders.size() > 180);
    }
}

TEST_CASE("telemetry/trace_documents: a trace is a tree of spans, each within its parent and behind its siblings") {
    const telemetry_options options = test::options_of(4);
    const trace_documents source{options};
    const anomaly_plan plan{options};
    const key128 ids = trace_key(options.from), hosts = host_key(options.from);
    std::set<std::string> all;
    std::size_t count = 0, calls = 0, queries = 0, steps = 0;
    for (std::uint64_t trace = 5000; trace < 7000; ++trace) {
        CAPTURE(trace);
        const auto service = static_cast<std::uint32_t>(trace % 4);
        const std::uint64_t interval = trace / 4;
        const std::vector<span> spans = spans_of(source, trace);
        const trace_identifier id = trace_id(ids, trace);
        const std::int64_t begin = options.begin + static_cast<std::int64_t>(interval * options.interval);
        REQUIRE(spans[0].service == "service-" + std::to_string(service));
        REQUIRE(spans[0].kind == "server");
        REQUIRE((spans[0].begin >= begin && spans[0].begin < begin + static_cast<std::int64_t>(options.interval)));
        std::vector<std::int64_t> behind(spans.size());
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const span& one = spans[i];
            REQUIRE(one.trace == hex(id.high, id.low));
            REQUIRE(one.id == hex(0, span_id(id, i)).substr(16));
            all.insert(one.id);
            ++count;
            const auto number = static_cast<std::uint32_t>(std::stoul(one.service.substr(8)));
            const std::uint32_t host = host_of(hosts, number, interval, options.services[number].hosts);
            REQUIRE(one.host == one.service + "-0" + std::to_string(host + 1));
            REQUIRE(one.anomaly == to_string(plan.at(number, interval)));
            behind[i] = one.begin;
            if (i == 0) {
                REQUIRE(one.parent.empty());
                REQUIRE(one.transaction == one.id);
                continue;
            }
            const std::size_t parent = parent_of(spans, i);
            REQUIRE(parent < i);
            REQUIRE(one.begin >= behind[parent]);
            REQUIRE(one.end >= one.begin);
            REQUIRE(one.end <= spans[parent].end);
            REQUIRE(one.begin >= spans[i - 1].begin);
            behind[parent] = one.end;
            const span& caller = spans[parent];
            if (one.kind == "server") {
                REQUIRE(caller.kind == "client");
                REQUIRE(caller.target == one.service);
                REQUIRE(caller.service != one.service);
                REQUIRE(one.transaction == one.id);
                ++calls;
            } else {
                REQUIRE((caller.kind == "server" || caller.kind == "internal"));
                REQUIRE(one.service == caller.service);
                REQUIRE(one.transaction == caller.transaction);
                queries += one.target == "postgresql" || one.target == "redis" ? 1 : 0;
                steps += one.kind == "internal" ? 1 : 0;
            }
            REQUIRE((one.kind == "client") == !one.target.empty());
        }
    }
    CHECK(all.size() == count);
    for (const std::size_t kind : {calls, queries, steps}) CHECK(kind > 1000);
}

TEST_CASE("telemetry/trace_documents: the exemplar of a metric document is a trace whose root is at its service and host, in its interval") {
    telemetry_options options = test::options_of(7);
    options.intervals = 400;
    options.interval = 10'000'000;
    const trace_documents source{options};
    const metric_documents metrics{options};
    REQUIRE(source.traces() == metrics.size());
    const test::documents read{metrics, 0, 2800};
    for (std::uint64_t i = 0; i < 2800; ++i) {
        CAPTURE(i);
        const span root = spans_of(source, i)[0];
        const auto row = static_cast<std::size_t>(i);
        REQUIRE(read.text("trace.id", row) == root.trace);
        REQUIRE(read.text("service.name", row) == root.service);
        REQUIRE(read.text("host.name", row) == root.host);
        REQUIRE(read.text("anomaly", row) == root.anomaly);
        const std::int64_t begin = read.wide("@timestamp", row) * 1'000'000;
        REQUIRE((root.begin >= begin && root.begin < begin + 10'000'000));
    }
}

TEST_CASE("telemetry/trace_documents: errors go up to the root, always from a server to its client, else in one case of four") {
    telemetry_options options = test::options_of(4);
    for (service_profile& one : options.services) one.errors = 50'000;
    const trace_documents source{options};
    std::size_t servers = 0, others = 0, passed = 0, roots = 0, unanswered = 0;
    for (std::uint64_t trace = 0; trace < 8000; ++trace) {
        const std::vector<span> spans = spans_of(source, trace);
        roots += spans[0].outcome == "failure" ? 1 : 0;
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const span& one = spans[i];
            const bool failed = one.outcome == "failure";
            if (one.kind == "server") REQUIRE((one.status >= 500) == failed);
            if (one.kind == "client" && one.status == 0 && one.target.rfind("service", 0) == 0) ++unanswered;
            if (i == 0) continue;
            const std::size_t parent = parent_of(spans, i);
            const span& caller = spans[parent];
            if (one.kind == "server" && caller.status != 0) REQUIRE(caller.status == one.status);
            if (!failed) continue;
            if (one.kind == "server") {
                ++servers;
                REQUIRE(caller.outcome == "failure");
                continue;
            }
            // A parent that fails of itself, or with another child, would blur the count.
            const auto siblings =
                std::count_if(spans.begin() + 1, spans.end(), [&](const span& s) { return s.parent == one.parent && s.outcome == "failure"; });
            if (siblings != 1) continue;
            ++others;
            passed += caller.outcome == "failure" ? 1 : 0;
        }
    }
    CHECK(servers > 400);
    CHECK(unanswered > 50);
    const double share = static_cast<double>(passed) / static_cast<double>(others), failing = static_cast<double>(roots) / 8000;
    CHECK(share > 0.2);
    CHECK(share < 0.32);
    CHECK(failing > 0.055);
    CHECK(failing < 0.15);
}

TEST_CASE("telemetry/trace_documents: storms make requests long, bursts make them fail") {
    telemetry_options options = test::options_of(4);
    options.anomaly_rate = ratio{1, 4};
    const trace_documents source{options};
    struct sums {
        double count = 0, failed = 0;
        std::vector<std::int64_t> times;
    };
    std::vector<sums> of(6);
    const test::documents read{source, 0, 200'000};
    const anomaly_plan plan{options};
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (!read.is_null("parent.id", i)) continue;
        const auto found = std::find(std::begin(anomaly_kind_names), std::end(anomaly_kind_names), read.text("labels.anomaly", i));
        sums& to = of[static_cast<std::size_t>(found - std::begin(anomaly_kind_names))];
        ++to.count;
        to.failed += read.text("event.outcome", i) == "failure" ? 1 : 0;
        to.times.push_back(read.wide("event.duration", i));
    }
    const auto median = [](sums& sum) {
        std::nth_element(sum.times.begin(), sum.times.begin() + static_cast<std::ptrdiff_t>(sum.times.size() / 2), sum.times.end());
        return static_cast<double>(sum.times[sum.times.size() / 2]);
    };
    for (const sums& one : of) REQUIRE(one.count > 500);
    CHECK(median(of[4]) > 2.5 * median(of[0]));
    CHECK(of[5].failed / of[5].count > 0.09);
    CHECK(of[5].failed / of[5].count < 0.3);
    CHECK(of[0].failed / of[0].count < 0.06);
}

TEST_CASE("telemetry/trace_documents: half of a service's server spans take about its latency or less, and more under load") {
    telemetry_options options{.from = seed{3}, .services = usual_services(16), .anomaly_rate = ratio{0, 1}};
    options.noise = ratio{0, 1};
    const trace_documents source{options};
    const test::documents read{source, 0, 150'000};
    for (const service_profile& one : options.services) {
        CAPTURE(one.name);
        std::vector<std::int64_t> times;
        for (std::size_t i = 0; i < read.size(); ++i)
            if (read.text("service.name", i) == one.name && read.text("span.kind", i) == "server") times.push_back(read.wide("event.duration", i));
        REQUIRE(times.size() > 1000);
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        const double share = static_cast<double>(*middle) / (1000.0 * one.latency);
        CHECK(share > 0.6);
        CHECK(share < 1.4);
    }
    // Night and the daily peak of one service.
    const service_load loads{options};
    const auto mean = [&](std::uint64_t interval) {
        double sum = 0;
        for (std::uint64_t i = 0; i < 600; ++i) {
            const test::documents root{source, source.rows_of((interval + i) * 16).first, 1};
            sum += static_cast<double>(root.wide("event.duration", 0));
        }
        return sum / 600;
    };
    std::uint64_t quiet = 0, busy = 0;
    for (std::uint64_t hour = 0; hour < 24; ++hour) {
        if (loads.load(0, hour * 3600) < loads.load(0, quiet)) quiet = hour * 3600;
        if (loads.load(0, hour * 3600) > loads.load(0, busy)) busy = hour * 3600;
    }
    CHECK(mean(busy) > 1.1 * mean(quiet));
}

TEST_CASE("telemetry/trace_documents: both namings say the same") {
    telemetry_options options = test::options_of(4);
    const trace_documents ecs{options};
    options.names = field_naming::otel;
    const trace_documents otel{options};
    CHECK(test::names_of(ecs.type()) ==
          "@timestamp trace.id transaction.id span.id parent.id service.name service.version service.environment host.name span.name span.kind "
          "http.request.method http.route http.response.status_code service.target.name event.duration event.outcome labels.anomaly");
    CHECK(test::names_of(otel.type()) == "traceId spanId parentSpanId name kind startTimeUnixNano endTimeUnixNano status attributes resource");
    REQUIRE(ecs.size() == otel.size());
    const test::documents a{ecs, 1000, 3000}, b{otel, 1000, 3000};
    const auto same = [&](std::string_view one, std::string_view other, std::size_t i) {
        if (a.is_null(one, i) || b.is_null(other, i)) return a.is_null(one, i) == b.is_null(other, i);
        return a.text(one, i) == b.text(other, i);
    };
    for (std::size_t i = 0; i < a.size(); ++i) {
        CAPTURE(i);
        REQUIRE(same("trace.id", "traceId", i));
        REQUIRE(same("span.id", "spanId", i));
        REQUIRE(same("parent.id", "parentSpanId", i));
        REQUIRE(same("span.name", "name", i));
        REQUIRE(same("service.name", "resource/service.name", i));
        REQUIRE(same("service.version", "resource/service.version", i));
        REQUIRE(same("service.environment", "resource/deployment.environment.name", i));
        REQUIRE(same("host.name", "resource/host.name", i));
        REQUIRE(same("http.request.method", "attributes/http.request.method", i));
        REQUIRE(same("http.route", "attributes/http.route", i));
        REQUIRE(same("labels.anomaly", "attributes/anomaly", i));
        REQUIRE(a.is_null("http.response.status_code", i) == b.is_null("attributes/http.response.status_code", i));
        REQUIRE(a.number("http.response.status_code", i) == b.number("attributes/http.response.status_code", i));
        REQUIRE(a.wide("@timestamp", i) == b.wide("startTimeUnixNano", i));
        REQUIRE(a.wide("event.duration", i) == b.wide("endTimeUnixNano", i) - b.wide("startTimeUnixNano", i));
        const bool failed = a.text("event.outcome", i) == "failure";
        REQUIRE(b.number("status/code", i) == (failed ? 2 : 0));
        REQUIRE(b.is_null("status/message", i) == !failed);
        const std::string_view kind = a.text("span.kind", i);
        REQUIRE(b.number("kind", i) == (kind == "internal" ? 1 : kind == "server" ? 2 : 3));
        const std::string_view target = b.is_null("attributes/db.system.name", i) ? "attributes/peer.service" : "attributes/db.system.name";
        REQUIRE(same("service.target.name", target, i));
    }
}

TEST_CASE("telemetry/trace_documents: nothing hangs on the seed but by keys, and everything hangs on it") {
    const trace_documents one{test::options_of(4, 1)}, other{test::options_of(4, 2)};
    const test::documents a{one, 0, 2000}, b{other, 0, 2000};
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        same += a.text("span.id", i) == b.text("span.id", i) || a.wide("@timestamp", i) == b.wide("@timestamp", i) ? 1 : 0;
    CHECK(same == 0);
}

TEST_CASE("telemetry/trace_documents: what cannot be made is refused") {
    telemetry_options options = test::options_of(2);
    options.interval = 0;
    CHECK_THROWS_AS(trace_documents{options}, config_error);
    options = test::options_of(2);
    options.services[1].hosts = 0;
    CHECK_THROWS_AS(trace_documents{options}, config_error);
    options.services.clear();
    CHECK_THROWS_AS(trace_documents{options}, config_error);
}
