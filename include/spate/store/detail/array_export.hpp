// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_ARRAY_EXPORT_HPP
#define SPATE_STORE_DETAIL_ARRAY_EXPORT_HPP

/// What all exports do: which arrays, and their elements part by part.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>

namespace spate::inline v0 {

/// A store or a store_reader.
template <class T>
concept stored_arrays = requires(T& from, std::string_view name, std::span<std::byte> out) {
    { from.names() } -> std::same_as<std::vector<std::string>>;
    { from.type(name) } -> std::same_as<dtype>;
    { from.shape(name) } -> std::same_as<array_shape>;
    from.load_rows(name, std::uint64_t{}, std::uint64_t{}, out);
};

namespace detail {

struct exported_array {
    std::string name;
    dtype type;
    array_shape shape;
    std::uint64_t bytes;
};

/// The arrays of these names, or all of them; in ascending order. Throws config_error for a name that there is none of.
template <stored_arrays From>
[[nodiscard]] std::vector<exported_array> arrays_to_export(From& from, std::span<const std::string> names) {
    std::vector<std::string> wanted = names.empty() ? from.names() : std::vector<std::string>{names.begin(), names.end()};
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    std::vector<exported_array> out;
    for (const std::string& name : wanted) {
        array_shape shape = from.shape(name);
        const dtype type = from.type(name);
        const std::uint64_t bytes = elements_of(shape) * size_of(type);
        out.push_back({name, type, std::move(shape), bytes});
    }
    return out;
}

/// Calls use(bytes) with all elements, in parts of 1 MiB or of one row.
template <stored_arrays From, class Use>
void each_exported_part(From& from, const exported_array& array, const Use& use) {
    const std::uint64_t rows = array.shape.empty() ? 1 : array.shape[0], width = rows == 0 ? 0 : array.bytes / rows;
    if (width == 0) return;
    const std::uint64_t at_once = std::min(rows, std::max<std::uint64_t>(1, (std::uint64_t{1} << 20) / width));
    std::vector<std::byte> part(static_cast<std::size_t>(at_once * width));
    for (std::uint64_t first = 0; first < rows; first += at_once) {
        const std::uint64_t count = std::min(at_once, rows - first);
        const std::span<std::byte> some = std::span{part}.first(static_cast<std::size_t>(count * width));
        from.load_rows(array.name, first, count, some);
        use(std::span<const std::byte>{some});
    }
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_STORE_DETAIL_ARRAY_EXPORT_HPP
