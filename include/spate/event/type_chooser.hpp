// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_TYPE_CHOOSER_HPP
#define SPATE_EVENT_TYPE_CHOOSER_HPP

/// `type_chooser`: which type an event is of.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/alias_table.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// Chooses one of 1 to 100,000 types for each event, by weight: a type's share is its weight's in the sum of all. A type of weight 0 is never chosen.
///
/// Multinomial: word i of the stream `key` chooses event i's type, each by itself (rng::alias_table). Exact: in every window of a million events [k 10^6,
/// (k + 1) 10^6) each type occurs as often as its share of a million, rounded down or up: systematic sampling (W. G. Madow and L. H. Madow, On the Theory of
/// Systematic Sampling, Annals of Mathematical Statistics 15, 1944) with an offset for each window, whose places are then permuted (rng/permutation.hpp).
///
/// Determinism: a pure function of (weights, selection, key, event), in integers. Cost: some 2 ns an event, 5 where shares are exact, for few types; with
/// many, a look into a table that the caches do not hold. Thread safety: a value that does not change.
class type_chooser {
public:
    static constexpr std::size_t most_types = 100000;
    /// Events in a window.
    static constexpr std::uint64_t window = 1000000;

    /// Throws config_error for no weights, for more than most_types, and where all are 0.
    type_chooser(const std::vector<ratio>& weights, type_selection selection, const key128& key)
        : key_{key}, selection_{selection}, table_{checked(weights), "event types: weights"} {
        make_shares(weights);
        if (selection == type_selection::exact) make_guide();
    }

