// SPDX-License-Identifier: Apache-2.0
// A matrix by columns goes in as std::mdspan, and comes out as one.
#include <spate/store/mdspan.hpp>

#if defined(__cpp_lib_mdspan)

#include <filesystem>
#include <vector>

#include <spate/store/store.hpp>

int main() {
    std::filesystem::remove_all("mdspan_example");
    spate::store features{"mdspan_example"};
    const std::vector<float> columns{1, 3, 5, 2, 4, 6};
    features.save("matrix", spate::strided_array_of(std::mdspan<const float, std::dextents<std::size_t, 2>, std::layout_left>{columns.data(), 3, 2}));
    const auto matrix = spate::view_as_mdspan<float, 2>(features, "matrix");
    return matrix.data_handle()[1] == 2 ? 0 : 1;
}

#else

#include <cstdio>

int main() {
    std::puts("skipped: this standard library has no std::mdspan");
    return 77;
}

#endif
