// SPDX-License-Identifier: Apache-2.0
// Any bytes are an .npy header or a store_error; what was read says the same once it is written by us.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include <spate/store/npy_header.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::byte> bytes{reinterpret_cast<const std::byte*>(data), size};
    spate::npy_header found;
    try {
        found = spate::read_npy_header(bytes, "x.npy");
    } catch (const spate::store_error& error) {
        if (error.name() != "x.npy" || error.offset() > size) std::abort();
        return 0;
    }
    if (found.data_offset > size || found.shape.size() > spate::most_axes) std::abort();
    const std::string ours = spate::make_npy_header(found.type, found.shape);
    const spate::npy_header again = spate::read_npy_header(std::as_bytes(std::span{ours}), "x.npy");
    if (again.type != found.type || again.shape != found.shape || again.fortran_order || again.big_endian) std::abort();
    return 0;
}