    [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
    /// A type's share of all events, in 2^-32, rounded down.
    [[nodiscard]] std::uint64_t share(std::size_t type) const noexcept {
        const std::uint64_t own = ends_[type] - (type == 0 ? 0 : ends_[type - 1]);
        return static_cast<std::uint64_t>((static_cast<uint128>(own) << 32) / ends_.back());
    }

    /// The types of events [first, first + out.size()), of no flow.
    void choose(std::uint64_t first, std::span<chosen_event> out) const noexcept {
        for (std::size_t done = 0; done < out.size();) {
            const std::uint64_t at = first + done;
            std::uint64_t drawn[batch_rows];
            std::size_t count = std::min(out.size() - done, batch_rows - static_cast<std::size_t>(at % batch_rows));
            if (selection_ == type_selection::multinomial) {
                words(key_, at, {drawn, count});
                for (std::size_t i = 0; i < count; ++i) out[done + i] = {.type = table_(drawn[i])};
            } else {
                const std::uint64_t number = at / window, within = at % window;
                count = std::min(count, static_cast<std::size_t>(window - within));
                const key128 key = window_key(number);
                const std::uint64_t offset = offset_of(key);
                places_.map(key, within, {drawn, count});
                for (std::size_t i = 0; i < count; ++i) out[done + i] = {.type = type_of(drawn[i], offset)};
            }
            done += count;
        }
    }

    /// Whether shares are exact, which the following require.
    [[nodiscard]] bool is_exact() const noexcept { return selection_ == type_selection::exact; }
    /// How many events of a type there are in the window [number * window, (number + 1) * window).
    [[nodiscard]] std::uint64_t count_in(std::uint64_t number, std::uint32_t type) const noexcept {
        const std::uint64_t offset = offset_of(window_key(number));
        return first_place(ends_[type], offset) - first_place(type == 0 ? 0 : ends_[type - 1], offset);
    }
    /// The event of a type that has the rank `rank`, from 0, in a window; ranks are in no order. Requires rank < count_in(number, type). Cost: some 30 ns.
    [[nodiscard]] std::uint64_t event_of(std::uint64_t number, std::uint32_t type, std::uint64_t rank) const noexcept {
        const key128 key = window_key(number);
        const std::uint64_t first = first_place(type == 0 ? 0 : ends_[type - 1], offset_of(key));
        return number * window + places_.inverse(key, first + rank);
    }

private:
    static const std::vector<ratio>& checked(const std::vector<ratio>& weights) {
        if (weights.empty()) detail::raise_config("event types", "", "are none", "give at least one");
        if (weights.size() > most_types)
            detail::raise_config("event types", std::to_string(weights.size()), "are too many", "give at most " + std::to_string(most_types));
        return weights;
    }
    [[nodiscard]] key128 window_key(std::uint64_t number) const noexcept { return derive_key(seed{key_.low}, key_.high, {number}); }
    [[nodiscard]] std::uint64_t offset_of(const key128& key) const noexcept { return scale(key.low ^ key.high, ends_.back()); }
    // The first place whose point is at `end` or beyond; see type_of.
    [[nodiscard]] std::uint64_t first_place(std::uint64_t end, std::uint64_t offset) const noexcept {
        const uint128 from = static_cast<uint128>(end) * window;
        return from <= offset ? 0 : static_cast<std::uint64_t>((from - offset + ends_.back() - 1) / ends_.back());
    }

    // Where types end on a line as long as the sum of all weights, which is below 2^62: exactly, where the weights have a common denominator that allows it.
    void make_shares(const std::vector<ratio>& weights) {
        constexpr std::uint64_t most = std::uint64_t{1} << 62;
        std::uint64_t common = 1;
        uint128 sum = 0;
        for (const ratio& one : weights) {
            const std::uint64_t factor = one.denominator() / std::gcd(common, one.denominator());
            common = factor > most / common ? most + 1 : common * factor;
            if (common > most) break;
        }
        if (common <= most)
            for (const ratio& one : weights) sum = std::min<uint128>(sum + static_cast<uint128>(one.numerator()) * (common / one.denominator()), most);
        std::uint64_t end = 0;
        if (common <= most && sum < most) {
            for (const ratio& one : weights) ends_.push_back(end += one.numerator() * (common / one.denominator()));
            return;
        }
        const auto fixed = [](const ratio& one) { return (static_cast<uint128>(one.numerator()) << 63) / one.denominator(); };
        sum = 0;
        for (const ratio& one : weights) sum += fixed(one);
        int shift = 0;
        while (sum >> shift >> 61 != 0) ++shift;
        for (const ratio& one : weights) {
            const auto share = static_cast<std::uint64_t>(fixed(one) >> shift);
            ends_.push_back(end += share == 0 && one.numerator() != 0 ? 1 : share);
        }
    }
    // Where to begin to look for the type at a point: the line is cut into parts of 2^shift_ points, at least twice as many as types.
    void make_guide() {
        while (ends_.back() >> shift_ >= 4 * ends_.size()) ++shift_;
        const std::uint64_t parts = (ends_.back() >> shift_) + 1;
        std::uint32_t type = 0;
        for (std::uint64_t i = 0; i <= parts; ++i) {
            while (type + 1 < ends_.size() && ends_[type] <= i << shift_) ++type;
            guide_.push_back(type);
        }
        whole_ = ends_.back() / window;
        rest_ = ends_.back() % window;
    }
    // Points are as far from each other as all weights' sum, on a line that is a million times as long; the offset says where the first is.
    [[nodiscard]] std::uint32_t type_of(std::uint64_t place, std::uint64_t offset) const noexcept {
        // (place * sum + offset) / window
        const std::uint64_t point = place * whole_ + (place * rest_ + offset) / window;
        const std::uint32_t* const from = guide_.data() + (point >> shift_);
        return static_cast<std::uint32_t>(std::upper_bound(ends_.begin() + from[0], ends_.begin() + from[1], point) - ends_.begin());
    }

    key128 key_;
    type_selection selection_;
    rng::alias_table table_;
    std::vector<std::uint64_t> ends_;
    std::vector<std::uint32_t> guide_;
    int shift_ = 0;
    std::uint64_t whole_ = 0, rest_ = 0;
    permutation places_{window};
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_TYPE_CHOOSER_HPP
