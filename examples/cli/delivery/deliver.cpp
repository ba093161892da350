// SPDX-License-Identifier: Apache-2.0
#include "deliver.hpp"

#include <charconv>
#include <memory>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/run/checkpoint.hpp>
#include <spate/run/deliver.hpp>
#include <spate/schema/problems.hpp>
#include <spate/sink/delivery_error.hpp>

#include "../options.hpp"
#include "../target.hpp"
#include "metrics.hpp"

namespace cli {
namespace {

using spate::config_error;

// Where the configuration of a sink stands in a file, for errors of its server.
std::string place_of(const delivery_request& asked) { return asked.sink.place == "--sink: " ? "" : asked.sink.place; }

template <class Number>
std::optional<Number> number_of(const std::string& note, std::string_view key) {
    const std::optional<std::string> text = spate::note_value(note, key);
    Number out{};
    if (!text || std::from_chars(text->data(), text->data() + text->size(), out).ptr != text->data() + text->size()) return {};
    return out;
}

// What a target says becomes a failure with its place, what a sink says of its keys an error at theirs.
template <class Call>
auto told(const delivery_request& asked, const Call& call) {
    try {
        return call();
    } catch (const spate::delivery_error& error) {
        throw run_failure{place_of(asked) + error.what()};
    } catch (const spate::specification_error&) {
        throw;
    } catch (const config_error& error) {
        if (asked.sink.find(error.parameter()) != nullptr || error.parameter() == "secret") refuse_setting(asked.sink, error);
        throw;
    }
}

std::unique_ptr<spate::delivery_sink> sink_of(const delivery_request& asked, const delivered_source& source, spate::thread_pool& pool) {
    try {
        return told(asked, [&] { return make_sink(asked.sink, source, pool); });
    } catch (const spate::specification_error&) {
        throw;
    } catch (const config_error& error) {
        refuse_setting(asked.sink, error);
    }
}

std::string places(std::uint64_t number, const std::string& one) { return std::to_string(number) + " " + one + (number == 1 ? "" : "s"); }

}  // namespace

stream_note parse_note(const std::string& note) { return {number_of<std::uint64_t>(note, "seed"), number_of<std::int64_t>(note, "start")}; }

std::string note_text(std::uint64_t seed, std::optional<std::int64_t> start) {
    return "seed=" + std::to_string(seed) + (start ? " start=" + std::to_string(*start) : "");
}

std::string check_delivery(const delivery_request& asked, const stream_maker& make, spate::thread_pool& pool) {
    const delivered_stream what = make("");
    const std::unique_ptr<spate::delivery_sink> sink = sink_of(asked, what.source, pool);
    (void)attach_messages(*sink, asked.sink, what.source);
    told(asked, [&] { sink->check(what.stream); });
    return sink->target();
}

delivery_outcome deliver_stream(const delivery_request& asked, const stream_maker& make, spate::thread_pool& pool, progress_line& line, const console& out) {
    delivered_stream what = make("");
    std::unique_ptr<spate::delivery_sink> sink = sink_of(asked, what.source, pool);
    (void)attach_messages(*sink, asked.sink, what.source);
    std::optional<spate::checkpoint_file> checkpoint;
    if (!asked.checkpoint.empty()) checkpoint.emplace(asked.checkpoint, what.stream);
    const spate::checkpoint_file* const file = checkpoint ? &*checkpoint : nullptr;
    const std::optional<spate::stored_delivery> stored = told(asked, [&] { return spate::find_delivery(*sink, what.stream, file); });
    if (asked.resume && !sink->keeps_position() && file == nullptr)
        throw config_error{"resume", "", sink->target() + " does not keep how far a stream has come",
                           "add --checkpoint DIR, or checkpoint_location to sink_config"};
    if (asked.resume && stored) {
        what = make(stored->position.note);
        if (!attach_messages(*sink, asked.sink, what.source)) sink = sink_of(asked, what.source, pool);
        out.note("resumes " + what.stream.id() + " at place " + std::to_string(stored->position.next) + ", as " + stored->where + " says");
    } else if (asked.resume) {
        out.tell("there is nothing of " + what.stream.id() + " to resume: it begins");
    }
    what.options.resume = asked.resume;
    what.options.restart = asked.restart;
    what.options.stop = &stop_requested;

    const metrics_page metrics{asked, what.stream};
    if (metrics.port() != 0) out.tell("metrics are at http://127.0.0.1:" + std::to_string(metrics.port()) + "/metrics");
    const auto progress = [&](const spate::delivery_progress& now) {
        metrics.set(now);
        line.show_delivery(now.next - now.begin, now.recent_rate, now.lag(), now.counts.errors, now.counts.bytes_in_flight);
    };
    const stopwatch watch;
    delivery_outcome done;
    done.report =
        told(asked, [&] { return spate::deliver(*sink, what.stream, what.size, what.when ? &*what.when : nullptr, what.options, stored, file, progress); });
    done.seconds = watch.seconds();
    metrics.set(done.report);
    line.clear();
    done.target = sink->target();
    done.stream_id = what.stream.id();
    done.is_endless = what.is_endless();
    return done;
}

std::string dry_text(const std::string& target) { return "\n" + target + " can be sent to; nothing was sent\n"; }

std::vector<std::vector<std::string>> delivery_lines(const delivery_outcome& done, const std::string& one) {
    const spate::delivery_report& report = done.report;
    const spate::delivery_counts& counts = report.counts;
    std::vector<std::vector<std::string>> lines{{"target", done.target}, {"stream", done.stream_id}};
    if (report.resumed) lines.push_back({"resumed", "at place " + std::to_string(report.begin)});
    const std::uint64_t number = report.next - report.begin;
    lines.push_back({"delivered", places(number, one) + (report.begin == 0 ? "" : " from place " + std::to_string(report.begin) + " on") + ", " +
                                      exact_size(counts.bytes) + " in " + time_text(report.seconds)});
    lines.push_back({"acknowledged", "all below place " + std::to_string(report.next)});
    if (counts.retries != 0 || counts.errors != 0)
        lines.push_back({"trouble", std::to_string(counts.errors) + (counts.errors == 1 ? " error, " : " errors, ") + std::to_string(counts.retries) +
                                        (counts.retries == 1 ? " retry" : " retries")});
    const double bytes = report.seconds > 0 ? static_cast<double>(counts.bytes) / report.seconds : 0;
    lines.push_back({"rate", row_rate_text(report.rate(), (" " + one + "s/s").c_str()) + ", " + rate_text(bytes)});
    return lines;
}

void add_delivery(json_object& to, const delivery_request& asked, const delivery_outcome& done, const std::string& ones) {
    const spate::delivery_report& report = done.report;
    const spate::delivery_counts& counts = report.counts;
    to.add("target", done.target).add("stream", done.stream_id).add("resumed", report.resumed);
    if (!asked.checkpoint.empty()) to.add("checkpoint", asked.checkpoint);
    to.add("end", end_name(report.end_reason)).add("complete", report.end_reason == spate::run_end::complete);
    to.add("first", report.begin).add("acknowledged", report.next).add(ones, report.next - report.begin).add("messages", counts.sent);
    to.add("bytes", counts.bytes).add("requests", counts.requests).add("retries", counts.retries).add("errors", counts.errors);
    to.add("seconds", report.seconds).add(ones + "_per_second", report.rate()).add("back_pressure", report.back_pressure);
    if (!report.error.empty()) to.add("error", report.error);
}

void raise_failure(const delivery_request& asked, const delivery_outcome& done, const std::string& one) {
    const spate::delivery_report& report = done.report;
    const bool is_stopped = report.end_reason == spate::run_end::stopped;
    if (report.end_reason != spate::run_end::failed && !(is_stopped && !done.is_endless)) return;
    std::string message = is_stopped ? "stopped by " + std::string{stop_signal()} : place_of(asked) + report.error;
    message += "; " + places(report.next - report.begin, one) + " of this run " + (report.next - report.begin == 1 ? "is" : "are") +
               " acknowledged, all below place " + std::to_string(report.next);
    throw run_failure{message};
}

}  // namespace cli
