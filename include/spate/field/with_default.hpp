// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_WITH_DEFAULT_HPP
#define SPATE_FIELD_WITH_DEFAULT_HPP

/// `with_default(generator, 0.8, value)`: a field of which a share has one value.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/field.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

namespace detail {
// How many values a column holds, those of lists in lists counted each; lists that are empty are counted too.
[[nodiscard]] inline std::uint64_t values_in(const data_type& type, const column& of) {
    if (type.id == type_id::list || type.id == type_id::vector) return std::max<std::uint64_t>(of.child(0).size(), values_in(type.children[0], of.child(0)));
    if (type.id != type_id::structure) return of.size();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < type.children.size(); ++i) sum += values_in(type.children[i], of.child(i));
    return sum;
}
}  // namespace detail

/// See with_default().
template <any_field_generator Generator>
class default_field : public detail::passes_inputs<Generator> {
public:
    using value_type = typename Generator::value_type;

    using make_value = std::function<column(const data_type&)>;

    /// Throws config_error as with_default.
    default_field(Generator generator, ratio probability, column value) : generator_{std::move(generator)}, default_{probability, "with_default: probability"} {
        if (value.size() != 1) detail::raise_config("with_default: value", std::to_string(value.size()), "values are not one", "give a column of one value");
        value_ = std::make_shared<const column>(std::move(value));
        if (is_whole()) settle();
    }
    default_field(Generator generator, ratio probability, make_value make)
        : generator_{std::move(generator)}, default_{probability, "with_default: probability"}, make_{std::move(make)} {
        if (is_whole()) settle();
    }

    [[nodiscard]] data_type type() const { return generator_.type(); }
    [[nodiscard]] std::uint64_t most_values() const { return std::max(detail::most_values(generator_), values_of_default_); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return generator_.value(from, row); }

    void fill(const field_rows& rows, column& out) const
        requires(!dependent_field<Generator>)
    {
        detail::scratch<column> others;
        generator_.fill(rows, *others);
        set_defaults(rows, *others, out);
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
        settle();
    }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const
        requires dependent_field<Generator>
    {
        detail::scratch<column> others;
        generator_.fill(rows, inputs, *others);
        set_defaults(rows, *others, out);
    }
    /// The name of another field whose words are drawn, if the generator has one.
    [[nodiscard]] decltype(auto) key_name() const
        requires requires(const Generator& generator) { generator.key_name(); }
    {
        return generator_.key_name();
    }

private:
    // What hangs on other fields may have its type from them: it is known once it is bound.
    [[nodiscard]] bool is_whole() const {
        if constexpr (dependent_field<Generator>)
            return generator_.inputs().empty();
        else
            return true;
    }
    void settle() {
        const data_type type = generator_.type();
        if (make_) value_ = std::make_shared<const column>(make_(type));
        if (value_->id() != type.id || value_->size() != 1)
            detail::raise_config("with_default: value", "", "is of another type than the generator's", "give a column of one value of its type");
        if (value_->nulls() != 0 && !type.nullable) detail::raise_config("with_default: value", "null", "is no value of the generator's type", "use nullable");
        values_of_default_ = detail::values_in(type, *value_);
        detail::check_most_values("with_default: value", values_of_default_, 1);
    }

    void set_defaults(const field_rows& rows, const column& others, column& out) const {
        detail::scratch<std::vector<detail::taken>> taken;
        taken->resize(rows.count);
        default_.draw(column_key(rows.key, "default"), rows.first, rows.count, [&](std::size_t word, std::uint64_t bits) {
            for (std::size_t i = 64 * word; i < 64 * word + 64 && i < rows.count; ++i)
                (*taken)[i] = (bits >> i % 64 & 1) != 0 ? detail::taken{0, 0} : detail::taken{1, static_cast<std::uint32_t>(i)};
        });
        const column* const sources[] = {value_.get(), &others};
        detail::gather(type(), {sources, 2}, taken->data(), rows.count, out);
    }

    Generator generator_;
    detail::chance default_;
    make_value make_;
    std::shared_ptr<const column> value_;
    std::uint64_t values_of_default_ = 0;
};

namespace detail {
template <class Value>
[[nodiscard]] column column_of_one(const data_type& type, const Value& value) {
    column one;
    if constexpr (std::same_as<Value, std::string>) {
        one.start(type, 1, value.size());
        if (!value.empty()) std::memcpy(one.values<char>(), value.data(), value.size());
        one.offsets()[1] = column_offset(value.size());
    } else {
        one.start(type, 1);
        if constexpr (std::same_as<Value, bool>)
            one.values<std::uint64_t>()[0] = value ? 1 : 0;
        else
            *one.values<Value>() = value;
    }
    return one;
}
}  // namespace detail

/// A field that has `value` with a probability, each row by itself (a word of the column's stream "default" decides), and else what the generator gives
/// without. For numbers, bools and texts; decimals and times are given as the integers that their columns hold. Throws config_error for a probability above 1.
/// Cost: a word a row and a copy.
template <any_field_generator Generator>
    requires(std::same_as<typename Generator::value_type, std::string> || std::is_arithmetic_v<typename Generator::value_type>)
[[nodiscard]] default_field<Generator> with_default(Generator generator, ratio probability, const typename Generator::value_type& value) {
    column one = detail::column_of_one(generator.type(), value);
    return {std::move(generator), probability, std::move(one)};
}
/// The same for values of any type, given as the only row of a column. Throws config_error also where that is of another type, for a null where the
/// generator's column has none, and for more than 2^24 values in it; of a generator that is made from other fields it is bind that throws so, once the type
/// is known.
template <any_field_generator Generator>
[[nodiscard]] default_field<Generator> with_default(Generator generator, ratio probability, column value) {
    return {std::move(generator), probability, std::move(value)};
}
/// The same, where the column is made by `make(type)` once the generator's type is known: at once, or by bind. Throws what `make` throws.
template <any_field_generator Generator, class Make>
    requires std::same_as<std::invoke_result_t<const Make&, const data_type&>, column>
[[nodiscard]] default_field<Generator> with_default(Generator generator, ratio probability, Make make) {
    return {std::move(generator), probability, typename default_field<Generator>::make_value{std::move(make)}};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_WITH_DEFAULT_HPP