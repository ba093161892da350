// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/metric_documents.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/exec/inline.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/sink/memory.hpp>

#include "../field/laws.hpp"
#include "../support/isa.hpp"
#include "statistics.hpp"

using namespace spate;

namespace {

telemetry_options usual(std::uint32_t services = 4) { return {.from = seed{42}, .services = usual_services(services)}; }

// The column of a name. Requires that there is one.
const column& named(const metric_documents& documents, const batch& rows, std::string_view name) {
    std::size_t i = 0;
    while (documents.type()[i].name != name) ++i;
    return rows.columns[i];
}

std::size_t differences(const record_type& type, const batch& whole, std::size_t at, const batch& part) {
    std::size_t differ = 0;
    for (std::size_t i = 0; i < type.size(); ++i)
        for (std::size_t row = 0; row < part.count; ++row) differ += !laws::same_value(type[i].type, whole.columns[i], at + row, part.columns[i], row);
    return differ;
}

// Bytes of a document, on average over 90 days.
double average_bytes(const telemetry_options& options) {
    const metric_documents documents{options};
    auto encoder = ndjson{}.encoder(documents.type());
    batch rows;
    text_buffer out;
    constexpr std::uint64_t of_90_days = 4 * 86'400 * 90, places = 97;
    for (std::uint64_t place = 0; place < places; ++place) {
        documents.fill(of_90_days / places * place, 1024, rows);
        encoder.encode(rows, out);
    }
    return static_cast<double>(out.size()) / (1024 * places);
}

}  // namespace

TEST_CASE("telemetry/metric_documents: the same documents from any part of them") {
    std::vector<telemetry_options> all;
    for (const std::uint32_t services : {1u, 3u, 4u, 700u}) all.push_back(usual(services));
    all[1].detail = document_detail::full, all[1].histogram = true;
    all[2].restart = 100'000'000'000, all[2].interval = 250'000'000, all[2].names = field_naming::otel;
    all[3].detail = document_detail::lean;
    for (const telemetry_options& options : all) {
        const metric_documents documents{options};
        batch whole, part;
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{12'345'679}, documents.size() - 2000}) {
            documents.fill(first, 2000, whole);
            for (std::size_t i = 0; i < whole.columns.size(); ++i) laws::check_column(documents.type()[i].type, whole.columns[i], 2000);
            std::size_t differ = 0;
            for (std::size_t at = 0, size = 1; at < 2000; at += part.count, size = size * 3 % 701) {
                documents.fill(first + at, std::min(size, 2000 - at), part);
                differ += differences(documents.type(), whole, at, part);
            }
            for (std::size_t at = 0; at < 2000; at += 41) {
                documents.fill(first + at, 1, part);
                differ += differences(documents.type(), whole, at, part);
            }
            CHECK(differ == 0);
        }
    }
}

