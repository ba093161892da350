// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_MIXED_EVENTS_HPP
#define SPATE_EVENT_MIXED_EVENTS_HPP

/// `mixed_events`: a stream of events of many types, as a table of unified records.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/config.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/event/arrival.hpp>
#include <spate/event/arrival_plan.hpp>
#include <spate/event/change_stream.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/detail/avro_payload.hpp>
#include <spate/event/detail/binary_payload.hpp>
#include <spate/event/detail/event_lanes.hpp>
#include <spate/event/detail/json_payload.hpp>
#include <spate/event/detail/payload_engine.hpp>
#include <spate/event/detail/protobuf_payload.hpp>
#include <spate/event/detail/slot_key.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/event/detail/value_ops.hpp>
#include <spate/event/earlier_events.hpp>
#include <spate/event/event_record.hpp>
#include <spate/event/event_reference.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/event/placed_event.hpp>
#include <spate/event/session.hpp>
#include <spate/event/type_chooser.hpp>
#include <spate/field/column.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// Events 0, 1, 2 ... of a mix, each a row of event_type_id (a text), timestamp (three decimal places), partition_key (a text) and serialized_payload (JSON, or
/// binary for other formats); where events arrive late or not at all, also arrival (a timestamp) and label (a text). `mix | rows(n)` is the first n of them:
/// what formats write, and a random access range of event_record, as the mix itself is by `mix[i]`.
///
/// The partition key is the text of the field's value as JSON has it, without quotes; the type's id where the field is missing or null, or its text empty.
///
/// A lost event is a row, too, so that row i is place i: its label is "lost", its payload null (event_record has an empty one), and its partition key the
/// type's id. Consumers never see it; whoever sends payloads on leaves it out.
///
/// Determinism: an event is a pure function of (specification, its number): for any batch, from any start, on any number of threads. Cost: some 100 ns an event
/// of eight fields in a row, about a microsecond for one alone. Thread safety: a value that does not change; copies share what it is made of.
///
/// Models record_source.
class mixed_events {
public:
    /// The most events that a stream has.
    static constexpr std::uint64_t most_events = std::uint64_t{1} << 47;
    using row_type = event_record;

    /// Throws config_error for no types or too many, for ids that are empty or there twice, for weights that are all 0, for flows and arrivals (as flow_plan
    /// and arrival_plan do), for fields that are wrong (as runtime_schema does), and for a partition key that no type has.
    SPATE_WHEN_USED
    explicit mixed_events(mix_specification specification) : core_{std::make_shared<const core>(std::move(specification))} {}

    [[nodiscard]] const mix_specification& specification() const noexcept { return core_->mix; }
    [[nodiscard]] static std::uint64_t size() noexcept { return most_events; }

