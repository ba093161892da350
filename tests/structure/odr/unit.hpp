// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_STRUCTURE_ODR_UNIT_HPP
#define SPATE_TESTS_STRUCTURE_ODR_UNIT_HPP

#include <cstdint>

struct result {
    std::uint64_t random, shaped, xoshiro, philox;
    bool refused;
    friend bool operator==(const result&, const result&) = default;
};

result plain();
result fast();

#endif  // SPATE_TESTS_STRUCTURE_ODR_UNIT_HPP
