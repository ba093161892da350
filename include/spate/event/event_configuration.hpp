// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_CONFIGURATION_HPP
#define SPATE_EVENT_EVENT_CONFIGURATION_HPP

/// What a configuration of events says: the mix, how many events there are and how fast, and where they go.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0 {

/// Whether a configuration asks for so many events, or for events at a rate without an end.
enum class generation_mode : unsigned char { streaming, batch };

[[nodiscard]] constexpr std::string_view to_string(generation_mode mode) noexcept { return mode == generation_mode::batch ? "batch" : "streaming"; }

/// What stands above the configuration's own words, where it is given, and what takes the place of words that are not there.
struct configuration_options {
    /// Weights that do not sum to 1 are an error, not a warning.
    bool strict = false;
    /// Events a second.
    std::optional<ratio> rate = {};
    /// Of event 0, in nanoseconds since 1970.
    std::optional<std::int64_t> start = {};
    std::optional<seed> from = {};
    /// The start where nothing says one: 2025-01-01T00:00:00Z.
    std::int64_t batch_start = 1'735'689'600'000'000'000, streaming_start = batch_start;
};

/// A configuration, all of it read and right.
struct event_configuration {
    mix_specification mix;
    generation_mode mode = generation_mode::streaming;
    /// Where it is always the same; see rate_name.
    ratio rate{1000, 1};
    /// "constant", or the shapes that `rate` says: "diurnal + bursts".
    std::string rate_name = "constant";
    /// Of batches: how many events, and in how many files.
    std::uint64_t rows = 1'000'000, partitions = 8;
    sink_configuration sink = {};
    /// The configuration or the options say the seed, and the start.
    bool has_seed = false, has_start = false;
    /// Each one line with its place.
    std::vector<std::string> warnings = {};

    /// The stream of events. Throws config_error where there are no types, and as mixed_events does.
    [[nodiscard]] mixed_events events() const {
        if (mix.types.empty())
            detail::raise_config("event_types", "", "is missing, so that there is nothing to make",
                                 "add a list, like [{event_type_id: user.login, weight: 1}]");
        return mixed_events{mix};
    }
};

namespace detail {

// The format writes times without a zone, which are in UTC.
[[nodiscard]] inline std::string with_zone(const std::string& text) {
    return text.size() > 10 && text.find_first_of("Zz+-", 11) == std::string::npos ? text + "Z" : text;
}

}  // namespace detail

/// The nanoseconds since 1970 of a time like 2026-08-01T07:46:38.208Z, or 2026-08-01 07:46:38 in UTC. Throws config_error, which names `parameter`.
[[nodiscard]] inline std::int64_t parse_event_time(const std::string& text, std::string_view parameter) {
    return detail::timestamp_of(detail::with_zone(text), parameter, detail::timestamp_unit_of(9));
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_CONFIGURATION_HPP
