// SPDX-License-Identifier: Apache-2.0
// A few contents are very popular, as in real data, but none has more references than VDO allows.
#include <cstdio>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | take(10_GiB) | duplicated({.ratio = 2.0, .popularity = zipf(1.1), .max_references = 254});
    const reference_table& table = data.mapper().by_table()->whole();
    for (std::size_t i = 0; i < 5; ++i)
        std::printf("%llu contents occur %llu times\n", static_cast<unsigned long long>(table.row(i).contents),
                    static_cast<unsigned long long>(table.row(i).references));
    return table.max_references() == 254 && data.mapper().distinct() * 2 == 10_GiB / 4_KiB ? 0 : 1;
}
