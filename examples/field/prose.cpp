// SPDX-License-Identifier: Apache-2.0
// Reviews of 20 to 120 bytes.
#include <cstdio>

#include <spate/field/prose.hpp>

using namespace spate;

int main() {
    const auto review = prose({.min_bytes = 20, .max_bytes = 120});
    column rows;
    review.fill({column_key(seed{42}, "reviews", "text"), 0, 5}, rows);
    for (std::size_t row = 0; row < 5; ++row) std::printf("%s\n", review.value(rows, row).c_str());
    return rows.text(4).size() >= 20 && rows.text(4).size() <= 120 ? 0 : 1;
}
