// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_METRIC_DOCUMENTS_HPP
#define SPATE_TELEMETRY_METRIC_DOCUMENTS_HPP

/// `run(metric_documents{options} | rows(n), ndjson(), sink)`: what services are measured at, interval by interval.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/schema.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/check_options.hpp>
#include <spate/telemetry/detail/data_stream_parts.hpp>
#include <spate/telemetry/detail/duration_histogram.hpp>
#include <spate/telemetry/detail/metric_labels.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/service_load.hpp>
#include <spate/telemetry/telemetry_options.hpp>
#include <spate/telemetry/trace_id.hpp>

namespace spate::inline v0 {

namespace detail {

/// A column of metric documents; labels of agents are further ones.
enum class metric_field : unsigned char { time, service, host, trace, cpu, memory, latency, requests, errors, anomaly, histogram };

struct metric_name {
    metric_field field;
    std::string_view ecs, otel;
    document_detail from;  // the least detail that has it
};

inline constexpr metric_name metric_names[] = {
    {metric_field::time, "@timestamp", "timestamp", document_detail::lean},
    {metric_field::service, "service.name", "service.name", document_detail::lean},
    {metric_field::host, "host.name", "host.name", document_detail::usual},
    {metric_field::trace, "trace.id", "trace_id", document_detail::usual},
    {metric_field::cpu, "cpu", "system.cpu.utilization", document_detail::lean},
    {metric_field::memory, "memory", "system.memory.utilization", document_detail::full},
    {metric_field::latency, "latency_ms", "http.server.request.duration.median", document_detail::lean},
    {metric_field::requests, "requests", "http.server.requests", document_detail::usual},
    {metric_field::errors, "errors", "http.server.errors", document_detail::usual},
    {metric_field::anomaly, "anomaly", "anomaly", document_detail::lean},
};

}  // namespace detail

/// The metrics of services: a record_source. Document i is that of service i % services in interval i / services. Its columns, by their ECS names:
///
/// | name | type | what |
/// |---|---|---|
/// | @timestamp | timestamp | when the interval begins; without decimals where begin and interval are whole seconds, with 3, 6 or 9 otherwise |
/// | service.name, host.name | text with a dictionary | host_of(service, interval) |
/// | trace.id | text | 32 hexadecimal digits: trace i, an exemplar |
/// | cpu, memory | decimal, 4 places | the shares in use, of 1 |
/// | latency_ms | decimal, 2 places | the median duration of requests (OpenTelemetry: in seconds, 5 places) |
/// | requests, errors | int64 | counters since the process was started |
/// | anomaly | text with a dictionary | the kind's name, or none |
///
/// Lean documents have time, service, cpu, latency and anomaly; full ones also memory and the labels that agents add. With `histogram` there is the list of the
/// interval's requests by duration: 15 counts, between OpenTelemetry's bounds 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5 and 10
/// seconds, whose sum is the increment of `requests`.
///
/// Determinism: a pure function of options and number, in integers. Cost: some 25 ns a document for up to a hundred services. Thread safety: a value; copies
/// share the texts, which live as long as one of them: no longer than that may a batch be read.
class metric_documents {
public:
    /// Throws config_error, which names the option.
    explicit metric_documents(const telemetry_options& options) : shared_{std::make_shared<const tables>(options)} {}

    [[nodiscard]] const record_type& type() const noexcept { return shared_->type; }
    /// Services times intervals.
    [[nodiscard]] std::uint64_t size() const noexcept { return shared_->size; }
    /// The state of services that the documents tell.
    [[nodiscard]] const service_load& load() const noexcept { return shared_->load; }
    [[nodiscard]] const telemetry_options& options() const noexcept { return shared_->options; }

    /// Makes documents [first, first + count). Throws config_error beyond the end.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        const tables& of = *shared_;
        if (first > of.size || count > of.size - first)
            detail::raise_config("documents", std::to_string(first) + " and " + std::to_string(count) + " more",
                                 "go beyond the end at " + std::to_string(of.size), "ask for fewer, or give more intervals");
        out.first = first;
        out.count = count;
        out.columns.resize(of.type.size());
        const places to = start(count, out);
        const std::size_t services = of.options.services.size();
        const auto [first_interval, first_service] = of.by_services.divide(first);
        for (std::size_t row = 0; row < std::min(services, count); ++row) {
            const std::uint64_t beyond = first_service + row;
            const std::uint64_t interval = first_interval + (beyond >= services ? 1 : 0);
            fill_service(static_cast<std::uint32_t>(beyond >= services ? beyond - services : beyond), interval, row, count, to);
        }
        if (to.trace != nullptr) fill_traces(first, count, *to.trace);
        if (to.hosts != nullptr) copy_labels(to, count, out);
    }

private:
    struct tables {
        explicit tables(const telemetry_options& given) : options{given}, load{given}, by_services{given.services.size()} {
            size = std::min(detail::telemetry_intervals(given) * given.services.size(), most_rows);
            hosts_key = host_key(given.from);
            traces_key = trace_key(given.from);
            make_places();
            make_type();
        }

