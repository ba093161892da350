// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_TIMES_HPP
#define SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_TIMES_HPP

/// Dates and times in specifications.

#include <cstdint>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/date.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/wall_clock.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] inline std::uint8_t places_of(const generator_parameters& given) {
    const std::int64_t places = given.integer("places", 3);
    if (places < 0 || places > 9) raise_config("places", std::to_string(places), "is not 0, 3, 6 or 9", "use one of these");
    return static_cast<std::uint8_t>(places);
}

// from and to are given together.
inline void check_both(const generator_parameters& given) {
    if (given.has("from") != given.has("to"))
        raise_config(given.has("from") ? "to" : "from", "", std::string{"is missing besides "} + (given.has("from") ? "from" : "to"), "give both");
}

[[nodiscard]] inline erased_field timestamps_of(const generator_parameters& given) {
    const std::string start = given.text("start"), from = given.text("from"), to = given.text("to");
    if (given.has("start") == (given.has("from") || given.has("to")))
        raise_config("start", start, given.has("start") ? "is given besides from and to" : "is missing, and so are from and to",
                     "give start and step or rate, or from and to");
    check_both(given);
    if (!given.has("start")) return timestamps(from, to, places_of(given));
    timestamp_options options{.start = start, .places = places_of(given)};
    if (given.has("step")) options.step = duration{given.text("step")};
    if (given.has("rate")) options.rate = given.exact("rate", ratio{1, 1});
    if (given.has("jitter")) options.jitter = duration{given.text("jitter")};
    return timestamps(options);
}

[[nodiscard]] inline erased_field dates_of(const generator_parameters& given) {
    const std::string start = given.text("start"), from = given.text("from"), to = given.text("to");
    if (given.has("start") == (given.has("from") || given.has("to")))
        raise_config("start", start, given.has("start") ? "is given besides from and to" : "is missing, and so are from and to", "give start, or from and to");
    check_both(given);
    if (!given.has("start")) return dates(from, to);
    const std::uint64_t step = given.count("step_days", 1);
    if (step > 3'652'059) raise_config("step_days", std::to_string(step), "is more than all years have", "give a smaller step");
    return dates(date_options{.start = start, .step_days = static_cast<std::uint32_t>(step), .rows_a_day = given.count("rows_a_day", 1)});
}

inline void add_times(std::vector<generator_kind>& out) {
    using enum parameter_kind;
    const parameter places{"places", integer, "decimal places of seconds: 0, 3, 6 or 9; 3 unless given"};
    out.push_back({"timestamp",
                   "points in time: start + row * step, start + row / rate, or anywhere between from and to",
                   {{"start", text, "of row 0, like 2026-01-01T00:00:00Z"},
                    {"step", text, "from row to row, like 250ms"},
                    {"rate", number, "rows a second, instead of a step"},
                    {"jitter", text, "up to so much later, like 1s"},
                    {"from", text, "the earliest, instead of a start"},
                    {"to", text, "the latest"},
                    places},
                   timestamps_of});
    out.push_back({"date",
                   "days: from a start in steps, or anywhere between from and to",
                   {{"start", text, "of row 0, like 2026-01-01"},
                    {"step_days", integer, "1 unless given"},
                    {"rows_a_day", integer, "1 unless given"},
                    {"from", text, "the earliest, instead of a start"},
                    {"to", text, "the latest"}},
                   dates_of});
    out.push_back({"wall_clock", "when a row is made: not the same from run to run", {places}, [](const generator_parameters& given) -> erased_field {
                       return wall_clock(places_of(given));
                   }});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_GENERATOR_KINDS_TIMES_HPP
