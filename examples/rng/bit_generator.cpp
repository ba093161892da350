// SPDX-License-Identifier: Apache-2.0
// A generator for the standard library that can jump: each rank of a job takes its own part of one stream.
#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

#include <spate/rng/bit_generator.hpp>

int main() {
    spate::rng::bit_generator<> generator{spate::seed{42}};
    std::vector<int> deck(52);
    for (int i = 0; i < 52; ++i) deck[static_cast<std::size_t>(i)] = i;
    std::shuffle(deck.begin(), deck.end(), generator);
    std::printf("first card: %d\n", deck.front());

    // The billionth word, without the words before it.
    spate::rng::bit_generator<> far{spate::seed{42}};
    far.discard(1'000'000'000);
    std::printf("word 1,000,000,000: %016llx\n", static_cast<unsigned long long>(far()));

    // Stream numbers instead of seeds for workers that must never meet.
    spate::rng::bit_generator<> worker{spate::seed{42}, 7};
    std::printf("worker 7 begins with %016llx\n", static_cast<unsigned long long>(worker()));
}