TEST_CASE("telemetry/metric_documents: any instruction set and number of threads, the same bytes") {
    telemetry_options options = usual();
    options.intervals = 20'000;
    const metric_documents documents{options};
    CHECK(documents.size() == 80'000);
    const auto written = [&](auto& executor) {
        std::string bytes(20'000'000, '\0');
        const record_report report = run(documents, ndjson{}, memory_sink{std::as_writable_bytes(std::span{bytes})}, executor);
        CHECK(report.rows == 80'000);
        bytes.resize(report.bytes);
        return bytes;
    };
    inline_executor here;
    const std::string one = written(here);
    thread_pool pool{pool_options{.threads = 3}};
    const bool same_by_threads = written(pool) == one;
    CHECK(same_by_threads);
    const test::with_isa scalar{simd::isa::scalar};
    const bool same_by_isa = written(here) == one;
    CHECK(same_by_isa);
}

TEST_CASE("telemetry/metric_documents: columns tell the state of services") {
    telemetry_options options = usual(3);
    options.detail = document_detail::full;
    options.histogram = true;
    options.begin += 500'000'000;
    const metric_documents documents{options};
    CHECK(documents.type()[0] == field_type{"@timestamp", {.id = type_id::timestamp, .places = 3}});
    batch rows;
    constexpr std::uint64_t first = 1'000'001;
    documents.fill(first, 3000, rows);
    const key128 traces = trace_key(seed{42}), hosts = host_key(seed{42});
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < rows.count; ++row) {
        const auto service = static_cast<std::uint32_t>((first + row) % 3);
        const std::uint64_t interval = (first + row) / 3;
        const service_moment now = documents.load().at(service, interval);
        const service_profile& profile = options.services[service];
        const auto number = [&](std::string_view name) { return named(documents, rows, name).values<std::int64_t>()[row]; };
        const auto text = [&](std::string_view name) { return named(documents, rows, name).text(row); };
        char trace[32];
        put_hex(trace, trace_id(traces, first + row));
        const std::string host = host_name(profile, host_of(hosts, service, interval, profile.hosts));
        wrong += number("@timestamp") != 1'735'689'600'500 + static_cast<std::int64_t>(interval) * 1000;
        wrong += text("service.name") != profile.name || text("host.name") != host || text("trace.id") != std::string_view{trace, 32};
        wrong += number("cpu") != now.cpu || number("memory") != now.memory || number("latency_ms") != static_cast<std::int64_t>(now.latency / 10);
        wrong += number("requests") != static_cast<std::int64_t>(now.requests) || number("errors") != static_cast<std::int64_t>(now.errors);
        wrong += text("anomaly") != to_string(documents.load().anomalies().at(service, interval));
        wrong += text("service.version") != profile.version || text("kubernetes.container.name") != profile.name || text("agent.type") != "spate";
        wrong += text("service.node.name") != host + ".production.svc.cluster.local";
    }
    CHECK(wrong == 0);
}

TEST_CASE("telemetry/metric_documents: a histogram has all requests of the interval, about its median") {
    telemetry_options options = usual(4);
    options.detail = document_detail::lean;
    options.histogram = true;
    for (service_profile& one : options.services) one.requests *= 100;
    const metric_documents documents{options};
    batch rows;
    documents.fill(0, 4000, rows);
    const column& counts = named(documents, rows, "latency_counts");
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < rows.count; ++row) {
        const service_load::walk walk{documents.load(), static_cast<std::uint32_t>(row % 4), row / 4};
        const std::int64_t* const buckets = counts.child(0).values<std::int64_t>() + counts.offsets()[row];
        wrong += counts.offsets()[row + 1] - counts.offsets()[row] != 15;
        std::uint64_t sum = 0, below = 0;
        for (std::size_t i = 0; i < 15; ++i) {
            wrong += buckets[i] < 0;
            sum += static_cast<std::uint64_t>(buckets[i]);
            if (i < 14 && detail::duration_histogram::bounds[i] <= walk.now().latency) below = sum;
            if (i < 14 && detail::duration_histogram::bounds[i] >= walk.now().latency) {
                wrong += sum < walk.arrivals() / 2;
                break;
            }
        }
        wrong += below > (walk.arrivals() + 1) / 2;
        sum = 0;
        for (std::size_t i = 0; i < 15; ++i) sum += static_cast<std::uint64_t>(buckets[i]);
        wrong += sum != walk.arrivals();
    }
    CHECK(wrong == 0);
}

