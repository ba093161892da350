// SPDX-License-Identifier: Apache-2.0
// Duplicates in runs of 4 MiB, which a backup program with chunks of 64 KiB finds as 2 : 1.
#include <cstdio>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const duplication asked{.ratio = 2.0, .unit = 4_KiB, .run = 1024, .cdc_average = 64_KiB};
    const auto data = random_bytes{seed{42}} | take(100_GiB) | duplicated(asked);
    std::printf("extents of %s; fixed blocks find %.3f, chunks of 64 KiB 2.0\n", format_size(data.extent()).c_str(), predict(asked, data.size()).ratio());

    // Rotated references: aligned blocks find fewer.
    const duplication rotated{.ratio = 8.0, .unit = 4_KiB, .run = 1024, .shift = 1024};
    std::printf("with a shift of 1 KiB fixed blocks find %.3f\n", predict(rotated, data.size()).ratio());
    return predict(rotated, data.size()).ratio() < 2.1 ? 0 : 1;
}
