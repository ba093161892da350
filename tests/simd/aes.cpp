// SPDX-License-Identifier: Apache-2.0
// The rounds of AES on every unit that the machine has, against the intermediate values that FIPS 197 prints in its appendix B.
#include <spate/simd/aes.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "../support/test_data.hpp"

#define SPATE_KERNEL "../../../tests/simd/aes_operations.inc"
#include <spate/simd/foreach_aes.inc>

using namespace spate;

namespace {

struct unit {
    void (*rounds)(const std::uint64_t*, const std::uint64_t*, std::byte*, bool, bool);
    void (*counters)(std::uint64_t, std::uint64_t, std::byte*);
    std::size_t blocks;
};

unit operations_of(simd::aes_unit which) {
    switch (which) {
#if SPATE_IS_X86_64()
        case simd::aes_unit::x86:
            return {&kernels::aes_x86::aes_operations, &kernels::aes_x86::aes_counters, 1};
        case simd::aes_unit::x86_wide:
            return {&kernels::aes_x86_wide::aes_operations, &kernels::aes_x86_wide::aes_counters, 2};
#elif SPATE_IS_AARCH64()
        case simd::aes_unit::arm:
            return {&kernels::aes_arm::aes_operations, &kernels::aes_arm::aes_counters, 1};
#endif
        default:
            return {&kernels::aes_table::aes_operations, &kernels::aes_table::aes_counters, 1};
    }
}

std::set<simd::aes_unit> units_of_this_machine() {
    std::set<simd::aes_unit> units{simd::aes_unit::table};
    for (const simd::isa which : simd::available_isas()) units.insert(simd::aes_unit_for(which));
    return units;
}

// value, key, result, and whether it is the last round.
struct vector {
    const char *value, *key, *result;
    bool last;
};
constexpr vector published[] = {
    {"193de3bea0f4e22b9ac68d2ae9f84808", "a0fafe1788542cb123a339392a6c7605", "a49c7ff2689f352b6b5bea43026a5049", false},
    {"a49c7ff2689f352b6b5bea43026a5049", "f2c295f27a96b9435935807a7359f67f", "aa8f5f0361dde3ef82d24ad26832469a", false},
    {"eb40f21e592e38848ba113e71bc342d2", "d014f9a8c9ee2589e13f0cc8b6630ca6", "3925841d02dc09fbdc118597196a0b32", true},
};

}  // namespace

TEST_CASE("simd/aes: the rounds of FIPS 197, appendix B, on every unit") {
    for (const simd::aes_unit which : units_of_this_machine()) {
        CAPTURE(simd::name(which));
        const unit operations = operations_of(which);
        for (const vector& answer : published)
            for (const bool streaming : {false, true}) {
                std::uint64_t value[2], key[2];
                std::memcpy(value, test::from_hex(answer.value).data(), 16);
                std::memcpy(key, test::from_hex(answer.key).data(), 16);
                const std::vector<std::byte> expected = test::from_hex(answer.result);
                std::vector<std::byte> found(32);
                operations.rounds(value, key, found.data(), answer.last, streaming);
                CHECK(std::memcmp(found.data(), expected.data(), 16) == 0);
                CHECK(std::memcmp(found.data() + 16, expected.data(), 16) == 0);
            }
    }
}

TEST_CASE("simd/aes: counters of the blocks side by side follow each other") {
    for (const simd::aes_unit which : units_of_this_machine()) {
        CAPTURE(simd::name(which));
        const unit operations = operations_of(which);
        alignas(64) std::uint64_t found[8];
        operations.counters(41, 7, reinterpret_cast<std::byte*>(found));
        for (std::size_t block = 0; block < operations.blocks; ++block) {
            CHECK(found[2 * block] == 41 + block);
            CHECK(found[2 * block + 1] == 7);
        }
    }
}

TEST_CASE("simd/aes: scalar always takes the table") { CHECK(simd::aes_unit_for(simd::isa::scalar) == simd::aes_unit::table); }
