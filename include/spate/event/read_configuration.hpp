// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_READ_CONFIGURATION_HPP
#define SPATE_EVENT_READ_CONFIGURATION_HPP

/// `read_configuration(node)`: from a configuration of events to a mix, and where it goes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/detail/config.hpp>
#include <spate/event/arrival.hpp>
#include <spate/event/detail/configuration/field_values.hpp>
#include <spate/event/detail/configuration/read_courses.hpp>
#include <spate/event/detail/configuration/read_events.hpp>
#include <spate/event/detail/configuration/read_flows.hpp>
#include <spate/event/detail/configuration/read_rate.hpp>
#include <spate/event/detail/configuration/read_sink.hpp>
#include <spate/event/detail/configuration/read_stream.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/event/detail/configuration/usual_events.hpp>
#include <spate/event/earlier_events.hpp>
#include <spate/event/event_configuration.hpp>
#include <spate/event/event_time.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/schema/generator_kinds.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0 {

namespace detail {

// When event 0 happens: what the options say, start_time, the first instant of a file of rates, or the default.
[[nodiscard]] inline std::int64_t read_start(const section& root, const configuration_options& options, const std::optional<std::int64_t>& of_file,
                                             event_configuration& out) {
    std::int64_t start = of_file.value_or(out.mode == generation_mode::batch ? options.batch_start : options.streaming_start);
    out.has_start = of_file || options.start || root.has("start_time");
    if (const specification_node* const given = root.find("start_time"))
        if (const std::string text = root.text("start_time"); !text.empty())
            attempt(*given, "", root.problems(), [&] { start = parse_event_time(text, "start_time"); });
    return options.start.value_or(start);
}

inline void read_schedule(const section& root, const specification_node& node, const configuration_options& options, event_configuration& out) {
    configured_rate rate = read_rate(root.find("rate"), root.problems().file(), root.problems());
    if (rate.shape && root.find("streaming_config") != nullptr && root.find("streaming_config")->find("total_rows_per_second") != nullptr)
        root.refuse(*root.find("rate"), "rate: is given besides streaming_config: total_rows_per_second", "give one of them");
    const std::int64_t start = read_start(root, options, rate.start, out);
    if (options.rate) {
        out.rate = *options.rate;
        if (rate.poisson) out.rate_name = "poisson";
        rate.shape.reset();
    } else if (rate.shape) {
        out.rate_name = rate.name;
        if (rate.name == "constant" || rate.name == "poisson") out.rate = ratio{static_cast<double>(rate.shape->after()) / 0x1p32};
    }
    attempt(node, "", root.problems(), [&] {
        out.mix.when = rate.shape ? schedule{start, *rate.shape} : schedule{start, out.rate};
        if (rate.poisson) out.mix.when = out.mix.when.poisson(out.mix.from);
    });
}

inline void read_mode(const section& root, event_configuration& out) {
    const section streaming{root.find("streaming_config"), "streaming_config", root.problems(), "{total_rows_per_second: 1000}"};
    const section batch{root.find("batch_config"), "batch_config", root.problems(), "{total_rows: 1000000, partitions: 8}"};
    const std::size_t usual = batch.is_there() && !streaming.is_there() ? 1 : 0;
    out.mode = static_cast<generation_mode>(root.one_of("generation_mode", {"streaming", "batch"}, usual));
    streaming.refuse_unknown({"total_rows_per_second"});
    batch.refuse_unknown({"total_rows", "partitions"});
    out.rate = streaming.positive("total_rows_per_second", out.rate, "1000");
    out.rows = batch.whole("total_rows", out.rows, 0, std::uint64_t{1} << 47);
    out.partitions = batch.whole("partitions", out.partitions, 1, 65536);
}

// A field that no event has cannot be the key.
inline void check_partition_key(const section& root, event_configuration& out) {
    if (out.mix.partition_key.empty() || out.mix.types.empty()) return;
    const auto has = [&out](const std::vector<event_field>& fields) {
        for (const event_field& one : fields)
            if (one.name == out.mix.partition_key) return true;
        return false;
    };
    bool found = has(out.mix.common);
    for (const event_type& one : out.mix.types) found = found || has(one.fields);
    if (found) return;
    out.warnings.push_back(place_text(root.problems().file(), root.find("sink_config")->find("partition_key_field")->mark()) +
                           "sink_config: partition_key_field: \"" + out.mix.partition_key + "\" is a field of no event, so that their types are the keys");
    out.mix.partition_key.clear();
}

}  // namespace detail

