// SPDX-License-Identifier: Apache-2.0
// An engine is a pure function of a key and a position: any part of a stream can be made alone.
#include <cstdio>
#include <cstring>
#include <vector>

#include <spate/rng.hpp>

template <spate::bit_engine Engine>
bool show(const spate::key128& key) {
    std::vector<std::byte> whole(10'000), part(100);
    Engine::fill(key, 0, whole, spate::store_mode::cached);
    Engine::fill(key, 7'777, part, spate::store_mode::cached);
    const bool same = std::memcmp(whole.data() + 7'777, part.data(), part.size()) == 0;
    std::printf("%-12s granule %4zu bytes, byte 7777 is %02x, %s\n", std::string{Engine::name}.c_str(), Engine::granule, static_cast<unsigned>(whole[7'777]),
                same ? "also when made alone" : "BUT NOT when made alone");
    return same;
}

int main() {
    const spate::key128 key = spate::derive_key(spate::seed{42}, "example");
    const bool good = show<spate::rng::shishua<>>(key) && show<spate::rng::xoshiro256pp<>>(key) && show<spate::rng::ars<5>>(key) &&
                      show<spate::rng::ars<7>>(key) && show<spate::rng::philox4x32>(key) && show<spate::rng::splitmix64>(key) && show<spate::rng::pcg64>(key) &&
                      show<spate::rng::chacha8>(key);
    return good ? 0 : 1;
}
