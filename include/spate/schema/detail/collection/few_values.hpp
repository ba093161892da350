// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_FEW_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_FEW_VALUES_HPP

/// Fields of which only a share of the values differs: cardinality_ratio.

#include <algorithm>
#include <cstdint>
#include <utility>

#include <spate/core/ratio.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/fitted.hpp>
#include <spate/field/growing.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/permuted.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/grid.hpp>
#include <spate/schema/detail/collection/plain_values.hpp>
#include <spate/schema/detail/collection/types.hpp>

namespace spate::inline v0::detail {

/// The first values of a generator, as many as a share of the rows, but at most `most`; one at least. Requires a share from 0 to 1;
/// below 2^-32 it is as good as 0.
template <class Generator>
[[nodiscard]] erased_field growing_values(double share, Generator generator, std::uint64_t most = growing_rows::no_limit) {
    const ratio exact{share};
    if (exact.numerator() == 0) return growing(ratio{1, 1}, std::move(generator), 1);
    return growing(exact, std::move(generator), most);
}

template <class Real>
[[nodiscard]] erased_field few_reals(double share, const real_grid& grid) {
    return growing_values(share, grid_field<Real, permuted_int_field>{permuted_int(grid.size(), grid.first), grid.exponent}, grid.size());
}

/// Values of a number or text that has a cardinality_ratio and no generator: all different ones that it may have, in random order, as many as the ratio says
/// of the rows so far. Where there are fewer, all of them; of more than 2^63 numbers the lower 2^63.
[[nodiscard]] inline erased_field few_values(const collection_field& field) {
    const double share = given_number(field, "cardinality_ratio")->real();
    if (is_text(field.type)) {
        const key_text_field keys = keys_within(*field.max_length);
        return growing_values(share, keys, keys.capacity());
    }
    if (field.type == collection_type::float32) return few_reals<float>(share, usual_grid<float>(field));
    if (field.type == collection_type::float64) return few_reals<double>(share, usual_grid<double>(field));
    const number_bounds<std::int64_t> bounds = usual_integers(field, true);
    const std::uint64_t distance = static_cast<std::uint64_t>(bounds.high) - static_cast<std::uint64_t>(bounds.low);
    const std::uint64_t count = std::min(distance, (std::uint64_t{1} << 63) - 1) + 1;
    return with_integer_of(field.type, [&]<class Integer>(Integer) -> erased_field {
        if constexpr (sizeof(Integer) == 8)
            return growing_values(share, permuted_int(count, bounds.low), count);
        else
            return growing_values(share, fitted<Integer>(permuted_int(count, bounds.low)), count);
    });
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_FEW_VALUES_HPP
