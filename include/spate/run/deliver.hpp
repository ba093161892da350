// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DELIVER_HPP
#define SPATE_RUN_DELIVER_HPP

/// `deliver`: places of a stream into a sink that acknowledges them, as they become due or as fast as possible, from where an earlier run has come to.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/event/schedule.hpp>
#include <spate/run/checkpoint.hpp>
#include <spate/run/delivery_options.hpp>
#include <spate/run/delivery_report.hpp>
#include <spate/run/detail/delivery_run.hpp>
#include <spate/run/detail/monitor.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0 {

/// Where an earlier delivery of a stream has come to, and who says so.
struct stored_delivery {
    delivery_position position = {};
    /// The place of the stream, of all shards, with which it began.
    std::uint64_t first = 0;
    /// Whether it has come to its end; a target does not know it.
    bool complete = false;
    bool is_checkpoint = false;
    /// The target, or the file of the checkpoint.
    std::string where = {};
};

/// What is known of an earlier delivery: by the sink, if it keeps positions and has one; else by the checkpoint, which may be null. The sink may be asked once
/// only, so who has asked gives the answer to `deliver`. Throws what the sink and the checkpoint throw.
[[nodiscard]] inline std::optional<stored_delivery> find_delivery(delivery_sink& sink, const delivery_stream& stream, const checkpoint_file* checkpoint) {
    if (sink.keeps_position()) {
        if (std::optional<delivery_position> found = sink.position(stream)) {
            stored_delivery out{*found, 0, false, false, sink.target()};
            if (const std::optional<std::string> first = note_value(found->note, "first"))
                std::from_chars(first->data(), first->data() + first->size(), out.first);
            return out;
        }
    }
    if (checkpoint == nullptr) return {};
    const std::optional<delivery_checkpoint> found = checkpoint->read(stream);
    if (!found) return {};
    return stored_delivery{{found->next, found->stream.specification, found->stream.note}, found->first, found->complete, true, checkpoint->path()};
}

namespace detail {

// The places that are to be delivered, once what an earlier delivery has left is known. Throws config_error where the two do not fit together.
[[nodiscard]] inline delivery_range range_of(const delivery_stream& stream, std::uint64_t size, const delivery_options& options,
                                             const std::optional<stored_delivery>& stored) {
    const bool goes_on = options.resume && stored;
    const std::uint64_t first = goes_on ? stored->first : options.first;
    if (goes_on) {
        if (stored->position.specification != stream.specification)
            raise_config("resume", stored->where,
                         "holds the stream " + stream.id() + " of another specification: its hash is " + specification_text(stored->position.specification) +
                             ", that of this one is " + specification_text(stream.specification),
                         "resume with the specification, the seed and the start that it was begun with, or begin another stream");
        if (options.first != 0 && options.first != first)
            raise_config("first", std::to_string(options.first),
                         "is not where the delivery that is resumed began: by " + stored->where + " that was " + std::to_string(first), "leave it out");
        if (first > size || (options.count != unlimited && options.count > size - first))
            raise_config("count", std::to_string(options.count),
                         "reaches beyond the end of the source at " + std::to_string(size) + " from place " + std::to_string(first) +
                             " on, with which the delivery that is resumed began",
                         "take fewer");
    }
    delivery_range out{first, options.shard.below(first), options.shard.below(options.count == unlimited ? size : first + options.count)};
    if (goes_on) {
        if (stored->position.next > options.shard.below(size))
            raise_config("resume", stored->where, "has come to place " + std::to_string(stored->position.next) + ", beyond the end of the source",
                         "resume with the specification that it was begun with");
        out.begin = std::max(out.begin, stored->position.next);
        out.end = std::max(out.begin, out.end);
    } else if (stored && !options.restart && !stored->complete &&
               (stored->is_checkpoint || (stored->position.next > out.begin && stored->position.next < out.end))) {
        raise_config("resume", stored->where,
                     "has a delivery of " + stream.id() + " that has not come to its end: it is at place " + std::to_string(stored->position.next),
                     "give --resume to go on with it, or --force to begin anew beside what is there, or name another stream or checkpoint");
    }
    return out;
}

// How often is looked whether it is time for a checkpoint or for telling the progress.
[[nodiscard]] inline std::chrono::milliseconds beat_of(const delivery_options& options, bool saves, bool tells) {
    std::chrono::milliseconds out{1000};
    if (saves) out = std::min(out, options.checkpoint_interval);
    if (tells) out = std::min(out, options.interval);
    return std::max(std::chrono::milliseconds{5}, out / 2);
}

}  // namespace detail

