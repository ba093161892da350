// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_READ_TELEMETRY_HPP
#define SPATE_TELEMETRY_READ_TELEMETRY_HPP

/// `read_telemetry(node)`: from a configuration to what documents of telemetry are made from.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/format/bulk.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/check_options.hpp>
#include <spate/telemetry/detail/configuration_map.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0 {

/// Which documents are made of services.
enum class telemetry_kind : unsigned char { metrics, logs, traces };

inline constexpr std::string_view telemetry_kind_names[] = {"metrics", "logs", "traces"};
inline constexpr std::string_view field_naming_names[] = {"ecs", "otel"};
inline constexpr std::string_view document_detail_names[] = {"lean", "usual", "full"};

[[nodiscard]] constexpr std::string_view to_string(telemetry_kind kind) noexcept { return telemetry_kind_names[static_cast<std::size_t>(kind)]; }
[[nodiscard]] constexpr std::string_view to_string(field_naming names) noexcept { return field_naming_names[static_cast<std::size_t>(names)]; }

/// All that a configuration says.
struct telemetry_configuration {
    telemetry_options options;
    /// The instant before which documents end, in nanoseconds since 1970, where one is given; options.intervals is what it makes of the interval.
    std::optional<std::int64_t> end = {};
    telemetry_kind kind = telemetry_kind::metrics;
    /// What the actions of bulk bodies name, and do; see bulk_options.
    std::string index = {};
    bulk_operation operation = bulk_operation::create;
};

/// How long an interval may be, in nanoseconds: whole milliseconds up to a day.
inline constexpr std::uint64_t least_interval = 1'000'000, most_interval = std::uint64_t{86400} * 1'000'000'000;

/// An instant as in RFC 3339, or a date, which is its midnight in UTC, in nanoseconds since 1970; whole milliseconds. Throws config_error, which names
/// `parameter`.
[[nodiscard]] inline std::int64_t parse_instant(std::string_view text, std::string_view parameter) {
    constexpr std::int64_t second = 1'000'000'000, last = std::numeric_limits<std::int64_t>::max() / second;
    const detail::instant given = detail::instant_parser{text, parameter}.time();
    const auto refuse = [&](const char* problem, const char* remedy) { detail::raise_config(parameter, "\"" + std::string{text} + "\"", problem, remedy); };
    if (given.nanoseconds % 1'000'000 != 0) refuse("is no whole number of milliseconds", "give three places");
    if (given.seconds >= last || given.seconds < -last) refuse("is not from 1678 to 2261, which 64 bits hold in nanoseconds", "give another year");
    return given.seconds * second + static_cast<std::int64_t>(given.nanoseconds);
}

/// How many intervals begin in [begin, end). Requires begin <= end.
[[nodiscard]] constexpr std::uint64_t intervals_between(std::int64_t begin, std::int64_t end, std::uint64_t interval) noexcept {
    const std::uint64_t length = static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(begin);
    return length / interval + (length % interval != 0);
}

/// What is made where nothing is configured: metrics of four services, each second from 2025-01-01T00:00:00Z on, without an end.
[[nodiscard]] inline telemetry_configuration usual_telemetry() {
    telemetry_configuration out;
    out.options.services = usual_services(4);
    return out;
}

namespace detail {

class telemetry_reader {
public:
    telemetry_reader(const specification_node& root, problem_list& problems) : root_{root}, map_{root, "", problems}, problems_{problems} {}

