// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_PROGRAM_SET_HPP
#define SPATE_EVENT_DETAIL_PROGRAM_SET_HPP

/// The programs of all event types of a mix, one behind the other, in a dialect.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/event/detail/dialect.hpp>
#include <spate/event/detail/event_lanes.hpp>
#include <spate/event/detail/event_op.hpp>
#include <spate/event/detail/type_layout.hpp>
#include <spate/event/detail/value_ops.hpp>
#include <spate/field/column.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

struct event_program {
    /// In words from the set's begin: the part that types share, as they do common fields, and the type's own.
    std::uint32_t shared = 0, own = 0;
    /// The most bytes of what it writes, without generators' values.
    std::uint32_t bound = 0;
    /// Whether it reads rare lanes, which is known once all programs are made, and whether it needs its layout.
    bool rare = false, generators = false;
    /// How much memory the own part and its tables take, in units of 64 bytes, at most 255.
    std::uint8_t lines = 0;
};

template <class Dialect>
class program_set {
    using ops = value_ops<Dialect>;

public:
    /// The program of a payload with all fields. `use` is the type's share, in 2^-32. The layout must live as long as the set where it says that generators are
    /// asked.
    event_program add(const type_layout& layout, std::uint64_t use, event_lanes& lanes) {
        const Dialect dialect{layout.type(), layout.id()};
        begin(use, lanes);
        pending_ = dialect.head();
        for (std::size_t i = 0; i < layout.fields().size(); ++i) {
            if (i == layout.common()) share();
            value(dialect, layout, i, dialect.before(i), dialect.null_text(i));
        }
        if (layout.common() == layout.fields().size()) share();
        pending_ += dialect.tail();
        return finish();
    }
    /// The program of one field's value, with nothing before it, and nothing for a null.
    event_program add_value(const type_layout& layout, std::size_t field, std::uint64_t use, event_lanes& lanes) {
        const Dialect dialect{layout.type(), layout.id()};
        begin(use, lanes);
        value(dialect, layout, field, {}, {});
        return finish();
    }
    /// The program that writes a text.
    event_program add_text(std::string_view text, event_lanes& lanes) {
        begin(0, lanes);
        pending_ = text;
        return finish();
    }
    /// Requires that no program is added any more.
    [[nodiscard]] const event_op* shared(const event_program& one) const noexcept { return reinterpret_cast<const event_op*>(words() + one.shared); }
    [[nodiscard]] const event_op* own(const event_program& one) const noexcept { return reinterpret_cast<const event_op*>(words() + one.own); }

    /// Appends the payload of an event behind the first `size` bytes of a buffer, and says where it ends. Of `at`, begin, out and bound are set here, all else
    /// before.
    SPATE_ALWAYS_INLINE std::size_t run(const event_op* program, std::size_t bound, op_context& at, column_buffer& out, std::size_t size) const {
        if (size + bound > out.capacity()) out.reserve(size + bound, size);
        at.out = &out;
        at.bound = bound;
        char* to = reinterpret_cast<char*>(out.data()) + size;
        at.begin = to;
        do {
            const op_result done = program->run(*program, at, to);
            to = done.to;
            program = done.next;
        } while (program != nullptr);
        return static_cast<std::size_t>(to - reinterpret_cast<const char*>(out.data()));
    }

private:
    [[nodiscard]] std::uint64_t* words() noexcept { return reinterpret_cast<std::uint64_t*>(memory_.data()); }
    [[nodiscard]] const std::uint64_t* words() const noexcept { return reinterpret_cast<const std::uint64_t*>(memory_.data()); }

    void begin(std::uint64_t use, event_lanes& lanes) {
        share_ = use;
        lanes_ = &lanes;
        made_ = {};
        made_.shared = made_.own = begin_ = size_;
        bound_ = program_slack;
        pending_.clear();
        tables_.clear();
    }
    event_program finish() {
        flush(1);
        emit(&ops::end, 0, 0, 0, 0, {}, {}, 0);
        place_tables();
        room(0);
        made_.lines = static_cast<std::uint8_t>(std::min<std::size_t>((size_ - made_.own + 7) / 8, 255));
        if (bound_ > 0x7fffffff) raise_config("event type", std::to_string(bound_), "bytes are too many for an event", "use shorter texts");
        made_.bound = static_cast<std::uint32_t>(bound_);
        return made_;
    }
    // Ends the part of the common fields, which is dropped where it is the same as the type's before.
    void share() {
        if (size_ == begin_ && pending_.empty()) return;
        flush(1);
        emit(&ops::leave, 0, 0, 0, 0, {}, {}, 0);
        std::string same{reinterpret_cast<const char*>(words() + begin_), std::size_t{size_ - begin_} * 8};
        for (const auto& [op, table] : tables_) same += std::to_string(reinterpret_cast<std::uintptr_t>(table.known.first)) + ' ' + table.known.second + ' ';
        if (same == last_shared_) {
            size_ = begin_;
            tables_.clear();
            made_.shared = last_shared_at_;
        } else {
            place_tables();
            last_shared_ = std::move(same);
            last_shared_at_ = begin_;
        }
        made_.own = size_;
    }
    void place_tables() {
        // Tables stand behind the program that first uses them, so that they are fetched with it.
        for (const auto& [op, table] : tables_) {
            const auto [place, added] = kept_.try_emplace(table.known, size_);
            if (added) append(table.bytes);
            event_op& of = *reinterpret_cast<event_op*>(words() + op);
            of.a = static_cast<std::uint64_t>((static_cast<std::ptrdiff_t>(place->second) - static_cast<std::ptrdiff_t>(op)) * 8);
        }
        tables_.clear();
    }

