// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_SESSION_HPP
#define SPATE_EVENT_SESSION_HPP

/// Sessions: flows whose steps are the states of a Markov chain.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/detail/kept_share.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/mix_specification.hpp>

namespace spate::inline v0 {

/// A way from a state to another.
struct session_transition {
    /// A place in session::states.
    std::uint32_t to = 0;
    /// In proportion to the others of the state, and to its `end`.
    ratio weight{1, 1};
};

/// A state of a session: an event of a type.
struct session_state {
    std::string name;
    /// A place in mix_specification::types.
    std::uint32_t type = 0;
    /// Without any, a session ends here.
    std::vector<session_transition> next = {};
    /// The weight of ending here.
    ratio end{0, 1};
};

/// A kind of session.
struct session {
    std::string name;
    /// The share of all events that are of such sessions.
    ratio share{1, 10};
    std::vector<session_state> states = {};
    /// The first state.
    std::uint32_t start = 0;
    /// 1 to 64; a session that would go on ends then.
    std::uint32_t most_steps = 16;
    /// From event to event, in nanoseconds.
    std::uint64_t least_delay = 1'000'000'000, most_delay = 60'000'000'000;
};

/// The chain of a session: the state is a pure function of (key, instance, step), found by walking the steps before it.
///
/// Determinism: in integers; probabilities are rounded to 2^-32. Cost: 3 ns a step before the one that is asked for, plus the choice among the state's
/// transitions. Thread safety: does not change.
class session_course final : public flow_course {
public:
    /// Throws config_error for no states, for a start or a transition to none of them, and for a state whose transitions have no weight.
    explicit session_course(const session& of) : start_{of.start} {
        const std::string what = "session \"" + of.name + "\"";
        const auto check = [&](std::uint32_t state, const std::string& where) {
            if (state >= of.states.size())
                detail::raise_config(where, "state " + std::to_string(state), "is none of the session's " + std::to_string(of.states.size()),
                                     "give the place of one, from 0");
        };
        if (of.states.empty()) detail::raise_config(what + ": states", "", "are none", "give at least one");
        check(of.start, what + ": start");
        for (const session_state& one : of.states) {
            const std::string where = what + ": state \"" + one.name + "\"";
            state made{one.type, {}};
            uint128 sum = fixed(one.end), below = 0;
            for (const session_transition& way : one.next) {
                check(way.to, where);
                sum += fixed(way.weight);
            }
            if (!one.next.empty() && sum == 0) detail::raise_config(where, "", "has only transitions of weight 0", "give one a weight, or leave them out");
            for (const session_transition& way : one.next) {
                below += fixed(way.weight);
                made.ways.push_back({static_cast<std::uint64_t>((below << 32) / sum), way.to});
            }
            states_.push_back(std::move(made));
        }
    }

    /// A place in session::states, or `ended`.
    [[nodiscard]] std::uint32_t state_of(const key128& key, std::uint64_t instance, std::uint32_t step) const noexcept {
        const std::uint64_t first = detail::instance_word(key, instance);
        std::uint32_t at = start_;
        for (std::uint32_t k = 1; k <= step; ++k) {
            const std::uint64_t drawn = mix(first + k * 0x9e3779b97f4a7c15u) >> 32;
            std::uint32_t to = ended;
            for (const way& one : states_[at].ways)
                if (drawn < one.below) {
                    to = one.to;
                    break;
                }
            if (to == ended) return ended;
            at = to;
        }
        return at;
    }
    [[nodiscard]] std::uint32_t type_of(const key128& key, std::uint64_t instance, std::uint32_t step) const noexcept override {
        const std::uint32_t at = state_of(key, instance, step);
        return at == ended ? ended : states_[at].type;
    }

    /// How many steps a session has on average, in 2^-32, if it ends after `most`.
    [[nodiscard]] std::uint64_t mean_steps(std::uint32_t most) const {
        std::vector<std::uint64_t> now(states_.size()), after(states_.size());
        now[start_] = std::uint64_t{1} << 32;
        std::uint64_t mean = 0;
        for (std::uint32_t k = 0; k < most; ++k) {
            for (std::size_t i = 0; i < states_.size(); ++i) {
                mean += now[i];
                std::uint64_t below = 0;
                for (const way& one : states_[i].ways) {
                    after[one.to] += now[i] * (one.below - below) >> 32;
                    below = one.below;
                }
                now[i] = 0;
            }
            now.swap(after);
        }
        return mean;
    }

private:
    struct way {
        std::uint64_t below;  // in 2^-32, with all ways before it
        std::uint32_t to;
    };
    struct state {
        std::uint32_t type;
        std::vector<way> ways;
    };
    [[nodiscard]] static uint128 fixed(const ratio& weight) noexcept { return (static_cast<uint128>(weight.numerator()) << 32) / weight.denominator(); }

    std::vector<state> states_;
    std::uint32_t start_;
};

/// Adds a kind of session to a mix, as a flow of its name. Fields of the types that should be the same in all of a session's events are of
/// row_source::instance.
///
/// The places that it keeps are so many that on average `share` of all events are its own; places of sessions that ended early go to the mix. Throws
/// config_error as session_course does, for a type that there is not, for most_steps other than 1 to 64, and where so many places are more than all.
inline void add_session(mix_specification& mix, const session& of) {
    const std::string what = "session \"" + of.name + "\"";
    if (of.most_steps == 0 || of.most_steps > steps_per_instance)
        detail::raise_config(what + ": most_steps", std::to_string(of.most_steps), "is not 1 to 64",
                             of.most_steps == 0 ? "give at least 1" : "give at most 64");
    for (const session_state& one : of.states)
        if (one.type >= mix.types.size())
            detail::raise_config(what + ": state \"" + one.name + "\"", "type " + std::to_string(one.type),
                                 "is none of the mix's " + std::to_string(mix.types.size()), "give the place of one, from 0");
    auto course = std::make_shared<const session_course>(of);
    const ratio kept = detail::kept_share(what, of.share, of.most_steps, course->mean_steps(of.most_steps));
    mix.flows.push_back({.name = of.name,
                         .share = kept,
                         .steps = std::vector<flow_step>(of.most_steps, {of.states[of.start].type, of.least_delay, of.most_delay}),
                         .course = std::move(course)});
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_SESSION_HPP