    [[nodiscard]] telemetry_configuration read() {
        telemetry_configuration out = usual_telemetry();
        map_.refuse_unknown({"seed", "from", "to", "days", "interval", "services", "anomaly_rate", "anomaly_weights", "daily", "weekly", "growth", "noise",
                             "restart", "naming", "detail", "histogram", "kind", "data_stream", "index"});
        map_.whole("seed", 0, ~std::uint64_t{0}, out.options.from.value);
        map_.time("interval", least_interval, most_interval, "from 1ms to 1d in whole milliseconds", out.options.interval);
        if (out.options.interval % 1'000'000 != 0)
            map_.refuse(*map_.find("interval"), "interval", map_.find("interval")->value_text() + " is no whole number of milliseconds",
                        "give one, like 250ms");
        map_.share("anomaly_rate", 1, out.options.anomaly_rate);
        map_.share("daily", 0.7, out.options.daily);
        map_.share("weekly", 0.7, out.options.weekly);
        map_.share("growth", 100, out.options.growth);
        map_.share("noise", 0.1, out.options.noise);
        map_.time("restart", 1'000'000'000, most_interval * 36500, "from 1s to 36500d", out.options.restart);
        map_.one_of("detail", document_detail_names, out.options.detail);
        map_.flag("histogram", out.options.histogram);
        map_.one_of("naming", field_naming_names, out.options.names);
        map_.one_of("kind", telemetry_kind_names, out.kind);
        read_range(out);
        read_weights(out.options);
        read_services(out.options);
        read_index(out);
        if (problems_.empty()) check(out.options);
        return out;
    }

private:
    void read_range(telemetry_configuration& out) const {
        telemetry_options& options = out.options;
        instant("from", options.begin);
        const specification_node *const to = map_.find("to"), *const days = map_.find("days");
        if (to != nullptr && days != nullptr) return map_.refuse(*days, "days", "does not go with to", "leave one of them out");
        const std::size_t before = problems_.size();
        std::int64_t end = options.begin;
        if (to != nullptr && instant("to", end) && end <= options.begin)
            map_.refuse(*to, "to", to->value_text() + " is not after from", "give a later instant");
        if (days != nullptr) {
            constexpr std::int64_t day = 86400, most = 36500, last = std::numeric_limits<std::int64_t>::max() / 1'000'000'000;
            std::int64_t count = 90;
            map_.whole("days", 1, most, count);
            if (options.begin / 1'000'000'000 > last - count * day)
                return map_.refuse(*days, "days", days->value_text() + " reach beyond the year 2262", "give fewer");
            end = options.begin + count * day * 1'000'000'000;
        }
        if ((to == nullptr && days == nullptr) || problems_.size() != before) return;
        out.end = end;
        options.intervals = intervals_between(options.begin, end, options.interval);
    }
    bool instant(std::string_view key, std::int64_t& out) const {
        const specification_node* const given = map_.find(key);
        const std::size_t before = problems_.size();
        if (given == nullptr) return false;
        if (!given->is(specification_node::kind::text))
            map_.refuse(*given, key, given->shown(), "give an instant, like 2025-01-01T00:00:00Z");
        else
            map_.attempt(*given, key, [&] {
                out = parse_instant(given->text(), key);
                if (out < 0) map_.refuse(*given, key, given->value_text() + " is before 1970", "give a later instant");
            });
        return problems_.size() == before;
    }

    void read_weights(telemetry_options& out) const {
        const specification_node* const given = map_.find("anomaly_weights");
        if (given == nullptr) return;
        if (!given->is(specification_node::kind::map)) return map_.refuse(*given, "anomaly_weights", given->shown(), "give a map, like {spike: 2, drop: 1}");
        const configuration_map map{*given, "anomaly_weights", problems_};
        const std::vector<std::string_view> kinds{std::begin(anomaly_kind_names) + 1, std::end(anomaly_kind_names)};
        const std::size_t before = problems_.size();
        map.refuse_unknown(kinds);
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            ratio& weight = out.anomaly_weights[i];
            if (map.find(kinds[i]) == nullptr)
                weight = ratio{0, 1};
            else
                map.share(kinds[i], 1000, weight);
        }
        if (problems_.size() == before) map_.attempt(*given, "anomaly_weights", [&] { (void)anomaly_plan{out}; });
    }
    // What no single key is to blame for.
    void check(const telemetry_options& options) const {
        const auto refuse = [&](const config_error& error) {
            problems_.add(root_.mark(), error.parameter(), error.value() + (error.value().empty() ? "" : " ") + error.problem(), error.remedy());
        };
        attempt_configuration([&] { check_options(options); }, refuse);
    }

    void read_services(telemetry_options& out) const {
        using is = specification_node::kind;
        const specification_node* const given = map_.find("services");
        if (given == nullptr) return;
        if (given->is_number()) {
            std::uint32_t count = 4;
            const std::size_t before = problems_.size();
            map_.whole("services", 1, detail::most_services, count);
            if (problems_.size() == before) out.services = usual_services(count);
            return;
        }
        if (!given->is(is::sequence) || given->items().empty() || given->items().size() > detail::most_services)
            return map_.refuse(*given, "services", given->is(is::sequence) ? "are none, or more than 100000" : given->shown(),
                               "give how many, or a list of names, or of maps like {name: checkout, requests: 300}");
        const std::vector<specification_node>& items = given->items();
        std::vector<service_profile> usual = usual_services(static_cast<std::uint32_t>(items.size()));
        std::unordered_set<std::string> names;
        for (std::size_t i = 0; i < items.size(); ++i) {
            service_profile& one = usual[i];
            if (items[i].is(is::map)) {
                read_profile(items[i], i, one);
            } else if (items[i].is(is::text) && !items[i].text().empty()) {
                one.name = items[i].text();
            } else {
                problems_.add(items[i].mark(), "service " + std::to_string(i + 1), items[i].shown(), "give a name, or a map with one");
                continue;
            }
            if (!names.insert(one.name).second)
                problems_.add(items[i].mark(), "service \"" + one.name + "\"", "is there twice", "give one of them another name");
        }
        out.services = std::move(usual);
    }
    void read_profile(const specification_node& node, std::size_t i, service_profile& out) const {
        const specification_node* const name = node.find("name");
        const bool has_name = name != nullptr && name->is(specification_node::kind::text);
        const std::string subject = has_name ? "service \"" + name->text() + "\"" : "service " + std::to_string(i + 1);
        const configuration_map map{node, subject, problems_};
        map.refuse_unknown({"name", "version", "environment", "hosts", "requests", "latency", "errors", "cpu", "memory"});
        if (map.find("name") == nullptr) problems_.add(node.mark(), subject, "has no name", "give one, like {name: checkout}");
        map.text("name", out.name);
        map.text("version", out.version);
        map.text("environment", out.environment);
        map.whole("hosts", 1, 10'000, out.hosts);
        map.whole("requests", 0, 10'000'000, out.requests);
        map.time("latency", 1000, 100'000'000'000, "from 1us to 100s in whole microseconds", out.latency, 1000);
        map.share("errors", 0.5, 1'000'000, out.errors);
        map.share("cpu", 0.9, 10'000, out.cpu);
        map.share("memory", 0.95, 10'000, out.memory);
    }

    void read_index(telemetry_configuration& out) const {
        const specification_node *const stream = map_.find("data_stream"), *const index = map_.find("index");
        if (stream != nullptr && index != nullptr) return map_.refuse(*index, "index", "does not go with data_stream", "leave one of them out");
        const std::string_view key = stream != nullptr ? "data_stream" : "index";
        if (stream == nullptr && index == nullptr) return;
        map_.text(key, out.index);
        if (!out.index.empty()) map_.attempt(*map_.find(key), key, [&] { check_index_name(out.index, key); });
        out.operation = stream != nullptr ? bulk_operation::create : bulk_operation::index;
        if (stream != nullptr) out.options.data_stream = out.index;
    }

    const specification_node& root_;
    configuration_map map_;
    problem_list& problems_;
};

}  // namespace detail

/// Reads a configuration: a map with any of
///
/// - `seed`, from which all documents follow (default 0);
/// - `from`, the first interval's instant (default 2025-01-01T00:00:00Z), and `to` or `days`, where documents end (by default they do not);
/// - `interval`, as 1s or 250ms: 1ms to 1d;
/// - `services`: how many, or a list of names, or of maps with `name`, `version`, `environment`, `hosts`, `requests` (a second), `latency` (the median, as
///   25ms), and as shares of 1 `errors`, `cpu` and `memory`; what is absent is as for the services of the built-in list (see usual_services);
/// - `anomaly_rate`, the share of time in which a service behaves oddly (default 0.02), and `anomaly_weights`, a map of how often each kind occurs, as {spike:
///   2, drop: 1}, where those that are absent do not;
/// - `daily` and `weekly`, how far loads swing, `growth`, by how much they grow in a year, and `noise`, as shares; `restart`, after about which time counters
///   begin anew; `detail`: lean, usual or full; `histogram`: true or false (see telemetry_options);
/// - `naming`: ecs or otel; `kind`: metrics, logs or traces;
/// - `data_stream` or `index`: what bulk bodies name; documents of a data stream say so too (see telemetry_options).
///
/// `file` is what messages call the text. Throws specification_error, which names everything that is wrong, with its place and what would be right. A
/// function of its arguments.
[[nodiscard]] inline telemetry_configuration read_telemetry(const specification_node& root, std::string file = {}) {
    problem_list problems{std::move(file)};
    telemetry_configuration out;
    if (root.is(specification_node::kind::null))
        out = usual_telemetry();
    else if (!root.is(specification_node::kind::map))
        problems.add(root.mark(), "", "the configuration " + root.shown(), "write a map, like interval: 1s");
    else
        out = detail::telemetry_reader{root, problems}.read();
    problems.raise_if_any();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_READ_TELEMETRY_HPP