        telemetry_options options;
        service_load load;
        divisor by_services;
        std::uint64_t size = 0;
        key128 hosts_key{}, traces_key{};
        std::int64_t begin = 0, step = 0;  // in units of the timestamp's places
        std::uint8_t time_places = 0;
        record_type type;
        std::vector<detail::metric_field> fields;
        // Labels are the columns behind the fields.
        std::vector<const detail::metric_label*> labels;
        std::vector<std::unique_ptr<text_dictionary>> label_texts;
        text_dictionary service_names, host_names, anomaly_names{anomaly_kind_names};
        std::vector<std::uint32_t> first_host;  // of each service in host_names
        detail::duration_histogram histogram;

    private:
        void make_places() {
            std::int64_t unit = 1'000'000'000;
            while (time_places < 9 && (options.begin % unit != 0 || options.interval % static_cast<std::uint64_t>(unit) != 0)) unit /= 1000, time_places += 3;
            begin = options.begin / unit;
            step = static_cast<std::int64_t>(options.interval) / unit;
        }
        void add_texts() {
            for (const service_profile& one : options.services) {
                service_names.add(one.name);
                first_host.push_back(static_cast<std::uint32_t>(host_names.size()));
                for (std::uint32_t host = 0; host < one.hosts; ++host) host_names.add(host_name(one, host));
            }
            if (options.detail != document_detail::full) return;
            const detail::data_stream_parts stream{options.data_stream};
            for (const detail::metric_label& label : detail::metric_labels) {
                if (name_of(label).empty()) continue;
                labels.push_back(&label);
                auto texts = std::make_unique<text_dictionary>();
                for (std::size_t service = 0; service < options.services.size(); ++service) {
                    const service_profile& one = options.services[service];
                    for (std::uint32_t host = 0; host < (label.scope == detail::label_scope::host ? one.hosts : 1); ++host)
                        texts->add(stream.value_of(label.ecs, detail::label_text(label, options.from, one, service, host)));
                    if (label.scope == detail::label_scope::all) break;
                }
                label_texts.push_back(std::move(texts));
            }
        }
        [[nodiscard]] std::string_view name_of(const detail::metric_label& label) const noexcept {
            return options.names == field_naming::ecs ? label.ecs : label.otel;
        }
        void make_type() {
            const bool ecs = options.names == field_naming::ecs;
            add_texts();
            for (const detail::metric_name& one : detail::metric_names) {
                if (one.from > options.detail) continue;
                fields.push_back(one.field);
                type.push_back({std::string{ecs ? one.ecs : one.otel}, type_of(one.field)});
            }
            if (options.histogram) {
                fields.push_back(detail::metric_field::histogram);
                type.push_back({ecs ? "latency_counts" : "http.server.request.duration.bucket_counts", type_of(detail::metric_field::histogram)});
            }
            for (const detail::metric_label* label : labels) type.push_back({std::string{name_of(*label)}, {.id = type_id::text}});
        }
        [[nodiscard]] data_type type_of(detail::metric_field field) const {
            using detail::metric_field;
            switch (field) {
                case metric_field::time:
                    return {.id = type_id::timestamp, .places = time_places};
                case metric_field::cpu:
                case metric_field::memory:
                    return {.id = type_id::decimal, .digits = 5, .places = 4};
                case metric_field::latency:
                    return {.id = type_id::decimal, .digits = 12, .places = static_cast<std::uint8_t>(options.names == field_naming::ecs ? 2 : 5)};
                case metric_field::requests:
                case metric_field::errors:
                    return {.id = type_id::int64};
                case metric_field::histogram:
                    return {.id = type_id::list, .children = {{.id = type_id::int64}}};
                default:
                    return {.id = type_id::text};
            }
        }
    };

    // Where values of a batch go; null for columns that there are not.
    struct places {
        std::int64_t *time = nullptr, *cpu = nullptr, *memory = nullptr, *latency = nullptr, *requests = nullptr, *errors = nullptr;
        std::uint32_t *service = nullptr, *host = nullptr, *anomaly = nullptr;
        std::int64_t* counts = nullptr;
        column* trace = nullptr;
        std::uint32_t *services = nullptr, *hosts = nullptr;  // the numbers of labels' texts
    };

