// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EARLIER_EVENTS_HPP
#define SPATE_EVENT_EARLIER_EVENTS_HPP

/// Earlier events of a type, found again without having been kept, and fields that have their values.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/detail/slot_key.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/event/event_reference.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow_plan.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/event/type_chooser.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// Draws an event of a type among those of the last million places before another one. Events of flows are not drawn, not even of that type.
///
/// All are equally likely. It draws in one of the two windows of exact shares that these places are in, until what it finds is among them: twice on average. In
/// the first window only, where a type is so rare that little of it is earlier, it may find nothing in 64 draws.
///
/// Determinism: of (mix, type, event, word), in integers. Cost: some 100 ns, with flows 200. Thread safety: does not change.
class earlier_events {
public:
    static constexpr std::uint64_t none = ~std::uint64_t{0};
    static constexpr int most_draws = 64;

    /// `type` is a place in mix.types. Throws config_error where types are chosen each by itself (type_selection::multinomial), so that events of a type cannot
    /// be found, and for a type that has no weight.
    earlier_events(const mix_specification& mix, std::uint32_t type) : flows_{checked(mix, type)}, types_{chooser_of(mix)}, type_{type} {}

    /// The event that `event` refers to, of those before it; `none` where none was found. Any word is as good as another.
    [[nodiscard]] std::uint64_t draw(std::uint64_t event, std::uint64_t word) const {
        constexpr std::uint64_t window = type_chooser::window;
        if (event == 0) return none;
        const std::uint64_t reach = std::min(event, window), from = event - reach;
        // In the first window, what is drawn by rank is seldom early enough for early events; what is drawn by place is seldom of a rare type.
        const uint128 ranks = static_cast<uint128>(types_.share(type_)) * window, places = static_cast<uint128>(event) << 32;
        const bool by_place = event < window && ranks > places;
        for (int i = 0; i < most_draws; ++i) {
            word = mix(word + 0x9e3779b97f4a7c15u);
            std::uint64_t found = from + scale(word, reach);
            if (!by_place) {
                // Of the two windows that the range is in, each as often: what is drawn beyond the range is drawn again.
                const std::uint64_t first = from / window, number = first + scale(word, (event - 1) / window - first + 1),
                                    count = types_.count_in(number, type_);
                if (count == 0) continue;
                found = types_.event_of(number, type_, scale(mix(word), count));
            }
            if (found >= from && found < event && is_of_type(found)) return found;
        }
        return none;
    }

private:
    [[nodiscard]] bool is_of_type(std::uint64_t event) const {
        chosen_event one;
        types_.choose(event, {&one, 1});
        if (one.type != type_) return false;
        flows_.place(event, {&one, 1});
        return one.flow == chosen_event::no_flow;
    }
    static const mix_specification& checked(const mix_specification& mix, std::uint32_t type) {
        if (mix.selection != type_selection::exact)
            detail::raise_config("selection", "multinomial", "does not tell which events are of a type, as references to earlier events need", "make it exact");
        if (mix.types[type].weight.numerator() == 0)
            detail::raise_config("event type", "\"" + mix.types[type].id + "\"", "has weight 0, so that there are no events to refer to",
                                 "give it a weight, or refer to the flow's events by fields that all of its steps have");
        return mix;
    }
    static type_chooser chooser_of(const mix_specification& mix) {
        std::vector<ratio> weights;
        for (const event_type& one : mix.types) weights.push_back(one.weight);
        return {weights, mix.selection, detail::type_key(mix.from, mix.name)};
    }

    flow_plan flows_;
    type_chooser types_;
    std::uint32_t type_;
};

/// The values of a field of earlier events of a type; null where there is none. Row e is of event e, so it is a field of row_source::event.
///
/// Determinism: a word of the column for each row, and what the field of the other type hangs on. Cost: that of earlier_events and of the field in one event
/// alone. Allocates where columns grow. Thread safety: a value that does not change.
class event_reference_field {
public:
    using value_type = erased_field::no_value;

    /// `mix` as it is without this field. Throws config_error for a field that there is not, and as earlier_events does.
    event_reference_field(const mix_specification& mix, std::uint32_t to_type, std::string_view to_field)
        : of_{std::make_shared<const referred>(mix, to_type, to_field)}, type_{of_->layout.fields()[of_->field].type} {
        type_.nullable = true;
    }

