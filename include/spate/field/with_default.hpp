// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_WITH_DEFAULT_HPP
#define SPATE_FIELD_WITH_DEFAULT_HPP

/// `with_default(generator, 0.8, value)`: a field of which a share has one value.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/field.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// See with_default().
template <field_generator Generator>
class default_field {
public:
    using value_type = typename Generator::value_type;

    default_field(Generator generator, ratio probability, const value_type& value)
        : generator_{std::move(generator)}, default_{probability, "with_default: probability"} {
        auto one = std::make_shared<column>();
        if constexpr (std::same_as<value_type, std::string>) {
            one->start(generator_.type(), 1, value.size());
            if (!value.empty()) std::memcpy(one->template values<char>(), value.data(), value.size());
            one->offsets()[1] = static_cast<std::int32_t>(value.size());
        } else {
            one->start(generator_.type(), 1);
            if constexpr (std::same_as<value_type, bool>)
                one->template values<std::uint64_t>()[0] = value ? 1 : 0;
            else
                *one->template values<value_type>() = value;
        }
        value_ = std::move(one);
    }

    [[nodiscard]] data_type type() const { return generator_.type(); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return generator_.value(from, row); }

    void fill(const field_rows& rows, column& out) const {
        detail::scratch<column> others;
        generator_.fill(rows, *others);
        detail::scratch<std::vector<detail::taken>> taken;
        taken->resize(rows.count);
        default_.draw(column_key(rows.key, "default"), rows.first, rows.count, [&](std::size_t word, std::uint64_t bits) {
            for (std::size_t i = 64 * word; i < 64 * word + 64 && i < rows.count; ++i)
                (*taken)[i] = (bits >> i % 64 & 1) != 0 ? detail::taken{0, 0} : detail::taken{1, static_cast<std::uint32_t>(i)};
        });
        const column* const sources[] = {value_.get(), &*others};
        detail::gather(type(), {sources, 2}, taken->data(), rows.count, out);
    }

private:
    Generator generator_;
    detail::chance default_;
    std::shared_ptr<const column> value_;
};

/// A field that has `value` with a probability, each row by itself (a word of the column's stream "default" decides), and else the value
/// that the generator alone gives. For numbers, bools and texts; decimals and times are given as the integers that their columns hold. Throws config_error for
/// a probability above 1. Cost: a word a row and a copy.
template <field_generator Generator>
    requires(std::same_as<typename Generator::value_type, std::string> || std::is_arithmetic_v<typename Generator::value_type>)
[[nodiscard]] default_field<Generator> with_default(Generator generator, ratio probability, const typename Generator::value_type& value) {
    return {std::move(generator), probability, value};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_WITH_DEFAULT_HPP
