// SPDX-License-Identifier: Apache-2.0
#include <spate/simd/dispatch.hpp>

#include <doctest/doctest.h>

#include <cstdint>

#include <spate/simd/words.hpp>

#include "../support/isa.hpp"

#define SPATE_KERNEL "../../../tests/simd/which.inc"
#include <spate/simd/foreach_isa.inc>

using namespace spate;

TEST_CASE("simd/dispatch: a table holds one variant for each instruction set, and calls the one in use") {
    constexpr simd::kernel_table<int (*)(int)> table{SPATE_KERNELS(lanes_plus)};
    CHECK((table.at(simd::isa::scalar) != nullptr));
    CHECK(table.at(simd::isa::scalar)(100) == 101);
    for (const simd::isa which : simd::available_isas()) {
        CAPTURE(simd::name(which));
        REQUIRE((table.at(which) != nullptr));
        const int lanes = which == simd::isa::scalar ? 1 : which == simd::isa::avx2 ? 4 : which == simd::isa::avx512 ? 8 : 2;
        CHECK(table.at(which)(100) == 100 + lanes);
        const test::with_isa chosen{which};
        CHECK(table(200) == 200 + lanes);
    }
#if SPATE_IS_X86_64()
    CHECK((table.at(simd::isa::neon) == nullptr));
#else
    CHECK((table.at(simd::isa::avx2) == nullptr));
#endif
}
