// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_SCHEDULE_HPP
#define SPATE_EVENT_SCHEDULE_HPP

/// When events happen: a function from their numbers to instants, and back.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/event/detail/arrival_tree.hpp>
#include <spate/event/detail/integrated_rate.hpp>
#include <spate/event/rate.hpp>

namespace spate::inline v0 {

/// The instants of the events of a stream, in nanoseconds since 1970-01-01T00:00:00Z: never earlier for a later event. Event i stands where the integral of
/// the rate since the start reaches i, or, with `poisson`, near it; instants are rounded down to nanoseconds, and none is after the year
/// 2262, nor more than 292 years after the start where the rate changes or arrivals are random: events that are beyond stand there all together. For every
/// other one, count_before(time_of(i)) <= i < count_before(time_of(i) + 1).
///
/// Determinism: of its parameters and the event's number, in integers. Thread safety: a value, cheap to copy.
/// Cost: constant rates 10 ns an event; others O(log pieces), 40 ns; neighbours together less. A Poisson schedule is 3 us for one event alone.
class schedule {
public:
    /// A constant rate in events a second, event 0 at `start`. Throws config_error for a rate of 0 and one above 10^9.
    explicit schedule(std::int64_t start = 0, ratio rate = {1000, 1}) : start_{start}, rate_{rate} {
        if (rate.numerator() == 0 || rate.numerator() > rate_shape::most_rate * rate.denominator())
            detail::raise_config("rate", rate.text(), "is no rate of events", "give a number above 0, at most 1000000000 events a second");
    }

    /// A rate that changes, from `start` on.
    schedule(std::int64_t start, const rate_shape& shape) : start_{start}, course_{std::make_shared<const course>(start, shape)} {}

    /// The same with random arrivals: a Poisson process in the time that the integral of the rate measures, of which each aligned block of 65,536 events is
    /// pinned. Within a block, instants are those of 65,536 independent uniform points, so gaps are exponential and counts of m events have the variance
    /// m (1 - m / 65536); over whole blocks the count is what the rate says, and never more than some hundred events away from it.
    [[nodiscard]] schedule poisson(seed from) const {
        schedule out = *this;
        out.course_ = course_ ? std::make_shared<const course>(*course_, from) : std::make_shared<const course>(course{start_, rate_shape{rate_}}, from);
        return out;
    }

    [[nodiscard]] std::int64_t start() const noexcept { return start_; }
    /// Whether arrivals are random.
    [[nodiscard]] bool is_poisson() const noexcept { return course_ && course_->tree; }

    /// The instant of event i.
    [[nodiscard]] std::int64_t time_of(std::uint64_t i) const noexcept {
        std::int64_t out = 0;
        times(i, {&out, 1});
        return out;
    }
    /// The instants of events [first, first + out.size()).
    void times(std::uint64_t first, std::span<std::int64_t> out) const noexcept {
        if (course_) return course_times(first, out);
        const std::uint64_t each = 1'000'000'000 * rate_.denominator(), divisor = rate_.numerator(), whole = each / divisor, rest = each % divisor;
        const uint128 begin = static_cast<uint128>(first) * each;
        uint128 time = begin / divisor;
        auto part = static_cast<std::uint64_t>(begin - time * divisor);
        for (std::int64_t& one : out) {
            one = after_start(time);
            time += whole;
            part += rest;
            if (part >= divisor) part -= divisor, ++time;
        }
    }
    /// How many events are earlier than an instant.
    [[nodiscard]] std::uint64_t count_before(std::int64_t instant) const noexcept {
        if (instant <= start_) return 0;
        const std::uint64_t passed = static_cast<std::uint64_t>(instant) - static_cast<std::uint64_t>(start_);
        if (course_) return course_->count(passed);
        const uint128 scaled = static_cast<uint128>(passed) * rate_.numerator();
        const uint128 each = static_cast<uint128>(1000000000u) * rate_.denominator();
        return static_cast<std::uint64_t>((scaled + each - 1) / each);
    }

private:
    struct course {
        detail::integrated_rate rate;
        std::uint64_t skipped = 0;  // of a period that the calendar began before the start, in nanoseconds and in units
        uint128 units_skipped = 0;
        std::optional<detail::arrival_tree> tree;

        course(std::int64_t start, const rate_shape& shape) : rate{shape} {
            if (!shape.follows_calendar()) return;
            // The first Monday was on 1970-01-05.
            const auto period = static_cast<std::int64_t>(shape.length());
            const std::int64_t rest = (start % period - 345'600'000'000'000 % period) % period;
            skipped = static_cast<std::uint64_t>(rest < 0 ? rest + period : rest);
            units_skipped = rate.at(skipped);
        }
        course(const course& other, seed from) : course{other} { tree.emplace(derive_key(from, "arrivals")); }

        [[nodiscard]] uint128 units_of(std::uint64_t events) const noexcept { return static_cast<uint128>(events) * rate.event_units(); }
        [[nodiscard]] uint128 units_within(std::uint64_t place) const noexcept { return (static_cast<uint128>(place) * rate.event_units()) >> 32; }

        // An event is before an instant if the units at the instant are more than the event's.
        [[nodiscard]] std::uint64_t count(std::uint64_t passed) const noexcept {
            const uint128 units = rate.at(passed + skipped) - units_skipped;
            if (units == 0) return 0;
            const auto whole = static_cast<std::uint64_t>((units - 1) / rate.event_units());
            if (!tree) return whole + 1;
            const std::uint64_t block = whole >> detail::arrival_tree::block_bits, events = block << detail::arrival_tree::block_bits;
            const uint128 within = units - units_of(events);
            return events + tree->count(block, [&](std::uint64_t place) { return units_within(place) < within; });
        }
    };

    [[nodiscard]] std::int64_t after_start(uint128 time) const noexcept {
        constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
        const auto most = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(start_);
        return time > most ? last : static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) + static_cast<std::uint64_t>(time));
    }

    void course_times(std::uint64_t first, std::span<std::int64_t> out) const noexcept {
        using tree = detail::arrival_tree;
        const course& all = *course_;
        std::size_t near = 0, done = 0;
        const auto add = [&](uint128 units) { out[done++] = after_start(all.rate.inverse(units + all.units_skipped, near) - all.skipped); };
        if (!all.tree) {
            uint128 units = all.units_of(first);
            while (done < out.size()) {
                add(units);
                units += all.rate.event_units();
            }
            return;
        }
        while (done < out.size()) {
            const std::uint64_t i = first + done, block = i >> tree::block_bits, within = i % tree::block_events;
            const std::uint64_t end = std::min<std::uint64_t>(tree::block_events, within + (out.size() - done));
            const uint128 before = all.units_of(block << tree::block_bits);
            all.tree->visit(block, within, end, [&](std::uint64_t place) { add(before + all.units_within(place)); });
        }
    }

    std::int64_t start_;
    ratio rate_{1000, 1};
    std::shared_ptr<const course> course_;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_SCHEDULE_HPP
