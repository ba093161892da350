// SPDX-License-Identifier: Apache-2.0
// What the header of an .npy file says, whoever wrote it.
#include <spate/store/npy_header.hpp>

#include <cstddef>
#include <span>
#include <string>

int main() {
    const std::string bytes = spate::make_npy_header(spate::dtype::float32, spate::array_shape{1'000'000, 10});
    const spate::npy_header header = spate::read_npy_header(std::as_bytes(std::span{bytes}), "prices.npy");
    return header.type == spate::dtype::float32 && header.shape[0] == 1'000'000 && bytes.size() == spate::npy_data_offset ? 0 : 1;
}
