// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_FLOW_PLAN_HPP
#define SPATE_EVENT_FLOW_PLAN_HPP

/// Which places of a stream of events belong to which step of which instance of a flow.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/detail/flow_layout.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// The flows of a mix, laid out over its places.
///
/// The stream is cut in aligned blocks of N places, a power of two from 1 to 4096 that is small against all delays. Up to any block's first place, a step of a
/// flow with a share s and S steps has floor(p s / S) events (p the places since the step began), so shares are exact to one event of each step. Which places
/// of the block they take is a keyed permutation of the block. The n-th event of a step belongs to the instance that a bijection of the ranks says, one for
/// each step (delay_lanes), which spreads delays evenly between the least and the most; what remains between is the block's own jitter. Of each instance
/// there is exactly one event of each step that it has, and a later step is always at a later place.
///
/// Delays are kept in places of the stream: they are exact at the mean rate of the seven days from the first event on, between the least and the most, and
/// longer where the rate is lower. Events at the stream's beginning whose instance would have begun before it are ordinary ones of the mix, as are those of
/// steps that an instance does not have (flow_course). Where no type has a weight, such an event is of no flow and has the first type of the first flow.
///
/// Determinism: of the specification and the place. Cost: some 20 ns an event in a row where a third are of flows of three
/// steps, and 10 to 20 ns for each step before an event's own; 100 ns for one event alone, and 10 more for each step of all flows. No allocation after the
/// first calls. Thread safety: does not change.
class flow_plan {
public:
    static constexpr std::size_t most_flows = 1000, most_steps = steps_per_instance;

    /// Throws config_error for more than 1000 flows, a flow without a name or with the name of another, with a share of 0, with no step or more than 64, with
    /// a type that there is not, or with delays whose range is too narrow at the schedule's rate; for shares that sum to more than 1, and to less where no
    /// type has a weight.
    explicit flow_plan(const mix_specification& of) : layout_{of}, places_{layout_.block()}, key_{derive_key(of.from, "flow places", {hash_name(of.name)})} {
        if (!of.flows.empty() && layout_.covers_all()) {
            const detail::flow_layout::kind& one = layout_.kinds()[0];
            otherwise_ = one.course ? one.course->type_of(one.key, 0, 0) : layout_.parts()[0].type;
        }
    }

    [[nodiscard]] bool any() const noexcept { return !layout_.kinds().empty(); }
    /// Whether no type has a weight of its own, so that `place` says the type of every event.
    [[nodiscard]] bool covers_all() const noexcept { return any() && layout_.covers_all(); }
    /// The places of a block.
    [[nodiscard]] std::uint64_t block() const noexcept { return layout_.block(); }

    /// Says of the events [first, first + out.size()) that belong to flows which they are; others stay as they are.
    void place(std::uint64_t first, std::span<chosen_event> out) const {
        if (!any()) return;
        if (covers_all()) std::fill(out.begin(), out.end(), chosen_event{.type = otherwise_});
        const std::uint64_t size = layout_.block();
        detail::scratch<std::vector<detail::flow_layout::run>> runs;
        std::uint64_t order[at_once];
        for (std::size_t done = 0; done < out.size();) {
            const std::uint64_t block = (first + done) / size, from = (first + done) % size;
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>({out.size() - done, size - from, at_once}));
            if (done == 0 || from == 0) layout_.runs(block, *runs);
            if (!runs->empty()) {
                places_.map({mix(key_.low + block * 0x9e3779b97f4a7c15u), mix(key_.high ^ block)}, from, {order, count});
                for (std::size_t i = 0; i < count; ++i)
                    if (order[i] < runs->back().end) choose(*runs, order[i], out[done + i]);
            }
            done += count;
        }
    }

private:
    static constexpr std::size_t at_once = 512;

    void choose(const std::vector<detail::flow_layout::run>& runs, std::uint64_t at, chosen_event& out) const noexcept {
        const auto run = std::upper_bound(runs.begin(), runs.end(), at, [](std::uint64_t place, const auto& one) { return place < one.end; });
        const auto parts = layout_.parts();
        std::size_t part = run->part;
        std::uint64_t instance = run->last_rank - (run->end - 1 - at);
        const std::uint32_t step = parts[part].step;
        for (std::uint32_t k = step; k != 0; --k) {
            instance = parts[part--].lanes.origin(instance);
            if (instance == detail::delay_lanes::before_all) return;
        }
        const std::uint32_t flow = parts[part].flow;
        const detail::flow_layout::kind& kind = layout_.kinds()[flow];
        const std::uint32_t type = kind.course ? kind.course->type_of(kind.key, instance, step) : parts[part + step].type;
        if (type != flow_course::ended) out = {.type = type, .flow = flow, .instance = instance, .step = step};
    }

    detail::flow_layout layout_;
    permutation places_;
    key128 key_;
    std::uint32_t otherwise_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_FLOW_PLAN_HPP
