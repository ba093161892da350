// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DERIVED_HPP
#define SPATE_FIELD_DERIVED_HPP

/// `derived<"price", "count">(function)`: a field computed from others of the same row.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/named.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

namespace detail {

template <class T>
struct without_optional {
    using type = T;
    static constexpr bool nullable = false;
};
template <class T>
struct without_optional<std::optional<T>> {
    using type = T;
    static constexpr bool nullable = true;
};

template <class T>
concept derived_value = std::same_as<T, std::string> || std::same_as<T, float> || std::same_as<T, double> || (std::integral<T> && sizeof(T) <= 8);

}  // namespace detail

/// The field that derived() becomes in a schema, which tells it the generators of its inputs.
template <class Function, class... Inputs>
class derived_field {
    using result = std::remove_cvref_t<std::invoke_result_t<const Function&, typename Inputs::value_type...>>;
    using bare = typename detail::without_optional<result>::type;
    static constexpr bool is_nullable = detail::without_optional<result>::nullable;
    static_assert(detail::derived_value<bare>,
                  "derived: the function must give a number of at most 64 bits, a bool or a std::string, or a std::optional of one");
    static constexpr type_id id = [] {
        if constexpr (std::same_as<bare, bool>)
            return type_id::boolean;
        else if constexpr (std::same_as<bare, std::string>)
            return type_id::text;
        else
            return type_id_of<bare>;
    }();

public:
    using value_type = result;

    derived_field(std::array<std::string_view, sizeof...(Inputs)> names, Function function, Inputs... inputs)
        : function_{std::move(function)}, inputs_{std::move(inputs)...} {
        for (std::size_t i = 0; i < names.size(); ++i) names_[i] = names[i];
    }

    [[nodiscard]] static data_type type() { return {.id = id, .nullable = is_nullable}; }
    [[nodiscard]] static value_type value(const column& from, std::size_t row) {
        if constexpr (is_nullable)
            if (from.is_null(row)) return std::nullopt;
        if constexpr (std::same_as<bare, bool>)
            return from.boolean(row);
        else if constexpr (std::same_as<bare, std::string>)
            return std::string{from.text(row)};
        else
            return from.values<bare>()[row];
    }
    [[nodiscard]] std::span<const std::string> inputs() const noexcept { return {names_.data(), names_.size()}; }
    static void bind(std::span<const field_type>) noexcept {}

    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        fill(rows.count, inputs, out, std::index_sequence_for<Inputs...>{});
    }

private:
    template <std::size_t... I>
    void fill(std::size_t count, std::span<const column* const> inputs, column& out, std::index_sequence<I...>) const {
        const auto call = [&](std::size_t row) -> result { return std::invoke(function_, std::get<I>(inputs_).value(*inputs[I], row)...); };
        std::uint64_t* valid = nullptr;
        std::size_t nulls = 0;
        // What stands in a null's place is a value of nothing.
        const auto kept = [&](result made, std::size_t row) -> bare {
            if constexpr (is_nullable) {
                if (row % 64 == 0) valid[row / 64] = 0;
                valid[row / 64] |= static_cast<std::uint64_t>(made.has_value()) << row % 64;
                nulls += !made.has_value();
                return made.has_value() ? *std::move(made) : bare{};
            } else {
                return made;
            }
        };
        const auto start = [&](std::size_t bytes) {
            out.start(type(), count, bytes);
            if constexpr (is_nullable) valid = out.make_validity();
        };
        start(0);
        if constexpr (std::same_as<bare, std::string>) {
            std::size_t at = 0;
            for (std::size_t row = 0; row < count; ++row) {
                const std::string text = kept(call(row), row);
                out.value_buffer().reserve(at + text.size(), at);
                if (!text.empty()) std::memcpy(out.values<char>() + at, text.data(), text.size());
                at += text.size();
                out.offsets()[row + 1] = column_offset(at);
            }
        } else if constexpr (std::same_as<bare, bool>) {
            auto* const words = out.values<std::uint64_t>();
            for (std::size_t row = 0; row < count; ++row) {
                if (row % 64 == 0) words[row / 64] = 0;
                words[row / 64] |= static_cast<std::uint64_t>(kept(call(row), row)) << row % 64;
            }
        } else {
            bare* const values = out.values<bare>();
            for (std::size_t row = 0; row < count; ++row) values[row] = kept(call(row), row);
        }
        if constexpr (is_nullable) out.set_nulls(nulls);
    }

    Function function_;
    std::tuple<Inputs...> inputs_;
    std::array<std::string, sizeof...(Inputs)> names_;
};

/// What derived() returns: not yet a generator, since it does not know its inputs.
template <class Function, fixed_name... Names>
struct derived_expression {
    using is_open = void;
    static constexpr std::array<std::string_view, sizeof...(Names)> input_names{Names.view()...};

    Function function;

    template <class... Inputs>
    [[nodiscard]] auto resolve(Inputs... inputs) const {
        static_assert(std::invocable<const Function&, typename Inputs::value_type...>,
                      "derived: the function cannot be called with the values of these fields");
        return derived_field<Function, Inputs...>{input_names, function, std::move(inputs)...};
    }
};

/// A field computed from others of the schema, given as the C++ values of the row: numbers as such, texts as std::string, nullable fields as std::optional.
///
///     field<"total">(derived<"price", "count">([](auto price, auto count) { return price * count; }))
///
/// The function gives a number, a bool or a std::string, or a std::optional of one, whose nullopt is a null. It is called once for each row that is made, from
/// any thread, in any order, and must be a pure function of its arguments. Cost: that of the function, and of making texts.
template <fixed_name... Names, std::copy_constructible Function>
[[nodiscard]] derived_expression<Function, Names...> derived(Function function) {
    static_assert(sizeof...(Names) != 0, "derived: name the fields that the function is given, as derived<\"price\">(...)");
    return {std::move(function)};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_DERIVED_HPP
