// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_BLOCK_ENCODERS_HPP
#define SPATE_RUN_DETAIL_BLOCK_ENCODERS_HPP

/// The workers behind `run`: blocks of rows are encoded by all of them; where a block stands follows from the sizes of those before it.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/record_report.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

struct record_plan {
    std::uint64_t first, rows;
    std::size_t block_rows, batch_rows;
    const std::atomic<bool>* stop;
    std::chrono::steady_clock::time_point begin;
    std::uint64_t most_bytes = unlimited;
    /// Is given each block in order; null for none.
    const std::function<void(std::span<const std::byte>)>* observer = nullptr;
};

template <class Info>
class record_state {
public:
    static constexpr std::uint64_t no_turn = ~std::uint64_t{0};

    /// `offset` is where the first block goes.
    record_state(const record_plan& plan, std::uint64_t offset)
        : plan_{plan}, blocks_{plan.rows / plan.block_rows + (plan.rows % plan.block_rows != 0)}, begin_{offset}, end_{offset} {}

    [[nodiscard]] const record_plan& plan() const noexcept { return plan_; }

    /// Takes the next block; false when there is none or the run ends.
    [[nodiscard]] bool take(std::uint64_t& block) noexcept {
        if (ending_.load(std::memory_order_relaxed)) return false;
        if (plan_.stop != nullptr && plan_.stop->load(std::memory_order_relaxed)) {
            ending_.store(true);
            return false;
        }
        if (next_.load() >= blocks_) return false;
        block = next_.fetch_add(1);
        return block < blocks_;
    }
    [[nodiscard]] std::size_t rows_of(std::uint64_t block) const noexcept {
        return static_cast<std::size_t>(std::min<std::uint64_t>(plan_.block_rows, plan_.rows - block * plan_.block_rows));
    }

    /// Blocks are taken in order by workers that are running, so the worker whose turn it is never waits for one that has not begun. False when the
    /// turn will not come, since a block before it failed.
    [[nodiscard]] bool wait_for_turn(std::uint64_t block) noexcept {
        std::uint64_t now = turn_.load();
        for (; now != block && now != no_turn; now = turn_.load()) turn_.wait(now);
        return now == block;
    }
    /// Whose turn it is says how many bytes its block has, and is told where they go.
    [[nodiscard]] std::uint64_t place(std::uint64_t block, std::uint64_t bytes, Info info) {
        const std::uint64_t offset = end_;
        placed_.push_back({offset, bytes, rows_of(block), std::move(info)});
        end_ += bytes;
        return offset;
    }
    /// Whether the output stays within plan().most_bytes with this block, whose turn it is, and with the tail. `tail` writes the tail of given blocks. A tail
    /// is taken to grow by no more for each block than that of one block has beyond that of none, and 16 bytes for all. One row is always taken as the first.
    template <class Tail>
    [[nodiscard]] bool has_room(std::uint64_t block, std::uint64_t bytes, const Info& info, Tail tail) {
        if (plan_.most_bytes == unlimited) return true;
        const encoded_block<Info> one{end_, bytes, rows_of(block), info};
        const std::uint64_t alone = tail(std::span{&one, 1}), none = tail(std::span<const encoded_block<Info>>{}), growth = alone - std::min(alone, none);
        tail_bytes_ = block == 0 ? alone + (growth != 0 ? 16 : 0) : tail_bytes_ + growth;
        return (block == 0 && rows_of(0) == 1) || end_ + bytes + tail_bytes_ <= plan_.most_bytes;
    }
    /// The output ends before this block, whose turn it is.
    void end_before(std::uint64_t block) noexcept {
        end_block_ = block;
        abandon_turns();
    }
    void pass_turn(std::uint64_t block) noexcept {
        turn_.compare_exchange_strong(block, block + 1);
        turn_.notify_all();
    }
    void done(std::uint64_t block, std::uint64_t bytes) noexcept {
        rows_done_.fetch_add(rows_of(block), std::memory_order_relaxed);
        bytes_done_.fetch_add(bytes, std::memory_order_relaxed);
    }
    void fail(std::uint64_t block, std::error_code error) noexcept {
        const std::lock_guard lock{failure_lock_};
        if (!error_ || block < failed_block_) {
            failed_block_ = block;
            error_ = error;
        }
        ending_.store(true);
    }
    /// No further turn comes: a block is missing.
    void abandon_turns() noexcept {
        ending_.store(true);
        turn_.store(no_turn);
        turn_.notify_all();
    }
    /// Begins no new block.
    void abandon() noexcept { ending_.store(true); }

