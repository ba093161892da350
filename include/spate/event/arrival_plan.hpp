// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_ARRIVAL_PLAN_HPP
#define SPATE_EVENT_ARRIVAL_PLAN_HPP

/// Which event stands at a place of a stream, and how late it is.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/event/arrival.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/exponential.hpp>

namespace spate::inline v0 {

/// Draws what becomes of each place of a stream: late, out of order, a duplicate, lost or on time, with the shares of the options as probabilities, independent
/// of other places.
///
/// A duplicate repeats the event of a place before it that is neither a duplicate nor lost, all such places within duplicate_within being equally likely. 64
/// places are tried; where none of them will do, as at place 0, the place is on time. Determinism: of key, options and place. Thread safety: a value. Cost: 2
/// ns a place, 100 ns more for a duplicate; no allocation.
class arrival_plan {
public:
    /// Throws config_error for a share above 1, shares that sum to more than 1, delays, jitter and windows of 0 where they are needed, and duplicates where
    /// every other place is lost.
    arrival_plan(const key128& key, const arrival_options& options)
        : labels_{column_key(key, "label")},
          details_{column_key(key, "delay")},
          mean_delay_{options.mean_delay},
          most_delay_{options.most_delay},
          jitter_{options.jitter},
          within_{options.duplicate_within},
          any_{options.any()} {
        constexpr uint128 whole = static_cast<uint128>(1) << 64;
        uint128 sum = 0;
        const auto share = [&](const char* name, const ratio& given) {
            if (given.numerator() > given.denominator()) detail::raise_config(name, given.text(), "is not a share", "give a number from 0 to 1");
            sum += (static_cast<uint128>(given.numerator()) << 64) / given.denominator();
            return sum;
        };
        lost_ = share("lost", options.lost);
        duplicate_ = share("duplicate", options.duplicate);
        const uint128 unrepeatable = sum;
        late_ = share("late", options.late);
        out_of_order_ = share("out_of_order", options.out_of_order);
        if (sum > whole)
            detail::raise_config("arrival",
                                 ratio{options.lost.value() + options.duplicate.value() + options.late.value() + options.out_of_order.value()}.text(),
                                 "is the sum of lost, duplicate, late and out_of_order", "give shares that sum to 1 or less");
        const auto needs = [](const ratio& given, std::uint64_t value, const char* name, const char* why) {
            if (given.numerator() != 0 && value == 0) detail::raise_config(name, "0", why, "give a number above 0");
        };
        needs(options.late, mean_delay_, "mean_delay", "is no delay of late events");
        needs(options.late, most_delay_, "most_delay", "is no delay of late events");
        needs(options.out_of_order, jitter_, "jitter", "brings no event out of order");
        needs(options.duplicate, within_, "duplicate_within", "leaves no event to be repeated");
        // Three units less than 1 is what three shares that sum to 1 may be rounded to.
        if (options.duplicate.numerator() != 0 && unrepeatable + 3 >= whole)
            detail::raise_config("duplicate", options.duplicate.text(), "and the lost are all places, so that no event is left to be repeated",
                                 "give a smaller share");
    }

    /// The key of a stream: of its seed and its name.
    [[nodiscard]] static key128 key_of(seed from, std::string_view name) noexcept { return derive_key(from, "arrival", {hash_name(name)}); }

    /// Places [first, first + out.size()).
    void at(std::uint64_t first, std::span<arrived> out) const noexcept {
        if (!any_) {
            for (arrived& one : out) one = {first++, 0, arrival_label::on_time};
            return;
        }
        constexpr std::size_t step = 128;
        std::array<std::uint64_t, step> labels, details;
        for (std::size_t done = 0; done < out.size(); done += step) {
            const std::size_t count = std::min(step, out.size() - done);
            words(labels_, first + done, {labels.data(), count});
            words(details_, first + done, {details.data(), count});
            for (std::size_t k = 0; k < count; ++k) out[done + k] = place(first + done + k, labels[k], details[k]);
        }
    }
    /// One place.
    [[nodiscard]] arrived at(std::uint64_t place) const noexcept {
        arrived one{};
        at(place, {&one, 1});
        return one;
    }

private:
    [[nodiscard]] arrival_label label_of(std::uint64_t word) const noexcept {
        if (word >= out_of_order_) return arrival_label::on_time;
        if (word >= late_) return arrival_label::out_of_order;
        if (word >= duplicate_) return arrival_label::late;
        return word >= lost_ ? arrival_label::duplicate : arrival_label::lost;
    }
    [[nodiscard]] std::uint64_t delay_of(arrival_label label, std::uint64_t word) const noexcept {
        if (label == arrival_label::out_of_order) return 1 + scale(word, jitter_);
        if (label != arrival_label::late) return 0;
        const auto delay = static_cast<uint128>(static_cast<std::uint64_t>(rng::detail::standard_exponential(word))) * mean_delay_ >> 57;
        return delay > most_delay_ ? most_delay_ : std::max<std::uint64_t>(1, static_cast<std::uint64_t>(delay));
    }

    [[nodiscard]] arrived place(std::uint64_t i, std::uint64_t label_word, std::uint64_t word) const noexcept {
        const arrival_label label = label_of(label_word);
        if (label != arrival_label::duplicate) return {i, delay_of(label, word), label};
        const std::uint64_t window = std::min<std::uint64_t>(i, within_);
        for (std::uint64_t tried = 0; tried < 64 && window != 0; ++tried) {
            const std::uint64_t event = i - 1 - scale(mix(word + tried * 0x9e3779b97f4a7c15u), window);
            std::uint64_t drawn = 0;
            words(labels_, event, {&drawn, 1});
            const arrival_label there = label_of(drawn);
            if (there == arrival_label::duplicate || there == arrival_label::lost) continue;
            words(details_, event, {&drawn, 1});
            return {event, delay_of(there, drawn), label};
        }
        return {i, 0, arrival_label::on_time};
    }

    key128 labels_, details_;
    // Places whose word is below these, in the order in which they are listed.
    uint128 lost_ = 0, duplicate_ = 0, late_ = 0, out_of_order_ = 0;
    std::uint64_t mean_delay_, most_delay_, jitter_, within_;
    bool any_;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_ARRIVAL_PLAN_HPP
