// SPDX-License-Identifier: Apache-2.0
// Distributions are pure functions of a random word, so row i of a column needs word i and nothing else.
#include <cstdint>
#include <cstdio>
#include <span>

#include <spate/rng.hpp>

int main() {
    const spate::key128 key = spate::derive_key(spate::seed{42}, "orders");
    const spate::rng::uniform_int quantity{1, 10};
    const spate::rng::uniform_real discount{0.0, 0.25};
    const spate::rng::normal price{30.0, 10.0};
    const spate::rng::exponential wait{1.5};
    const spate::rng::zipf customer{1'000'000, 1.1};
    for (std::uint64_t row = 1'000'000; row < 1'000'005; ++row) {
        std::uint64_t words[5];
        spate::rng::shishua<>::fill(key, row * sizeof words, std::as_writable_bytes(std::span{words}));
        std::printf("row %llu: customer %llu buys %lld at %.2f, %.1f %% off, after %.2f s\n", static_cast<unsigned long long>(row),
                    static_cast<unsigned long long>(customer(words[0])), static_cast<long long>(quantity(words[1])), price(words[2]), 100 * discount(words[3]),
                    wait(words[4]));
    }
}