    [[nodiscard]] record_progress progress() const noexcept {
        return {plan_.first, rows_done_.load(std::memory_order_relaxed), plan_.rows, begin_ + bytes_done_.load(std::memory_order_relaxed), seconds()};
    }
    /// Once all workers have returned.
    [[nodiscard]] record_report report() const noexcept {
        record_report out;
        const std::uint64_t whole = error_ ? failed_block_ : std::min({next_.load(), blocks_, end_block_});
        out.first = plan_.first;
        out.rows = std::min(plan_.rows, whole * plan_.block_rows);
        out.bytes = whole < placed_.size() ? placed_[static_cast<std::size_t>(whole)].offset : end_;
        out.seconds = seconds();
        out.error = error_;
        if (end_block_ == 0 && !error_) out.error = std::make_error_code(std::errc::file_too_large);
        const bool is_whole = out.rows == plan_.rows || whole == end_block_;
        out.end = out.error ? run_end::failed : is_whole ? run_end::complete : run_end::stopped;
        return out;
    }
    [[nodiscard]] const std::vector<encoded_block<Info>>& placed() const noexcept { return placed_; }
    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

private:
    [[nodiscard]] double seconds() const noexcept { return std::chrono::duration<double>(std::chrono::steady_clock::now() - plan_.begin).count(); }

    record_plan plan_;
    std::uint64_t blocks_, begin_, end_, tail_bytes_ = 0, end_block_ = unlimited;
    std::vector<encoded_block<Info>> placed_;
    alignas(128) std::atomic<std::uint64_t> next_{0};
    alignas(128) std::atomic<std::uint64_t> turn_{0};
    alignas(128) std::atomic<std::uint64_t> rows_done_{0};
    std::atomic<std::uint64_t> bytes_done_{0};
    std::atomic<bool> ending_{false};
    std::mutex failure_lock_;
    std::uint64_t failed_block_ = 0;
    std::error_code error_;
};

// All that a block is made of: what is in `out`, and what the encoder keeps.
template <class Encoder>
auto finish_block(Encoder& encoder, text_buffer& out, std::vector<std::span<const std::byte>>& parts) {
    parts.emplace_back();
    auto info = [&] {
        if constexpr (encoder_of_parts<Encoder>)
            return encoder.finish(out, parts);
        else
            return encoder.finish(out);
    }();
    parts.front() = out.bytes();
    return info;
}

template <class Table, class Encoder, class Sink, class State>
void encode_blocks(const Table& table, Encoder encoder, Sink& sink, State& state, bool at_offsets) {
    const record_plan& plan = state.plan();
    batch rows;
    text_buffer out, tail;
    std::vector<std::span<const std::byte>> parts;
    const auto tail_size = [&](const auto& blocks) {
        tail.clear();
        encoder.tail(blocks, tail);
        return std::uint64_t{tail.size()};
    };
    std::error_code error;
    std::uint64_t block = 0;
    while (state.take(block)) {
        out.clear();
        parts.clear();
        encoder.begin(out, block == 0);
        const std::uint64_t first = plan.first + block * plan.block_rows;
        const std::size_t count = state.rows_of(block);
        for (std::size_t done = 0; done < count; done += plan.batch_rows) {
            table.fill(first + done, std::min(plan.batch_rows, count - done), rows);
            encoder.encode(rows, out);
        }
        auto info = finish_block(encoder, out, parts);
        std::size_t bytes = 0;
        for (const std::span<const std::byte> part : parts) bytes += part.size();
        if (!state.wait_for_turn(block)) return;
        if (!state.has_room(block, bytes, info, tail_size)) return state.end_before(block);
        if (plan.observer != nullptr)
            for (const std::span<const std::byte> part : parts) (*plan.observer)(part);
        std::uint64_t offset = state.place(block, bytes, std::move(info));
        if (at_offsets) state.pass_turn(block);
        for (const std::span<const std::byte> part : parts) {
            if (error) break;
            if (part.empty()) continue;
            if constexpr (random_access_sink<Sink>) {
                if (at_offsets) {
                    sink.write_at(offset, part, error);
                    offset += part.size();
                    continue;
                }
            }
            sink.write(part, error);
        }
        if (error) {
            state.fail(block, error);
            if (!at_offsets) state.abandon_turns();
            return;
        }
        state.done(block, bytes);
        if (!at_offsets) state.pass_turn(block);
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_BLOCK_ENCODERS_HPP