    // So many words more, and what may be read behind them.
    void room(std::size_t more) {
        if (size_ + more > 0xffffffffu) raise_config("event types", "", "have programs of more than 32 GiB", "give fewer, or shorter ones");
        memory_.reserve((size_ + more) * 8 + program_slack, std::size_t{size_} * 8);
    }
    void append(std::string_view bytes) {
        const std::size_t count = (bytes.size() + 7) / 8;
        room(count);
        std::memcpy(words() + size_, bytes.data(), bytes.size());
        size_ += static_cast<std::uint32_t>(count);
    }
    // Longer literals are left to ops of their own; what is left of what stands before the next op is at most `most` bytes behind this.
    void flush(std::size_t most) {
        while (pending_.size() > longest_literal - most) {
            std::string part = pending_.substr(0, longest_literal);
            pending_.erase(0, part.size());
            std::swap(part, pending_);
            emit(&ops::literal, 0, 0, 0, 0, {}, {}, 0);
            pending_ = std::move(part);
        }
    }
    // An op whose literal is what is pending. Returns where it stands.
    std::uint32_t emit(op_function run, std::uint64_t a, std::uint64_t b, std::uint32_t lane, std::uint8_t drawn, const value_place& place,
                       std::vector<std::uint64_t> extra, std::size_t bound) {
        event_op op{};
        op.run = run, op.a = a, op.b = b, op.place = place;
        op.lane = lane & 0xffffffu, op.words = drawn;
        op.literal = static_cast<std::uint16_t>(pending_.size());
        const std::size_t count = sizeof op / 8 + extra.size() + (pending_.size() + 7) / 8;
        op.skip = run == &ops::end || run == &ops::leave ? std::uint16_t{0} : static_cast<std::uint16_t>(count);
        const std::uint32_t at = size_;
        std::string bytes(sizeof op + extra.size() * 8, '\0');
        std::memcpy(bytes.data(), &op, sizeof op);
        if (!extra.empty()) std::memcpy(bytes.data() + sizeof op, extra.data(), extra.size() * 8);
        append(bytes + pending_);
        bound_ += pending_.size() + bound;
        pending_.clear();
        return at;
    }
    std::uint32_t lane(const key128& key, std::uint8_t drawn) { return drawn == 0 ? 0 : lanes_->add(key, drawn, share_); }

    void value(const Dialect& dialect, const type_layout& layout, std::size_t i, const std::string& before, const std::string& null_text) {
        const placed_field& field = layout.fields()[i];
        point_rule rule = field.inputs.empty() ? field.generator.point() : point_rule{};
        const op_function run = ops::of(rule, field.type.id);
        if (run == nullptr || (rule.nullable && field.rows != row_source::event)) return generator(dialect, layout, i, before, null_text);
        flush(before.size() + null_text.size());
        const value_place place = dialect.place(i);
        if (rule.nullable) {
            if (!pending_.empty()) emit(&ops::literal, 0, 0, 0, 0, {}, {}, 0);
            pending_ = null_text;
            emit(&ops::nullable, rule.null_below, rule.always_null ? 1 : 0, lane(column_key(field.key, "null"), 1), 1, place, {}, 0);
        }
        pending_ += before;
        if constexpr (requires { Dialect::choices_are_literals; })
            if (rule.how == point_rule::kind::choices && rule.span == 1 && !rule.nullable && rule.texts != nullptr && (*rule.texts)[0].size() < 4000) {
                dialect.text(i, pending_, (*rule.texts)[0]);
                return;
            }
        if (rule.how == point_rule::kind::choices) return choice(dialect, field, i, rule, place);
        std::vector<std::uint64_t> extra;
        std::uint64_t a = rule.base, b = rule.span;
        if (rule.how == point_rule::kind::reals) extra = {std::bit_cast<std::uint64_t>(rule.unit)};
        if (rule.how == point_rule::kind::instants) extra = {rule.numerator, rule.denominator, rule.most, rule.scatter};
        if (rule.how == point_rule::kind::uuid7) extra = {rule.numerator, rule.denominator, rule.most};
        if (rule.how == point_rule::kind::drawn_reals) a = reinterpret_cast<std::uint64_t>(rule.draw), b = reinterpret_cast<std::uint64_t>(rule.source);
        emit_value(run, a, b, field, rule.words, place, std::move(extra), Dialect::longest_value);
    }
    std::uint32_t emit_value(op_function run, std::uint64_t a, std::uint64_t b, const placed_field& field, std::uint8_t drawn, const value_place& place,
                             std::vector<std::uint64_t> extra, std::size_t bound) {
        if (field.rows == row_source::event) return emit(run, a, b, lane(field.key, drawn), drawn, place, std::move(extra), bound);
        std::string literal = std::exchange(pending_, {});
        emit(&ops::elsewhere, reinterpret_cast<std::uint64_t>(&field), 0, 0, 0, {}, {}, 0);
        made_.generators = true;
        pending_ = std::move(literal);
        // Its words are handed to it by the op before.
        return emit(run, a, b, 0, drawn, place, std::move(extra), bound);
    }

