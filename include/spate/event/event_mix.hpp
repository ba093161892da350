// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_MIX_HPP
#define SPATE_EVENT_EVENT_MIX_HPP

/// `event_mix(event<"login">(0.6, schema(...)), event<"purchase">(0.4, schema(...)))`: a mix of event types that are known when it is compiled.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/named.hpp>
#include <spate/schema/schema.hpp>

namespace spate::inline v0 {

namespace detail {

template <class... Fields, fixed_name... Names, class... Generators>
[[nodiscard]] std::vector<event_field> fields_of_schema(const record_schema<Fields...>& table, const named_field<Names, Generators>*...) {
    std::vector<event_field> out;
    out.reserve(sizeof...(Names));
    (out.push_back({std::string{Names.view()}, erased_field{table.template generator<Names>()}}), ...);
    return out;
}
template <class T>
inline constexpr bool is_record_schema = false;
template <class... Fields>
inline constexpr bool is_record_schema<record_schema<Fields...>> = true;

}  // namespace detail

/// The fields of a schema as fields of events: the same generators, whose words are those of the event's slots.
template <class... Fields>
[[nodiscard]] std::vector<event_field> event_fields(const record_schema<Fields...>& table) {
    return detail::fields_of_schema(table, static_cast<const Fields*>(nullptr)...);
}

/// An event type whose id is known when it is compiled. Made by `event`.
template <fixed_name Id>
struct named_event {
    static constexpr std::string_view id = Id.view();
    ratio weight;
    std::vector<event_field> fields;
};

/// A type of events for event_mix: how often it occurs, and its fields.
template <fixed_name Id, class Schema>
[[nodiscard]] named_event<Id> event(ratio weight, const Schema& fields) {
    static_assert(!Id.view().empty(), "event: an event must have an id");
    static_assert(detail::is_record_schema<Schema>, "event: the fields of an event are a schema: event<\"login\">(0.6, schema(field<\"user\">(...)))");
    if constexpr (detail::is_record_schema<Schema>)
        return {weight, event_fields(fields)};
    else
        return {weight, {}};
}

/// A stream of events of these types, each as often as its weight's share in the sum of all:
///
///     const auto events = event_mix(event<"login">(0.6, schema(field<"user_id">(uniform_int(1, 9000)))),
///                                   event<"purchase">(0.4, schema(field<"user_id">(uniform_int(1, 9000)), field<"price">(uniform_real(1, 99)))))
///                             .named("shop").with_seed(seed{42}).keyed_by("user_id");
///     for (const event_record& one : events | rows(1'000'000)) ...
///     run(events | rows(1'000'000), parquet(), file_sink("events.parquet"));
///
/// Does not compile where two of them have one id. Throws config_error as mixed_events does. A thousand events a second from 1970 on, unless told otherwise.
template <fixed_name... Ids>
    requires(sizeof...(Ids) != 0)
[[nodiscard]] mixed_events event_mix(named_event<Ids>... events) {
    constexpr bool distinct = [] {
        constexpr std::string_view ids[] = {Ids.view()...};
        for (std::size_t i = 0; i < sizeof...(Ids); ++i)
            for (std::size_t k = 0; k < i; ++k)
                if (ids[i] == ids[k]) return false;
        return true;
    }();
    static_assert(distinct, "event_mix: two events have the same id");
    mix_specification mix;
    mix.types.reserve(sizeof...(Ids));
    (mix.types.push_back({std::string{Ids.view()}, events.weight, std::move(events.fields)}), ...);
    return mixed_events{std::move(mix)};
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_MIX_HPP
