// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_NULLABLE_HPP
#define SPATE_FIELD_NULLABLE_HPP

/// `nullable(generator, 0.1)`: a field of which a share is null.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/field.hpp>
#include <spate/field/named.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

namespace detail {

/// Draws something that happens with a probability, once for each row: exactly as often as 2^64 words allow.
class chance {
public:
    chance(ratio probability, const char* parameter) {
        if (probability.numerator() > probability.denominator())
            raise_config(parameter, probability.text(), "is not a probability", "give a number from 0 to 1");
        always_ = probability.numerator() == probability.denominator();
        if (!always_) limit_ = static_cast<std::uint64_t>((static_cast<uint128>(probability.numerator()) << 64) / probability.denominator());
    }
    /// Bit i of word k says of row first + 64 k + i whether it happens; calls take(k, bits) for each.
    template <class Take>
    void draw(const key128& key, std::uint64_t first, std::size_t count, const Take& take) const {
        std::uint64_t drawn[batch_rows];
        for (std::size_t at = 0; at < count; at += batch_rows) {
            const std::size_t rows = std::min(count - at, batch_rows);
            words(key, first + at, {drawn, rows});
            for (std::size_t from = 0; from < rows; from += 64) {
                std::uint64_t bits = 0;
                const std::size_t size = std::min<std::size_t>(64, rows - from);
                for (std::size_t i = 0; i < size; ++i) bits |= static_cast<std::uint64_t>(always_ || drawn[from + i] < limit_) << i;
                take((at + from) / 64, bits);
            }
        }
    }

    /// Writes into a rule which rows are null.
    void tell(point_rule& rule) const noexcept {
        rule.nullable = true;
        rule.always_null = always_;
        rule.null_below = limit_;
    }

private:
    std::uint64_t limit_ = 0;
    bool always_ = false;
};

/// What a generator made of one other says of that one's inputs.
template <class Generator>
struct passes_inputs {};
template <class Generator>
    requires requires { Generator::input_names; }
struct passes_inputs<Generator> {
    static constexpr auto input_names = Generator::input_names;
};

}  // namespace detail

/// See nullable().
template <any_field_generator Generator>
class nullable_field : public detail::passes_inputs<Generator> {
public:
    using value_type = std::optional<typename Generator::value_type>;

    nullable_field(Generator generator, ratio probability) : generator_{std::move(generator)}, null_{probability, "nullable: probability"} {}

    [[nodiscard]] data_type type() const {
        data_type type = generator_.type();
        type.nullable = true;
        return type;
    }
    [[nodiscard]] std::uint64_t most_values() const { return detail::most_values(generator_); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const {
        if (from.is_null(row)) return std::nullopt;
        return generator_.value(from, row);
    }
    void fill(const field_rows& rows, column& out) const
        requires(!dependent_field<Generator>)
    {
        generator_.fill(rows, out);
        set_nulls(rows, out);
    }

    [[nodiscard]] std::span<const std::string> inputs() const
        requires dependent_field<Generator>
    {
        return generator_.inputs();
    }
    void bind(std::span<const field_type> types)
        requires dependent_field<Generator>
    {
        generator_.bind(types);
    }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const
        requires dependent_field<Generator>
    {
        generator_.fill(rows, inputs, out);
        set_nulls(rows, out);
    }
    /// The name of another field whose words are drawn, if the generator has one.
    [[nodiscard]] decltype(auto) key_name() const
        requires requires(const Generator& generator) { generator.key_name(); }
    {
        return generator_.key_name();
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const {
        if constexpr (dependent_field<Generator>)
            if (!generator_.inputs().empty()) return {};
        point_rule rule = detail::point_of(generator_);
        // Two shares of nulls are two draws of the same word.
        if (rule.nullable) return {};
        null_.tell(rule);
        return rule;
    }

private:
    void set_nulls(const field_rows& rows, column& out) const {
        const bool had_some = out.nulls() != 0;
        std::uint64_t* const valid = out.make_validity();
        std::size_t nulls = 0;
        null_.draw(column_key(rows.key, "null"), rows.first, rows.count, [&](std::size_t word, std::uint64_t bits) {
            const std::size_t size = std::min<std::size_t>(64, rows.count - 64 * word);
            const std::uint64_t all = size == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1;
            valid[word] = (had_some ? valid[word] : all) & ~bits;
            nulls += static_cast<std::size_t>(__builtin_popcountll(all & ~valid[word]));
        });
        out.set_nulls(nulls);
    }

    Generator generator_;
    detail::chance null_;
};

/// A generator that is not whole yet, made nullable once it is.
template <open_field Open>
struct nullable_expression {
    using is_open = void;
    static constexpr auto input_names = Open::input_names;

    Open open;
    ratio probability;

    template <class... Inputs>
    [[nodiscard]] auto resolve(Inputs... inputs) const {
        return nullable_field{open.resolve(std::move(inputs)...), probability};
    }
};

/// A field whose values are null with a probability, each row by itself: a word of the column's stream "null" decides. The other rows have the values that
/// the generator alone gives. C++ values are std::optional. Throws config_error for a probability above 1. Cost: a word a row, about a nanosecond.
template <any_field_generator Generator>
[[nodiscard]] nullable_field<Generator> nullable(Generator generator, ratio probability) {
    return {std::move(generator), probability};
}
template <open_field Open>
[[nodiscard]] nullable_expression<Open> nullable(Open open, ratio probability) {
    (void)detail::chance{probability, "nullable: probability"};
    return {std::move(open), probability};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_NULLABLE_HPP