TEST_CASE("telemetry/metric_documents: histograms are log-normal") {
    const detail::duration_histogram histogram;
    std::int64_t counts[15];
    histogram.put(1'000'000, 50'000, counts);
    // One, and log2(0.1 / 0.075) and so on, standard deviations of a factor of two from the median.
    constexpr std::array<std::int64_t, 15> expected = {446, 9'797, 148'412, 341'345, 220'709, 120'636, 148'557, 9'649, 402, 39, 8, 0, 0, 0, 0};
    for (std::size_t i = 0; i < 15; ++i) CHECK(std::abs(static_cast<double>(counts[i] - expected[i])) < 500);
}

TEST_CASE("telemetry/metric_documents: sizes are what they should be") {
    telemetry_options options = usual();
    CHECK(average_bytes(options) == doctest::Approx(215).epsilon(1.0 / 215));
    options.from = seed{0};
    CHECK(average_bytes(options) == doctest::Approx(215).epsilon(1.0 / 215));
    options.detail = document_detail::lean;
    CHECK(average_bytes(options) == doctest::Approx(112).epsilon(1.0 / 112));
    options.detail = document_detail::full;
    CHECK(average_bytes(options) == doctest::Approx(1132).epsilon(2.0 / 1132));
}

TEST_CASE("telemetry/metric_documents: 2 % of a million documents are anomalies, and look like it") {
    const metric_documents documents{usual()};
    batch rows;
    std::array<std::uint64_t, anomaly_kinds> found{};
    std::array<std::vector<double>, anomaly_kinds> latencies, processors;
    for (std::uint64_t first = 0; first < 1'000'000; first += 10'000) {
        documents.fill(first, 10'000, rows);
        for (std::size_t row = 0; row < rows.count; ++row) {
            const std::uint32_t kind = named(documents, rows, "anomaly").values<std::uint32_t>()[row];
            ++found[kind];
            if ((first + row) % 4 != 1) continue;
            latencies[kind].push_back(static_cast<double>(named(documents, rows, "latency_ms").values<std::int64_t>()[row]));
            processors[kind].push_back(static_cast<double>(named(documents, rows, "cpu").values<std::int64_t>()[row]));
        }
    }
    CHECK(1'000'000 - found[0] >= 19'900);
    CHECK(1'000'000 - found[0] <= 20'100);
    for (std::size_t kind = 1; kind < anomaly_kinds; ++kind) CHECK(found[kind] > 3'000);
    const auto of = [](anomaly_kind kind) { return static_cast<std::size_t>(kind); };
    CHECK(test::mean_of(latencies[of(anomaly_kind::latency_storm)]) > 6 * test::mean_of(latencies[0]));
    CHECK(test::mean_of(processors[of(anomaly_kind::spike)]) > 1.6 * test::mean_of(processors[0]));
    CHECK(test::mean_of(processors[of(anomaly_kind::drop)]) < 0.8 * test::mean_of(processors[0]));
}

TEST_CASE("telemetry/metric_documents: names of OpenTelemetry, and times of any interval") {
    telemetry_options options = usual(1);
    options.names = field_naming::otel;
    options.interval = 1'500;
    options.intervals = 10;
    const metric_documents documents{options};
    batch rows;
    documents.fill(3, 1, rows);
    auto encoder = ndjson{}.encoder(documents.type());
    text_buffer out;
    encoder.encode(rows, out);
    CHECK(out.text().starts_with(R"({"timestamp":"2025-01-01T00:00:00.000004500Z","service.name":"cart","host.name":"cart-0)"));
    CHECK(out.text().find(R"(,"http.server.request.duration.median":0.0)") != std::string_view::npos);
    CHECK(out.text().find(R"(,"trace_id":")") != std::string_view::npos);
}

TEST_CASE("telemetry/metric_documents: full ones say that they are in the data stream that is named") {
    telemetry_options options = usual(1);
    options.detail = document_detail::full;
    const auto text_of = [&] {
        const metric_documents documents{options};
        batch rows;
        documents.fill(0, 1, rows);
        auto encoder = ndjson{}.encoder(documents.type());
        text_buffer out;
        encoder.encode(rows, out);
        return std::string{out.text()};
    };
    CHECK(text_of().find(R"("data_stream.type":"metrics","data_stream.dataset":"kubernetes.pod","data_stream.namespace":"default"})") != std::string::npos);
    options.data_stream = "metrics-shop-blue";
    CHECK(text_of().find(R"("data_stream.type":"metrics","data_stream.dataset":"shop","data_stream.namespace":"blue"})") != std::string::npos);
}

TEST_CASE("telemetry/metric_documents: end where told") {
    telemetry_options options = usual(3);
    options.intervals = 5;
    const metric_documents documents{options};
    CHECK(documents.size() == 15);
    batch rows;
    CHECK_NOTHROW(documents.fill(15, 0, rows));
    CHECK_THROWS_AS(documents.fill(14, 2, rows), config_error);
    options.services.clear();
    CHECK_THROWS_AS(metric_documents{options}, config_error);
    std::array<std::byte, 4096> bytes;
    inline_executor here;
    CHECK(run(documents | spate::rows(7), ndjson{}, memory_sink{bytes}, here).rows == 7);
}
