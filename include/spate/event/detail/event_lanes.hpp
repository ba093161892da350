// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_EVENT_LANES_HPP
#define SPATE_EVENT_DETAIL_EVENT_LANES_HPP

/// The random words of the events of a cell, a lane for each stream that their programs read.

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/event/detail/event_op.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

/// Which lanes there are. One with two words a row is as wide as two.
class event_lanes {
public:
    struct lane {
        key128 key;
        std::uint8_t words;
        /// Whether it is wanted for few of the events of a cell, so that it is made for each of them alone.
        bool rare = true;
        /// The share of events that read it, in 2^-32.
        std::uint64_t use = 0;
    };

    /// The number of the lane for a stream that is read so many words at a time, by a type that has such a share of all events.
    std::uint32_t add(const key128& key, std::uint8_t words, std::uint64_t share) {
        const auto [place, added] = numbers_.try_emplace({key.low, key.high, words}, static_cast<std::uint32_t>(lanes_.size()));
        if (added)
            for (std::uint8_t i = 0; i < words; ++i) lanes_.push_back({key, static_cast<std::uint8_t>(i == 0 ? words : 0)});
        lane& one = lanes_[place->second];
        one.use += share;
        // A lane's words of a whole cell cost about as much as one of them alone.
        if (one.use * batch_rows >> 32 != 0) one.rare = false;
        return place->second;
    }
    /// Whether a program reads rare lanes.
    [[nodiscard]] bool any_rare(const event_op* program) const noexcept {
        for (; program != nullptr; program = program->skip == 0 ? nullptr : program->next())
            if (program->words != 0 && program->lane < lanes_.size() && lanes_[program->lane].rare) return true;
        return false;
    }
    [[nodiscard]] std::size_t size() const noexcept { return lanes_.size() * batch_rows; }
    [[nodiscard]] const lane& operator[](std::size_t i) const noexcept { return lanes_[i]; }

    /// The words of events [first, first + count), which lie in one cell, of all lanes that are not rare.
    void fill(std::uint64_t first, std::size_t count, std::uint64_t* out) const noexcept {
        const std::size_t within = first % batch_rows;
        for (std::size_t i = 0; i < lanes_.size(); ++i)
            if (const lane& one = lanes_[i]; one.words != 0 && !one.rare)
                words(one.key, first * one.words, {out + i * batch_rows + within * one.words, count * one.words});
    }
    /// The words of one event that its program reads, or only those of rare lanes, for place `within` of the cell.
    void fill_for(const event_op* program, std::uint64_t event, std::size_t within, bool only_rare, std::uint64_t* out) const noexcept {
        for (; program != nullptr; program = program->skip == 0 ? nullptr : program->next()) {
            if (program->words == 0 || program->lane >= lanes_.size()) continue;
            const lane& one = lanes_[program->lane];
            if (only_rare && !one.rare) continue;
            words(one.key, event * one.words, {out + std::size_t{program->lane} * batch_rows + within * one.words, one.words});
        }
    }

private:
    std::vector<lane> lanes_;
    std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint8_t>, std::uint32_t> numbers_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_EVENT_LANES_HPP
