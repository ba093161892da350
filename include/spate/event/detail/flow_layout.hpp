// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_FLOW_LAYOUT_HPP
#define SPATE_EVENT_DETAIL_FLOW_LAYOUT_HPP

/// How many events of each step of each flow every block of a stream has.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/event/detail/delay_lanes.hpp>
#include <spate/event/detail/slot_key.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/mix_specification.hpp>

namespace spate::inline v0::detail {

/// See flow_plan. A step's n-th event is near the place shift + (n + 1) / rate, less than a block away; in front of that by more where blocks are full.
class flow_layout {
public:
    struct kind {
        std::shared_ptr<const flow_course> course;
        key128 key;
    };
    // A step of a flow. Those of one flow follow each other.
    struct part {
        std::uint32_t flow, step, type;
        // Events a place, in 2^-62, and the place where the first one is awaited.
        std::uint64_t rate, shift;
        delay_lanes lanes;
    };
    // Of a block's places, in the order of its permutation, those up to `end` that are of one step.
    struct run {
        std::uint64_t end;
        std::uint64_t last_rank;
        std::size_t part;
    };

    explicit flow_layout(const mix_specification& of) {
        check(of);
        for (const flow& one : of.flows) {
            const auto number = static_cast<std::uint32_t>(kinds_.size());
            kinds_.push_back({one.course, flow_key(of.from, of.name, one.name, one.course_field)});
            const uint128 each = static_cast<uint128>(one.share.denominator()) * one.steps.size();
            const auto rate = static_cast<std::uint64_t>(((static_cast<uint128>(one.share.numerator()) << unit) + each - 1) / each);
            for (std::uint32_t step = 0; step < one.steps.size(); ++step) parts_.push_back({number, step, one.steps[step].type, rate, 0, {}});
        }
        lay(of);
    }

    [[nodiscard]] std::span<const kind> kinds() const noexcept { return kinds_; }
    [[nodiscard]] std::span<const part> parts() const noexcept { return parts_; }
    [[nodiscard]] std::uint64_t block() const noexcept { return block_; }
    [[nodiscard]] bool covers_all() const noexcept { return covers_all_; }

    // Which steps the places of a block are of. Requires block * block() < 2^48.
    void runs(std::uint64_t block, std::vector<run>& out) const {
        out.clear();
        std::uint64_t skipped = 0, wanted = ~std::uint64_t{0};
        if (carries_) {
            const std::uint64_t due = due_before(block);
            skipped = due - counted_before(block);
            wanted = due_before(block + 1) - due;
        }
        std::uint64_t end = 0;
        for (std::uint64_t from = block; end < wanted && (carries_ || from == block); ++from) {
            for (std::size_t i = 0; i < parts_.size() && end < wanted; ++i) {
                const std::uint64_t first = before(parts_[i], from), last = before(parts_[i], from + 1), left = std::min(last - first, skipped);
                skipped -= left;
                const std::uint64_t taken = std::min(last - first - left, wanted - end);
                if (taken == 0) continue;
                end += taken;
                out.push_back({end, first + left + taken - 1, i});
            }
        }
    }

private:
    static constexpr unsigned unit = 62;
    static constexpr std::uint64_t week = 604'800'000'000'000, most_places = std::uint64_t{1} << 46, largest_block = 4096;

    // The fraction's integer part is how many events of the step are before a block.
    [[nodiscard]] uint128 exactly_before(const part& of, std::uint64_t block) const noexcept {
        const std::uint64_t place = block * block_;
        return place <= of.shift ? 0 : static_cast<uint128>(place - of.shift) * of.rate;
    }
    [[nodiscard]] std::uint64_t before(const part& of, std::uint64_t block) const noexcept {
        return static_cast<std::uint64_t>(exactly_before(of, block) >> unit);
    }
    // Each step's rounding may ask for one place more than a full block has. Then places are given to events in order, as many as all steps together ask for
    // before rounding, never more than there are; an event is then in its own block or in one shortly before.
    [[nodiscard]] std::uint64_t due_before(std::uint64_t block) const noexcept {
        uint128 sum = 0;
        for (const part& one : parts_) sum += exactly_before(one, block);
        return std::min(static_cast<std::uint64_t>(sum >> unit), block * block_);
    }
    [[nodiscard]] std::uint64_t counted_before(std::uint64_t block) const noexcept {
        std::uint64_t sum = 0;
        for (const part& one : parts_) sum += before(one, block);
        return sum;
    }

