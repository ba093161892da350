// SPDX-License-Identifier: Apache-2.0
// Pieces of a genome, 20 to 50 letters long.
#include <cstdio>

#include <spate/field/letters.hpp>

using namespace spate;

int main() {
    const auto piece = text_of("ACGT", 20, 50);
    column rows;
    piece.fill({column_key(seed{42}, "reads", "bases"), 0, 10}, rows);
    for (std::size_t row = 0; row < 10; ++row) std::printf("%s\n", piece.value(rows, row).c_str());
    return rows.text(0).size() >= 20 && rows.text(0).size() <= 50 && rows.plain() ? 0 : 1;
}
