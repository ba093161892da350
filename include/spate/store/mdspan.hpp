// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_MDSPAN_HPP
#define SPATE_STORE_MDSPAN_HPP

/// Arrays of a store as std::mdspan, and back. Empty where the standard library has none (__cpp_lib_mdspan of C++23).

#include <version>

#if defined(__cpp_lib_mdspan)

#include <array>
#include <cstddef>
#include <cstdint>
#include <mdspan>
#include <string>
#include <string_view>
#include <type_traits>

#include <spate/core/error.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/strided_array.hpp>

namespace spate::inline v0 {

/// The elements of an array of a store or a store_reader, as view<T>() gives them and for as long: `view_as_mdspan<float, 2>(features, "prices")[i, j]`. Throws
/// config_error where the array has another number of axes, and what view() throws.
template <store_element T, std::size_t Rank, class From>
[[nodiscard]] std::mdspan<const T, std::dextents<std::size_t, Rank>> view_as_mdspan(From& from, std::string_view name) {
    const array_shape shape = from.shape(name);
    if (shape.size() != Rank)
        detail::raise_config("view_as_mdspan", '"' + std::string{name} + '"', "has " + std::to_string(shape.size()) + " axes, not " + std::to_string(Rank),
                             "ask for as many as it has");
    std::array<std::size_t, Rank> extents{};
    for (std::size_t i = 0; i < Rank; ++i) extents[i] = static_cast<std::size_t>(shape[i]);
    return {from.template view<T>(name).data(), std::dextents<std::size_t, Rank>{extents}};
}

/// An mdspan of any strided layout, to be saved: `features.save("prices", strided_array_of(matrix))`.
template <class T, class Extents, class Layout>
    requires store_element<std::remove_const_t<T>> && (std::mdspan<T, Extents, Layout>::is_always_strided())
[[nodiscard]] strided_array<std::remove_const_t<T>> strided_array_of(const std::mdspan<T, Extents, Layout>& elements) {
    strided_array<std::remove_const_t<T>> out{elements.data_handle(), {}, {}};
    for (std::size_t i = 0; i < Extents::rank(); ++i) {
        out.shape.push_back(static_cast<std::uint64_t>(elements.extent(i)));
        out.strides.push_back(static_cast<std::ptrdiff_t>(elements.stride(i)) * static_cast<std::ptrdiff_t>(sizeof(T)));
    }
    return out;
}

}  // namespace spate::inline v0

#endif

#endif  // SPATE_STORE_MDSPAN_HPP
