// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_TEXT_PROGRAM_HPP
#define SPATE_FIELD_DETAIL_TEXT_PROGRAM_HPP

/// What patterns are parsed into: a tree of what is written and what is chosen, and how a row's text is made of it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/utf8.hpp>
#include <spate/field/detail/text_rows.hpp>

namespace spate::inline v0::detail {

class text_program {
public:
    /// Beyond these a pattern is refused: a text's bytes and steps, and the choices that a row's stretch of words has room for.
    static constexpr std::uint64_t most_bytes = 65536, most_steps = 65536, most_draws = 2 * most_words_per_row;

    /// The most that a node can need, for one text; saturating, so that nested repetitions cannot overflow.
    struct need {
        std::uint64_t bytes = 0, steps = 1, draws = 0;

        [[nodiscard]] need plus(const need& other) const noexcept { return {add(bytes, other.bytes), add(steps, other.steps), add(draws, other.draws)}; }
        [[nodiscard]] need times(std::uint64_t count) const noexcept { return {multiply(bytes, count), multiply(steps, count), multiply(draws, count)}; }
        [[nodiscard]] need larger(const need& other) const noexcept {
            return {std::max(bytes, other.bytes), std::max(steps, other.steps), std::max(draws, other.draws)};
        }

    private:
        static constexpr std::uint64_t limit = std::uint64_t{1} << 32;
        static std::uint64_t add(std::uint64_t a, std::uint64_t b) noexcept { return std::min(a + b, limit); }
        // Factors are at most 2^32, counts at most 2^17.
        static std::uint64_t multiply(std::uint64_t a, std::uint64_t b) noexcept { return std::min(a * b, limit); }
    };

    /// Each returns the number of the node that it makes.
    std::uint32_t literal(std::string_view text) {
        const auto begin = static_cast<std::uint32_t>(bytes_.size());
        bytes_ += text;
        plain_ = plain_ && is_plain(text);
        return make({kind::literal, begin, static_cast<std::uint32_t>(text.size()), 1, 1}, {text.size(), 1, 0});
    }
    /// One of the letters. Requires one at least.
    std::uint32_t letters(std::string_view of) {
        const auto begin = static_cast<std::uint32_t>(bytes_.size());
        bytes_ += of;
        plain_ = plain_ && is_plain(of);
        return make({kind::letters, begin, static_cast<std::uint32_t>(of.size()), 1, 1}, {1, 1, of.size() > 1 ? 1u : 0u});
    }
    /// One of the texts. Requires one at least.
    std::uint32_t list(const std::vector<std::string>& texts) {
        const auto begin = static_cast<std::uint32_t>(ends_.size());
        std::size_t longest = 0;
        for (const std::string& text : texts) {
            ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
            bytes_ += text;
            plain_ = plain_ && is_plain(text);
            longest = std::max(longest, text.size());
        }
        ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
        return make({kind::list, begin, static_cast<std::uint32_t>(texts.size()), 1, 1}, {longest, 1, 1});
    }
    /// All of them, one behind the other.
    std::uint32_t sequence(const std::vector<std::uint32_t>& parts) {
        need all;
        for (const std::uint32_t part : parts) all = all.plus(needs_[part]);
        return parts.size() == 1 ? parts[0] : make({kind::sequence, append(parts), static_cast<std::uint32_t>(parts.size()), 1, 1}, all);
    }
    /// One of them. Requires one at least.
    std::uint32_t alternatives(const std::vector<std::uint32_t>& parts) {
        if (parts.size() == 1) return parts[0];
        need most;
        for (const std::uint32_t part : parts) most = most.larger(needs_[part]);
        return make({kind::alternatives, append(parts), static_cast<std::uint32_t>(parts.size()), 1, 1}, most.plus({0, 1, 1}));
    }
    /// Between low and high times the same node. Requires low <= high <= most_steps.
    std::uint32_t repeat(std::uint32_t part, std::uint32_t low, std::uint32_t high) {
        const need all = needs_[part].times(high).plus({0, 1, low == high ? 0u : 1u});
        if (nodes_[part].what == kind::letters && nodes_[part].low == 1 && nodes_[part].high == 1) {
            nodes_[part].low = low;
            nodes_[part].high = high;
            needs_[part] = all;
            return part;
        }
        return make({kind::repeat, part, 1, low, high}, all);
    }

