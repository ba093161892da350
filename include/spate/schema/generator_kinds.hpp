// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_GENERATOR_KINDS_HPP
#define SPATE_SCHEMA_GENERATOR_KINDS_HPP

/// Every generator that specifications can name, with what it takes.

#include <vector>

#include <spate/detail/config.hpp>
#include <spate/schema/detail/generator_kinds/composites.hpp>
#include <spate/schema/detail/generator_kinds/numbers.hpp>
#include <spate/schema/detail/generator_kinds/relations.hpp>
#include <spate/schema/detail/generator_kinds/texts.hpp>
#include <spate/schema/detail/generator_kinds/times.hpp>
#include <spate/schema/parameters.hpp>

namespace spate::inline v0 {

/// The generators by name. From this one table specifications are read, and the JSON Schema for editors is made.
SPATE_WHEN_USED
[[nodiscard]] const std::vector<generator_kind>& generator_kinds() {
    static const std::vector<generator_kind> all = [] {
        std::vector<generator_kind> out;
        detail::add_numbers(out);
        detail::add_texts(out);
        detail::add_times(out);
        detail::add_composites(out);
        detail::add_relations(out);
        return out;
    }();
    return all;
}
SPATE_COMPILED_ONCE(const std::vector<generator_kind>& generator_kinds<void>())

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_GENERATOR_KINDS_HPP
