// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_MEMBERS_HPP
#define SPATE_FIELD_MEMBERS_HPP

/// Fields that stand beside each other, in a schema or in a structure, and hang on each other.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/dependencies.hpp>
#include <spate/field/field.hpp>
#include <spate/field/named.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// What the names of fields tell when they are compiled.
template <class... Fields>
struct member_names {
    static constexpr std::size_t count = sizeof...(Fields);
    static constexpr std::array<std::string_view, count> names{Fields::name...};

    [[nodiscard]] static constexpr std::size_t index_of(std::string_view name) noexcept {
        for (std::size_t i = 0; i < count; ++i)
            if (names[i] == name) return i;
        return count;
    }
    [[nodiscard]] static constexpr bool differ() {
        for (std::size_t i = 0; i < count; ++i)
            if (index_of(names[i]) != i) return false;
        return true;
    }
    template <class Field>
    [[nodiscard]] static constexpr bool inputs_exist_of() {
        for (const std::string_view name : names_of_inputs<decltype(Field::generator)>())
            if (index_of(name) == count) return false;
        return true;
    }
    [[nodiscard]] static constexpr bool inputs_exist() { return (inputs_exist_of<Fields>() && ...); }
    template <class Field>
    [[nodiscard]] static constexpr std::array<bool, count> needs_of() {
        std::array<bool, count> needs{};
        for (const std::string_view name : names_of_inputs<decltype(Field::generator)>())
            if (index_of(name) != count) needs[index_of(name)] = true;
        return needs;
    }
    [[nodiscard]] static constexpr bool in_order() {
        const std::array<std::array<bool, count>, count> needs{needs_of<Fields>()...};
        std::array<std::size_t, count> order{};
        return order_of_fields(
                   count, [&](std::size_t field, std::size_t other) { return needs[field][other]; }, order.data()) == count;
    }
};

/// The generator of field I, made whole by those that it names.
template <std::size_t I, class... Fields>
struct whole_member {
    using given = decltype(std::tuple_element_t<I, std::tuple<Fields...>>::generator);

    [[nodiscard]] static auto make(const std::tuple<Fields...>& fields) {
        if constexpr (open_field<given>)
            return make_whole(fields, std::make_index_sequence<given::input_names.size()>{});
        else
            return std::get<I>(fields).generator;
    }

private:
    template <std::size_t... K>
    static auto make_whole(const std::tuple<Fields...>& fields, std::index_sequence<K...>) {
        return std::get<I>(fields).generator.resolve(whole_member<member_names<Fields...>::index_of(given::input_names[K]), Fields...>::make(fields)...);
    }
};

template <class Indices, class... Fields>
struct whole_members;
template <std::size_t... I, class... Fields>
struct whole_members<std::index_sequence<I...>, Fields...> {
    using generators = std::tuple<decltype(whole_member<I, Fields...>::make(std::declval<const std::tuple<Fields...>&>()))...>;
    [[nodiscard]] static generators make(const std::tuple<Fields...>& fields) { return {whole_member<I, Fields...>::make(fields)...}; }
};

/// The generators of fields, in their order, and what each needs of the others.
template <class... Fields>
class member_set {
public:
    static constexpr std::size_t count = sizeof...(Fields);
    using names = member_names<Fields...>;
    static_assert(names::differ(), "fields: two fields have the same name; give each a name of its own");
    static_assert(names::inputs_exist(), "fields: a field is made from a field that stands not beside it; check the names that it takes its values from");
    static_assert(!names::inputs_exist() || names::in_order(), "fields: fields are made from each other in a circle; make one of them from no other");
    using whole = whole_members<std::make_index_sequence<names::differ() && names::inputs_exist() && names::in_order() ? count : 0>, Fields...>;
    using generators = typename whole::generators;

    /// Throws config_error for inputs whose names are known only now and that do not exist, that form a circle, or that a generator cannot use.
    explicit member_set(const std::tuple<Fields...>& fields) : generators_{whole::make(fields)} {
        std::array<std::vector<std::uint16_t>, count> inputs;
        each([&](auto index, auto& generator) {
            if constexpr (dependent_field<std::remove_cvref_t<decltype(generator)>>) {
                for (const std::string& name : generator.inputs()) {
                    const std::size_t at = names::index_of(name);
                    if (at == count)
                        raise_config("field \"" + std::string{names::names[index]} + "\"", "\"" + name + "\"", "is no field beside it",
                                     "name one of " + listed_names());
                    inputs[index].push_back(static_cast<std::uint16_t>(at));
                }
            }
        });
        const auto needs = [&](std::size_t field, std::size_t other) {
            return std::find(inputs[field].begin(), inputs[field].end(), other) != inputs[field].end();
        };
        const std::size_t placed = order_of_fields(count, needs, order_.data());
        if (placed != count) raise_config("fields", cycle(placed), "are made from each other in a circle", "make one of them from no other");
        for (std::size_t field = 0; field < count; ++field) {
            begins_[field] = static_cast<std::uint16_t>(inputs_.size());
            inputs_.insert(inputs_.end(), inputs[field].begin(), inputs[field].end());
        }
        begins_[count] = static_cast<std::uint16_t>(inputs_.size());
        for (const std::uint16_t field : order_)
            each([&](auto index, auto& generator) {
                if constexpr (dependent_field<std::remove_cvref_t<decltype(generator)>>) {
                    if (index != field) return;
                    std::vector<field_type> types;
                    for (std::size_t at = begins_[index]; at != begins_[index + 1]; ++at) types.push_back(type_of(inputs_[at]));
                    generator.bind({types.data(), types.size()});
                }
            });
    }

