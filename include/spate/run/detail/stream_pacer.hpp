// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_STREAM_PACER_HPP
#define SPATE_RUN_DETAIL_STREAM_PACER_HPP

/// The loop behind a stream of events: waits until some are due, encodes them on all threads, writes them in order.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>
#include <spate/event/schedule.hpp>
#include <spate/field/words.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/detail/block_encoders.hpp>
#include <spate/run/detail/stream_meter.hpp>
#include <spate/run/detail/stream_time.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

template <record_source Source, record_format Format, class Sink, class Executor, class Clock>
class stream_pacer {
public:
    stream_pacer(const Source& source, const schedule& when, const Format& format, Sink& sink, Executor& workers, const event_stream_options& options,
                 Clock& clock, stream_meter& meter)
        : source_{source},
          sink_{sink},
          workers_{workers},
          options_{options},
          clock_{clock},
          meter_{meter},
          frame_{format.encoder(source.type())},
          first_{options.shard.below(options.first)},
          done_{first_},
          pace_{&when, options, first_, options.shard.below(options.count == unlimited ? source.size() : options.first + options.count), most_at_once(workers),
                clock, meter} {
        const std::size_t slots = slots_of(workers);
        for (std::size_t k = 0; k < slots; ++k) slots_.push_back({format.encoder(source.type()), {}, {}, {}, {}});
    }

    /// Until the stream ends, in whichever way; what the source throws is in the meter.
    void run() noexcept {
        run_end end = run_end::failed;
        try {
            frame_.head(text_);
            put_frame();
            if (!is_failed_) end = pace();
            if (!is_failed_) close();
        } catch (...) {
            meter_.threw(std::current_exception());
        }
        const std::uint64_t now = clock_.now();
        meter_.ended(end, now, pace_.scheduled());
    }

private:
    using encoder_type = std::remove_cvref_t<decltype(std::declval<const Format&>().encoder(record_type{}))>;
    static_assert(std::is_same_v<typename encoder_type::block_info, no_block_info>,
                  "a stream has no end at which a format could write what it has to remember of every block: take ndjson, csv, avro, protobuf or binary");
    /// So many chunks of 512 rows a thread, or for so long, are encoded before what is due is counted again.
    static constexpr std::size_t chunks_at_once = 16;
    static constexpr std::uint64_t at_once = 20'000'000;

    struct slot {
        encoder_type encoder;
        batch rows;
        text_buffer out;
        std::vector<std::span<const std::byte>> parts;
        std::vector<std::uint64_t> lateness;
    };

    [[nodiscard]] static std::size_t slots_of(Executor& workers) { return std::max<std::size_t>(1, static_cast<std::size_t>(workers.concurrency())); }
    [[nodiscard]] static std::uint64_t most_at_once(Executor& workers) { return std::uint64_t{chunks_at_once} * slots_of(workers) * batch_rows; }

    run_end pace() {
        const auto write = [this](std::uint64_t& done, std::uint64_t to) {
            write_to(to);
            done = done_;
            return !is_failed_;
        };
        return pace_.run(write, [](std::uint64_t) { return unlimited; });
    }

    /// Encodes and writes the shard's places [done_, to), or those of them for which there is time, at least one chunk.
    void write_to(std::uint64_t to) {
        begin_ = done_, to_ = to, deadline_ = clock_.now() + at_once;
        const std::uint64_t chunks = chunk_of(to - 1) - chunk_of(begin_) + 1;
        next_.store(0), turn_.store(0);
        const auto work = [&](std::size_t index) { encode(slots_[index], chunks); };
        if (chunks == 1 || slots_.size() == 1)
            work(0);
        else
            workers_.bulk(std::min<std::size_t>(slots_.size(), static_cast<std::size_t>(chunks)), work);
    }
    [[nodiscard]] static std::uint64_t chunk_of(std::uint64_t j) noexcept { return j / batch_rows; }

    void encode(slot& own, std::uint64_t chunks) {
        try {
            // Whoever has taken a chunk encodes it, so that none is missing between two.
            while (next_.load() == 0 || !(pace_.ends() || clock_.now() > deadline_)) {
                const std::uint64_t chunk = next_.fetch_add(1);
                if (chunk >= chunks) return;
                const std::uint64_t from = std::max(begin_, (chunk_of(begin_) + chunk) * batch_rows),
                                    to = std::min(to_, (chunk_of(begin_) + chunk + 1) * batch_rows);
                const std::uint64_t place = options_.shard.place(from);
                own.out.clear();
                own.parts.clear();
                own.encoder.begin(own.out, from == first_);
                source_.fill(place, static_cast<std::size_t>(to - from), own.rows);
                own.encoder.encode(own.rows, own.out);
                (void)finish_block(own.encoder, own.out, own.parts);
                std::uint64_t now = turn_.load();
                for (; now != chunk && now != no_turn; now = turn_.load()) turn_.wait(now);
                if (now == no_turn || !write(own, place, to)) return;
                turn_.store(chunk + 1);
                turn_.notify_all();
            }
        } catch (...) {
            abandon();
            throw;
        }
    }
    void abandon() noexcept {
        turn_.store(no_turn);
        turn_.notify_all();
    }

    /// In this thread's turn: what the slot has encoded, up to the shard's place `to`.
    bool write(slot& own, std::uint64_t place, std::uint64_t to) {
        std::error_code error;
        std::uint64_t bytes = 0;
        const std::uint64_t before = clock_.now();
        for (const std::span<const std::byte> part : own.parts) {
            if (part.empty()) continue;
            sink_.write(part, error);
            if (error) {
                fail(error);
                abandon();
                return false;
            }
            bytes += part.size();
        }
        const std::uint64_t after = clock_.now();
        const auto count = static_cast<std::size_t>(to - done_);
        own.lateness.clear();
        if (pace_.paced()) {
            std::array<std::int64_t, batch_rows> instants;
            pace_.time().when().times(place, {instants.data(), count});
            for (std::size_t k = 0; k < count; ++k) own.lateness.push_back(after - std::min(after, pace_.time().time(instants[k])));
        }
        meter_.wrote(count, bytes, after - before, own.lateness);
        done_ = to;
        written_ += bytes;
        return true;
    }

    void put_frame() {
        if (text_.size() == 0) return;
        std::error_code error;
        const std::uint64_t before = clock_.now();
        sink_.write(text_.bytes(), error);
        if (error) return fail(error);
        meter_.wrote_frame(text_.size(), clock_.now() - before);
    }
    void close() {
        text_.clear();
        const encoded_block<no_block_info> all{0, written_, done_ - first_, {}};
        frame_.tail({&all, done_ != first_ ? 1u : 0u}, text_);
        put_frame();
        if (is_failed_) return;
        std::error_code error;
        sink_.close(error);
        if (error) fail(error);
    }
    void fail(std::error_code error) {
        is_failed_ = true;
        meter_.failed(error);
    }

    static constexpr std::uint64_t no_turn = unlimited;

    const Source& source_;
    Sink& sink_;
    Executor& workers_;
    const event_stream_options& options_;
    Clock& clock_;
    stream_meter& meter_;
    encoder_type frame_;
    text_buffer text_;
    std::vector<slot> slots_;
    // Numbers of the shard's places; done_ and written_ belong to the thread whose turn it is.
    std::uint64_t first_, done_, begin_ = 0, to_ = 0, deadline_ = 0, written_ = 0;
    stream_pace<Clock> pace_;
    bool is_failed_ = false;
    alignas(128) std::atomic<std::uint64_t> next_{0};
    alignas(128) std::atomic<std::uint64_t> turn_{0};
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_STREAM_PACER_HPP
