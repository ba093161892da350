// SPDX-License-Identifier: Apache-2.0
#include <spate/detail/scratch.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace spate;

TEST_CASE("detail/scratch: two at once are two, and memory is used again") {
    const std::vector<char>* first = nullptr;
    {
        const detail::scratch<std::vector<char>> a, b;
        CHECK(&*a != &*b);
        a->resize(1000);
        first = &*a;
    }
    // The last one given back is the first one taken.
    const detail::scratch<std::vector<char>> again;
    CHECK(&*again == first);
    CHECK(again->capacity() >= 1000);
}
