// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_ROW_HPP
#define SPATE_SCHEMA_ROW_HPP

/// `record_row`: one row of a table, its values by name.

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <spate/field/named.hpp>

namespace spate::inline v0 {

/// The name of a field and the C++ type of its values.
template <fixed_name Name, class Value>
struct named_value {
    static constexpr std::string_view name = Name.view();
    using type = Value;
};

/// One row, a value: texts are copies of their own. Fields are had by name, `row.get<"price">()`, by place, `get<1>(row)`, and by
/// `auto [id, price] = row`. Rows are equal when all their values are.
template <class... NamedValues>
class record_row {
public:
    static constexpr std::array<std::string_view, sizeof...(NamedValues)> names{NamedValues::name...};

    record_row() = default;
    explicit record_row(typename NamedValues::type... values) : values_{std::move(values)...} {}

    template <fixed_name Name>
    [[nodiscard]] const auto& get() const& noexcept {
        return std::get<index_of<Name>()>(values_);
    }
    template <fixed_name Name>
    [[nodiscard]] auto get() && noexcept {
        return std::get<index_of<Name>()>(std::move(values_));
    }
    template <std::size_t I>
    [[nodiscard]] const auto& get() const& noexcept {
        return std::get<I>(values_);
    }
    template <std::size_t I>
    [[nodiscard]] auto get() && noexcept {
        return std::get<I>(std::move(values_));
    }
    /// All values, in the order of the fields.
    [[nodiscard]] const std::tuple<typename NamedValues::type...>& values() const noexcept { return values_; }

    friend bool operator==(const record_row&, const record_row&) = default;

private:
    template <fixed_name Name>
    [[nodiscard]] static constexpr std::size_t index_of() {
        constexpr std::size_t found = [] {
            for (std::size_t i = 0; i < names.size(); ++i)
                if (names[i] == Name.view()) return i;
            return names.size();
        }();
        static_assert(found != names.size(), "row: the row has no field of this name");
        return found != names.size() ? found : 0;
    }

    std::tuple<typename NamedValues::type...> values_;
};

template <std::size_t I, class... NamedValues>
[[nodiscard]] const auto& get(const record_row<NamedValues...>& row) noexcept {
    return row.template get<I>();
}
template <std::size_t I, class... NamedValues>
[[nodiscard]] auto get(record_row<NamedValues...>&& row) noexcept {
    return std::move(row).template get<I>();
}

}  // namespace spate::inline v0

template <class... NamedValues>
struct std::tuple_size<spate::record_row<NamedValues...>> : std::integral_constant<std::size_t, sizeof...(NamedValues)> {};
template <std::size_t I, class... NamedValues>
struct std::tuple_element<I, spate::record_row<NamedValues...>> : std::tuple_element<I, std::tuple<typename NamedValues::type...>> {};

#endif  // SPATE_SCHEMA_ROW_HPP