    [[nodiscard]] std::vector<field_type> type() const {
        std::vector<field_type> types;
        for (std::size_t i = 0; i < count; ++i) types.push_back(type_of(i));
        return types;
    }
    template <std::size_t I>
    [[nodiscard]] const auto& generator() const noexcept {
        return std::get<I>(generators_);
    }

    /// Rows [first, first + rows) of all fields; keys and columns have one for each.
    void fill(const key128* keys, std::uint64_t first, std::size_t rows, column* columns) const {
        for (const std::uint16_t field : order_) fillers[field](*this, keys, first, rows, columns);
    }
    /// The same, for one field and those that it hangs on.
    void fill_one(std::size_t field, const key128* keys, std::uint64_t first, std::size_t rows, column* columns) const {
        for (std::size_t at = begins_[field]; at != begins_[field + 1]; ++at) fill_one(inputs_[at], keys, first, rows, columns);
        fillers[field](*this, keys, first, rows, columns);
    }
    /// Calls f(index, name whose column's words are used) for each.
    template <class Function>
    void each_key_name(const Function& f) const {
        std::apply(
            [&](const auto&... generator) {
                std::size_t index = 0;
                const auto one = [&](const auto& of) {
                    std::string_view name = names::names[index];
                    if constexpr (requires { std::string_view{of.key_name()}; })
                        if (!std::string_view{of.key_name()}.empty()) name = of.key_name();
                    f(index, name);
                    ++index;
                };
                (one(generator), ...);
            },
            generators_);
    }

private:
    using filler = void (*)(const member_set&, const key128*, std::uint64_t, std::size_t, column*);

    template <class Function>
    void each(const Function& f) {
        each(f, std::make_index_sequence<count>{});
    }
    template <class Function, std::size_t... I>
    void each(const Function& f, std::index_sequence<I...>) {
        (f(std::integral_constant<std::size_t, I>{}, std::get<I>(generators_)), ...);
    }
    [[nodiscard]] field_type type_of(std::size_t field) const {
        field_type found;
        std::size_t index = 0;
        std::apply([&](const auto&... generator) { ((index++ == field ? void(found.type = generator.type()) : void()), ...); }, generators_);
        found.name = names::names[field];
        return found;
    }
    [[nodiscard]] static std::string listed_names() {
        std::string all;
        for (const std::string_view name : names::names) all.append(all.empty() ? "" : ", ").append(name);
        return all;
    }
    [[nodiscard]] std::string cycle(std::size_t placed) const {
        std::string all;
        for (std::size_t field = 0; field < count; ++field)
            if (std::find(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(placed), field) == order_.begin() + static_cast<std::ptrdiff_t>(placed))
                all.append(all.empty() ? "\"" : ", \"").append(names::names[field]).append("\"");
        return all;
    }

    template <std::size_t I>
    static void fill_at(const member_set& set, const key128* keys, std::uint64_t first, std::size_t rows, column* columns) {
        const auto& generator = std::get<I>(set.generators_);
        if constexpr (dependent_field<std::remove_cvref_t<decltype(generator)>>) {
            constexpr std::size_t on_the_stack = 16;
            const std::size_t begin = set.begins_[I], inputs = set.begins_[I + 1] - begin;
            if (inputs <= on_the_stack) {
                const column* given[on_the_stack];
                for (std::size_t i = 0; i < inputs; ++i) given[i] = columns + set.inputs_[begin + i];
                generator.fill(field_rows{keys[I], first, rows}, std::span<const column* const>{given, inputs}, columns[I]);
            } else {
                scratch<std::vector<const column*>> given;
                given->clear();
                for (std::size_t i = 0; i < inputs; ++i) given->push_back(columns + set.inputs_[begin + i]);
                generator.fill(field_rows{keys[I], first, rows}, std::span<const column* const>{given->data(), inputs}, columns[I]);
            }
        } else {
            generator.fill(field_rows{keys[I], first, rows}, columns[I]);
        }
    }
    template <std::size_t... I>
    [[nodiscard]] static constexpr std::array<filler, count> make_fillers(std::index_sequence<I...>) noexcept {
        return {&member_set::fill_at<I>...};
    }
    static constexpr std::array<filler, count> fillers = make_fillers(std::make_index_sequence<count>{});

    generators generators_;
    std::array<std::uint16_t, count> order_{};
    std::array<std::uint16_t, count + 1> begins_{};
    std::vector<std::uint16_t> inputs_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_MEMBERS_HPP
