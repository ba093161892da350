// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_RATE_HPP
#define SPATE_EVENT_RATE_HPP

/// How many events a second there are, and how that changes: constant, ramps, seasons, bursts, steps, and sums of them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/rng/sine.hpp>

namespace spate::inline v0 {

/// A part of a rate's course: `length` nanoseconds long, along a straight line between two rates in units of 2^-32 events a second.
struct rate_piece {
    std::uint64_t length, from, to;
    friend constexpr bool operator==(const rate_piece&, const rate_piece&) = default;
};

/// From `offset` nanoseconds on, the rate in events a second.
struct rate_step {
    std::uint64_t offset;
    ratio rate;
};

/// A rate as a function of the time since a stream's start: pieces of straight lines, which repeat, or after which the rate stays what it is.
///
/// Determinism: integers only. Thread safety: a value. Cost: 24 bytes a piece.
class rate_shape {
public:
    static constexpr std::uint64_t most_rate = 1'000'000'000;
    static constexpr std::size_t most_pieces = std::size_t{1} << 17;
    /// No sloping piece is longer, in nanoseconds, so that its integral fits into 128 bits.
    static constexpr std::uint64_t longest_slope = std::uint64_t{1} << 42;
    static constexpr std::uint64_t longest = std::uint64_t{1} << 60;

    /// A constant rate. Throws config_error for 0 and above 10^9.
    rate_shape(ratio rate) : after_{units(rate, "rate")} {  // NOLINT(google-explicit-constructor): 1000 is a shape wherever one is wanted
        if (after_ == 0) detail::raise_config("rate", rate.text(), "is no rate of events", "give a number above 0, at most 1000000000 events a second");
    }
    /// Pieces that repeat. With `calendar`, they begin on a Monday at 00:00 UTC instead of at the stream's start. Throws config_error where there are none or
    /// more than most_pieces, where a piece's length or slope is not possible, and where the rate is 0 throughout.
    [[nodiscard]] static rate_shape repeating(std::vector<rate_piece> pieces, bool calendar = false) { return {std::move(pieces), 0, true, calendar}; }
    /// Pieces, and the rate after them in units of 2^-32 events a second, above 0. Throws config_error as `repeating`.
    [[nodiscard]] static rate_shape followed_by(std::vector<rate_piece> pieces, std::uint64_t after) { return {std::move(pieces), after, false, false}; }

    [[nodiscard]] std::span<const rate_piece> pieces() const noexcept { return pieces_; }
    [[nodiscard]] bool repeats() const noexcept { return repeats_; }
    [[nodiscard]] bool follows_calendar() const noexcept { return calendar_; }
    /// The rate once all pieces are over, in units of 2^-32 events a second; 0 for one that repeats.
    [[nodiscard]] std::uint64_t after() const noexcept { return after_; }
    /// How long the pieces are together, in nanoseconds.
    [[nodiscard]] std::uint64_t length() const noexcept { return length_; }

    /// A rate in units of 2^-32 events a second, rounded down. Throws config_error above 10^9.
    [[nodiscard]] static std::uint64_t units(const ratio& rate, const char* parameter) {
        const std::uint64_t scaled = (rate.numerator() << 32) / rate.denominator();
        if (scaled > most_rate << 32) detail::raise_config(parameter, rate.text(), "is more than a stream can have", "give at most 1000000000 events a second");
        return scaled;
    }

    /// Appends a straight line, in as many pieces as it needs.
    static void add_line(std::vector<rate_piece>& to, std::uint64_t length, std::uint64_t from, std::uint64_t last) {
        const std::uint64_t parts = from == last ? 1 : (length + longest_slope - 1) / longest_slope;
        std::uint64_t begin = 0, rate = from;
        for (std::uint64_t k = 1; k <= parts; ++k) {
            const auto end = static_cast<std::uint64_t>(static_cast<uint128>(length) * k / parts);
            const std::uint64_t next = on_line(from, last, k, parts);
            to.push_back({end - begin, rate, next});
            begin = end, rate = next;
        }
    }

    /// Both at once. A constant adds to everything, shapes that end add to each other, and repeating ones whose lengths are multiples of one another; anything
    /// else throws config_error, as does a sum above 10^9 events a second.
    friend rate_shape operator+(const rate_shape& a, const rate_shape& b) {
        if (a.pieces_.empty() && !b.pieces_.empty()) return b + a;
        if (b.pieces_.empty()) {
            std::vector<rate_piece> pieces = a.pieces_;
            for (rate_piece& piece : pieces) piece.from += b.after_, piece.to += b.after_;
            return {std::move(pieces), a.repeats_ ? 0 : a.after_ + b.after_, a.repeats_, a.calendar_};
        }
        if (a.length_ < b.length_) return b + a;
        if (a.repeats_ != b.repeats_ || a.calendar_ != b.calendar_ || (a.repeats_ && a.length_ % b.length_ != 0))
            detail::raise_config("rates", "two shapes",
                                 "cannot be added: they neither both end, nor repeat in multiples of one another from the same instant on",
                                 "add a constant, or take periods that divide one another");
        return {merged(a, b), a.repeats_ ? 0 : a.after_ + b.after_, a.repeats_, a.calendar_};
    }

private:
    // On the line from `from` to `to`, at k of n; rounded towards `from`.
    [[nodiscard]] static std::uint64_t on_line(std::uint64_t from, std::uint64_t to, std::uint64_t k, std::uint64_t n) noexcept {
        const auto part = [&](std::uint64_t rise) { return static_cast<std::uint64_t>(static_cast<uint128>(rise) * k / n); };
        return to >= from ? from + part(to - from) : from - part(from - to);
    }

