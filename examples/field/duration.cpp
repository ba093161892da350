// SPDX-License-Identifier: Apache-2.0
// Lengths of time.
#include <cstdio>

#include <spate/field/duration.hpp>

using namespace spate;

int main() {
    const duration step = "250ms";
    std::printf("%llu nanoseconds\n", static_cast<unsigned long long>(step.nanoseconds()));
    return step.nanoseconds() == 250'000'000 ? 0 : 1;
}
