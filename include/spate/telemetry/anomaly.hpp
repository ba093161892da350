// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_ANOMALY_HPP
#define SPATE_TELEMETRY_ANOMALY_HPP

/// Which services behave oddly, when, and how.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0 {

/// What happens to a service for a while. A label says it of every document that it changes.
enum class anomaly_kind : unsigned char {
    none,
    spike,          ///< load far above what is usual
    drop,           ///< load far below
    level_shift,    ///< memory and processor stay at another level
    latency_storm,  ///< requests take many times as long
    error_burst     ///< many requests fail
};

inline constexpr std::string_view anomaly_kind_names[] = {"none", "spike", "drop", "level_shift", "latency_storm", "error_burst"};
inline constexpr std::size_t anomaly_kinds = std::size(anomaly_kind_names);

[[nodiscard]] constexpr std::string_view to_string(anomaly_kind kind) noexcept { return anomaly_kind_names[static_cast<std::size_t>(kind)]; }

/// When services have anomalies: each lasts a window of 10 intervals. In each 1,000 windows of a service as many have one as the rate says, exactly (where that
/// is no whole number, the floor or the ceiling, so that all together are exact): these 1,000 windows are cut into as many parts of equal length, and a keyed
/// hash chooses one window of each. So the anomalies before any window can be counted without a walk, as counters need it. The kinds of a service's anomalies
/// are a keyed order of 1,024 in which each has its share, over and over, begun at a keyed place.
///
/// Determinism: a pure function of seed, rate, weights and the number of the service, in integers. Cost: some 10 ns a window. Thread safety: a value.
class anomaly_plan {
public:
    /// Intervals in a window, and windows in which the share is exact.
    static constexpr std::uint64_t window_intervals = 10, block_windows = 1000;

    /// Throws config_error for a rate above 1, and for weights that are not five or are all 0. Keeps 16 bytes for each service.
    explicit anomaly_plan(const telemetry_options& options) {
        const std::uint64_t numerator = options.anomaly_rate.numerator(), denominator = options.anomaly_rate.denominator();
        if (numerator > denominator) detail::raise_config("anomaly_rate", options.anomaly_rate.text(), "is above 1", "give a share like 0.02");
        whole_ = block_windows * numerator / denominator;
        rest_ = block_windows * numerator % denominator;
        denominator_ = denominator;
        make_order(options);
        for (std::uint64_t i = 0; i < options.services.size(); ++i) {
            const key128 key = derive_key(options.from, "telemetry anomaly", {i});
            services_.push_back({key.low, key.high % period});
        }
    }

    /// What a service suffers in an interval. Requires a service that there is.
    [[nodiscard]] anomaly_kind at(std::uint32_t service, std::uint64_t interval) const noexcept { return in_window(service, interval / window_intervals); }
    /// The same for intervals first, first + 1 and so on.
    void at(std::uint32_t service, std::uint64_t first, std::span<anomaly_kind> out) const noexcept {
        std::uint64_t window = first / window_intervals, left = window_intervals - first % window_intervals;
        for (std::size_t i = 0; i < out.size(); left = window_intervals, ++window) {
            const anomaly_kind kind = in_window(service, window);
            for (; left != 0 && i < out.size(); --left) out[i++] = kind;
        }
    }
    [[nodiscard]] anomaly_kind in_window(std::uint32_t service, std::uint64_t window) const noexcept {
        const place found = place_of(service, window);
        return found.window == window ? kind_of(service, found.number) : anomaly_kind::none;
    }
    /// An interval of a service's plan, of which several things are asked for.
    class moment {
    public:
        [[nodiscard]] anomaly_kind now() const noexcept { return now_; }
        /// How many of the service's windows before that of the interval have an anomaly of a kind (for `none`: none at all).
        [[nodiscard]] std::uint64_t windows_before(anomaly_kind kind) const noexcept {
            return kind == anomaly_kind::none ? window_ - number_ : plan_->up_to(offset_ + number_, kind) - plan_->up_to(offset_, kind);
        }
        /// How many intervals before this one.
        [[nodiscard]] std::uint64_t intervals_before(anomaly_kind kind) const noexcept {
            return windows_before(kind) * window_intervals + (kind == now_ ? within_ : 0);
        }

