// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_PERSON_HPP
#define SPATE_FIELD_PERSON_HPP

/// Names of people: `first_name()`, `last_name()`, `full_name()`.

#include <spate/field/choice.hpp>
#include <spate/field/detail/compose.hpp>
#include <spate/field/detail/lists/person.hpp>
#include <spate/field/pattern.hpp>

namespace spate::inline v0 {

/// One of some 240 first names of many languages, in ASCII, all equally likely; a column with a dictionary. Determinism and cost as choice_field.
SPATE_WHEN_USED
[[nodiscard]] inline choice_field first_name() { return one_of(detail::texts_of(detail::first_names)); }

/// One of some 270 last names; otherwise as first_name.
SPATE_WHEN_USED
[[nodiscard]] inline choice_field last_name() { return one_of(detail::texts_of(detail::last_names)); }

/// A first and a last name, one in four with an initial between them: Ada Okafor, Jan M. Lind. Some 500,000 different ones. Determinism and cost as
/// pattern_field.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field full_name() {
    return detail::composed("<first> (|||[A-Z]\\. )<last>", {{"first", detail::texts_of(detail::first_names)}, {"last", detail::texts_of(detail::last_names)}});
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_PERSON_HPP
