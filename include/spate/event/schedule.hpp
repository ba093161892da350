// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_SCHEDULE_HPP
#define SPATE_EVENT_SCHEDULE_HPP

/// When events happen: a function from their numbers to instants, and back.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>

namespace spate::inline v0 {

/// The instants of the events of a stream, in nanoseconds since 1970-01-01T00:00:00Z: never earlier for a later event.
///
/// Determinism: of its parameters and the event's number, in integers. Thread safety: a value, cheap to copy.
class schedule {
public:
    /// A constant rate in events a second, event 0 at `start`. Throws config_error for a rate of 0 and one above 10^9.
    explicit schedule(std::int64_t start = 0, ratio rate = {1000, 1}) : start_{start}, rate_{rate} {
        if (rate.numerator() == 0 || rate.numerator() / rate.denominator() > 1000000000)
            detail::raise_config("rate", rate.text(), "is no rate of events", "give a number above 0, at most 1000000000 events a second");
    }

    [[nodiscard]] std::int64_t start() const noexcept { return start_; }
    /// The instant of event i.
    [[nodiscard]] std::int64_t time_of(std::uint64_t i) const noexcept {
        return start_ + static_cast<std::int64_t>(static_cast<uint128>(i) * 1000000000u * rate_.denominator() / rate_.numerator());
    }
    /// The instants of events [first, first + out.size()).
    void times(std::uint64_t first, std::span<std::int64_t> out) const noexcept {
        for (std::int64_t& one : out) one = time_of(first++);
    }
    /// How many events are earlier than an instant.
    [[nodiscard]] std::uint64_t count_before(std::int64_t instant) const noexcept {
        if (instant <= start_) return 0;
        const uint128 scaled = static_cast<uint128>(static_cast<std::uint64_t>(instant - start_)) * rate_.numerator();
        const uint128 each = static_cast<uint128>(1000000000u) * rate_.denominator();
        return static_cast<std::uint64_t>((scaled + each - 1) / each);
    }

private:
    std::int64_t start_;
    ratio rate_;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_SCHEDULE_HPP
