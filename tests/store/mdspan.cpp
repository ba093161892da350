// SPDX-License-Identifier: Apache-2.0
#include <spate/store/mdspan.hpp>

#include <cstdio>
#include <cstdlib>

#include <doctest/doctest.h>

#if defined(__cpp_lib_mdspan)

#include <vector>

#include <spate/store/store.hpp>

#include "array_files.hpp"

TEST_CASE("store/mdspan: matrices of both layouts come in, and a view of them out") {
    const test::folder here;
    spate::store store{here / "s", {.level = spate::durability::none}};
    const std::vector<float> memory{1, 2, 3, 4, 5, 6};
    using extents = std::dextents<std::size_t, 2>;
    store.save("rows", spate::strided_array_of(std::mdspan{memory.data(), extents{2, 3}}));
    store.save("columns", spate::strided_array_of(std::mdspan<const float, extents, std::layout_left>{memory.data(), extents{2, 3}}));
    CHECK(store.load<float>("rows") == memory);
    CHECK(store.load<float>("columns") == std::vector<float>{1, 3, 5, 2, 4, 6});
    const auto view = spate::view_as_mdspan<float, 2>(store, "columns");
    CHECK(view.extent(0) == 2);
    CHECK(view.extent(1) == 3);
    CHECK(view.data_handle()[1 * 3 + 2] == 6);
    CHECK(test::says(test::problem_of([&] { (void)spate::view_as_mdspan<float, 3>(store, "rows"); }), {"\"rows\"", "2 axes, not 3"}));
}

#else

TEST_CASE("store/mdspan: needs a standard library with std::mdspan") {
    std::puts("skipped: this standard library has no std::mdspan");
    std::exit(77);
}

#endif
