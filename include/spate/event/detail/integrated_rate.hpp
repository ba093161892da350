// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_INTEGRATED_RATE_HPP
#define SPATE_EVENT_DETAIL_INTEGRATED_RATE_HPP

/// The integral of a rate over time, in whole units, and its inverse: both exact, so that counts and instants agree.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/event/rate.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::detail {

/// W(t), the units that have passed t nanoseconds after the origin: never falling, rounded down within each piece, exact at the ends of pieces. An event is
/// event_units() of them, an integer.
class integrated_rate {
public:
    explicit integrated_rate(const rate_shape& shape) : repeats_{shape.repeats()}, length_{shape.length()} {
        std::uint64_t highest = shape.after();
        for (const rate_piece& piece : shape.pieces()) highest = std::max({highest, piece.from, piece.to});
        // The highest rate has at most 40 bits, so that no product below has more than 127. Halves are rounded to even numbers, so that rates which are
        // symmetric around a round one stay so; no rate above 0 becomes 0.
        int down = 0;
        while (highest >> down > std::uint64_t{1} << 39) ++down;
        const auto scaled = [&](std::uint64_t rate) {
            const std::uint64_t whole = rate >> down, rest = rate - (whole << down), half = down == 0 ? 1 : std::uint64_t{1} << (down - 1);
            const std::uint64_t rounded = whole + (rest > half || (rest == half && down != 0 && whole % 2 != 0) ? 1 : 0);
            return rate != 0 ? std::max<std::uint64_t>(1, rounded) : 0;
        };
        event_units_ = std::uint64_t{2'000'000'000} << (32 - down);
        std::uint64_t begin = 0;
        for (const rate_piece& piece : shape.pieces()) {
            const std::uint64_t from = scaled(piece.from), to = scaled(piece.to);
            pieces_.push_back({begin, piece.length, from, static_cast<std::int64_t>(to) - static_cast<std::int64_t>(from), total_});
            begin += piece.length;
            total_ += static_cast<uint128>(from + to) * piece.length;
        }
        if (!repeats_) pieces_.push_back({begin, ~std::uint64_t{0}, scaled(shape.after()), 0, total_});
    }

    [[nodiscard]] std::uint64_t event_units() const noexcept { return event_units_; }

    /// W(t).
    [[nodiscard]] uint128 at(std::uint64_t t) const noexcept {
        uint128 before = 0;
        if (repeats_) {
            before = t / length_ * total_;
            t %= length_;
        }
        const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), t, [](std::uint64_t time, const piece& one) { return time < one.begin; });
        const piece& one = after[-1];
        return before + one.before + one.units(t - one.begin);
    }

    /// The greatest t with W(t) <= units, at most 2^63 - 1; `near` is where the last one was found, which makes neighbours cheap. Cost: O(log pieces).
    [[nodiscard]] std::uint64_t inverse(uint128 units, std::size_t& near) const noexcept {
        uint128 origin = 0;
        if (repeats_ && units >= total_) {
            const uint128 times = units / total_;
            if (times > latest) return latest;
            units -= times * total_;
            origin = times * length_;
        }
        if (units < pieces_[near].before || (near + 1 < pieces_.size() && units >= pieces_[near + 1].before)) {
            const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), units, [](uint128 wanted, const piece& one) { return wanted < one.before; });
            near = static_cast<std::size_t>(after - pieces_.begin()) - 1;
        }
        const piece& one = pieces_[near];
        const uint128 t = origin + one.begin + one.inverse(units - one.before);
        return t > latest ? latest : static_cast<std::uint64_t>(t);
    }

private:
    static constexpr std::uint64_t latest = ~std::uint64_t{0} >> 1;

    struct piece {
        std::uint64_t begin, length, from;
        std::int64_t rise;
        uint128 before;

        // length * (2 from t + rise t^2 / length), which needs no division. Requires a slope.
        [[nodiscard]] uint128 scaled_units(std::uint64_t t) const noexcept {
            const auto twice = static_cast<rng::detail::int128>(static_cast<uint128>(2 * from) * length);
            return static_cast<uint128>(twice + static_cast<rng::detail::int128>(rise) * static_cast<std::int64_t>(t)) * t;
        }
        [[nodiscard]] uint128 units(std::uint64_t t) const noexcept { return rise == 0 ? static_cast<uint128>(2 * from) * t : scaled_units(t) / length; }

        // Requires that there is one, that is units(length) > wanted.
        [[nodiscard]] uint128 inverse(uint128 wanted) const noexcept {
            if (rise == 0) return wanted >> 64 == 0 ? static_cast<std::uint64_t>(wanted) / (2 * from) : wanted / (2 * from);
            // floor(a / length) <= wanted is a < length * (wanted + 1).
            const uint128 limit = (wanted + 1) * length;
            const auto reached = [&](std::uint64_t t) { return scaled_units(t) < limit; };
            // The root of the parabola, about; whatever it is, the search ends at the same t.
            const double y = static_cast<double>(wanted), b = 2 * static_cast<double>(from), a = static_cast<double>(rise) / static_cast<double>(length);
            const double root = b + std::sqrt(std::max(0.0, b * b + 4 * a * y)), guess = root > 0 ? 2 * y / root : 0;
            std::uint64_t low = guess < static_cast<double>(length - 1) ? static_cast<std::uint64_t>(std::max(0.0, guess)) : length - 1, step = 1;
            if (reached(low)) {
                while (low + step < length && reached(low + step)) low += step, step *= 2;
            } else {
                while (step < low && !reached(low - step)) step *= 2;
                low = step < low ? low - step : 0;
            }
            // Now low is reached and low + step is not.
            for (step = std::min(step, length - low); step > 1;) {
                const std::uint64_t half = step / 2;
                if (reached(low + half))
                    low += half, step -= half;
                else
                    step = half;
            }
            return low;
        }
    };

    std::vector<piece> pieces_;
    bool repeats_;
    std::uint64_t length_, event_units_ = 0;
    uint128 total_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_INTEGRATED_RATE_HPP