    static void check(const mix_specification& of);
    void lay(const mix_specification& of);

    // How far the distance of two events may be off from that of the places where they are awaited.
    [[nodiscard]] std::uint64_t blur(std::uint64_t block) const noexcept {
        if (!crowded(block)) return 2 * block;
        std::uint64_t starting = 0;
        for (const part& one : parts_)
            if (one.step == 0) starting += one.rate;
        return 3 * block + static_cast<std::uint64_t>((static_cast<uint128>(parts_.size()) << unit) / starting) + 1;
    }
    [[nodiscard]] bool crowded(std::uint64_t block) const noexcept {
        std::uint64_t most = 0;
        for (const part& one : parts_)
            most += static_cast<std::uint64_t>((static_cast<uint128>(block) * one.rate + ((static_cast<uint128>(1) << unit) - 1)) >> unit);
        return most > block;
    }

    std::vector<kind> kinds_;
    std::vector<part> parts_;
    std::uint64_t block_ = largest_block;
    bool carries_ = false, covers_all_ = false;
};

inline void flow_layout::check(const mix_specification& of) {
    constexpr std::size_t most_flows = 1000;
    if (of.flows.size() > most_flows) raise_config("flows", std::to_string(of.flows.size()), "are too many", "give at most " + std::to_string(most_flows));
    for (std::size_t i = 0; i < of.flows.size(); ++i) {
        const flow& one = of.flows[i];
        const std::string what = "flow \"" + one.name + "\"";
        if (one.name.empty()) raise_config("flows", "flow " + std::to_string(i + 1), "has no name", "give it one, which its events' keys hang on");
        for (std::size_t k = 0; k < i; ++k)
            if (of.flows[k].name == one.name) raise_config("flows", "\"" + one.name + "\"", "is the name of two flows", "give each its own");
        if (one.share.numerator() == 0) raise_config(what + ": share", "0", "gives it no events", "give a share above 0, at most 1");
        if (one.steps.empty() || one.steps.size() > steps_per_instance)
            raise_config(what + ": steps", std::to_string(one.steps.size()), "are not 1 to 64", one.steps.empty() ? "give at least one" : "give fewer");
        for (std::size_t k = 0; k < one.steps.size(); ++k) {
            const flow_step& step = one.steps[k];
            const std::string where = what + ": step " + std::to_string(k + 1);
            if (step.type >= of.types.size())
                raise_config(where, "type " + std::to_string(step.type), "is none of the mix's " + std::to_string(of.types.size()),
                             "give the place of one, from 0");
            if (step.least_delay > step.most_delay)
                raise_config(where, "a delay from " + std::to_string(step.least_delay) + " to " + std::to_string(step.most_delay) + " ns",
                             "ends before it begins", "give the smaller one first");
        }
    }
}

inline void flow_layout::lay(const mix_specification& of) {
    if (parts_.empty()) return;
    uint128 all = 0;
    constexpr uint128 one = static_cast<uint128>(1) << unit;
    for (const part& each : parts_) all += each.rate;
    const double shown = static_cast<double>(static_cast<std::uint64_t>(all >> 40)) / static_cast<double>(1u << 22);
    if (all > one + parts_.size())
        raise_config("flows", "shares that sum to " + std::to_string(shown), "are more than all events", "make them sum to at most 1");
    covers_all_ = std::all_of(of.types.begin(), of.types.end(), [](const event_type& type) { return type.weight.numerator() == 0; });
    if (covers_all_ && all < one - (one >> 30))
        raise_config("flows", "shares that sum to " + std::to_string(shown), "leave events to types of which none has a weight",
                     "make them sum to 1, or give a type a weight above 0");

    // The mean rate, as places in a week.
    const std::int64_t begin = std::min(of.when.time_of(0), std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(week));
    const std::uint64_t weekly = of.when.count_before(begin + static_cast<std::int64_t>(week));
    const auto places = [weekly](std::uint64_t nanoseconds) { return static_cast<uint128>(nanoseconds) * weekly / week; };
    struct bounds {
        std::uint64_t least = 0, most = 0;
    };
    std::vector<bounds> delays(parts_.size());
    std::uint64_t narrowest = std::numeric_limits<std::uint64_t>::max();
    std::size_t worst = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (parts_[i].step == 0) continue;
        const flow& kind = of.flows[parts_[i].flow];
        const flow_step& step = kind.steps[parts_[i].step];
        const uint128 least = places(step.least_delay), most = places(step.most_delay);
        if (most >= most_places / kind.steps.size())
            raise_config("flow \"" + kind.name + "\": step " + std::to_string(parts_[i].step + 1), "a delay of " + std::to_string(step.most_delay) + " ns",
                         "is longer than streams are", "give a shorter one, or a lower rate");
        // An event of slack for the rounding of times, and one in each `weekly` for that of the rate.
        const std::uint64_t slack = 1 + static_cast<std::uint64_t>(most) / std::max<std::uint64_t>(weekly, 1);
        delays[i] = {static_cast<std::uint64_t>(least) + slack + (step.least_delay != 0), static_cast<std::uint64_t>(most)};
        delays[i].most -= std::min(delays[i].most, slack);
        const std::uint64_t width = delays[i].most - std::min(delays[i].most, delays[i].least);
        if (width < narrowest) narrowest = width, worst = i;
    }
    block_ = largest_block;
    while (block_ > 1 && 4 * blur(block_) > narrowest) block_ /= 2;
    for (std::uint64_t larger = largest_block; 4 * blur(block_) > narrowest && larger > 0; larger /= 2)
        if (blur(larger) < blur(block_)) block_ = larger;
    carries_ = crowded(block_);
    const std::uint64_t off = blur(block_);
    if (2 * off + 1 > narrowest) {
        const flow& kind = of.flows[parts_[worst].flow];
        const flow_step& step = kind.steps[parts_[worst].step];
        const std::uint64_t needed = static_cast<std::uint64_t>(static_cast<uint128>(2 * off + 6) * week / std::max<std::uint64_t>(weekly, 1)) + 1;
        raise_config("flow \"" + kind.name + "\": step " + std::to_string(parts_[worst].step + 1),
                     "a delay from " + std::to_string(step.least_delay) + " to " + std::to_string(step.most_delay) + " ns",
                     "is too narrow for the stream's rate",
                     "give a most_delay at least " + std::to_string(needed) + " ns above the least_delay, or a higher rate");
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        part& now = parts_[i];
        if (now.step == 0) continue;
        const std::uint64_t free = delays[i].most - delays[i].least - 2 * off;
        const auto ranks = static_cast<std::uint64_t>((static_cast<uint128>(free) * now.rate) >> unit);
        const key128 key = flow_key(of.from, of.name, of.flows[now.flow].name, "delay of step " + std::to_string(now.step));
        now.lanes = delay_lanes{ranks, key.low ^ key.high};
        const auto in_places = [&now](std::uint64_t count) {
            return static_cast<std::uint64_t>(((static_cast<uint128>(count) << unit) + now.rate - 1) / now.rate);
        };
        const std::uint64_t used = in_places(now.lanes.behind() + now.lanes.ahead());
        now.shift = parts_[i - 1].shift + delays[i].least + off + in_places(now.lanes.behind()) + (free - std::min(free, used)) / 2;
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_FLOW_LAYOUT_HPP
