// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_SOURCE_HPP
#define SPATE_DELTA_DELTA_SOURCE_HPP

/// What a sink of Delta tables writes: the rows of a table, or the events of a mix, as one table or as one for each type.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/event/typed_events.hpp>
#include <spate/field/take_rows.hpp>
#include <spate/field/words.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// Rows at places 0, 1, 2 ... of a stream, for one table or several. A place has one row, or none. Thread safety: a value that does not change; any number of
/// threads.
class delta_source {
public:
    virtual ~delta_source() = default;
    /// How many places there are.
    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
    [[nodiscard]] virtual std::size_t tables() const noexcept { return 1; }
    /// The name of a table's folder below the path that is written to; nothing where there is one table.
    [[nodiscard]] virtual std::string folder(std::size_t table) const {
        (void)table;
        return {};
    }
    [[nodiscard]] virtual record_type type(std::size_t table) const = 0;
    /// How many places are best made at once, where rows are parted by the values of columns and where they are not; `fill` is not asked for places on two
    /// sides of a multiple of it.
    [[nodiscard]] virtual std::size_t step(bool parted) const noexcept = 0;
    /// Makes the rows at places [first, first + count), out[t] those of table t without what stands before place from[t]. Requires tables() of both.
    virtual void fill(std::uint64_t first, std::size_t count, std::span<batch> out, std::span<const std::uint64_t> from) const = 0;

protected:
    delta_source() = default;
    delta_source(const delta_source&) = default;
    delta_source& operator=(const delta_source&) = default;
};

namespace detail {

// Of one table, whose rows before a place were written before.
[[nodiscard]] inline bool begins_later(std::uint64_t& first, std::size_t& count, std::uint64_t from) noexcept {
    if (from <= first) return true;
    if (from - first >= count) return false;
    count -= static_cast<std::size_t>(from - first);
    first = from;
    return true;
}

// Large where few rows of a batch belong together; the places of a shard are neighbours within a batch only.
[[nodiscard]] inline std::size_t delta_step(const stream_shard& shard, bool parted) noexcept {
    return parted && shard.count == 1 ? 128 * batch_rows : batch_rows;
}

template <record_source Table>
class delta_rows_source final : public delta_source {
public:
    delta_rows_source(Table table, stream_shard shard) : table_{std::move(table)}, shard_{shard} {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return shard_.below(table_.size()); }
    [[nodiscard]] record_type type(std::size_t) const override { return table_.type(); }
    [[nodiscard]] std::size_t step(bool parted) const noexcept override { return delta_step(shard_, parted); }
    void fill(std::uint64_t first, std::size_t count, std::span<batch> out, std::span<const std::uint64_t> from) const override {
        out[0].count = 0;
        if (begins_later(first, count, from[0]) && count != 0) table_.fill(shard_.place(first), count, out[0]);
    }

private:
    Table table_;
    stream_shard shard_;
};

class delta_events_source final : public delta_source {
public:
    delta_events_source(mixed_events events, stream_shard shard) : events_{std::move(events)}, shard_{shard}, filled_{events_.type()}, type_{filled_} {
        type_[3].type.nullable = false;
    }
    [[nodiscard]] std::uint64_t size() const noexcept override { return shard_.below(mixed_events::size()); }
    [[nodiscard]] record_type type(std::size_t) const override { return type_; }
    [[nodiscard]] std::size_t step(bool parted) const noexcept override { return delta_step(shard_, parted); }
    void fill(std::uint64_t first, std::size_t count, std::span<batch> out, std::span<const std::uint64_t> from) const override {
        out[0].count = 0;
        if (!begins_later(first, count, from[0]) || count == 0) return;
        events_.fill(shard_.place(first), count, out[0]);
        if (out[0].columns[3].nulls() != 0) leave_out_lost(out[0]);
    }

private:
    // Only lost events have no payload.
    void leave_out_lost(batch& rows) const {
        detail::scratch<std::vector<taken_row>> kept;
        kept->clear();
        for (std::size_t row = 0; row < rows.count; ++row)
            if (!rows.columns[3].is_null(row)) kept->push_back({0, static_cast<std::uint32_t>(row)});
        rows.count = kept->size();
        if (kept->empty()) return;
        detail::scratch<column> taken;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) {
            take_rows(filled_[i].type, rows.columns[i], *kept, *taken);
            std::swap(rows.columns[i], *taken);
        }
    }

    mixed_events events_;
    stream_shard shard_;
    record_type filled_, type_;
};

class delta_typed_source final : public delta_source {
public:
    delta_typed_source(typed_events events, stream_shard shard) : events_{std::move(events)}, shard_{shard} {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return shard_.below(mixed_events::size()); }
    [[nodiscard]] std::size_t tables() const noexcept override { return events_.types(); }
    [[nodiscard]] std::string folder(std::size_t table) const override { return events_.id(table); }
    [[nodiscard]] record_type type(std::size_t table) const override { return events_.type(table); }
    [[nodiscard]] std::size_t step(bool) const noexcept override { return delta_step(shard_, true); }
    void fill(std::uint64_t first, std::size_t count, std::span<batch> out, std::span<const std::uint64_t> from) const override {
        detail::scratch<std::vector<std::uint64_t>> places;
        places->clear();
        for (const std::uint64_t one : from) places->push_back(shard_.place(one));
        events_.fill(shard_.place(first), count, out, *places);
    }

private:
    typed_events events_;
    stream_shard shard_;
};

}  // namespace detail

/// The rows of a table, or those of a shard of it. Requires shard.index < shard.count, here and below.
template <record_source Table>
[[nodiscard]] std::shared_ptr<const delta_source> delta_rows(Table table, stream_shard shard = {}) {
    return std::make_shared<detail::delta_rows_source<Table>>(std::move(table), shard);
}
/// The events of a mix as one table: event_type_id, timestamp, partition_key, serialized_payload, and arrival and label where events arrive late or not at all.
/// Lost events are no rows.
[[nodiscard]] inline std::shared_ptr<const delta_source> delta_events(mixed_events events, stream_shard shard = {}) {
    return std::make_shared<detail::delta_events_source>(std::move(events), shard);
}
/// The events of a mix as a table for each type, named by its id, with the payload's fields as columns; see typed_events.
[[nodiscard]] inline std::shared_ptr<const delta_source> delta_typed_events(mixed_events events, stream_shard shard = {}) {
    return std::make_shared<detail::delta_typed_source>(typed_events{std::move(events)}, shard);
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_SOURCE_HPP