/// Delivers places of a source of `size` places, of all shards, to a sink; those of the stream's shard. `when` says when they are due, and may be null where
/// the delivery is not paced. `stored` is what find_delivery has found; the checkpoint, if there is one, is held by the caller and written by this.
///
/// What was sent is flushed at the end, when the duration is over and when the stop flag is set, and the sink is closed; a checkpoint then says what is
/// acknowledged, and it does each `checkpoint_interval` meanwhile. Where the sink, the source or the checkpoint fails, the report says so, and what is
/// acknowledged nonetheless. `progress` is called from one further thread; what it throws ends the delivery and is in the report.
///
/// Exactly once: where the sink keeps the position, together with what was sent. At least once otherwise: what was acknowledged after the last checkpoint is
/// sent again by the run that resumes after a kill; after a clean stop nothing is.
/// Errors: config_error for options that make no sense, for a stored delivery of another specification or another first place, and for one that has not come to
/// its end where neither `resume` nor `restart` is given; what `open` of the sink throws. Thread safety: the sink and the checkpoint are used by this alone.
[[nodiscard]] inline delivery_report deliver(delivery_sink& sink, const delivery_stream& stream, std::uint64_t size, const schedule* when,
                                             const delivery_options& given, const std::optional<stored_delivery>& stored, const checkpoint_file* checkpoint,
                                             const std::function<void(const delivery_progress&)>& progress = {}) {
    check_stream(stream);
    delivery_options options = given;
    options.shard = {stream.shard, stream.shards};
    options.check(size);
    if (when == nullptr) options.paced = false;
    const detail::delivery_range range = detail::range_of(stream, size, options, stored);
    delivery_report out;
    out.first = range.first;
    out.resumed = options.resume && stored;
    // A delivery that is resumed goes on at once, and not after the time that it has taken so far.
    options.first = range.first;
    if (when != nullptr && !options.begin && range.begin < range.end && (out.resumed || range.first != 0))
        options.begin = when->time_of(options.shard.place(range.begin));
    delivery_stream named = stream;
    if (range.first != 0 && !note_value(named.note, "first")) named.note += (named.note.empty() ? "first=" : " first=") + std::to_string(range.first);
    check_stream(named);
    if (range.begin < range.end) sink.open(named, range.begin);

    detail::delivery_run run{sink, named, range, when, options, checkpoint, progress};
    // What the note says has to be known before the first place is sent.
    if (range.begin < range.end) run.save(false);
    run_end end = run_end::failed;
    const auto fail = [&](std::string message) {
        end = run_end::failed;
        if (!out.failure) out.error = std::move(message), out.failure = std::current_exception();
    };
    const auto guarded = [&](const auto& work) {
        try {
            work();
        } catch (const std::exception& error) {
            fail(error.what());
        } catch (...) {
            fail("an unknown error");
        }
    };
    auto beat = [&run](const delivery_progress& now) { run.beat(now); };
    {
        detail::monitor watch{run, detail::beat_of(options, checkpoint != nullptr, static_cast<bool>(progress)), beat};
        guarded([&] { end = range.begin < range.end ? run.run() : run_end::complete; });
        // Ends the thread that writes checkpoints, and throws what it has thrown.
        guarded([&] { watch.finish(); });
    }
    run.ended(end);
    guarded([&] { run.save(end == run_end::complete || end == run_end::expired); });
    static_cast<delivery_progress&>(out) = run.progress();
    out.end_reason = end;
    return out;
}

/// The same, with the checkpoint of the options' folder, and what it or the sink knows of an earlier delivery.
[[nodiscard]] inline delivery_report deliver(delivery_sink& sink, const delivery_stream& stream, std::uint64_t size, const schedule* when,
                                             const delivery_options& options, const std::function<void(const delivery_progress&)>& progress = {}) {
    std::optional<checkpoint_file> checkpoint;
    if (!options.checkpoint.empty()) checkpoint.emplace(options.checkpoint, stream);
    const checkpoint_file* const file = checkpoint ? &*checkpoint : nullptr;
    return deliver(sink, stream, size, when, options, find_delivery(sink, stream, file), file, progress);
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_DELIVER_HPP
