// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_PAYLOAD_ENGINE_HPP
#define SPATE_EVENT_DETAIL_PAYLOAD_ENGINE_HPP

/// Makes the payloads of the events of a cell, one behind the other, whatever their types.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/event/arrival.hpp>
#include <spate/event/chosen_event.hpp>
#include <spate/event/detail/event_lanes.hpp>
#include <spate/event/detail/event_op.hpp>
#include <spate/event/detail/program_set.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/field/column.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

/// Events of one cell of places, which share their lanes of words but for those that stand at another place than their own.
struct event_cell {
    std::size_t count = 0;
    /// Which place of its cell the first is.
    std::size_t within = 0;
    /// The event at each place, its type, and when it happened.
    std::uint64_t events[batch_rows];
    chosen_event chosen[batch_rows];
    std::int64_t times[batch_rows];
    /// Where events travel: when each arrives, and what became of it.
    std::int64_t arrivals[batch_rows];
    arrival_label labels[batch_rows];
    /// No payload is made.
    bool lost[batch_rows];
    /// Whether the event is that of an earlier place: its words are in the second half.
    bool foreign[batch_rows];
    std::vector<std::uint64_t> words;
    made_columns made;
};

/// What types an engine knows, and how their payloads are made. Thread safety: `prepare` and `append` may be called by any number of threads.
class payload_engine {
public:
    virtual ~payload_engine() = default;
    /// A type's program; by the layout, which must live as long as the engine where it says so. Types are added in order.
    virtual bool add(const type_layout& layout, std::uint64_t share, event_lanes& lanes) = 0;
    /// After all types.
    virtual void settle(const event_lanes& lanes) = 0;
    /// Makes words that are not in the cell's lanes: those of rare lanes, of foreign events, and for `all` of every event.
    virtual void prepare(const event_lanes& lanes, event_cell& cell, bool all) const = 0;
    /// Appends the payloads to a column of texts behind its first `done` rows.
    virtual void append(const event_lanes& lanes, event_cell& cell, column& out, std::size_t done) const = 0;
};

/// `Add` makes a type's program: add(program_set, type, layout, share, lanes).
template <class Dialect, class Add>
class engine_of final : public payload_engine {
public:
    explicit engine_of(Add add) : add_{std::move(add)} {}

    bool add(const type_layout& layout, std::uint64_t share, event_lanes& lanes) override {
        programs_.push_back(add_(set_, programs_.size(), layout, share, lanes));
        return programs_.back().generators;
    }
    void settle(const event_lanes& lanes) override {
        for (event_program& one : programs_) one.rare = lanes.any_rare(set_.shared(one)) || lanes.any_rare(set_.own(one));
    }
    void prepare(const event_lanes& lanes, event_cell& cell, bool all) const override {
        std::uint64_t* const own = cell.words.data();
        for (std::size_t i = 0; i < cell.count; ++i) {
            if (cell.lost[i]) continue;
            const event_program& one = programs_[cell.chosen[i].type];
            const bool foreign = cell.foreign[i];
            if (!foreign && !all && !one.rare) continue;
            for (const event_op* const part : {set_.shared(one), set_.own(one)})
                lanes.fill_for(part, cell.events[i], cell.within + i, !foreign && !all, own + (foreign ? lanes.size() : 0));
        }
    }
    void append(const event_lanes& lanes, event_cell& cell, column& out, std::size_t done) const override {
        scratch<typename Dialect::state> state;
        struct fetched {
            const event_op *shared, *own;
            std::uint32_t bound, lines;
        };
        fetched programs[batch_rows];
        for (std::size_t i = 0; i < cell.count; ++i) {
            const event_program& one = programs_[cell.chosen[i].type];
            programs[i] = {set_.shared(one), set_.own(one), one.bound, one.lines};
        }
        column_buffer& buffer = out.value_buffer();
        std::int32_t* const offsets = out.offsets();
        std::size_t size = static_cast<std::size_t>(offsets[done]);
        op_context at{};
        at.state = &*state;
        at.made = &cell.made;
        std::size_t fetched_programs = 0;
        for (std::size_t i = 0; i < cell.count; ++i) {
            // Not in a function of its own: g++ takes one that only fetches for one that does nothing.
            for (; fetched_programs < std::min(i + ahead, cell.count); ++fetched_programs) {
                const fetched& one = programs[fetched_programs];
                const char* const from = reinterpret_cast<const char*>(one.own);
                for (std::size_t line = 0; line <= std::min(one.lines, most_fetched); ++line) __builtin_prefetch(from + 64 * line);
            }
            if (!cell.lost[i]) {
                at.words = cell.words.data() + (cell.foreign[i] ? lanes.size() : 0);
                at.row = cell.events[i];
                at.within = cell.within + i;
                at.time = cell.times[i];
                at.chosen = cell.chosen[i];
                cell.made.next();
                at.own = programs[i].own;
                size = set_.run(programs[i].shared, programs[i].bound, at, buffer, size);
            }
            offsets[done + i + 1] = column_offset(size);
        }
    }

private:
    // Events whose programs are on their way from memory, and how many lines of each.
    static constexpr std::size_t ahead = 16;
    static constexpr std::uint32_t most_fetched = 16;

    Add add_;
    program_set<Dialect> set_;
    std::vector<event_program> programs_;
};

template <class Dialect, class Add>
[[nodiscard]] std::unique_ptr<payload_engine> make_engine(Add add) {
    return std::make_unique<engine_of<Dialect, Add>>(std::move(add));
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_PAYLOAD_ENGINE_HPP
