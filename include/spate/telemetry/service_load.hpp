// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_SERVICE_LOAD_HPP
#define SPATE_TELEMETRY_SERVICE_LOAD_HPP

/// The state of services: their load at any time, and what follows from it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/detail/config.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/check_options.hpp>
#include <spate/telemetry/detail/tables.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0 {

/// A service in one interval.
struct service_moment {
    anomaly_kind anomaly;
    /// In units of 2^-16 of what the profile says: season, trend and noise, and what an anomaly adds or takes.
    std::uint32_t load;
    /// Processor and memory in use, in ten thousandths.
    std::uint32_t cpu, memory;
    /// The median time that a request takes, in microseconds: as 1 / (1 - use of the processor), as in a queue, with noise of 5 %.
    std::uint64_t latency;
    /// Requests and errors since the process was started, this interval included.
    std::uint64_t requests, errors;
    /// The interval with which the process began; counters count from there.
    std::uint64_t started;
    /// How many of a million requests fail, on average: what the profile says, and in a burst a quarter of the quietest hour's requests besides.
    std::uint32_t error_rate;
};

/// The seasons of a service, which can be recovered from its load.
struct service_season {
    /// How far the load swings to both sides, in units of 2^-20 of its mean at the beginning.
    std::uint32_t daily, weekly;
    /// When it is highest, in nanoseconds: after midnight UTC; and after midnight UTC before a Thursday, with which 1970 began.
    std::uint64_t daily_peak, weekly_peak;
};

namespace detail {

// What moments of one service are made from. "Qn" counts units of 2^-n.
struct service_constants {
    std::uint64_t word_key, restart_key;
    std::uint32_t daily, weekly;             // amplitudes in Q20
    std::uint64_t daily_turn, weekly_turn;   // of the first interval, in Q64
    std::int64_t daily_swing, weekly_swing;  // half of what the season's integral rises and falls by, in intervals, in Q20
    std::int64_t spike, drop;                // what they add to an interval's load and take from it, in Q20
    std::uint64_t requests, errors, burst;   // an interval: Q16 at load 1, Q24 at load 1, Q24 in a burst
    std::int64_t burst_load, error_rate;     // the load whose requests fail in a burst, in Q20; of a million at any time
    std::int64_t latency, cpu, memory;
};

// What moments of all services are made from.
struct load_constants {
    std::uint64_t daily_step, weekly_step;  // of an interval, in Q64 of a turn
    std::uint64_t growth;                   // half of what the load grows by in an interval, in Q64
    std::uint64_t growth_end;               // the interval from which on it has grown by most_growth
    std::int64_t noise;                     // in Q24, of each of the two numbers whose difference is an interval's noise
    std::uint64_t restart_intervals;
};

}  // namespace detail

/// The load of services and what hangs on it. All services have the same sums:
///
///     load = 1 + growth + daily season + weekly season + noise + (spike: 1.5, drop: -15/16 of the least that is left without)
///
/// Requests are counted by the integral of that, which has a closed form: the trend's parabola, the seasons' cosines, the number of spikes and drops before.
/// The noise is the difference of two independent Gaussian numbers, that of the interval's end less that of its beginning, so that counters too are noisy by a
/// bounded number; so the noise of neighbouring intervals is correlated by -1/2. A counter never falls but where its process is restarted: once in each
/// `restart`, at a keyed interval. An interval's load is the increment of the counter, exactly.
/// A day's load is highest at 14:00 UTC, a week's on a Wednesday, each give or take a keyed part of an eighth of it for each service.
///
/// Determinism: a pure function of options, service and interval, in integers. Cost: some 100 ns a moment alone, 15 ns each for those of a walk. Thread safety:
/// a value.
class service_load {
public:
    class walk;

    /// How much the trend adds at most.
    static constexpr std::uint64_t most_growth = 4;

    /// Throws config_error, which names the option, for options that make no sense.
    explicit service_load(const telemetry_options& options)
        : plan_{(detail::check_options(options), options)}, begin_{static_cast<std::uint64_t>(options.begin)}, of_all_{constants_of(options)} {
        services_.reserve(options.services.size());
        for (std::uint64_t i = 0; i < options.services.size(); ++i) services_.push_back(constants_of(options, i));
    }

