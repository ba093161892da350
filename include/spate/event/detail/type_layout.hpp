// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_TYPE_LAYOUT_HPP
#define SPATE_EVENT_DETAIL_TYPE_LAYOUT_HPP

/// The fields of an event type with the common ones, in the order of the payload, each with its stream of words.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/detail/slot_key.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

struct placed_field {
    std::string name;
    erased_field generator;
    row_source rows;
    key128 key;
    /// By flow, where the row is not the event's.
    std::vector<key128> flow_keys;
    std::vector<std::size_t> inputs;
    data_type type;
    /// Which field's key it has, where that is another's.
    std::size_t key_of = 0;
    /// Which column of a cell it has where it is made for all of its events at once, as common fields and those of frequent types are.
    static constexpr std::uint32_t no_cell = ~std::uint32_t{0};
    std::uint32_t cell = no_cell;
};

/// A field's row of an event, and the key of its stream.
struct field_row {
    key128 key;
    std::uint64_t row;
};
[[nodiscard]] inline field_row row_of(row_source rows, const key128& key, const std::vector<key128>& flow_keys, std::uint64_t event,
                                      const chosen_event& chosen) noexcept {
    const bool alone = chosen.flow == chosen_event::no_flow;
    switch (rows) {
        case row_source::instance:
            return alone ? field_row{key, event} : field_row{flow_keys[chosen.flow], chosen.instance};
        case row_source::step:
            return alone ? field_row{key, event * steps_per_instance} : field_row{flow_keys[chosen.flow], chosen.instance * steps_per_instance + chosen.step};
        default:
            return {key, event};
    }
}

/// Columns of one row for the fields of an event, columns of all rows of a cell, and which of both are made.
struct made_columns {
    std::vector<column> columns;
    std::vector<std::uint64_t> made;
    std::uint64_t event = 0;
    std::vector<column> of_cell;
    std::vector<std::uint64_t> made_of_cell;
    std::uint64_t cell = 0, first = 0;
    std::size_t count = 0;
    std::string text;

    /// Goes on to other events, of which columns are made at once; to no such ones, where `events` is 0.
    void next_cell(std::uint64_t from, std::size_t events) noexcept {
        ++cell;
        first = from;
        count = events;
    }
    /// Forgets what was made for the event before.
    void next() noexcept { ++event; }
};

/// A field's value of an event.
struct made_value {
    const column* from;
    std::size_t row;
};

class type_layout {
public:
    /// Throws config_error for a field without a name or that is there twice, and as runtime_schema does for those that are made from others.
    type_layout(const mix_specification& mix, std::size_t type) : id_{mix.types[type].id} {
        for (const event_field& one : mix.common) add(mix, one);
        common_ = fields_.size();
        for (const event_field& one : mix.types[type].fields)
            if (find(mix.common, one.name) == mix.common.size()) add(mix, one);
        for (placed_field& one : fields_)
            for (const std::string& input : one.generator.inputs()) one.inputs.push_back(found(one, input));
        for (placed_field& one : fields_)
            if (const std::string_view via = one.generator.key_name(); !via.empty()) {
                one.key_of = found(one, via);
                const placed_field& other = fields_[one.key_of];
                one.key = other.key;
                one.flow_keys = other.flow_keys;
            }
        bind_all();
        for (std::size_t i = 0; i < common_; ++i) fields_[i].cell = static_cast<std::uint32_t>(i);
        leave_cells(common_);
    }

    /// Has its own fields made for whole cells, in columns from number `next` on; for types that a good part of all events are of.
    void make_in_cells(std::uint32_t& next) {
        for (std::size_t i = common_; i < fields_.size(); ++i) fields_[i].cell = next++;
        leave_cells(fields_.size());
    }

    /// How many fields of all types come first.
    [[nodiscard]] std::size_t common() const noexcept { return common_; }
    [[nodiscard]] const std::string& id() const noexcept { return id_; }
    [[nodiscard]] const std::vector<placed_field>& fields() const noexcept { return fields_; }
    [[nodiscard]] record_type type() const {
        record_type out;
        for (const placed_field& one : fields_) out.push_back({one.name, one.type});
        return out;
    }
    /// The value of a field for one event, made together with those that it is made from.
    [[nodiscard]] made_value make(std::size_t field, std::uint64_t event, const chosen_event& chosen, made_columns& into) const {
        if (const std::uint32_t cell = fields_[field].cell; cell != placed_field::no_cell && event - into.first < into.count)
            return {&make_cell(field, into), static_cast<std::size_t>(event - into.first)};
        if (into.columns.size() < fields_.size()) {
            into.columns.resize(fields_.size());
            into.made.resize(fields_.size());
        }
        make_one(field, event, chosen, into);
        return {&into.columns[field], 0};
    }

private:
    static constexpr std::size_t most_inputs = 64, longest_name = 4000;