    rate_shape(std::vector<rate_piece> pieces, std::uint64_t after, bool repeats, bool calendar)
        : pieces_{std::move(pieces)}, after_{after}, repeats_{repeats}, calendar_{calendar} {
        if ((repeats && pieces_.empty()) || pieces_.size() > most_pieces)
            detail::raise_config("rates", std::to_string(pieces_.size()) + " pieces", "are none or too many", "give 1 to " + std::to_string(most_pieces));
        std::uint64_t highest = after;
        for (const rate_piece& piece : pieces_) {
            const std::uint64_t most = piece.from == piece.to ? longest : longest_slope;
            if (piece.length == 0 || piece.length > most)
                detail::raise_config("rates", std::to_string(piece.length) + " ns", "is no length of a piece", "give 1 to " + std::to_string(most));
            highest = std::max({highest, piece.from, piece.to});
            length_ += piece.length;
            if (length_ > longest) detail::raise_config("rates", "a course", "is longer than 36 years", "give a shorter one");
        }
        if (highest > most_rate << 32)
            detail::raise_config("rates", ratio{highest >> 32, 1}.text(), "is more than a stream can have", "give at most 1000000000 events a second");
        if (repeats ? highest == 0 : after == 0)
            detail::raise_config("rates", "0", repeats ? "events a second never become more" : "events a second is the last rate, so the stream would end",
                                 "give a rate above 0, or let the course repeat");
    }

    [[nodiscard]] static std::vector<rate_piece> merged(const rate_shape& a, const rate_shape& b) {
        std::vector<rate_piece> out;
        std::size_t at_a = 0, at_b = 0;
        std::uint64_t done_a = 0, done_b = 0;
        while (at_a < a.pieces_.size()) {
            const rate_piece one = a.pieces_[at_a];
            // Beyond the end of a shorter one that does not repeat.
            const rate_piece other = at_b < b.pieces_.size() ? b.pieces_[at_b] : rate_piece{longest, b.after_, b.after_};
            const std::uint64_t length = std::min(one.length - done_a, other.length - done_b);
            const auto rate = [&](std::uint64_t further) {
                return on_line(one.from, one.to, done_a + further, one.length) + on_line(other.from, other.to, done_b + further, other.length);
            };
            out.push_back({length, rate(0), rate(length)});
            if (out.size() > most_pieces) break;  // refused by the constructor
            if ((done_a += length) == one.length) ++at_a, done_a = 0;
            if ((done_b += length) == other.length) done_b = 0, at_b = b.repeats_ && at_b + 1 == b.pieces_.size() ? 0 : at_b + 1;
        }
        return out;
    }

