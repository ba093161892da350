// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_COMMERCE_HPP
#define SPATE_FIELD_COMMERCE_HPP

/// Names of what is sold and of who sells it: `product_name()`, `brand_name()`, `company_name()`.

#include <spate/field/detail/compose.hpp>
#include <spate/field/detail/lists/commerce.hpp>
#include <spate/field/detail/lists/person.hpp>
#include <spate/field/pattern.hpp>

namespace spate::inline v0 {

/// A thing with its material and a quality: Folding Oak Stool. Some 150,000 different ones. Determinism and cost of this and the following as pattern_field.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field product_name() {
    return detail::composed("<quality> <material> <thing>", {{"quality", detail::texts_of(detail::product_qualities)},
                                                             {"material", detail::texts_of(detail::product_materials)},
                                                             {"thing", detail::texts_of(detail::product_things)}});
}

/// A made-up name: Norvista, Halgano. 2,000 different ones.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field brand_name() {
    return detail::composed("<begin><end>", {{"begin", detail::texts_of(detail::brand_beginnings)}, {"end", detail::texts_of(detail::brand_endings)}});
}

/// A company: Lind and Okafor Logistics Ltd, Norvista Marine GmbH. Some millions of different ones.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field company_name() {
    return detail::composed("(<last>( and <last>|)|<begin><end>)( <trade>|) (Ltd|Inc|LLC|GmbH|AG|SA|AB|BV)",
                            {{"last", detail::texts_of(detail::last_names)},
                             {"begin", detail::texts_of(detail::brand_beginnings)},
                             {"end", detail::texts_of(detail::brand_endings)},
                             {"trade", detail::texts_of(detail::company_trades)}});
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_COMMERCE_HPP
