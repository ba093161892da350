// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_LITTLE_ENDIAN_HPP
#define SPATE_STORE_DETAIL_LITTLE_ENDIAN_HPP

/// Numbers in texts of bytes.

#include <concepts>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace spate::inline v0::detail {

template <std::unsigned_integral T>
void put_little_endian(std::string& to, T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    to.append(bytes, sizeof value);
}
/// Requires the bytes to be there.
template <std::unsigned_integral T>
[[nodiscard]] T number_at(std::string_view from, std::size_t offset) noexcept {
    T out;
    std::memcpy(&out, from.data() + offset, sizeof out);
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_LITTLE_ENDIAN_HPP