    private:
        friend anomaly_plan;
        moment(const anomaly_plan& plan, std::uint32_t service, std::uint64_t interval) noexcept
            : plan_{&plan}, offset_{plan.services_[service].offset}, window_{interval / window_intervals}, within_{interval % window_intervals} {
            const place found = plan.place_of(service, window_);
            now_ = found.window == window_ ? plan.kind_of(service, found.number) : anomaly_kind::none;
            number_ = found.number + (found.window < window_ ? 1 : 0);
        }
        const anomaly_plan* plan_;
        anomaly_kind now_;
        std::uint64_t offset_, window_, within_, number_ = 0;
    };
    /// Valid as long as the plan.
    [[nodiscard]] moment moment_of(std::uint32_t service, std::uint64_t interval) const noexcept { return {*this, service, interval}; }

private:
    static constexpr std::uint64_t period = 1024;
    struct of_service {
        std::uint64_t key, offset;
    };
    // The anomaly of the part of windows that a window lies in: its number among all of the service and the window where it is; or, where the block has none,
    // the number of the next and a window that does not exist.
    struct place {
        std::uint64_t number, window;
    };

    [[nodiscard]] std::uint64_t numbers_before(std::uint64_t block) const noexcept { return block * whole_ + block * rest_ / denominator_; }
    [[nodiscard]] place place_of(std::uint32_t service, std::uint64_t window) const noexcept {
        const std::uint64_t block = window / block_windows, at = window % block_windows;
        const std::uint64_t before = numbers_before(block), parts = rest_ == 0 ? whole_ : numbers_before(block + 1) - before;
        if (parts == 0) return {before, ~std::uint64_t{0}};
        const std::uint64_t part = ((at + 1) * parts - 1) / block_windows;
        const std::uint64_t begin = part * block_windows / parts, end = (part + 1) * block_windows / parts;
        const std::uint64_t word = mix(services_[service].key + (before + part) * 0x9e3779b97f4a7c15u);
        return {before + part, block * block_windows + begin + scale(word, end - begin)};
    }
    [[nodiscard]] anomaly_kind kind_of(std::uint32_t service, std::uint64_t number) const noexcept {
        return order_[(services_[service].offset + number) % period];
    }
    [[nodiscard]] std::uint64_t up_to(std::uint64_t number, anomaly_kind kind) const noexcept {
        const auto& counts = counts_[static_cast<std::size_t>(kind)];
        return number / period * counts[period] + counts[number % period];
    }
    void make_order(const telemetry_options& options) {
        const std::vector<ratio>& weights = options.anomaly_weights;
        if (weights.size() != anomaly_kinds - 1)
            detail::raise_config("anomaly_weights", std::to_string(weights.size()), "weights are not one for each kind",
                                 "give five: of spike, drop, level_shift, latency_storm and error_burst");
        const auto fixed = [](const ratio& weight) { return (weight.numerator() << 16) / weight.denominator(); };
        std::uint64_t total = 0, sum = 0;
        for (const ratio& weight : weights) total += fixed(weight);
        if (total == 0) detail::raise_config("anomaly_weights", "", "are all 0 or below 1/65536", "give a weight above 0 to one of the kinds");
        std::size_t at = 0;
        for (std::size_t kind = 1; kind < anomaly_kinds; ++kind) {
            sum += fixed(weights[kind - 1]);
            for (const auto end = static_cast<std::size_t>((static_cast<uint128>(sum) * period + total / 2) / total); at < end; ++at)
                order_[at] = static_cast<anomaly_kind>(kind);
        }
        const std::uint64_t key = derive_key(options.from, "telemetry anomaly kinds").low;
        for (std::size_t i = period - 1; i > 0; --i) std::swap(order_[i], order_[scale(mix(key + i), i + 1)]);
        for (std::size_t kind = 0; kind < anomaly_kinds; ++kind)
            for (std::size_t i = 0; i < period; ++i)
                counts_[kind][i + 1] = static_cast<std::uint16_t>(counts_[kind][i] + (order_[i] == static_cast<anomaly_kind>(kind) ? 1 : 0));
    }

    std::uint64_t whole_ = 0, rest_ = 0, denominator_ = 1;  // anomalies in a block: whole + rest / denominator
    std::array<anomaly_kind, period> order_{};
    std::array<std::array<std::uint16_t, period + 1>, anomaly_kinds> counts_{};
    std::vector<of_service> services_;
};

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_ANOMALY_HPP
