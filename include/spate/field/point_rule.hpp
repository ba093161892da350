// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_POINT_RULE_HPP
#define SPATE_FIELD_POINT_RULE_HPP

/// How a simple generator makes the value of one row, for those who make rows one at a time without a column.

#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/rng/alias_table.hpp>

namespace spate::inline v0 {

/// The value of row r as a function of r and of words [r * words, (r + 1) * words) of its column: exactly what the generator's fill gives there. A generator
/// says its rule by a member `point()`; one that has none, or whose rule is `none`, is asked for columns. Whatever a rule points to lives as long as the
/// generator.
///
/// Cost: a value takes a nanosecond or so; words are the caller's. Thread safety: a value.
struct point_rule {
    enum class kind : unsigned char {
        none,
        integers,       ///< base + the upper half of word * span; a span of 0 stands for 2^64
        wide_integers,  ///< the same with 128 random bits, of which the second word is the lower half
        reals,          ///< (base + the upper half of word * span) * unit
        drawn_reals,    ///< draw(source, words)
        truths,         ///< whether word < span, or always where base is not 0
        choices,        ///< one of `span` texts or numbers, by weight where there are weights
        uuid4,          ///< two words, in which version and variant are set
        uuid7,          ///< the time base + steps(row), and a word
        sequence,       ///< base + row * span
        instants,       ///< base + steps(row) + the upper half of word * scatter, at most base + most
        event_time      ///< the instant of the event that the row is
    };

    kind how = kind::none;
    /// Words that a row takes: 0, 1 or 2.
    unsigned char words = 0;
    std::uint64_t base = 0, span = 0;
    double unit = 0;
    /// Of instants and UUIDs of version 7: steps(row) = floor(row * numerator / denominator), at most `most`.
    std::uint64_t numerator = 0, denominator = 1, most = 0, scatter = 0;
    double (*draw)(const void* source, const std::uint64_t* words) = nullptr;
    const void* source = nullptr;
    const rng::alias_table* weights = nullptr;
    /// Of choices: the texts, or numbers of the column's width one behind the other.
    const text_dictionary* texts = nullptr;
    const void* numbers = nullptr;
    /// Which rows are null, by a word of the column's stream "null": those with word < null_below, or all.
    bool nullable = false, always_null = false;
    std::uint64_t null_below = 0;

    [[nodiscard]] std::uint64_t steps(std::uint64_t row) const noexcept {
        const uint128 quotient = static_cast<uint128>(row) * numerator / denominator;
        return quotient > most ? most : static_cast<std::uint64_t>(quotient);
    }
    /// Which of the choices a word makes.
    [[nodiscard]] std::uint32_t choice(std::uint64_t word) const noexcept {
        return weights != nullptr ? (*weights)(word) : static_cast<std::uint32_t>(scale(word, span));
    }
    /// Of integers, truths, sequences and instants: the value, as the 64 bits of an integer. `drawn` is as many words as the rule takes.
    [[nodiscard]] std::uint64_t integer(std::uint64_t row, const std::uint64_t* drawn) const noexcept {
        switch (how) {
            case kind::integers:
                return base + (span == 0 ? drawn[0] : scale(drawn[0], span));
            case kind::wide_integers:
                return span == 0 ? base + drawn[0] : base + static_cast<std::uint64_t>((static_cast<uint128>(drawn[0]) * span + scale(drawn[1], span)) >> 64);
            case kind::truths:
                return base != 0 || drawn[0] < span ? 1 : 0;
            case kind::sequence:
                return base + row * span;
            default: {
                const std::uint64_t step = steps(row), later = scatter == 0 ? 0 : scale(drawn[0], scatter);
                return base + (scatter == 0 || most - step > later ? step + later : most);
            }
        }
    }
    /// Of reals and drawn reals.
    [[nodiscard]] double real(const std::uint64_t* drawn) const noexcept {
        if (how == kind::drawn_reals) return draw(source, drawn);
        return static_cast<double>(static_cast<std::int64_t>(base) + static_cast<std::int64_t>(scale(drawn[0], span))) * unit;
    }
    /// Of UUIDs: the two halves of their bytes, as little-endian words.
    struct uuid_words {
        std::uint64_t first, second;
    };
    [[nodiscard]] uuid_words uuid(std::uint64_t row, const std::uint64_t* drawn) const noexcept {
        if (how == kind::uuid4) return {(drawn[0] & 0xff0fffffffffffffu) | 0x0040000000000000u, (drawn[1] & 0xffffffffffffff3fu) | 0x80u};
        const std::uint64_t time = base + steps(row);
        return {__builtin_bswap64(time >> 12 << 16 | 0x7000 | (time & 0xfff)), (drawn[0] & 0xffffffffffffff3fu) | 0x80u};
    }
};

namespace detail {

/// A generator's rule; `none` where it has none.
template <class Generator>
[[nodiscard]] point_rule point_of(const Generator& generator) {
    if constexpr (requires { point_rule{generator.point()}; })
        return generator.point();
    else
        return {};
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_FIELD_POINT_RULE_HPP