    std::vector<rate_piece> pieces_;
    std::uint64_t after_ = 0, length_ = 0;
    bool repeats_ = false, calendar_ = false;
};

/// The same rate always.
[[nodiscard]] inline rate_shape constant_rate(const ratio& rate) { return {rate}; }

/// Along a straight line from one rate to another over so many nanoseconds, then the latter for ever. Throws config_error for a last rate of 0 and no time.
[[nodiscard]] inline rate_shape ramp_rate(const ratio& from, const ratio& to, std::uint64_t over) {
    std::vector<rate_piece> pieces;
    if (over == 0 || over > rate_shape::longest / 2)
        detail::raise_config("over", std::to_string(over), "is no time for a ramp", "give nanoseconds from 1 to 18 years");
    const std::uint64_t last = rate_shape::units(to, "to");
    rate_shape::add_line(pieces, over, rate_shape::units(from, "from"), last);
    return rate_shape::followed_by(std::move(pieces), last);
}

namespace detail {

[[nodiscard]] inline rate_shape sine_pieces(const ratio& mean, const ratio& amplitude, std::uint64_t period, std::uint64_t turn, bool calendar) {
    const std::uint64_t middle = rate_shape::units(mean, "mean"), swing = rate_shape::units(amplitude, "amplitude");
    if (swing > middle) raise_config("amplitude", amplitude.text(), "is more than the mean " + mean.text(), "give at most the mean, since no rate is below 0");
    if (period < 1'000'000'000 || period > rate_shape::longest / 2)
        raise_config("period", std::to_string(period), "is no period of a rate", "give nanoseconds from a second to 18 years");
    const std::uint64_t parts = std::max<std::uint64_t>(1024, (period + rate_shape::longest_slope - 1) / rate_shape::longest_slope);
    const auto rate = [&](std::uint64_t k) {
        const std::int64_t sine = rng::detail::sine_of(turn + static_cast<std::uint64_t>((static_cast<uint128>(k) << 64) / parts));
        const auto rise = static_cast<std::int64_t>((static_cast<rng::detail::int128>(sine) * static_cast<std::int64_t>(swing)) / (std::int64_t{1} << 62));
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(middle) + rise);
    };
    std::vector<rate_piece> pieces;
    std::uint64_t begin = 0;
    for (std::uint64_t k = 0; k < parts; ++k) {
        const auto end = static_cast<std::uint64_t>(static_cast<uint128>(period) * (k + 1) / parts);
        pieces.push_back({end - begin, rate(k), rate(k + 1)});
        begin = end;
    }
    return rate_shape::repeating(std::move(pieces), calendar);
}

// The part of a turn at which a sine is highest at `peak`.
[[nodiscard]] inline rate_shape peaked(const ratio& mean, const ratio& amplitude, std::uint64_t period, std::uint64_t peak) {
    if (peak >= period) raise_config("peak", std::to_string(peak), "is not within the period", "give less than " + std::to_string(period) + " ns");
    return sine_pieces(mean, amplitude, period, (std::uint64_t{1} << 62) - static_cast<std::uint64_t>((static_cast<uint128>(peak) << 64) / period), true);
}

}  // namespace detail

/// mean + amplitude * sin(2 pi (t / period + phase)), t since the stream's start in nanoseconds, in 1024 or more straight lines: within 5e-6 of the
/// amplitude, and the mean over a period within 10^-11 of the highest rate. Throws config_error for an amplitude above the mean and a period below a second.
[[nodiscard]] inline rate_shape sine_rate(const ratio& mean, const ratio& amplitude, std::uint64_t period, const ratio& phase = {0, 1}) {
    const auto turn = static_cast<std::uint64_t>((static_cast<uint128>(phase.numerator()) << 64) / phase.denominator());
    return detail::sine_pieces(mean, amplitude, period, turn, false);
}

/// A sine that is highest each day at `peak` nanoseconds after 00:00 UTC, by default at 14:00.
[[nodiscard]] inline rate_shape diurnal_rate(const ratio& mean, const ratio& amplitude, std::uint64_t peak = 50'400'000'000'000) {
    return detail::peaked(mean, amplitude, 86'400'000'000'000, peak);
}

/// A sine that is highest each week at `peak` nanoseconds after Monday 00:00 UTC, by default on Wednesday at noon.
[[nodiscard]] inline rate_shape weekly_rate(const ratio& mean, const ratio& amplitude, std::uint64_t peak = 216'000'000'000'000) {
    return detail::peaked(mean, amplitude, 604'800'000'000'000, peak);
}

/// Each period begins with `length` nanoseconds of one rate and goes on with another. Throws config_error for a burst that is not shorter than the period,
/// and for a period that leaves no time for one, below 2 ns.
[[nodiscard]] inline rate_shape burst_rate(const ratio& base, const ratio& burst, std::uint64_t length, std::uint64_t period) {
    if (period < 2) detail::raise_config("period", std::to_string(period), "leaves no time for a burst and what is between", "give 2 nanoseconds or more");
    if (length == 0) detail::raise_config("length", "0", "is no length of a burst", "give 1 to " + std::to_string(period - 1) + " nanoseconds");
    if (length >= period)
        detail::raise_config("length", std::to_string(length), "is not shorter than the period " + std::to_string(period),
                             "give 1 to " + std::to_string(period - 1) + " nanoseconds");
    const std::uint64_t high = rate_shape::units(burst, "burst"), low = rate_shape::units(base, "base");
    return rate_shape::repeating({{length, high, high}, {period - length, low, low}});
}

/// Steps, each until the next; no events before the first. The last goes on for ever, or until `repeat_after` nanoseconds, where all begins anew. Throws
/// config_error for no steps, for offsets that do not grow, and for a last rate of 0 that never ends.
[[nodiscard]] inline rate_shape step_rate(std::span<const rate_step> steps, std::uint64_t repeat_after = 0) {
    if (steps.empty()) detail::raise_config("steps", "", "are empty", "give at least one rate");
    std::vector<rate_piece> pieces;
    if (steps[0].offset != 0) pieces.push_back({steps[0].offset, 0, 0});
    for (std::size_t k = 0; k < steps.size(); ++k) {
        const std::uint64_t rate = rate_shape::units(steps[k].rate, "rate"), end = k + 1 < steps.size() ? steps[k + 1].offset : repeat_after;
        if (k + 1 == steps.size() && repeat_after == 0) return rate_shape::followed_by(std::move(pieces), rate);
        if (end <= steps[k].offset)
            detail::raise_config(k + 1 < steps.size() ? "steps" : "repeat_after", std::to_string(end), "is not after " + std::to_string(steps[k].offset),
                                 "give each step a later time than the one before");
        pieces.push_back({end - steps[k].offset, rate, rate});
    }
    return rate_shape::repeating(std::move(pieces));
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_RATE_HPP