    [[nodiscard]] places start(std::size_t count, batch& out) const {
        using detail::metric_field;
        const tables& of = *shared_;
        places to;
        const auto numbers = [&](std::size_t i) {
            out.columns[i].start(of.type[i].type, count);
            return out.columns[i].values<std::int64_t>();
        };
        const auto texts = [&](std::size_t i, const text_dictionary& words) {
            out.columns[i].start(words, count);
            return out.columns[i].values<std::uint32_t>();
        };
        for (std::size_t i = 0; i < of.fields.size(); ++i) {
            switch (of.fields[i]) {
                case metric_field::time:
                    to.time = numbers(i);
                    break;
                case metric_field::service:
                    to.service = texts(i, of.service_names);
                    break;
                case metric_field::host:
                    to.host = texts(i, of.host_names);
                    break;
                case metric_field::trace:
                    out.columns[i].start(of.type[i].type, count, 32 * count);
                    to.trace = &out.columns[i];
                    break;
                case metric_field::cpu:
                    to.cpu = numbers(i);
                    break;
                case metric_field::memory:
                    to.memory = numbers(i);
                    break;
                case metric_field::latency:
                    to.latency = numbers(i);
                    break;
                case metric_field::requests:
                    to.requests = numbers(i);
                    break;
                case metric_field::errors:
                    to.errors = numbers(i);
                    break;
                case metric_field::anomaly:
                    to.anomaly = texts(i, of.anomaly_names);
                    break;
                case metric_field::histogram: {
                    constexpr std::size_t buckets = detail::duration_histogram::buckets;
                    column& one = out.columns[i];
                    one.start(of.type[i].type, count);
                    one.child(0).start(of.type[i].type.children[0], count * buckets);
                    for (std::size_t row = 0; row <= count; ++row) one.offsets()[row] = column_offset(row * buckets);
                    to.counts = one.child(0).values<std::int64_t>();
                    break;
                }
            }
        }
        for (std::size_t i = 0; i < of.labels.size(); ++i) {
            std::uint32_t* const at = texts(of.fields.size() + i, *of.label_texts[i]);
            if (of.labels[i]->scope == detail::label_scope::service && to.services == nullptr) to.services = at;
            if (of.labels[i]->scope == detail::label_scope::host && to.hosts == nullptr) to.hosts = at;
        }
        return to;
    }

    void fill_service(std::uint32_t service, std::uint64_t interval, std::size_t row, std::size_t count, const places& to) const {
        const tables& of = *shared_;
        const std::size_t services = of.options.services.size();
        const std::uint32_t hosts = of.options.services[service].hosts, first_host = of.first_host[service];
        service_load::walk walk{of.load, service, interval};
        for (;;) {
            const service_moment now = walk.now();
            to.time[row] = of.begin + static_cast<std::int64_t>(walk.interval()) * of.step;
            to.service[row] = service;
            to.cpu[row] = now.cpu;
            to.latency[row] = static_cast<std::int64_t>(now.latency / 10);
            to.anomaly[row] = static_cast<std::uint32_t>(now.anomaly);
            if (to.host != nullptr) {
                to.host[row] = first_host + host_of(of.hosts_key, service, walk.interval(), hosts);
                to.requests[row] = static_cast<std::int64_t>(now.requests);
                to.errors[row] = static_cast<std::int64_t>(now.errors);
            }
            if (to.memory != nullptr) to.memory[row] = now.memory;
            if (to.services != nullptr) to.services[row] = service;
            if (to.counts != nullptr) of.histogram.put(walk.arrivals(), now.latency, to.counts + row * detail::duration_histogram::buckets);
            row += services;
            if (row >= count) return;
            walk.next();
        }
    }

    void fill_traces(std::uint64_t first, std::size_t count, column& out) const {
        std::int32_t* const offsets = out.offsets();
        char* const digits = out.values<char>();
        const key128 key = shared_->traces_key;
        for (std::size_t i = 0; i < count; ++i) {
            put_hex(digits + 32 * i, trace_id(key, first + i));
            offsets[i + 1] = static_cast<std::int32_t>(32 * (i + 1));
        }
        out.set_plain(true);
    }

    // All labels of services are numbered alike, and those of hosts.
    void copy_labels(const places& to, std::size_t count, batch& out) const {
        const tables& of = *shared_;
        std::copy_n(to.host, count, to.hosts);
        for (std::size_t i = 0; i < of.labels.size(); ++i) {
            std::uint32_t* const at = out.columns[of.fields.size() + i].values<std::uint32_t>();
            const std::uint32_t* const from = of.labels[i]->scope == detail::label_scope::service ? to.services : to.hosts;
            if (of.labels[i]->scope == detail::label_scope::all)
                std::fill_n(at, count, 0u);
            else if (at != from)
                std::copy_n(from, count, at);
        }
    }

    std::shared_ptr<const tables> shared_;
};

static_assert(record_source<metric_documents>);

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_METRIC_DOCUMENTS_HPP