    [[nodiscard]] const anomaly_plan& anomalies() const noexcept { return plan_; }
    /// Requires a service that there is.
    [[nodiscard]] service_season season(std::uint32_t service) const noexcept {
        const detail::service_constants& of = services_[service];
        constexpr std::uint64_t quarter = std::uint64_t{1} << 62;
        return {of.daily, of.weekly, (begin_ + scale(quarter - of.daily_turn, day)) % day, (begin_ + scale(quarter - of.weekly_turn, week)) % week};
    }
    /// A service in an interval. Requires a service that there is, and interval < 2^40.
    [[nodiscard]] service_moment at(std::uint32_t service, std::uint64_t interval) const noexcept;
    /// The load alone, in units of 2^-16 of the profile's.
    [[nodiscard]] std::uint32_t load(std::uint32_t service, std::uint64_t interval) const noexcept { return at(service, interval).load; }

private:
    // Counts from 1970, as schedules do.
    static constexpr std::uint64_t day = 86'400'000'000'000, week = 7 * day;
    // The part of a turn that `time` is of `period`, in Q64.
    [[nodiscard]] static std::uint64_t turn_of(std::uint64_t time, std::uint64_t period) noexcept {
        return static_cast<std::uint64_t>((static_cast<uint128>(time % period) << 64) / period);
    }
    [[nodiscard]] static std::uint64_t fixed(const ratio& share, int bits) noexcept {
        return static_cast<std::uint64_t>((static_cast<uint128>(share.numerator()) << bits) / share.denominator());
    }
    [[nodiscard]] static detail::load_constants constants_of(const telemetry_options& options) {
        constexpr std::uint64_t year = 365 * day;
        detail::load_constants made{};
        made.daily_step = turn_of(options.interval, day);
        made.weekly_step = turn_of(options.interval, week);
        const std::uint64_t growth = fixed(options.growth, 32);
        made.growth = static_cast<std::uint64_t>(((static_cast<uint128>(growth) * options.interval) << 31) / year);
        made.growth_end =
            growth == 0 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(((static_cast<uint128>(most_growth * year)) << 32) / growth / options.interval);
        made.noise = static_cast<std::int64_t>((fixed(options.noise, 24) * 46341) >> 16);  // by sqrt(1/2)
        made.restart_intervals = std::clamp<std::uint64_t>(options.restart / options.interval, 2, std::uint64_t{1} << 40);
        return made;
    }
    [[nodiscard]] detail::service_constants constants_of(const telemetry_options& options, std::uint64_t number) const {
        const service_profile& profile = options.services[number];
        const key128 key = derive_key(options.from, "telemetry load", {number});
        detail::service_constants made{};
        made.word_key = key.low;
        made.restart_key = key.high;
        // Each from 0 to 1 in Q32.
        const auto keyed = [&](std::uint64_t of) { return mix(key.high + of * 0x9e3779b97f4a7c15u) >> 32; };
        constexpr std::uint64_t hour = day / 24;
        const auto begin = static_cast<std::uint64_t>(options.begin);
        // A sine is highest a quarter of a turn after its beginning: the day's at 14:00, the week's in the middle of Wednesday (1970 began on a Thursday).
        const std::uint64_t spread_day = keyed(1) << 29, spread_week = keyed(2) << 29, middle = std::uint64_t{1} << 60;
        made.daily_turn = turn_of(begin + day - 8 * hour, day) + spread_day - middle;
        made.weekly_turn = turn_of(begin + week - (156 - 42) * hour, week) + spread_week - middle;
        const auto amplitude = [&](const ratio& of, std::uint64_t which) { return fixed(of, 20) * 3 / 4 + ((fixed(of, 20) / 2) * keyed(which) >> 32); };
        const std::uint64_t daily = amplitude(options.daily, 3), weekly = amplitude(options.weekly, 4);
        // Of a sine with `period` the integral swings by amplitude * period / (2 pi).
        const auto swing = [&](std::uint64_t size, std::uint64_t period) {
            constexpr std::uint64_t two_pi = 0x6487ed511;  // in Q32
            return static_cast<std::int64_t>(((static_cast<uint128>(size) * period) << 32) / two_pi / options.interval);
        };
        made.daily = static_cast<std::uint32_t>(daily);
        made.weekly = static_cast<std::uint32_t>(weekly);
        made.daily_swing = swing(daily, day);
        made.weekly_swing = swing(weekly, week);
        const auto one = std::int64_t{1} << 20;
        const std::int64_t least_without_noise = one - static_cast<std::int64_t>(daily + weekly);
        const std::int64_t least = least_without_noise - (((least_without_noise * of_all_.noise) >> 24) * 17 >> 1);
        made.spike = one * 3 / 2;
        made.drop = least * 15 / 16;
        made.requests = static_cast<std::uint64_t>(((static_cast<uint128>(profile.requests) * options.interval) << 16) / 1'000'000'000);
        made.errors = static_cast<std::uint64_t>(((static_cast<uint128>(made.requests) * profile.errors) << 8) / 1'000'000);
        made.burst_load = least / 4;
        made.error_rate = profile.errors;
        made.burst = static_cast<std::uint64_t>((static_cast<uint128>(made.requests) * static_cast<std::uint64_t>(made.burst_load)) >> 12);
        made.latency = profile.latency;
        made.cpu = profile.cpu;
        made.memory = profile.memory;
        return made;
    }

    anomaly_plan plan_;
    std::uint64_t begin_;
    detail::load_constants of_all_;
    std::vector<detail::service_constants> services_;
};

/// The moments of one service, interval by interval. Must not outlive the service_load.
class service_load::walk {
public:
    /// Stands at `interval`. Requires a service that there is, and intervals below 2^40.
    walk(const service_load& from, std::uint32_t service, std::uint64_t interval) noexcept
        : of_{from.services_[service]},
          of_all_{from.of_all_},
          plan_{from.plan_},
          cosines_{detail::usual_cosines()},
          gaussians_{detail::usual_gaussians()},
          service_{service},
          interval_{interval} {
        const anomaly_plan::moment planned = plan_.moment_of(service_, interval_);
        kind_ = planned.now();
        word_ = word(interval_);
        after_ = smooth(interval_ + 1);
        count_ = counted(shift(planned), smooth(interval_), after_, word_);
        shift_ = shift(planned) + shift_by(kind_);
        bursts_ = planned.intervals_before(anomaly_kind::error_burst);
        find_start();
        look_ahead();
    }

