// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_CONFIGURATION_MAP_HPP
#define SPATE_TELEMETRY_DETAIL_CONFIGURATION_MAP_HPP

/// One map of a configuration: its values by key, and what is told of those that are wrong.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/duration.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

/// Calls `make`, and `refuse` with what it throws of configurations. Without exceptions that ends the program, as everywhere.
template <class Make, class Refuse>
void attempt_configuration(const Make& make, [[maybe_unused]] const Refuse& refuse) {
#if defined(__cpp_exceptions)
    try {
#endif
        make();
#if defined(__cpp_exceptions)
    } catch (const config_error& error) {
        refuse(error);
    }
#endif
}

/// Every reader leaves `to` as it is where the key is absent or its value is wrong, which then is among the problems.
class configuration_map {
public:
    /// Requires a map; `subject` stands before each problem.
    configuration_map(const specification_node& map, std::string subject, problem_list& problems)
        : map_{map}, subject_{std::move(subject)}, problems_{problems} {}

    /// What is given under a key; null is as good as nothing.
    [[nodiscard]] const specification_node* find(std::string_view key) const noexcept {
        const specification_node* const found = map_.find(key);
        return found == nullptr || found->is(specification_node::kind::null) ? nullptr : found;
    }
    void refuse(const specification_node& where, std::string_view key, const std::string& problem, std::string_view remedy) const {
        problems_.add(where.mark(), subject_, std::string{key} + ": " + problem, remedy);
    }
    void text(std::string_view key, std::string& to) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return;
        if (!given->is(specification_node::kind::text) && !given->is_number()) return refuse(*given, key, given->shown(), "give a text");
        if (given->text().empty()) return refuse(*given, key, "\"\" is empty", "give a text, or leave it out");
        to = given->text();
    }
    template <class Whole>
    void whole(std::string_view key, std::uint64_t low, std::uint64_t high, Whole& to) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return;
        const std::optional<std::uint64_t> number = given->whole<std::uint64_t>();
        if (number && *number >= low && *number <= high)
            to = static_cast<Whole>(*number);
        else
            refuse(*given, key, given->value_text() + " is no whole number from " + std::to_string(low) + " to " + std::to_string(high),
                   "give one, like " + std::to_string(to));
    }
    /// A number from 0 to `high`.
    void share(std::string_view key, double high, ratio& to) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return;
        if (given->is_number() && given->real() >= 0 && given->real() <= high)
            to = ratio{given->real()};
        else
            refuse(*given, key, given->value_text() + " is no " + (high > 1 ? "number" : "share") + " from 0 to " + ratio{high}.text(),
                   "give one, like " + to.text());
    }
    /// The same in units of 1 / `unit`, rounded.
    void share(std::string_view key, double high, std::uint32_t unit, std::uint32_t& to) const {
        ratio given{to, unit};
        share(key, high, given);
        to = static_cast<std::uint32_t>(given.value() * unit + 0.5);
    }
    void flag(std::string_view key, bool& to) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return;
        if (!given->is(specification_node::kind::boolean)) return refuse(*given, key, given->shown(), "give true or false");
        to = given->boolean();
    }
    /// A length of time from `low` nanoseconds up to `high`.
    template <class Whole>
    void time(std::string_view key, std::uint64_t low, std::uint64_t high, std::string_view bounds, Whole& to, std::uint64_t unit = 1) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return;
        if (!given->is(specification_node::kind::text)) return refuse(*given, key, given->shown(), "give a number and a unit, like 250ms, 1s or 5min");
        attempt(*given, key, [&] {
            const std::uint64_t nanoseconds = duration{given->text()}.nanoseconds();
            if (nanoseconds < low || nanoseconds > high || nanoseconds % unit != 0) {
                refuse(*given, key, given->value_text() + " is not " + std::string{bounds}, "give a number and a unit, like 250ms, 1s or 5min");
                return;
            }
            to = static_cast<Whole>(nanoseconds / unit);
        });
    }
    /// One of a list of names, which stands at the place of its value.
    template <class Enumeration, std::size_t Count>
    void one_of(std::string_view key, const std::string_view (&names)[Count], Enumeration& to) const {
        const specification_node* const given = find(key);
        if (given == nullptr) return;
        for (std::size_t i = 0; i < Count; ++i)
            if (given->is(specification_node::kind::text) && given->text() == names[i]) {
                to = static_cast<Enumeration>(i);
                return;
            }
        refuse(*given, key, given->value_text() + " is not one of its values", suggestion(given->text(), {names, names + Count}));
    }
    void refuse_unknown(const std::vector<std::string_view>& known) const {
        for (std::size_t i = 0; i < map_.keys().size(); ++i) {
            bool found = false;
            for (const std::string_view one : known) found = found || one == map_.keys()[i];
            if (!found) problems_.add(map_.key_mark(i), subject_, "unknown key \"" + map_.keys()[i] + "\"", suggestion(map_.keys()[i], known));
        }
    }
    /// Calls `make`; what it throws of configurations becomes a problem.
    template <class Make>
    void attempt(const specification_node& where, std::string_view key, const Make& make) const {
        attempt_configuration(
            make, [&](const config_error& error) { refuse(where, key, error.value() + (error.value().empty() ? "" : " ") + error.problem(), error.remedy()); });
    }

private:
    const specification_node& map_;
    std::string subject_;
    problem_list& problems_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_CONFIGURATION_MAP_HPP
