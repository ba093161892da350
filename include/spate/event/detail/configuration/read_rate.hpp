// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_RATE_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_RATE_HPP

/// `rate`: how many events a second there are, and how that changes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/event/rate.hpp>
#include <spate/event/rate_file.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/specification.hpp>

namespace spate::inline v0::detail {

/// What `rate` says.
struct configured_rate {
    std::optional<rate_shape> shape = {};
    bool poisson = false;
    /// The first instant of a file of rates.
    std::optional<std::int64_t> start = {};
    /// The names of the shapes: "diurnal + bursts".
    std::string name = {};
};

inline constexpr std::string_view rate_shape_names[] = {"constant", "poisson", "ramp", "sine", "diurnal", "weekly", "bursts", "steps", "file"};

[[nodiscard]] inline std::vector<std::string_view> rate_keys(std::string_view shape) {
    if (shape == "constant" || shape == "poisson") return {"rate"};
    if (shape == "ramp") return {"from", "to", "over"};
    if (shape == "sine") return {"mean", "amplitude", "period", "phase"};
    if (shape == "diurnal" || shape == "weekly") return {"mean", "amplitude", "peak"};
    if (shape == "bursts") return {"base", "burst", "length", "period"};
    if (shape == "steps") return {"steps", "repeat_after"};
    return {"path", "repeat_after"};
}

// A number of events a second; 0 too.
[[nodiscard]] inline ratio events_of(const section& in, std::string_view key, const specification_node* given) {
    if (given != nullptr && given->is_number() && given->real() >= 0 && given->real() <= 1e9) return ratio{given->real()};
    if (given == nullptr)
        in.problems().add(in.mark(), in.subject(), "needs \"" + std::string{key} + "\"",
                          "add a number of events a second, like " + std::string{key} + ": 1000");
    else
        in.refuse(*given, std::string{key} + ": " + given->value_text() + " is no rate", "give 0 to 1000000000 events a second");
    return {1, 1};
}

[[nodiscard]] inline std::uint64_t needed_time(const section& in, std::string_view key, std::string_view example) {
    if (in.has(key)) return in.time(key, 1'000'000'000);
    in.problems().add(in.mark(), in.subject(), "needs \"" + std::string{key} + "\"",
                      "add a length of time, like " + std::string{key} + ": " + std::string{example});
    return 1'000'000'000;
}

[[nodiscard]] inline std::vector<rate_step> read_rate_steps(const section& in) {
    std::vector<rate_step> out;
    const specification_node* const list = in.find("steps");
    if (list == nullptr || !list->is(specification_node::kind::sequence)) {
        in.problems().add(list == nullptr ? in.mark() : list->mark(), in.subject(), "needs \"steps\", a list",
                          "add one, like [{at: 0s, rate: 100}, {at: 1min, rate: 500}]");
        return out;
    }
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const section one{&list->items()[i], in.subject() + ": steps, element " + std::to_string(i + 1), in.problems(), "{at: 1min, rate: 500}"};
        one.refuse_unknown({"at", "rate"});
        out.push_back({one.time("at", 0), events_of(one, "rate", one.find("rate"))});
    }
    return out;
}

[[nodiscard]] inline rate_shape make_rate(const section& in, std::string_view shape, const std::string& file, configured_rate& out) {
    const auto events = [&in](std::string_view key) { return events_of(in, key, in.find(key)); };
    // Braces, since the order of what is told would else hang on the compiler.
    const auto both = [&events](std::string_view one, std::string_view other) { return std::pair{events(one), events(other)}; };
    if (shape == "ramp") {
        const auto [from, to] = both("from", "to");
        return ramp_rate(from, to, needed_time(in, "over", "10min"));
    }
    if (shape == "bursts") {
        const auto [base, burst] = both("base", "burst");
        const std::uint64_t length = needed_time(in, "length", "5s");
        return burst_rate(base, burst, length, needed_time(in, "period", "1min"));
    }
    if (shape == "sine" || shape == "diurnal" || shape == "weekly") {
        const auto [mean, amplitude] = both("mean", "amplitude");
        if (shape == "diurnal") return diurnal_rate(mean, amplitude, in.time("peak", 50'400'000'000'000));
        if (shape == "weekly") return weekly_rate(mean, amplitude, in.time("peak", 216'000'000'000'000));
        const std::uint64_t period = needed_time(in, "period", "1h");
        return sine_rate(mean, amplitude, period, in.share("phase", {0, 1}));
    }
    if (shape == "steps") return step_rate(read_rate_steps(in), in.time("repeat_after", 0));
    if (shape != "file") return constant_rate(events("rate"));
    const std::string path = in.text("path");
    if (!in.has("path")) in.problems().add(in.mark(), in.subject(), "needs \"path\"", "add the name of a file of rates, like path: load.csv");
    if (path.empty()) return constant_rate({1, 1});
#if defined(__cpp_exceptions)
    try {
#endif
        const rate_file read = read_rates(beside(file, path));
        out.start = read.start;
        return read.shape(in.time("repeat_after", 0));
#if defined(__cpp_exceptions)
    } catch (const io_error& error) {
        raise_config("path", "\"" + path + "\"", "cannot be read: " + error.code().message(), "give a path that is relative to the configuration");
    }
#endif
}

inline void read_rate_part(const specification_node& node, const std::string& file, problem_list& problems, const std::string& subject, configured_rate& out) {
    std::optional<rate_shape> made;
    std::string name = "constant";
    const bool right = without_problems(problems, [&] {
        if (node.is_number()) {
            const section whole{nullptr, "", problems, ""};
            attempt(node, "", problems, [&] { made = constant_rate(events_of(whole, subject, &node)); });
            return;
        }
        const section in{&node, subject, problems, "{shape: diurnal, mean: 1000, amplitude: 500}"};
        if (!in.is_there()) return;
        const std::vector<std::string_view> names{std::begin(rate_shape_names), std::end(rate_shape_names)};
        name = names[in.one_of("shape", names, 0)];
        if (in.has("shape") && in.find("shape")->text() != name) return;
        std::vector<std::string_view> keys = rate_keys(name);
        keys.insert(keys.end(), {"shape", "poisson"});
        in.refuse_unknown(keys);
        const specification_node* const poisson = in.find("poisson");
        if (poisson != nullptr && !poisson->is(specification_node::kind::boolean)) in.refuse(*poisson, "poisson: " + poisson->shown(), "give true or false");
        out.poisson = out.poisson || name == "poisson" || (poisson != nullptr && poisson->boolean());
        attempt(node, subject, problems, [&] { made = make_rate(in, name, file, out); });
    });
    if (!right || !made) return;
    out.name += (out.name.empty() ? "" : " + ") + name;
    if (!out.shape)
        out.shape = std::move(made);
    else
        attempt(node, "", problems, [&] { out.shape = *out.shape + *made; });
}

/// A number, a shape, or a list of which the sum is meant. Files of rates are found beside `file`.
[[nodiscard]] inline configured_rate read_rate(const specification_node* node, const std::string& file, problem_list& problems) {
    configured_rate out;
    if (node == nullptr) return out;
    if (!node->is(specification_node::kind::sequence)) {
        read_rate_part(*node, file, problems, "rate", out);
        return out;
    }
    if (node->items().empty()) problems.add(node->mark(), "rate", "is an empty list", "give a number or a shape");
    for (std::size_t i = 0; i < node->items().size(); ++i) read_rate_part(node->items()[i], file, problems, "rate, element " + std::to_string(i + 1), out);
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_RATE_HPP