    /// Makes `root` the whole text's node.
    void finish(std::uint32_t root) {
        root_ = root;
        bytes_.append(slack, '\0');
    }
    [[nodiscard]] const need& needs(std::uint32_t node) const noexcept { return needs_[node]; }
    [[nodiscard]] std::size_t max_bytes() const noexcept { return static_cast<std::size_t>(needs_[root_].bytes); }
    /// Whether all texts are plain, as column::plain() means it.
    [[nodiscard]] bool plain() const noexcept { return plain_; }

    /// Fills a column of texts. Requires finish, and needs within the bounds.
    void fill(const field_rows& rows, column& out) const {
        const need& most = needs_[root_];
        out.start({.id = type_id::text}, rows.count);
        const auto per_row = static_cast<std::size_t>(std::max<std::uint64_t>((most.draws + 1) / 2, 1));
        fill_texts(rows, per_row, static_cast<std::size_t>(most.bytes), out, [this](char* to, row_draws& draws) { return put(root_, to, draws); });
        out.set_plain(plain_);
    }

private:
    enum class kind : unsigned char { literal, letters, list, sequence, alternatives, repeat };
    struct node {
        kind what;
        std::uint32_t begin, count;  // bytes, texts or children; of a repetition, begin is its child
        std::uint32_t low, high;     // how often
    };
    // Copies of up to so many bytes are of a fixed size.
    static constexpr std::size_t slack = 32;

    std::uint32_t make(const node& made, const need& needs) {
        nodes_.push_back(made);
        needs_.push_back(needs);
        return static_cast<std::uint32_t>(nodes_.size() - 1);
    }
    std::uint32_t append(const std::vector<std::uint32_t>& parts) {
        const auto begin = static_cast<std::uint32_t>(children_.size());
        children_.insert(children_.end(), parts.begin(), parts.end());
        return begin;
    }

    SPATE_ALWAYS_INLINE static char* copy(char* to, const char* from, std::size_t size) noexcept {
        std::memcpy(to, from, slack);
        if (size > slack) std::memcpy(to + slack, from + slack, size - slack);
        return to + size;
    }
    static std::uint32_t times(const node& of, row_draws& draws) noexcept { return of.low == of.high ? of.low : of.low + draws.below(of.high - of.low + 1); }

    char* put(std::uint32_t which, char* to, row_draws& draws) const noexcept {
        const node& of = nodes_[which];
        switch (of.what) {
            case kind::literal:
                return copy(to, bytes_.data() + of.begin, of.count);
            case kind::letters: {
                const char* const letters = bytes_.data() + of.begin;
                for (std::uint32_t left = times(of, draws); left != 0; --left) *to++ = letters[of.count == 1 ? 0 : draws.below(of.count)];
                return to;
            }
            case kind::list: {
                const std::uint32_t chosen = of.begin + draws.below(of.count);
                return copy(to, bytes_.data() + ends_[chosen], ends_[chosen + 1] - ends_[chosen]);
            }
            case kind::sequence:
                for (std::uint32_t i = 0; i < of.count; ++i) to = put(children_[of.begin + i], to, draws);
                return to;
            case kind::alternatives:
                return put(children_[of.begin + draws.below(of.count)], to, draws);
            case kind::repeat:
                for (std::uint32_t left = times(of, draws); left != 0; --left) to = put(of.begin, to, draws);
                return to;
        }
        return to;
    }

    std::vector<node> nodes_;
    std::vector<need> needs_;
    std::vector<std::uint32_t> children_, ends_;
    std::string bytes_;
    std::uint32_t root_ = 0;
    bool plain_ = true;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_TEXT_PROGRAM_HPP
