// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_TYPED_EVENTS_HPP
#define SPATE_EVENT_TYPED_EVENTS_HPP

/// `typed_events`: the events of a mix as a table for each type, whose columns are the fields.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/event/detail/value_ops.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/event/placed_event.hpp>
#include <spate/field/column.hpp>
#include <spate/field/column_appender.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// A table for each type of a mix. Its columns: event_index (the place in the stream, an int64), timestamp (three decimal places), partition_key (a text);
/// where events arrive late or not at all, arrival and label; then the payload's fields in their order, with their own types. Where a payload has a field of
/// such a name, whatever its capitals, the column that is not the payload's has an underscore before its name.
///
/// A row is the event that mixed_events has at the same place: its fields are what the payload says, its partition key is the same. Lost events are no rows.
///
/// Determinism: as mixed_events. Cost: some 100 ns a field of a type that is rare, a few of one that is frequent. Thread safety: a value that does not change;
/// copies share what it is made of.
class typed_events {
public:
    explicit typed_events(mixed_events events) : core_{std::make_shared<const core>(std::move(events))} {}

    [[nodiscard]] const mixed_events& events() const noexcept { return core_->events; }
    /// How many types there are; their numbers are those of the mix.
    [[nodiscard]] std::size_t types() const noexcept { return core_->tables.size(); }
    /// Requires type < types().
    [[nodiscard]] const std::string& id(std::size_t type) const noexcept { return core_->tables[type].layout.id(); }
    [[nodiscard]] const record_type& type(std::size_t type) const noexcept { return core_->tables[type].columns; }

    /// Makes the rows of the events at places [first, first + count): out[t] has those of type t, in the order of their places, and none where there are none.
    /// Where `from` is given, those of type t before place from[t] are left out. Requires that `out`, and `from` where it is given, have types() of them.
    /// Throws config_error beyond event 2^47, and what generators throw. Rows of rare types come together, and the cheaper, the larger the count is.
    void fill(std::uint64_t first, std::size_t count, std::span<batch> out, std::span<const std::uint64_t> from = {}) const {
        const core& of = *core_;
        detail::scratch<work> at;
        at->placed.resize(count);
        of.events.places(first, {at->placed.data(), count});
        at->ends.assign(types() + 1, 0);
        const auto counts = [&](const placed_event& one) { return one.label != arrival_label::lost && (from.empty() || one.place >= from[one.chosen.type]); };
        for (const placed_event& one : at->placed)
            if (counts(one)) ++at->ends[one.chosen.type + 1];
        for (std::size_t i = 1; i < at->ends.size(); ++i) at->ends[i] += at->ends[i - 1];
        at->order.resize(at->ends.back());
        at->next.assign(at->ends.begin(), at->ends.end());
        for (std::size_t i = 0; i < count; ++i)
            if (counts(at->placed[i])) at->order[at->next[at->placed[i].chosen.type]++] = static_cast<std::uint32_t>(i);
        for (std::size_t type = 0; type < types(); ++type) {
            batch& rows = out[type];
            rows.first = first;
            rows.count = at->ends[type + 1] - at->ends[type];
            if (rows.count == 0) continue;
            rows.columns.resize(of.tables[type].columns.size());
            of.fill_type(type, *at, {at->order.data() + at->ends[type], rows.count}, rows.columns);
        }
    }

private:
    // What is used again and again.
    struct work {
        std::vector<placed_event> placed;
        std::vector<std::size_t> ends, next;
        std::vector<std::uint32_t> order;
        detail::made_columns made;
        column time;
        std::string text;
    };

    struct table {
        table(const mix_specification& mix, std::size_t type, bool arrives) : layout{mix, type} {
            auto cells = static_cast<std::uint32_t>(mix.common.size());
            layout.make_in_cells(cells);
            const record_type fields = layout.type();
            const auto add = [&](std::string name, const data_type& of) {
                while (has(fields, name)) name.insert(name.begin(), '_');
                columns.push_back({std::move(name), of});
            };
            add("event_index", {.id = type_id::int64});
            add("timestamp", {.id = type_id::timestamp, .places = 3});
            add("partition_key", {.id = type_id::text});
            if (arrives) {
                add("arrival", {.id = type_id::timestamp, .places = 3});
                add("label", {.id = type_id::text});
            }
            before = columns.size();
            columns.insert(columns.end(), fields.begin(), fields.end());
            for (std::size_t i = 0; i < fields.size(); ++i) {
                const detail::placed_field& field = layout.fields()[i];
                if (field.name == mix.partition_key) key = i;
                const point_rule rule = field.inputs.empty() ? field.generator.point() : point_rule{};
                // As payloads have it: the event's own time, unless the field is made by its generator.
                is_time.push_back(rule.how == point_rule::kind::event_time && !(rule.nullable && field.rows != row_source::event));
            }
        }
        static bool has(const record_type& fields, std::string_view name) noexcept {
            const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; };
            for (const field_type& field : fields) {
                bool same = field.name.size() == name.size();
                for (std::size_t i = 0; same && i < name.size(); ++i) same = lower(field.name[i]) == lower(name[i]);
                if (same) return true;
            }
            return false;
        }