    /// The same mix with one thing changed. Each throws config_error as the constructor does.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events named(std::string name) const {
        return changed([&](mix_specification& mix) { mix.name = std::move(name); });
    }
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events with_seed(seed from) const {
        return changed([&](mix_specification& mix) { mix.from = from; });
    }
    /// Fields that all events have, before their own.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events with_common(std::vector<event_field> fields) const {
        return changed([&](mix_specification& mix) { mix.common = std::move(fields); });
    }
    /// Each type as often in every aligned window of a million events as its share says, rounded down or up, as long as no flow takes places of them and none
    /// is repeated.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events exact() const {
        return changed([](mix_specification& mix) { mix.selection = type_selection::exact; });
    }
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events payload(payload_format format) const {
        return changed([&](mix_specification& mix) { mix.payload = format; });
    }
    /// The field whose value is the partition key.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events keyed_by(std::string field) const {
        return changed([&](mix_specification& mix) { mix.partition_key = std::move(field); });
    }
    /// When events happen.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events at(schedule when) const {
        return changed([&](mix_specification& mix) { mix.when = std::move(when); });
    }
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events with_flows(std::vector<flow> flows) const {
        return changed([&](mix_specification& mix) { mix.flows = std::move(flows); });
    }
    /// Sessions, as add_session adds them.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events with_session(const session& one) const {
        return changed([&](mix_specification& mix) { add_session(mix, one); });
    }
    /// The changes of a table, as add_change_stream adds them: a type of events more.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events with_changes(const change_stream& one) const {
        return changed([&](mix_specification& mix) { add_change_stream(mix, one); });
    }
    /// A field of a type that has the value of a field of an earlier event, as with_references makes it; shares must be exact.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events referring(event_reference one) const {
        return changed([&](mix_specification& mix) { mix.references.push_back(std::move(one)); });
    }
    /// Which events are late, out of order, there twice or lost.
    SPATE_WHEN_USED
    [[nodiscard]] mixed_events arriving(const arrival_options& options) const {
        return changed([&](mix_specification& mix) { mix.arrival = options; });
    }

    [[nodiscard]] const record_type& type() const noexcept { return core_->types; }

    /// The fields of a type's payloads, for schemas (event/payload_schema.hpp). Requires that `type` is below specification().types.size().
    [[nodiscard]] record_type payload_type(std::size_t type) const { return detail::type_layout{core_->mix, type}.type(); }

    /// Makes events [first, first + count). Throws config_error beyond event 2^47, and std::length_error where their payloads are more than 2^31 bytes.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        check(first, count);
        const core& of = *core_;
        const record_type& types = of.types;
        out.first = first;
        out.count = count;
        out.columns.resize(types.size());
        out.columns[0].start(of.ids, count);
        for (std::size_t i = 1; i < types.size(); ++i)
            if (i != 3) out.columns[i].start(types[i].type, count);
        of.start_payloads(out.columns[3], count);
        const bool on_the_way = of.mix.arrival.any();
        if (on_the_way) out.columns[5].start(of.labels, count);
        each_cell(first, count, [&](detail::event_cell& cell, std::size_t done) {
            auto* const ids = out.columns[0].values<std::uint32_t>() + done;
            auto* const times = out.columns[1].values<std::int64_t>() + done;
            for (std::size_t i = 0; i < cell.count; ++i) {
                ids[i] = cell.chosen[i].type;
                times[i] = detail::time_in_units(cell.times[i], 3);
            }
            if (on_the_way) {
                auto* const arrivals = out.columns[4].values<std::int64_t>() + done;
                auto* const labels = out.columns[5].values<std::uint32_t>() + done;
                for (std::size_t i = 0; i < cell.count; ++i) {
                    arrivals[i] = detail::time_in_units(cell.arrivals[i], 3);
                    labels[i] = static_cast<std::uint32_t>(cell.labels[i]);
                }
            }
            of.append_payloads(cell, out.columns[3], done);
            of.append_keys(cell, out.columns[2], done);
        });
    }
    /// Only the payloads of events [first, first + count), as a column of texts; null for lost events.
    void payloads(std::uint64_t first, std::size_t count, column& out) const {
        check(first, count);
        core_->start_payloads(out, count);
        each_cell(first, count, [&](detail::event_cell& cell, std::size_t done) { core_->append_payloads(cell, out, done); });
    }

    /// What stands at places [first, first + out.size()), without any of its fields. Throws config_error beyond event 2^47. Cost: some 10 ns a place.
    void places(std::uint64_t first, std::span<placed_event> out) const {
        check(first, out.size());
        const core& of = *core_;
        detail::scratch<detail::event_cell> cell;
        for (std::size_t done = 0; done < out.size();) {
            const std::size_t n = begin_cell(first + done, out.size() - done, *cell);
            for (std::size_t i = 0; i < n; ++i) {
                const std::int64_t arrival = of.mix.arrival.any() ? cell->arrivals[i] : cell->times[i];
                const arrival_label label = of.mix.arrival.any() ? cell->labels[i] : arrival_label::on_time;
                out[done + i] = {first + done + i, cell->events[i], cell->chosen[i], cell->times[i], arrival, label};
            }
            done += n;
        }
    }

    /// One event. Throws config_error from 2^47 on.
    [[nodiscard]] event_record operator[](std::uint64_t i) const {
        detail::scratch<batch> one;
        fill(i, 1, *one);
        return row(*one, 0);
    }
    /// Event `i` of a batch that this mix has filled. Requires i < rows.count.
    [[nodiscard]] event_record row(const batch& rows, std::size_t i) const {
        event_record out;
        out.index = rows.first + i;
        out.event_type_id = rows.columns[0].text(i);
        out.partition_key = rows.columns[2].text(i);
        out.serialized_payload = rows.columns[3].text(i);
        const core& of = *core_;
        out.timestamp = out.arrival = of.mix.when.time_of(out.index);
        if (of.mix.arrival.any()) {
            const arrived there = of.arrivals.at(out.index);
            out.label = there.label;
            out.timestamp = of.happened(there, out.arrival);
        }
        return out;
    }