    void choice(const Dialect& dialect, const placed_field& field, std::size_t i, const point_rule& rule, const value_place& place) {
        std::string known = std::to_string(rule.span) + ' ' + std::to_string(reinterpret_cast<std::uintptr_t>(rule.weights));
        if constexpr (Dialect::places_are_in_choices) known += ' ' + std::to_string(place.fixed) + ' ' + std::to_string(place.mark);
        const std::size_t count = static_cast<std::size_t>(rule.span);
        std::string texts;
        std::vector<std::size_t> ends{0};
        std::size_t longest = 0;
        column number;
        if (rule.texts == nullptr) number.start(field.type, 1);
        const std::size_t width = width_of(field.type.id);
        for (std::size_t k = 0; k < count; ++k) {
            if (rule.texts != nullptr) {
                dialect.text(i, texts, (*rule.texts)[k]);
            } else {
                std::memcpy(number.value_buffer().data(), static_cast<const char*>(rule.numbers) + k * width, width);
                dialect.number(i, texts, number, 0);
            }
            longest = std::max(longest, texts.size() - ends.back());
            ends.push_back(texts.size());
        }
        const bool small = count * sizeof(choice_entry<std::uint16_t>) + texts.size() < 0x10000;
        if (count * sizeof(choice_entry<std::uint32_t>) + texts.size() > 0xffffffffu)
            raise_config("field", "\"" + field.name + "\"", "has more than 4 GiB of choices", "give fewer");
        const std::string table = small ? choice_table<std::uint16_t>(rule, texts, ends) : choice_table<std::uint32_t>(rule, texts, ends);
        const std::uint32_t op = emit_value(small ? &ops::template choices<std::uint16_t> : &ops::template choices<std::uint32_t>, 0, rule.span, field,
                                            rule.words, place, {}, longest);
        tables_.push_back({op, {{rule.texts != nullptr ? static_cast<const void*>(rule.texts) : rule.numbers, known}, table}});
    }
    template <class Number>
    [[nodiscard]] static std::string choice_table(const point_rule& rule, const std::string& texts, const std::vector<std::size_t>& ends) {
        const std::size_t count = ends.size() - 1;
        std::string out;
        for (std::size_t k = 0; k < count; ++k) {
            choice_entry<Number> entry{~std::uint64_t{0}, static_cast<Number>(k), static_cast<Number>(count * sizeof entry + ends[k]),
                                       static_cast<Number>(ends[k + 1] - ends[k])};
            if (rule.weights != nullptr) {
                entry.threshold = rule.weights->entries()[k].threshold;
                entry.other = static_cast<Number>(rule.weights->entries()[k].other);
            }
            out.append(reinterpret_cast<const char*>(&entry), sizeof entry);
        }
        return out + texts;
    }
    void generator(const Dialect& dialect, const type_layout& layout, std::size_t i, const std::string& before, const std::string& null_text) {
        flush(before.size() + null_text.size());
        if (!pending_.empty()) emit(&ops::literal, 0, 0, 0, 0, {}, {}, 0);
        pending_ = null_text;
        emit(&ops::generator, reinterpret_cast<std::uint64_t>(&layout), i, 0, 0, dialect.place(i), {}, 0);
        pending_ = before;
        emit(&ops::literal, 0, 0, 0, 0, {}, {}, 0);
        made_.generators = true;
    }

    struct table {
        // What it is made of, to find it again.
        std::pair<const void*, std::string> known;
        std::string bytes;
    };

    column_buffer memory_;
    std::uint32_t size_ = 0;
    std::map<std::pair<const void*, std::string>, std::uint32_t> kept_;
    std::string last_shared_;
    std::uint32_t last_shared_at_ = 0;

    // Of the program that is being made.
    std::uint64_t share_ = 0;
    event_lanes* lanes_ = nullptr;
    event_program made_;
    std::uint32_t begin_ = 0;
    std::size_t bound_ = 0;
    std::string pending_;
    std::vector<std::pair<std::uint32_t, table>> tables_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_PROGRAM_SET_HPP
