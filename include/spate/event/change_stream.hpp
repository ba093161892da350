// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_CHANGE_STREAM_HPP
#define SPATE_EVENT_CHANGE_STREAM_HPP

/// Change streams: the inserts, updates and deletes of the rows of a keyed table, as a database's log tells them.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/detail/change_fields.hpp>
#include <spate/event/detail/change_life.hpp>
#include <spate/event/detail/kept_share.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/field/erased.hpp>

namespace spate::inline v0 {

/// A field of the table's rows. Its generator stands alone: it is made from no other field.
struct change_field {
    std::string name;
    erased_field generator;
};

/// The changes of a table whose rows are inserted, updated some times, and deleted.
struct change_stream {
    /// The table, and the id of its events' type.
    std::string name;
    /// The share of all events that are changes of this table.
    ratio share{1, 10};
    std::vector<change_field> fields = {};
    /// The field that never changes, with the generator's value for the row's number: sequence(1) counts the rows. Others have one for each change.
    std::string key = {};
    /// How often a row is updated, all numbers equally likely; at most 62.
    std::uint32_t least_updates = 0, most_updates = 8;
    /// The chance that an update changes a field, besides the one that it changes always.
    ratio change{1, 4};
    /// From change to change of a row, in nanoseconds.
    std::uint64_t least_delay = 1'000'000'000, most_delay = 60'000'000'000;
};

/// What the changes of a row are: how many there are before its delete.
class change_course final : public flow_course {
public:
    /// Requires a type and a life of a change stream; see add_change_stream.
    change_course(std::uint32_t type, const detail::change_life& life) : type_{type}, life_{life} {}
    [[nodiscard]] std::uint32_t type_of(const key128& key, std::uint64_t instance, std::uint32_t step) const noexcept override {
        return step <= life_.updates(detail::change_life::begin(key, instance)) + 1 ? type_ : ended;
    }

private:
    std::uint32_t type_;
    detail::change_life life_;
};

/// Adds a change stream to a mix: a type of events without a weight of its own, and a flow, both of the stream's name. The type's fields are, with the names
/// and letters of Debezium's events, op (text: c for an insert, u for an update, d for a delete), version (int32, from 0), key (the key's value), before and
/// after (structures of the table's fields; null before an insert and after a delete). `after` of a change is `before` of the row's next one.
///
/// The places that the flow keeps are so many that on average `share` of all events are changes; places of rows with fewer updates go to the mix. Determinism:
/// every field is a function of (key, row's number, step); nothing is kept between events. Cost: two structures made field by field, some 100 ns a field.
/// Throws config_error for no name, no fields, a field without a name or that is there twice or is made from others, a key that is no field, no field besides
/// it where rows are updated, more than 62 updates, common fields of the mix that have the name of one of these, and a share that would need more than all
/// places.
inline void add_change_stream(mix_specification& mix, const change_stream& of) {
    const std::string what = "change stream \"" + of.name + "\"";
    constexpr std::uint32_t most_updates = steps_per_instance - 2;
    if (of.name.empty()) detail::raise_config("change stream", "", "has no name", "give it that of its table");
    if (of.fields.empty()) detail::raise_config(what + ": fields", "", "are none", "give at least the key");
    if (of.least_updates > of.most_updates || of.most_updates > most_updates)
        detail::raise_config(what + ": updates", std::to_string(of.least_updates) + " to " + std::to_string(of.most_updates), "are not a range within 0 to 62",
                             "give the smaller number first, and at most 62");
    if (!(of.change.numerator() <= of.change.denominator())) detail::raise_config(what + ": change", of.change.text(), "is no chance", "give one from 0 to 1");
    std::vector<detail::change_columns::field> fields;
    std::size_t key = of.fields.size();
    for (std::size_t i = 0; i < of.fields.size(); ++i) {
        const change_field& one = of.fields[i];
        const std::string where = what + ": field \"" + one.name + "\"";
        if (one.name.empty()) detail::raise_config(what + ": fields", "field " + std::to_string(i + 1), "has no name", "give it one");
        for (std::size_t k = 0; k < i; ++k)
            if (of.fields[k].name == one.name) detail::raise_config(where, "", "is there twice", "give one of them another name");
        if (!one.generator.inputs().empty() || !one.generator.key_name().empty())
            detail::raise_config(where, "", "hangs on another field, which it does not see here", "use a generator that stands alone");
        if (one.name == of.key) key = i;
        fields.push_back({one.name, erased_generator{one.generator}, one.name == of.key});
    }
    if (key == of.fields.size()) detail::raise_config(what + ": key", "\"" + of.key + "\"", "is none of its fields", "give the name of one");
    if (of.fields.size() == 1 && of.most_updates != 0)
        detail::raise_config(what + ": fields", "the key alone", "cannot be updated", "add a field, or set updates to 0");
    for (const event_field& one : mix.common)
        for (const char* taken : {"op", "version", "key", "before", "after"})
            if (one.name == taken)
                detail::raise_config(what, "", "has a field \"" + one.name + "\", as the mix's common fields have", "give the common field another name");

    const detail::change_life life{of.least_updates, of.most_updates, static_cast<std::uint32_t>(fields.size() - 1),
                                   (of.change.numerator() << 32) / of.change.denominator()};
    const detail::change_columns columns{std::move(fields), life};
    const auto type = static_cast<std::uint32_t>(mix.types.size());
    const std::uint32_t steps = of.most_updates + 2;
    const ratio kept = detail::kept_share(what, of.share, steps, static_cast<std::uint64_t>(of.least_updates + of.most_updates + 4) << 31);
    mix.types.push_back({.id = of.name,
                         .weight = {0, 1},
                         .fields = {{std::string{detail::change_key_field}, detail::change_op{life}, row_source::step},
                                    {"version", detail::change_version{}, row_source::step},
                                    {"key", detail::change_key{columns, key}, row_source::step},
                                    {"before", detail::change_image{columns, detail::change_side::before}, row_source::step},
                                    {"after", detail::change_image{columns, detail::change_side::after}, row_source::step}}});
    mix.flows.push_back({.name = of.name,
                         .share = kept,
                         .steps = std::vector<flow_step>(steps, {type, of.least_delay, of.most_delay}),
                         .course = std::make_shared<const change_course>(type, life),
                         .course_field = std::string{detail::change_key_field}});
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_CHANGE_STREAM_HPP