    [[nodiscard]] std::uint64_t interval() const noexcept { return interval_; }
    /// How many requests the interval had: what it has added to the counter of requests.
    [[nodiscard]] std::uint64_t arrivals() const noexcept {
        const auto requests = [&](std::int64_t count) {
            return static_cast<std::uint64_t>((static_cast<uint128>(static_cast<std::uint64_t>(count - start_count_)) * of_.requests) >> 36);
        };
        return requests(next_count_) - requests(count_);
    }
    /// 12 random bits of the interval that no value of a moment hangs on.
    [[nodiscard]] std::uint32_t spare_bits() const noexcept { return static_cast<std::uint32_t>(word_ >> 52); }

    [[nodiscard]] SPATE_ALWAYS_INLINE service_moment now() const noexcept {
        const std::int64_t load = std::max<std::int64_t>(next_count_ - count_, 0);
        const bool shifted = kind_ == anomaly_kind::level_shift;
        std::int64_t busy = (of_.cpu * load) >> 20;
        busy += shifted ? busy * 3 / 8 : 0;
        busy = std::min<std::int64_t>(busy, 9600);
        // Q12 numbers: 3 %, 5 % and, of all memory, 0.4 %.
        const std::int64_t cpu = busy + ((busy * gaussians_(word_ >> 13) * 123) >> 24);
        const std::int64_t memory =
            of_.memory + (((load - (std::int64_t{1} << 20)) * 400) >> 20) + ((gaussians_(word_ >> 26) * 40) >> 12) + (shifted ? 1500 : 0);
        const std::int64_t calm = of_.latency * (10'000 - of_.cpu) / (10'000 - busy);
        std::int64_t latency = calm + ((calm * gaussians_(word_ >> 39) * 205) >> 24);
        latency *= kind_ == anomaly_kind::latency_storm ? 8 : 1;
        const std::int64_t failing = kind_ == anomaly_kind::error_burst ? of_.burst_load * 1'000'000 / std::max<std::int64_t>(load, 1) : 0;
        const auto counted = static_cast<std::uint64_t>(next_count_ - start_count_);
        const std::uint64_t bursts = bursts_ + (kind_ == anomaly_kind::error_burst ? 1 : 0) - start_bursts_;
        return {kind_,
                static_cast<std::uint32_t>(load >> 4),
                static_cast<std::uint32_t>(std::clamp<std::int64_t>(cpu, 1, 9990)),
                static_cast<std::uint32_t>(std::clamp<std::int64_t>(memory, 1, 9990)),
                static_cast<std::uint64_t>(std::max<std::int64_t>(latency, 1)),
                static_cast<std::uint64_t>((static_cast<uint128>(counted) * of_.requests) >> 36),
                static_cast<std::uint64_t>((static_cast<uint128>(counted) * of_.errors + ((static_cast<uint128>(bursts) * of_.burst) << 20)) >> 44),
                start_,
                static_cast<std::uint32_t>(std::min<std::int64_t>(of_.error_rate + failing, 1'000'000))};
    }