    [[nodiscard]] const data_type& type() const noexcept { return type_; }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }

    void fill(const field_rows& rows, column& out) const {
        detail::scratch<std::vector<std::uint64_t>> drawn, events;
        drawn->resize(rows.count);
        words(rows.key, rows.first, *drawn);
        events->clear();
        for (std::size_t i = 0; i < rows.count; ++i) {
            (*drawn)[i] = of_->events.draw(rows.first + i, (*drawn)[i]);
            events->push_back((*drawn)[i] == earlier_events::none ? 0 : (*drawn)[i]);
        }
        detail::scratch<detail::made_columns> made;
        made->next_cell(0, 0);
        fill_from_rows(
            type_, *events, ~std::uint64_t{0},
            [&](std::uint64_t event, std::size_t, const auto& use) {
                made->next();
                use(*of_->layout.make(of_->field, event, {.type = of_->type}, *made).from);
            },
            out);
        std::size_t nulls = 0;
        for (const std::uint64_t one : *drawn) nulls += one == earlier_events::none;
        if (nulls != 0) add_nulls(*drawn, out);
    }

private:
    struct referred {
        referred(const mix_specification& mix, std::uint32_t to_type, std::string_view to_field) : events{mix, to_type}, layout{mix, to_type}, type{to_type} {
            while (field < layout.fields().size() && layout.fields()[field].name != to_field) ++field;
            if (field == layout.fields().size())
                detail::raise_config("field", "\"" + std::string{to_field} + "\"", "is no field of the event type \"" + mix.types[to_type].id + "\"",
                                     "refer to one of its fields, or to a common one");
        }
        earlier_events events;
        detail::type_layout layout;
        std::uint32_t type;
        std::size_t field = 0;
    };
    static void add_nulls(const std::vector<std::uint64_t>& drawn, column& out) {
        std::vector<bool> there(drawn.size());
        for (std::size_t i = 0; i < drawn.size(); ++i) there[i] = drawn[i] != earlier_events::none && !out.is_null(i);
        std::uint64_t* const valid = out.make_validity();
        std::fill_n(valid, (drawn.size() + 63) / 64, std::uint64_t{0});
        std::size_t nulls = 0;
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            valid[i / 64] |= static_cast<std::uint64_t>(there[i]) << i % 64;
            nulls += !there[i];
        }
        out.set_nulls(nulls);
    }

    std::shared_ptr<const referred> of_;
    data_type type_;
};

/// The mix with the fields that its references ask for: each in place of the type's field of that name, or behind its fields. What flows' steps share needs no
/// reference: fields of row_source::instance are the same in all of them. The list of references stays, and makes the fields anew for another seed.
///
/// Throws config_error for a type id that there is not, for a common field of a reference's name, for a reference to a field that this one or a later one
/// makes, and as event_reference_field does.
[[nodiscard]] inline mix_specification with_references(mix_specification mix) {
    const auto what = [](const event_reference& one) { return "reference \"" + one.type + "." + one.field + "\""; };
    const auto find = [&](const event_reference& one, const std::string& id) {
        const auto found = std::find_if(mix.types.begin(), mix.types.end(), [&id](const event_type& type) { return type.id == id; });
        if (found == mix.types.end()) detail::raise_config(what(one), "\"" + id + "\"", "is no event type of the mix", "give the id of one");
        return static_cast<std::uint32_t>(found - mix.types.begin());
    };
    // All fields stand in their places before the first is made, so that slots do not move.
    std::vector<std::size_t> places;
    for (const event_reference& one : mix.references) {
        std::vector<event_field>& fields = mix.types[find(one, one.type)].fields;
        const auto has_name = [&one](const event_field& field) { return field.name == one.field; };
        if (std::any_of(mix.common.begin(), mix.common.end(), has_name))
            detail::raise_config(what(one), "", "has the name of a common field, which would stand in its place", "give it another name");
        const auto same = std::find_if(fields.begin(), fields.end(), has_name);
        places.push_back(static_cast<std::size_t>(same - fields.begin()));
        const event_field not_made{one.field, sequence(0)};
        if (same == fields.end())
            fields.push_back(not_made);
        else
            *same = not_made;
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const event_reference& one = mix.references[i];
        for (std::size_t k = i; k < places.size(); ++k)
            if (mix.references[k].type == one.to_type && mix.references[k].field == one.to_field)
                detail::raise_config(what(one), "\"" + one.to_type + "." + one.to_field + "\"", k == i ? "is itself" : "is made by a later reference",
                                     k == i ? "refer to another field" : "move that one before it");
        mix.types[find(one, one.type)].fields[places[i]].generator = event_reference_field{mix, find(one, one.to_type), one.to_field};
    }
    return mix;
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EARLIER_EVENTS_HPP
