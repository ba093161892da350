// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_STRIDED_ARRAY_HPP
#define SPATE_STORE_STRIDED_ARRAY_HPP

/// Arrays in memory of any layout.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>

namespace spate::inline v0 {

/// Elements in memory: element (i, j, ...) stands `i * strides[0] + j * strides[1] + ...` bytes behind `data`. Strides may be 0 (one value many times) and
/// negative. Requires as many strides as axes, and that all elements are in memory.
template <store_element T>
struct strided_array {
    const T* data = nullptr;
    array_shape shape = {};
    std::vector<std::ptrdiff_t> strides = {};

    /// Calls use(bytes) with the elements in row-major order, part by part.
    template <class Use>
    void each_part(const Use& use) const {
        const std::uint64_t elements = elements_of(shape);
        if (elements == 0) return;
        // The last axes that stand together are handed on as they are.
        std::size_t outer = shape.size();
        std::uint64_t together = 1;
        while (outer != 0 && (shape[outer - 1] == 1 || strides[outer - 1] == static_cast<std::ptrdiff_t>(together * sizeof(T)))) together *= shape[--outer];
        constexpr std::size_t at_once = 65536;
        std::vector<std::byte> part;
        std::vector<std::uint64_t> at(outer, 0);
        const auto* from = reinterpret_cast<const std::byte*>(data);
        for (std::uint64_t done = 0; done < elements; done += together) {
            const std::size_t bytes = static_cast<std::size_t>(together) * sizeof(T);
            if (bytes >= at_once) {
                use(std::span<const std::byte>{from, bytes});
            } else {
                part.insert(part.end(), from, from + bytes);
                if (part.size() >= at_once) use(std::span<const std::byte>{part}), part.clear();
            }
            for (std::size_t axis = outer; axis-- != 0;) {
                from += strides[axis];
                if (++at[axis] < shape[axis]) break;
                from -= static_cast<std::ptrdiff_t>(shape[axis]) * strides[axis];
                at[axis] = 0;
            }
        }
        if (!part.empty()) use(std::span<const std::byte>{part});
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_STRIDED_ARRAY_HPP