    SPATE_ALWAYS_INLINE void next() noexcept {
        bursts_ += kind_ == anomaly_kind::error_burst ? 1 : 0;
        ++interval_;
        kind_ = next_kind_;
        count_ = next_count_;
        word_ = next_word_;
        after_ = next_after_;
        shift_ += shift_by(kind_);
        if (interval_ == restart_) {
            start_ = interval_;
            start_count_ = count_;
            start_bursts_ = bursts_;
            find_restart();
        }
        look_ahead();
    }

private:
    [[nodiscard]] std::uint64_t word(std::uint64_t interval) const noexcept { return mix(of_.word_key + interval * 0x9e3779b97f4a7c15u); }
    // The integral of trend and seasons up to an interval's beginning, in Q20; of unknown zero.
    [[nodiscard]] SPATE_ALWAYS_INLINE std::int64_t smooth(std::uint64_t interval) const noexcept {
        using rng::detail::int128;
        const std::uint64_t growing = std::min(interval, of_all_.growth_end);
        std::uint64_t sum = interval << 20;
        sum += static_cast<std::uint64_t>((static_cast<uint128>(growing) * growing * of_all_.growth) >> 44) + ((interval - growing) * most_growth << 20);
        const std::int64_t daily = cosines_(of_.daily_turn + interval * of_all_.daily_step),
                           weekly = cosines_(of_.weekly_turn + interval * of_all_.weekly_step);
        return static_cast<std::int64_t>(sum) - static_cast<std::int64_t>((static_cast<int128>(of_.daily_swing) * daily) >> 56) -
               static_cast<std::int64_t>((static_cast<int128>(of_.weekly_swing) * weekly) >> 56);
    }
    [[nodiscard]] std::int64_t shift_by(anomaly_kind kind) const noexcept {
        return kind == anomaly_kind::spike ? of_.spike : kind == anomaly_kind::drop ? -of_.drop : 0;
    }
    // What spikes and drops before an interval have added.
    [[nodiscard]] std::int64_t shift(const anomaly_plan::moment& planned) const noexcept {
        return static_cast<std::int64_t>(planned.intervals_before(anomaly_kind::spike)) * of_.spike -
               static_cast<std::int64_t>(planned.intervals_before(anomaly_kind::drop)) * of_.drop;
    }
    // The counter at an interval's beginning, in loads of intervals, of unknown zero.
    [[nodiscard]] SPATE_ALWAYS_INLINE std::int64_t counted(std::int64_t shifted, std::int64_t before, std::int64_t after, std::uint64_t drawn) const noexcept {
        return before + shifted + (((after - before) * (gaussians_(drawn) * of_all_.noise)) >> 36);
    }
    SPATE_ALWAYS_INLINE void look_ahead() noexcept {
        const std::uint64_t next = interval_ + 1;
        next_word_ = word(next);
        next_after_ = smooth(next + 1);
        next_count_ = counted(shift_, after_, next_after_, next_word_);
        next_kind_ = next % anomaly_plan::window_intervals == 0 ? plan_.in_window(service_, next / anomaly_plan::window_intervals) : kind_;
    }
    [[nodiscard]] std::uint64_t restart_in(std::uint64_t epoch) const noexcept {
        return epoch * of_all_.restart_intervals + scale(mix(of_.restart_key + epoch * 0xd1342543de82ef95u), of_all_.restart_intervals);
    }
    void find_start() noexcept {
        const std::uint64_t epoch = interval_ / of_all_.restart_intervals, here = restart_in(epoch);
        start_ = interval_ >= here ? here : epoch == 0 ? 0 : restart_in(epoch - 1);
        const anomaly_plan::moment planned = plan_.moment_of(service_, start_);
        start_count_ = counted(shift(planned), smooth(start_), smooth(start_ + 1), word(start_));
        start_bursts_ = planned.intervals_before(anomaly_kind::error_burst);
        find_restart();
    }
    void find_restart() noexcept {
        const std::uint64_t epoch = interval_ / of_all_.restart_intervals, here = restart_in(epoch);
        restart_ = interval_ < here ? here : restart_in(epoch + 1);
    }

    const detail::service_constants& of_;
    const detail::load_constants& of_all_;
    const anomaly_plan& plan_;
    const detail::cosine_table& cosines_;
    const detail::gaussian_table& gaussians_;
    std::uint32_t service_;
    anomaly_kind kind_ = anomaly_kind::none, next_kind_ = anomaly_kind::none;
    std::uint64_t interval_, word_ = 0, next_word_ = 0;
    std::int64_t count_ = 0, next_count_ = 0;  // at the beginning of this interval and of the next
    std::int64_t after_ = 0, next_after_ = 0;  // smooth() of the next interval and of the one behind it
    std::int64_t shift_ = 0;                   // up to the end of this interval
    std::uint64_t bursts_ = 0;                 // before this interval
    std::uint64_t start_ = 0, restart_ = 0, start_bursts_ = 0;
    std::int64_t start_count_ = 0;
};

inline service_moment service_load::at(std::uint32_t service, std::uint64_t interval) const noexcept { return walk{*this, service, interval}.now(); }

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_SERVICE_LOAD_HPP