        static constexpr std::size_t no_key = ~std::size_t{0};
        detail::type_layout layout;
        record_type columns;
        // Columns that are not the payload's, and the number of the field that events are partitioned by.
        std::size_t before = 0, key = no_key;
        std::vector<bool> is_time;
    };

    struct core {
        explicit core(mixed_events given) : events{std::move(given)}, labels{arrival_label_names} {
            const mix_specification& mix = events.specification();
            for (std::size_t i = 0; i < mix.types.size(); ++i) tables.emplace_back(mix, i, mix.arrival.any());
        }

        // With fewer events in a cell of words, making them one by one is cheaper.
        static constexpr std::size_t many = 12;

        void fill_type(std::size_t type, work& at, std::span<const std::uint32_t> order, std::vector<column>& out) const {
            const table& of = tables[type];
            std::deque<column_appender> fields;
            for (std::size_t i = of.before; i < of.columns.size(); ++i) fields.emplace_back(of.columns[i].type, order.size(), out[i]);
            start(of, order.size(), out);
            std::size_t key_bytes = 0;
            for (std::size_t row = 0; row < order.size();) {
                const std::uint64_t place = at.placed[order[row]].place, cell = place - place % batch_rows;
                std::size_t end = row + 1;
                while (end < order.size() && at.placed[order[end]].place - cell < batch_rows) ++end;
                at.made.next_cell(cell, end - row < many ? 0 : batch_rows);
                for (; row < end; ++row) {
                    const placed_event& one = at.placed[order[row]];
                    at.made.next();
                    key_bytes = put_event(of, one, row, key_bytes, at, out);
                    for (std::size_t i = 0; i < fields.size(); ++i) {
                        const detail::made_value value = of.layout.make(i, one.event, one.chosen, at.made);
                        if (of.is_time[i] && !value.from->is_null(value.row))
                            fields[i].append(time_of(one, of.columns[of.before + i].type, at.time));
                        else
                            fields[i].append(*value.from, value.row);
                    }
                }
            }
            for (column_appender& field : fields) field.finish();
        }
        void start(const table& of, std::size_t count, std::vector<column>& out) const {
            for (std::size_t i = 0; i < of.before; ++i) out[i].start(of.columns[i].type, count);
            if (of.before > 3) out[4].start(labels, count);
        }
        // What all events have; returns where the partition key ends.
        std::size_t put_event(const table& of, const placed_event& one, std::size_t row, std::size_t key_bytes, work& at, std::vector<column>& out) const {
            out[0].values<std::int64_t>()[row] = static_cast<std::int64_t>(one.place);
            out[1].values<std::int64_t>()[row] = detail::time_in_units(one.timestamp, 3);
            if (of.before > 3) {
                out[3].values<std::int64_t>()[row] = detail::time_in_units(one.arrival, 3);
                out[4].values<std::uint32_t>()[row] = static_cast<std::uint32_t>(one.label);
            }
            const std::string_view key = key_of(of, one, at);
            out[2].value_buffer().reserve(key_bytes + key.size(), key_bytes);
            std::memcpy(out[2].values<char>() + key_bytes, key.data(), key.size());
            out[2].offsets()[row + 1] = column_offset(key_bytes + key.size());
            return key_bytes + key.size();
        }
        [[nodiscard]] std::string_view key_of(const table& of, const placed_event& one, work& at) const {
            if (of.key == table::no_key) return of.layout.id();
            detail::made_value value = of.layout.make(of.key, one.event, one.chosen, at.made);
            if (value.from->is_null(value.row)) return of.layout.id();
            const data_type& type = of.layout.fields()[of.key].type;
            if (of.is_time[of.key]) value = {&time_of(one, type, at.time), 0};
            std::string_view text;
            if (type.id == type_id::text && value.from->plain()) {
                text = value.from->text(value.row);
            } else {
                at.text.clear();
                append_json(at.text, type, *value.from, value.row);
                text = at.text;
                if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
            }
            return text.empty() ? std::string_view{of.layout.id()} : text;
        }
        static const column& time_of(const placed_event& one, const data_type& type, column& out) {
            out.start(type, 1);
            out.values<std::int64_t>()[0] = detail::time_in_units(one.timestamp, type.places);
            return out;
        }

        mixed_events events;
        text_dictionary labels;
        std::deque<table> tables;
    };

    std::shared_ptr<const core> core_;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_TYPED_EVENTS_HPP
