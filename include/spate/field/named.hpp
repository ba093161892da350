// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_NAMED_HPP
#define SPATE_FIELD_NAMED_HPP

/// `field<"price">(generator)`: a generator and the name of its field.

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <spate/field/field.hpp>

namespace spate::inline v0 {

/// A text as a template argument: `field<"price">`.
template <std::size_t Size>
struct fixed_name {
    char text[Size];

    // Not explicit, so that a literal is enough.
    consteval fixed_name(const char (&from)[Size]) : text{} {  // NOLINT(google-explicit-constructor)
        for (std::size_t i = 0; i < Size; ++i) text[i] = from[i];
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, Size - 1}; }
};

/// A generator that becomes whole only when it is told the generators of the fields that it names: `resolve(inputs...)`, called by a schema, makes the
/// generator of its column from them.
template <class G>
concept open_field = std::copy_constructible<G> && requires {
    typename G::is_open;
    G::input_names;
};

/// Whatever can be a field of a schema.
template <class G>
concept schema_field = any_field_generator<G> || open_field<G>;

template <fixed_name Name, schema_field Generator>
struct named_field {
    static constexpr std::string_view name = Name.view();
    Generator generator;
};

/// A field of a schema: a generator and the name of its column. The values depend on the name, so that a field that is renamed gets others.
template <fixed_name Name, schema_field Generator>
[[nodiscard]] constexpr named_field<Name, Generator> field(Generator generator) {
    static_assert(!Name.view().empty(), "field: a field must have a name");
    return {std::move(generator)};
}

namespace detail {

template <class T>
inline constexpr bool is_named_field = false;
template <fixed_name Name, class Generator>
inline constexpr bool is_named_field<named_field<Name, Generator>> = true;

/// The names of the fields that a generator's values hang on, as far as its type tells them.
template <class G>
[[nodiscard]] constexpr auto names_of_inputs() {
    if constexpr (requires { G::input_names; })
        return G::input_names;
    else
        return std::array<std::string_view, 0>{};
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_FIELD_NAMED_HPP
