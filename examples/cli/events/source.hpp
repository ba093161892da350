// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_EVENTS_SOURCE_HPP
#define SPATE_EXAMPLES_CLI_EVENTS_SOURCE_HPP

/// The events that are written, counted on their way.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

#include <spate/event/arrival.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/schema/batch.hpp>

namespace cli {

/// How many events of each type and of each label were made.
struct event_counts {
    std::mutex lock;
    std::vector<std::uint64_t> types;
    std::array<std::uint64_t, std::size(spate::arrival_label_names)> labels{};
};

/// A mix without its lost events, which are no rows then: batches are shorter by them. Models record_source for formats that ask batches for their rows.
class delivered_events {
public:
    /// Counts where `counts` is not null; keeps lost events, labelled and without a payload, where `keeps_lost` is set.
    delivered_events(spate::mixed_events events, std::shared_ptr<event_counts> counts, bool keeps_lost)
        : events_{std::move(events)}, counts_{std::move(counts)}, keeps_lost_{keeps_lost} {}

    /// How many events this and its copies have left out.
    [[nodiscard]] std::uint64_t left_out() const noexcept { return left_out_->load(std::memory_order_relaxed); }

    [[nodiscard]] spate::record_type type() const { return events_.type(); }
    [[nodiscard]] static std::uint64_t size() noexcept { return spate::mixed_events::size(); }
    void fill(std::uint64_t first, std::size_t count, spate::batch& out) const {
        events_.fill(first, count, out);
        if (counts_) add(out);
        if (out.columns.size() == labelled && !keeps_lost_) drop_lost(out);
    }

private:
    static constexpr std::size_t labelled = 6;

    void add(const spate::batch& rows) const {
        const auto* const types = rows.columns[0].values<std::uint32_t>();
        const std::lock_guard hold{counts_->lock};
        for (std::size_t row = 0; row < rows.count; ++row) ++counts_->types[types[row]];
        if (rows.columns.size() != labelled) return;
        const auto* const labels = rows.columns[5].values<std::uint32_t>();
        for (std::size_t row = 0; row < rows.count; ++row) ++counts_->labels[labels[row]];
    }

    void drop_lost(spate::batch& rows) const {
        constexpr auto lost = static_cast<std::uint32_t>(spate::arrival_label::lost);
        std::vector<std::size_t> kept;
        const auto* const labels = rows.columns[5].values<std::uint32_t>();
        for (std::size_t row = 0; row < rows.count; ++row)
            if (labels[row] != lost) kept.push_back(row);
        if (kept.size() == rows.count) return;
        left_out_->fetch_add(rows.count - kept.size(), std::memory_order_relaxed);
        for (const std::size_t numbers : {std::size_t{0}, std::size_t{5}}) keep<std::uint32_t>(rows.columns[numbers], kept);
        for (const std::size_t times : {std::size_t{1}, std::size_t{4}}) keep<std::int64_t>(rows.columns[times], kept);
        for (const std::size_t texts : {std::size_t{2}, std::size_t{3}}) keep_texts(rows.columns[texts], kept);
        rows.columns[3].set_nulls(0);  // only lost events have no payload
        rows.count = kept.size();
    }
    template <class Value>
    static void keep(spate::column& of, const std::vector<std::size_t>& rows) {
        auto* const values = of.values<Value>();
        for (std::size_t i = 0; i < rows.size(); ++i) values[i] = values[rows[i]];
    }
    static void keep_texts(spate::column& of, const std::vector<std::size_t>& rows) {
        std::int32_t* const offsets = of.offsets();
        char* const bytes = of.values<char>();
        std::int32_t to = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::int32_t from = offsets[rows[i]], size = offsets[rows[i] + 1] - from;
            if (size != 0) std::memmove(bytes + to, bytes + from, static_cast<std::size_t>(size));
            offsets[i] = to;
            to += size;
        }
        offsets[rows.size()] = to;
    }

    spate::mixed_events events_;
    std::shared_ptr<event_counts> counts_;
    bool keeps_lost_;
    std::shared_ptr<std::atomic<std::uint64_t>> left_out_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

static_assert(spate::record_source<delivered_events>);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_EVENTS_SOURCE_HPP