/// Reads a configuration of events as dblstreamgen has them: common_fields, event_types, generation_mode, streaming_config, batch_config,
/// serialization_format, sink_config; and spate's own words beside them: name, seed, selection, start_time, rate, arrival, flows, sessions, change_streams. The
/// guide to events tells all keys. What is absent has a default; without event_types, as in a fragment of a sink alone, three types of user sessions are taken,
/// which is a warning. `file` is what messages call it.
///
/// Throws specification_error, which names everything that is wrong, with file, line, column, field and what would be right. What can be made right without
/// doubt is a warning: weights that do not sum to 1 are divided by their sum. Secrets are not looked for here: see secret. Thread safety: a function of its
/// arguments.
SPATE_WHEN_USED
[[nodiscard]] event_configuration read_configuration(const specification_node& node, std::string file = {}, const configuration_options& options = {}) {
    problem_list problems{std::move(file)};
    event_configuration out;
    const detail::section root{&node, "", problems, "{event_types: [{event_type_id: user.login, weight: 1}]}"};
    if (node.is(specification_node::kind::null)) problems.add(node.mark(), "", "the configuration is empty", "give event_types");
    root.refuse_unknown({"common_fields", "event_types", "generation_mode", "streaming_config", "batch_config", "serialization_format", "sink_config",
                         "derived_fields", "name", "seed", "selection", "start_time", "rate", "arrival", "flows", "sessions", "change_streams", "about"});
    detail::read_mode(root, out);
    out.mix.name = root.text("name");
    out.has_seed = root.has("seed") || options.from;
    out.mix.from = seed{root.whole("seed", 0, 0, ~std::uint64_t{0})};
    if (options.from) out.mix.from = *options.from;
    if (root.is_there()) detail::read_schedule(root, node, options, out);
    out.mix.selection = static_cast<type_selection>(root.one_of("selection", {"multinomial", "exact"}, 0));
    out.mix.payload = static_cast<payload_format>(root.one_of("serialization_format", {std::begin(payload_format_names), std::end(payload_format_names)}, 0));
    out.sink = detail::read_sink(root.find("sink_config"), problems, out.mix.partition_key);
    out.mix.arrival = detail::read_arrival(root.find("arrival"), problems);
    if (const specification_node* const derived = root.find("derived_fields"); derived != nullptr && !derived->items().empty())
        root.refuse(*derived, "derived_fields: Spark SQL is not evaluated here", "leave them out, or compute them where events are read");

    specification_reader reader{generator_kinds(), problems};
    const erased_field time{event_time(out.mix.when)};
    const arrival_options& arrival = out.mix.arrival;
    const bool is_delayed = arrival.late.numerator() != 0 || arrival.out_of_order.numerator() != 0 || arrival.duplicate.numerator() != 0;
    const detail::field_source source{reader, time, is_delayed};
    const specification_node usual_types = detail::usual_event_types(), usual_common = detail::usual_common_fields(out.mix.partition_key);
    const bool is_fragment = root.is_there() && !root.has("event_types");
    if (is_fragment) out.warnings.push_back(problems.file() + (problems.file().empty() ? "" : ": ") + detail::usual_events_note);
    detail::read_events(is_fragment && !root.has("common_fields") ? &usual_common : root.find("common_fields"),
                        is_fragment ? &usual_types : root.find("event_types"), source, options.strict, out.mix, out.warnings);
    detail::read_flows(root, out.mix);
    detail::read_sessions(root, out.mix);
    detail::read_change_streams(root, source, out.mix);
    if (const specification_node* const list = root.find("event_types"); problems.empty() && !out.mix.references.empty())
        detail::attempt(*list, "", problems, [&] { (void)with_references(out.mix); });
    for (const std::string_view key : {"flows", "sessions", "change_streams"})
        if (const specification_node* const place = root.find(key); place != nullptr && problems.empty())
            detail::attempt(*place, "", problems, [&] { (void)flow_plan{out.mix}; });
    problems.raise_if_any();
    detail::check_partition_key(root, out);
    return out;
}
SPATE_COMPILED_ONCE(event_configuration read_configuration<void>(const specification_node&, std::string, const configuration_options&))

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_READ_CONFIGURATION_HPP