    template <class Fields>
    [[nodiscard]] static std::size_t find(const Fields& fields, std::string_view name) noexcept {
        std::size_t i = 0;
        while (i < fields.size() && fields[i].name != name) ++i;
        return i;
    }
    [[nodiscard]] std::string where() const { return "event type \"" + id_ + "\": field"; }
    [[nodiscard]] std::size_t found(const placed_field& by, std::string_view name) const {
        const std::size_t at = find(fields_, name);
        if (at == fields_.size())
            raise_config(where(), "\"" + by.name + "\"", "is made from \"" + std::string{name} + "\", which is no field of the type",
                         "add a field of that name");
        return at;
    }
    void add(const mix_specification& mix, const event_field& one) {
        if (one.name.empty()) raise_config(where(), std::to_string(fields_.size() + 1), "has no name", "give it one");
        if (one.name.size() > longest_name)
            raise_config(where(), std::to_string(one.name.size()), "bytes are too many for a name", "give at most " + std::to_string(longest_name));
        if (find(fields_, one.name) != fields_.size()) raise_config(where(), "\"" + one.name + "\"", "is there twice", "give one of them another name");
        placed_field made{one.name, one.generator, one.rows, slot_key(mix.from, mix.name, fields_.size()), {}, {}, {}};
        if (one.rows != row_source::event)
            for (const flow& flow : mix.flows) made.flow_keys.push_back(flow_key(mix.from, mix.name, flow.name, one.name));
        fields_.push_back(std::move(made));
    }
    // Fields are bound behind those that they are made from.
    void bind_all() {
        std::vector<bool> bound(fields_.size());
        for (std::size_t left = fields_.size(); left != 0;) {
            const std::size_t before = left;
            for (std::size_t i = 0; i < fields_.size(); ++i) {
                bool ready = !bound[i];
                for (const std::size_t input : fields_[i].inputs) ready = ready && bound[input];
                if (!ready) continue;
                if (fields_[i].inputs.size() > most_inputs)
                    raise_config(where(), "\"" + fields_[i].name + "\"", "is made from more than " + std::to_string(most_inputs) + " fields", "use fewer");
                std::vector<field_type> types;
                for (const std::size_t input : fields_[i].inputs) types.push_back({fields_[input].name, fields_[input].type});
                if (!types.empty()) fields_[i].generator.bind(types);
                fields_[i].type = fields_[i].generator.type();
                bound[i] = true;
                --left;
            }
            if (left != before) continue;
            std::size_t at = 0;
            while (bound[at]) ++at;
            raise_config(where(), "\"" + fields_[at].name + "\"", "is made from itself, by way of others", "break the circle");
        }
    }
    // Takes columns of cells away from fields whose rows are not the events', or that are made from fields without one, and from common fields with the key of
    // a type's own, which differ from type to type.
    void leave_cells(std::size_t end) {
        for (bool left = true; left;) {
            left = false;
            for (std::size_t i = 0; i < end; ++i) {
                bool whole = fields_[i].rows == row_source::event && (i >= common_ || fields_[i].key_of < common_);
                for (const std::size_t input : fields_[i].inputs) whole = whole && fields_[input].cell != placed_field::no_cell;
                left = left || (!whole && fields_[i].cell != placed_field::no_cell);
                if (!whole) fields_[i].cell = placed_field::no_cell;
            }
        }
    }
    const column& make_cell(std::size_t field, made_columns& into) const {
        const placed_field& one = fields_[field];
        if (into.of_cell.size() <= one.cell) {
            // Columns that are pointed to move.
            into.of_cell.resize(std::size_t{one.cell} + 1);
            into.made_of_cell.resize(std::size_t{one.cell} + 1);
        }
        if (into.made_of_cell[one.cell] != into.cell) {
            for (const std::size_t input : one.inputs) (void)make_cell(input, into);
            const column* inputs[most_inputs];
            for (std::size_t i = 0; i < one.inputs.size(); ++i) inputs[i] = &into.of_cell[fields_[one.inputs[i]].cell];
            one.generator.fill({one.key, into.first, into.count}, {inputs, one.inputs.size()}, into.of_cell[one.cell]);
            into.made_of_cell[one.cell] = into.cell;
        }
        return into.of_cell[one.cell];
    }
    void make_one(std::size_t field, std::uint64_t event, const chosen_event& chosen, made_columns& into) const {
        if (into.made[field] == into.event) return;
        const placed_field& one = fields_[field];
        const column* inputs[most_inputs];
        for (std::size_t i = 0; i < one.inputs.size(); ++i) {
            make_one(one.inputs[i], event, chosen, into);
            inputs[i] = &into.columns[one.inputs[i]];
        }
        const field_row at = row_of(one.rows, one.key, one.flow_keys, event, chosen);
        one.generator.fill({at.key, at.row, 1}, {inputs, one.inputs.size()}, into.columns[field]);
        into.made[field] = into.event;
    }

    std::string id_;
    std::vector<placed_field> fields_;
    std::size_t common_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_TYPE_LAYOUT_HPP