private:
    struct core {
        SPATE_WHEN_USED
        explicit core(mix_specification given)
            : mix{with_references(std::move(given))}, flows{mix}, arrivals{arrival_plan::key_of(mix.from, mix.name), mix.arrival}, labels{arrival_label_names} {
            if (!flows.covers_all()) chooser.emplace(weights_of(mix), mix.selection, detail::type_key(mix.from, mix.name));
            make_programs();
        }

        SPATE_WHEN_USED
        static std::vector<ratio> weights_of(const mix_specification& mix) {
            std::vector<ratio> out;
            out.reserve(mix.types.size());
            for (const event_type& one : mix.types) out.push_back(one.weight);
            return out;
        }
        SPATE_WHEN_USED
        void make_programs();
        SPATE_WHEN_USED
        void add_type(std::size_t i) {
            detail::type_layout& layout = layouts.emplace_back(mix, i);
            std::uint64_t share = chooser ? chooser->share(i) : 0;
            // Of a quarter of all events and more.
            if (share >> 30 != 0) layout.make_in_cells(cell_columns);
            // Types of flows are taken for frequent.
            for (const flow& one : mix.flows)
                for (const flow_step& step : one.steps)
                    if (step.type == i) share = std::uint64_t{1} << 32;
            bool needed = payloads->add(layout, share, lanes);
            if (keys != nullptr) needed = keys->add(layout, share, lanes) || needed;
            if (!needed) layouts.pop_back();
        }
        SPATE_WHEN_USED
        [[nodiscard]] std::unique_ptr<detail::payload_engine> make_payloads() const {
            const auto all = [](auto& set, std::size_t, const detail::type_layout& layout, std::uint64_t share, detail::event_lanes& into) {
                return set.add(layout, share, into);
            };
            switch (mix.payload) {
                case payload_format::json:
                    break;
                case payload_format::avro:
                    return detail::make_engine<detail::avro_payload>(all);
                case payload_format::avro_single_object:
                    return detail::make_engine<detail::avro_single_object_payload>(all);
                case payload_format::protobuf:
                    return detail::make_engine<detail::protobuf_payload>(all);
                case payload_format::binary:
                    return detail::make_engine<detail::binary_payload>(all);
            }
            return detail::make_engine<detail::json_payload>(all);
        }
        void start_payloads(column& out, std::size_t count) const {
            out.start(types[3].type, count);
            if (types[3].type.nullable) std::fill_n(out.make_validity(), (count + 63) / 64, std::uint64_t{0});
        }
        void append_payloads(detail::event_cell& cell, column& out, std::size_t done) const {
            payloads->append(lanes, cell, out, done);
            if (!types[3].type.nullable) return;
            std::uint64_t* const valid = out.make_validity();
            std::size_t nulls = out.nulls();
            for (std::size_t i = 0; i < cell.count; ++i) {
                valid[(done + i) / 64] |= static_cast<std::uint64_t>(!cell.lost[i]) << (done + i) % 64;
                nulls += cell.lost[i];
            }
            out.set_nulls(nulls);
        }
        void append_keys(detail::event_cell& cell, column& out, std::size_t done) const {
            if (keys != nullptr) {
                keys->append(lanes, cell, out, done);
                strip(cell, out, done);
                return;
            }
            column_buffer& buffer = out.value_buffer();
            std::size_t size = static_cast<std::size_t>(out.offsets()[done]);
            for (std::size_t i = 0; i < cell.count; ++i) {
                const std::string_view id = ids[cell.chosen[i].type];
                buffer.reserve(size + id.size(), size);
                std::memcpy(buffer.data() + size, id.data(), id.size());
                out.offsets()[done + i + 1] = column_offset(size += id.size());
            }
        }
        // Takes quotes away, and puts ids where nothing is left.
        void strip(detail::event_cell& cell, column& out, std::size_t done) const {
            column_buffer& buffer = out.value_buffer();
            std::int32_t* const offsets = out.offsets();
            std::size_t to = static_cast<std::size_t>(offsets[done]), from = to, empty = 0;
            for (std::size_t i = 0; i < cell.count; ++i) {
                const auto end = static_cast<std::size_t>(offsets[done + i + 1]);
                char* const text = out.values<char>();
                std::size_t first = from, last = end;
                if (last - first >= 2 && text[first] == '"') ++first, --last;
                // Where all are empty, there is no memory either.
                if (first != last) std::memmove(text + to, text + first, last - first);
                to += last - first;
                empty += last == first;
                offsets[done + i + 1] = column_offset(to);
                from = end;
            }
            if (empty == 0) return;
            detail::scratch<std::string> texts;
            const auto begin = static_cast<std::size_t>(offsets[done]);
            texts->assign(out.values<char>() + begin, to - begin);
            std::size_t size = from = begin;
            for (std::size_t i = 0; i < cell.count; ++i) {
                const auto end = static_cast<std::size_t>(offsets[done + i + 1]);
                const std::string_view text = end == from ? ids[cell.chosen[i].type] : std::string_view{texts->data() + (from - begin), end - from};
                buffer.reserve(size + text.size(), size);
                std::memcpy(buffer.data() + size, text.data(), text.size());
                offsets[done + i + 1] = column_offset(size += text.size());
                from = end;
            }
        }

        void choose(std::uint64_t first, std::span<chosen_event> out) const {
            if (chooser) chooser->choose(first, out);
            flows.place(first, out);
        }
        // When the event at a place happened. One that is repeated happened when it was there first.
        [[nodiscard]] std::int64_t happened(const arrived& there, std::int64_t arrival) const noexcept {
            if (there.label == arrival_label::duplicate) return before(mix.when.time_of(there.event), arrivals.at(there.event).delay);
            return before(arrival, there.delay);
        }
        // So much earlier, but not before the first instant that there is.
        [[nodiscard]] static std::int64_t before(std::int64_t time, std::uint64_t delay) noexcept {
            const std::uint64_t most = static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::min());
            return static_cast<std::int64_t>(static_cast<std::uint64_t>(time) - std::min(delay, most));
        }

        mix_specification mix;
        flow_plan flows;
        arrival_plan arrivals;
        std::optional<type_chooser> chooser;
        text_dictionary ids, labels;
        record_type types;
        detail::event_lanes lanes;
        // Those that programs point into.
        std::deque<detail::type_layout> layouts;
        std::unique_ptr<detail::payload_engine> payloads, keys;
        std::uint32_t cell_columns = 0;
        bool any_key = false;
    };

    template <class Change>
    [[nodiscard]] mixed_events changed(const Change& change) const {
        mix_specification other = core_->mix;
        change(other);
        return mixed_events{std::move(other)};
    }
    static void check(std::uint64_t first, std::uint64_t count) {
        if (first > most_events || count > most_events - first)
            detail::raise_config("events", std::to_string(first) + " and " + std::to_string(count) + " more", "go beyond event 2^47",
                                 "ask for events below 140737488355328");
    }

    template <class Each>
    void each_cell(std::uint64_t first, std::size_t count, const Each& each) const {
        // Below this the words of whole cells cost more than those of each event.
        constexpr std::size_t few = 8;
        const core& of = *core_;
        detail::scratch<detail::event_cell> cell;
        if (cell->words.size() < 2 * of.lanes.size()) cell->words.resize(2 * of.lanes.size());
        for (std::size_t done = 0; done < count;) {
            const std::uint64_t at = first + done;
            const std::size_t n = begin_cell(at, count - done, *cell);
            const bool alone = n < few;
            cell->made.next_cell(at, alone ? 0 : n);
            if (!alone) of.lanes.fill(at, n, cell->words.data());
            of.payloads->prepare(of.lanes, *cell, alone);
            if (of.keys != nullptr) of.keys->prepare(of.lanes, *cell, alone);
            each(*cell, done);
            done += n;
        }
    }

    // Which events stand at the places of a cell from `first` on, at most `most` of them; returns how many.
    std::size_t begin_cell(std::uint64_t first, std::size_t most, detail::event_cell& cell) const {
        const core& of = *core_;
        cell.within = static_cast<std::size_t>(first % batch_rows);
        cell.count = std::min(most, batch_rows - cell.within);
        of.choose(first, {cell.chosen, cell.count});
        of.mix.when.times(first, {cell.times, cell.count});
        for (std::size_t i = 0; i < cell.count; ++i) cell.events[i] = first + i, cell.lost[i] = cell.foreign[i] = false;
        if (of.mix.arrival.any()) travel(first, cell);
        return cell.count;
    }
    // What becomes of the events of a cell on their way.
    void travel(std::uint64_t first, detail::event_cell& cell) const {
        const core& of = *core_;
        arrived there[batch_rows];
        of.arrivals.at(first, {there, cell.count});
        for (std::size_t i = 0; i < cell.count; ++i) {
            cell.arrivals[i] = cell.times[i];
            cell.labels[i] = there[i].label;
            cell.times[i] = of.happened(there[i], cell.arrivals[i]);
            cell.lost[i] = there[i].label == arrival_label::lost;
            cell.foreign[i] = there[i].event != cell.events[i];
            if (!cell.foreign[i]) continue;
            cell.events[i] = there[i].event;
            of.choose(there[i].event, {cell.chosen + i, 1});
        }
    }

    std::shared_ptr<const core> core_;
};

