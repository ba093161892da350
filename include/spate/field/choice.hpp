// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_CHOICE_HPP
#define SPATE_FIELD_CHOICE_HPP

/// `one_of({"Paris", "Rome"}, {0.7, 0.3})`: one of some texts or numbers.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/rng/alias_table.hpp>

namespace spate::inline v0 {

namespace detail {

/// How many values there are, and how likely each is.
struct choice_weights {
    std::uint64_t size = 1;
    std::shared_ptr<const rng::alias_table> table = {};  // none: all are equally likely

    /// Writes out[i] = of(index chosen for the row) for all rows.
    template <class Out, class Of>
    void choose(const field_rows& rows, Out* out, const Of& of) const {
        if (table != nullptr) {
            const rng::alias_table& weighted = *table;
            draw<1>(rows, [&, out](std::size_t row, const std::uint64_t* drawn, std::size_t count) {
                for (std::size_t i = 0; i < count; ++i) out[row + i] = of(weighted(drawn[i]));
            });
        } else {
            const std::uint64_t n = size;
            draw<1>(rows, [&, out](std::size_t row, const std::uint64_t* drawn, std::size_t count) {
                for (std::size_t i = 0; i < count; ++i) out[row + i] = of(static_cast<std::uint32_t>(scale(drawn[i], n)));
            });
        }
    }
};

SPATE_WHEN_USED
[[nodiscard]] inline choice_weights make_choice(std::size_t values, const std::vector<ratio>& weights) {
    if (values == 0) raise_config("one_of", "", "has no values", "give at least one");
    if (values > 0x7fffffff) raise_config("one_of", std::to_string(values), "values are too many", "give fewer than 2^31");
    if (weights.empty()) return {values};
    if (weights.size() != values)
        raise_config("one_of: weights", std::to_string(weights.size()) + " for " + std::to_string(values) + (values == 1 ? " value" : " values"),
                     "do not match", "give a weight for each value, or none at all");
    return {values, std::make_shared<const rng::alias_table>(weights, "one_of: weights")};
}

}  // namespace detail

/// One of some texts in each row; a column with a dictionary. Made by `one_of`. Copies share the texts, which live as long as one of them: no longer than that
/// may a column be read.
///
/// Determinism: row i depends on word i of the column, in integers. Cost: half a nanosecond a row without weights, one with. Thread safety: a value.
class choice_field : public text_field {
public:
    choice_field(std::shared_ptr<const text_dictionary> texts, detail::choice_weights weights) : texts_{std::move(texts)}, weights_{std::move(weights)} {}

    [[nodiscard]] const text_dictionary& texts() const noexcept { return *texts_; }

    void fill(const field_rows& rows, column& out) const {
        out.start(*texts_, rows.count);
        weights_.choose(rows, out.values<std::uint32_t>(), [](std::uint32_t index) noexcept { return index; });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        return {.how = point_rule::kind::choices, .words = 1, .span = weights_.size, .weights = weights_.table.get(), .texts = texts_.get()};
    }

private:
    std::shared_ptr<const text_dictionary> texts_;
    detail::choice_weights weights_;
};

/// One of some numbers in each row. Made by `one_of`; otherwise as choice_field.
template <class Number>
class number_choice_field : public number_field<Number> {
public:
    number_choice_field(const std::vector<Number>& numbers, detail::choice_weights weights)
        : numbers_{std::make_shared<const std::vector<Number>>(numbers)}, weights_{std::move(weights)} {}

    void fill(const field_rows& rows, column& out) const {
        out.start(this->type(), rows.count);
        const Number* const numbers = numbers_->data();
        weights_.choose(rows, out.values<Number>(), [numbers](std::uint32_t index) noexcept { return numbers[index]; });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        return {.how = point_rule::kind::choices, .words = 1, .span = weights_.size, .weights = weights_.table.get(), .numbers = numbers_->data()};
    }

private:
    std::shared_ptr<const std::vector<Number>> numbers_;
    detail::choice_weights weights_;
};

namespace detail {
template <class Text>
[[nodiscard]] choice_field one_of_texts(const Text* texts, std::size_t count, const std::vector<ratio>& weights) {
    choice_weights made = make_choice(count, weights);
    auto words = std::make_shared<text_dictionary>();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        bytes += texts[i].size();
        if (bytes > 0x7fffffff) raise_config("one_of", std::to_string(bytes), "bytes of texts are too many", "give fewer than 2^31");
        words->add(texts[i]);
    }
    return {std::move(words), std::move(made)};
}
}  // namespace detail

/// Each row has one of the texts: with weights, each as often as its weight's share in the sum of all. Weights are ratios, or doubles, which are taken for the
/// simplest ratio that rounds to them. A weight of 0 is never chosen. Throws config_error where there is no text, the weights are not as many as the texts, or
/// all of them are 0; a weight that is negative or no number is refused by `ratio`.
[[nodiscard]] inline choice_field one_of(std::initializer_list<std::string_view> texts, std::initializer_list<ratio> weights = {}) {
    return detail::one_of_texts(texts.begin(), texts.size(), weights);
}
[[nodiscard]] inline choice_field one_of(const std::vector<std::string>& texts, const std::vector<ratio>& weights = {}) {
    return detail::one_of_texts(texts.data(), texts.size(), weights);
}

/// The same for numbers: `one_of<std::int32_t>({1, 2, 5}, {0.5, 0.3, 0.2})`. For floating-point numbers too.
template <class Number>
    requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>)
[[nodiscard]] number_choice_field<Number> one_of(std::initializer_list<Number> numbers, std::initializer_list<ratio> weights = {}) {
    return {numbers, detail::make_choice(numbers.size(), weights)};
}
template <class Number>
    requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>)
[[nodiscard]] number_choice_field<Number> one_of(const std::vector<Number>& numbers, const std::vector<ratio>& weights = {}) {
    return {numbers, detail::make_choice(numbers.size(), weights)};
}

static_assert(field_generator<choice_field> && field_generator<number_choice_field<double>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_CHOICE_HPP
