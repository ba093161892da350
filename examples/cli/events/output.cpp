// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <span>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>

#include <spate/event/payload_schema.hpp>
#include <spate/run/event_stream.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/open.hpp>

namespace cli {
namespace {

/// Any output, or none, so that streams are compiled once for all of them.
class any_events_output {
public:
    /// Nothing is written.
    any_events_output() = default;
    explicit any_events_output(spate::any_sink to) : to_{std::make_unique<spate::any_sink>(std::move(to))} {}

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        if (to_) std::visit([&](auto& sink) { sink.write(bytes, error); }, *to_);
    }
    void close(std::error_code& error) noexcept {
        if (to_) std::visit([&](auto& sink) { sink.close(error); }, *to_);
    }
    /// Of a file whose stream has failed nothing is left.
    void discard() noexcept {
        if (!to_) return;
        if (auto* const file = std::get_if<spate::file_sink>(to_.get())) file->discard();
    }

private:
    std::unique_ptr<spate::any_sink> to_;
};

any_events_output open_output(const events_request& asked, const std::string& path) {
    if (asked.in_memory) return {};
    if (!asked.is_file()) return any_events_output{spate::open_sink(path)};
    spate::file_options how;
    how.overwrite = asked.force;
    return any_events_output{spate::any_sink{std::in_place_type<spate::file_sink>, path, how}};
}

void write_schemas(const events_request& asked) {
    if (asked.schema_folder.empty()) return;
    // References have their types there.
    const spate::mix_specification& mix = asked.events.specification();
    std::error_code error;
    std::filesystem::create_directories(asked.schema_folder, error);
    if (error) throw run_failure{"cannot make the folder " + asked.schema_folder + ": " + error.message()};
    for (std::size_t i = 0; i < mix.types.size(); ++i) {
        spate::record_type type;
        for (const spate::event_field& one : mix.common) type.push_back({one.name, one.generator.type()});
        const std::size_t common = type.size();
        for (const spate::event_field& one : mix.types[i].fields) {
            bool is_common = false;
            for (std::size_t k = 0; k < common; ++k) is_common = is_common || type[k].name == one.name;
            if (!is_common) type.push_back({one.name, one.generator.type()});
        }
        std::ofstream file{asked.schema_folder + "/" + asked.schema_files[i], std::ios::binary};
        file << spate::payload_schema_text(mix.payload, type, mix.types[i].id);
        file.close();
        if (!file) throw run_failure{"cannot write " + asked.schema_folder + "/" + asked.schema_files[i]};
    }
}

// All of it as fast as it can be made, by all threads; of a batch a shard is one run of events.
spate::event_stream_stats write_at_once(const events_request& asked, const delivered_events& source, spate::thread_pool& pool, progress_line& line,
                                        events_outcome& out) {
    const auto part = [&](std::uint64_t shard) { return static_cast<std::uint64_t>(static_cast<spate::uint128>(asked.count) * shard / asked.shard.count); };
    const std::uint64_t begin = part(asked.shard.index);
    spate::record_file_run how{.path = asked.target, .parts = asked.files, .file = {}, .run = {}};
    how.file.overwrite = asked.force;
    how.run.first = asked.first + begin;
    how.run.rows = part(asked.shard.index + 1) - begin;
    how.run.stop = &stop_requested;
    const auto progress = [&](const spate::record_progress& now) { line.show_rows(now.rows, now.length, now.bytes, now.seconds); };
    const spate::record_report report = std::visit(
        [&](const auto& format) {
            if (asked.is_file()) return spate::run_to_file(source, format, how, pool, progress);
            return spate::run(source, format, open_output(asked, asked.target), pool, how.run, progress);
        },
        asked.format);
    for (std::uint64_t file = 0; file < report.files; ++file) out.paths.push_back(spate::part_path(asked.target, file, asked.files));
    spate::event_stream_stats stats;
    stats.running = false;
    stats.end = report.end;
    stats.events = stats.scheduled = report.rows;
    stats.bytes = report.bytes;
    stats.seconds = report.seconds;
    stats.error = report.error;
    return stats;
}

// As events become due.
spate::event_stream_stats write_in_time(const events_request& asked, const delivered_events& source, spate::thread_pool& pool, progress_line& line,
                                        events_outcome& out) {
    any_events_output sink = open_output(asked, asked.target);
    const spate::event_stream_options options{
        .first = asked.first, .count = asked.count, .duration = asked.duration, .shard = asked.shard, .stop = &stop_requested};
    const auto write = [&](const auto& format) -> spate::event_stream_stats {
        spate::event_stream stream = spate::start(source, asked.mix().when, format, sink, pool, options);
        while (line.is_shown() && stream.stats().running) {
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
            const spate::event_stream_stats now = stream.stats();
            line.show_events(now.events, now.recent_rate, now.behind(), now.bytes);
        }
        return stream.wait();
    };
    const spate::event_stream_stats stats = std::visit(
        [&](const auto& format) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(format)>, spate::parquet>)
                return spate::event_stream_stats{};
            else
                return write(format);
        },
        asked.format);
    if (stats.end == spate::run_end::failed)
        sink.discard();
    else if (asked.is_file())
        out.paths.push_back(asked.target);
    return stats;
}

}  // namespace

events_outcome write_events(const events_request& asked, spate::thread_pool& pool, progress_line& line) {
    write_schemas(asked);
    const auto counts = asked.stats ? std::make_shared<event_counts>() : nullptr;
    if (counts) counts->types.resize(asked.mix().types.size());
    const delivered_events source{asked.events, counts, asked.format_name == "parquet"};
    events_outcome out;
    out.stats = asked.paced ? write_in_time(asked, source, pool, line, out) : write_at_once(asked, source, pool, line, out);
    line.clear();
    out.lost = source.left_out();
    if (!counts) return out;
    out.types = counts->types;
    if (asked.mix().arrival.any()) out.labels.assign(counts->labels.begin(), counts->labels.end());
    return out;
}

}  // namespace cli