static_assert(record_source<mixed_events>);

template <class>
void mixed_events::core::make_programs() {
    cell_columns = static_cast<std::uint32_t>(mix.common.size());
    payloads = make_payloads();
    if (!mix.partition_key.empty()) {
        keys = detail::make_engine<detail::json_payload>(
            [this](auto& set, std::size_t type, const detail::type_layout& layout, std::uint64_t share, detail::event_lanes& into) {
                for (std::size_t i = 0; i < layout.fields().size(); ++i)
                    if (layout.fields()[i].name == mix.partition_key) {
                        any_key = true;
                        return set.add_value(layout, i, share, into);
                    }
                return set.add_text(mix.types[type].id, into);
            });
    }
    std::set<std::string_view> known;
    for (std::size_t i = 0; i < mix.types.size(); ++i) {
        const event_type& one = mix.types[i];
        if (one.id.empty()) detail::raise_config("event type", std::to_string(i + 1), "has no id", "give it one");
        if (!known.insert(one.id).second) detail::raise_config("event type", "\"" + one.id + "\"", "is there twice", "give one of them another id");
        ids.add(one.id);
        add_type(i);
    }
    if (keys != nullptr && !any_key)
        detail::raise_config("partition key", "\"" + mix.partition_key + "\"", "is a field of no event type", "name one of their fields");
    payloads->settle(lanes);
    if (keys != nullptr) keys->settle(lanes);
    types = {
        {"event_type_id", {.id = type_id::text}},
        {"timestamp", {.id = type_id::timestamp, .places = 3}},
        {"partition_key", {.id = type_id::text}},
        {"serialized_payload", {.id = mix.payload == payload_format::json ? type_id::json : type_id::binary, .nullable = mix.arrival.lost.numerator() != 0}}};
    if (mix.arrival.any()) {
        types.push_back({"arrival", {.id = type_id::timestamp, .places = 3}});
        types.push_back({"label", {.id = type_id::text}});
    }
}
SPATE_COMPILED_ONCE(void mixed_events::core::make_programs<void>())

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_MIXED_EVENTS_HPP
