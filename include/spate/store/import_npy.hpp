// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_IMPORT_NPY_HPP
#define SPATE_STORE_IMPORT_NPY_HPP

/// `import_npy(batch, "prices", "prices.npy")`: an array that NumPy saved.

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spate/store/detail/input_file.hpp>
#include <spate/store/detail/mapped_file.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_batch.hpp>
#include <spate/store/strided_array.hpp>

namespace spate::inline v0 {
namespace detail {

// Turns numbers from one order of bytes to the other; a complex number is two.
inline void swap_byte_order(dtype type, std::span<std::byte> elements) noexcept {
    const std::size_t width = type == dtype::complex64 || type == dtype::complex128 ? size_of(type) / 2 : size_of(type);
    for (std::size_t i = 0; i + width <= elements.size(); i += width)
        std::reverse(elements.begin() + static_cast<std::ptrdiff_t>(i), elements.begin() + static_cast<std::ptrdiff_t>(i + width));
}

// Hands on the elements of an array whose first axis is the nearest, row by row.
template <class T, class Use>
void each_part_of_columns(const std::byte* data, const array_shape& shape, const Use& use) {
    strided_array<T> array{reinterpret_cast<const T*>(data), shape, {}};
    std::ptrdiff_t stride = sizeof(T);
    for (const std::uint64_t axis : shape) {
        array.strides.push_back(stride);
        stride *= static_cast<std::ptrdiff_t>(axis);
    }
    array.each_part(use);
}

/// Stages the array whose .npy file is [offset, offset + size) of a file, and is called `title` by errors of its header. `look` sees all bytes once, in order;
/// for an array that stands by columns they are read once more for that.
template <class Look>
void import_npy_part(store_batch& to, std::string_view name, const input_file& from, std::string_view title, std::uint64_t offset, std::uint64_t size,
                     const Look& look) {
    constexpr std::string_view remedy = "give a file that NumPy wrote";
    std::array<std::byte, 12> first{};
    from.read(offset, std::span{first}.first(static_cast<std::size_t>(std::min<std::uint64_t>(size, first.size()))));
    const std::uint64_t header_size = npy_header_size(first);
    if (header_size > size || header_size > std::uint64_t{1} << 24) from.fail(offset, "the header of " + array_text(name) + " has no end", remedy);
    std::vector<std::byte> bytes(static_cast<std::size_t>(header_size));
    from.read(offset, bytes);
    const npy_header header = read_npy_header(bytes, title);
    const std::uint64_t needed = elements_of(header.shape) * size_of(header.type);
    if (size - header_size != needed)
        from.fail(offset + std::min(size, header_size + needed),
                  array_text(name) + " has " + std::to_string(size - header_size) + " bytes behind its header, but its shape has " + std::to_string(needed),
                  remedy);
    look(std::span<const std::byte>{bytes});
    to.save(name, header.type, header.shape, [&](array_writer& writer) {
        if (!header.fortran_order) {
            from.each_part(offset + header_size, needed, [&](std::span<std::byte> part) {
                look(std::span<const std::byte>{part});
                if (header.big_endian) swap_byte_order(header.type, part);
                writer.write(part);
            });
            return;
        }
        from.each_part(offset + header_size, needed, [&](std::span<std::byte> part) { look(std::span<const std::byte>{part}); });
        if (needed == 0) return;
        mapped_file map;
        if (const std::error_code error = map.map(from.descriptor(), static_cast<std::size_t>(offset + size), false))
            raise(io_error{error, "map", from.path(), 0});
        std::vector<std::byte> turned;
        const auto use = [&](std::span<const std::byte> part) {
            if (!header.big_endian) return writer.write(part);
            turned.assign(part.begin(), part.end());
            swap_byte_order(header.type, turned);
            writer.write(turned);
        };
        const std::byte* const data = map.data() + offset + header_size;
        switch (size_of(header.type)) {
            case 1:
                return each_part_of_columns<std::uint8_t>(data, header.shape, use);
            case 2:
                return each_part_of_columns<std::uint16_t>(data, header.shape, use);
            case 4:
                return each_part_of_columns<std::uint32_t>(data, header.shape, use);
            case 8:
                return each_part_of_columns<std::uint64_t>(data, header.shape, use);
            default:
                return each_part_of_columns<std::complex<double>>(data, header.shape, use);
        }
    });
}

}  // namespace detail

/// Stages the array of an .npy file in a batch; one of the same name is replaced. Numbers of the other order of bytes are turned, and arrays that stand by
/// columns (fortran_order) come to stand by rows. NumPy has no bfloat16: what a store wrote as such comes as uint16.
///
/// Errors: io_error; store_error, with file and offset, where it is no .npy file, is too short or too long for its shape, or has a type that no store holds.
/// Cost: reads the data once, a part of 1 MiB at a time; those that stand by columns are mapped.
inline void import_npy(store_batch& to, std::string_view name, const std::string& path) {
    const detail::input_file from{path};
    detail::import_npy_part(to, name, from, from.path(), 0, from.size(), [](std::span<const std::byte>) {});
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_IMPORT_NPY_HPP
