// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_RNG_SUPPORT_HPP
#define SPATE_TESTS_RNG_SUPPORT_HPP

/// What the tests of the engines share: reading files of known answers, choosing an instruction set, and the laws of every engine.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>
#include <spate/simd/isa.hpp>

namespace support {

/// The lines of a file of known answers, each split into its words; comments and empty lines are left out.
inline std::vector<std::vector<std::string>> read_answers(const std::string& name) {
    std::ifstream file{std::string{SPATE_TEST_DATA} + "/rng/" + name};
    std::vector<std::vector<std::string>> lines;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream words{line};
        lines.emplace_back();
        for (std::string word; words >> word;) lines.back().push_back(word);
    }
    REQUIRE_MESSAGE(!lines.empty(), "no known answers in " << name);
    return lines;
}

inline std::uint64_t number(const std::string& text, int base) { return std::stoull(text, nullptr, base); }

/// Makes `which` the instruction set in use until the end of the scope.
class with_isa {
public:
    explicit with_isa(spate::simd::isa which) : before_{static_cast<int>(spate::simd::active_isa())} {
        spate::simd::detail::chosen_isa.store(static_cast<int>(which));
    }
    ~with_isa() { spate::simd::detail::chosen_isa.store(before_); }
    with_isa(const with_isa&) = delete;
    with_isa& operator=(const with_isa&) = delete;

private:
    int before_;
};

inline std::uint64_t hash(std::span<const std::byte> bytes) {
    std::uint64_t sum = bytes.size();
    for (const std::byte b : bytes) sum = spate::mix(sum ^ static_cast<std::uint64_t>(b)) + 0x9e3779b97f4a7c15u;
    return sum;
}

inline constexpr spate::key128 key{0x0123456789abcdefu, 0xfedcba9876543210u};

template <class Engine>
std::vector<std::byte> stream(const spate::key128& of, std::uint64_t position, std::size_t bytes) {
    std::vector<std::byte> out(bytes, std::byte{0x55});
    Engine::fill(of, position, out, spate::store_mode::cached);
    return out;
}

/// Any part of the stream is a slice of the whole, wherever it is written to and however it is stored, and nothing beside it is touched.
template <class Engine>
void check_slices() {
    constexpr std::size_t size = 70'000;
    for (const std::uint64_t base : {std::uint64_t{0}, (std::uint64_t{1} << 63) - 35'000, ~std::uint64_t{0} - size - 8191}) {
        const std::vector<std::byte> whole = stream<Engine>(key, base, size);
        std::uint64_t random = base;
        alignas(64) static std::byte buffer[size + 256];
        for (int round = 0; round < 300; ++round) {
            const auto draw = [&random](std::uint64_t n) { return static_cast<std::size_t>(spate::scale(spate::mix(random += 0x9e3779b97f4a7c15u), n)); };
            const std::size_t length = round % 3 == 0 ? draw(size + 1) : draw(round % 3 == 1 ? 40 : 600);
            const std::size_t at = draw(size - length + 1), shift = round % 2 == 0 ? 64 : 64 + draw(64);
            std::memset(buffer, 0xaa, sizeof buffer);
            Engine::fill(key, base + at, std::span{buffer}.subspan(shift, length), round % 4 < 2 ? spate::store_mode::cached : spate::store_mode::streaming);
            INFO("base " << base << ", position " << at << ", length " << length);
            REQUIRE(std::memcmp(buffer + shift, whole.data() + at, length) == 0);
            bool untouched = true;
            for (std::size_t i = 0; i < shift; ++i) untouched = untouched && buffer[i] == std::byte{0xaa};
            for (std::size_t i = shift + length; i < sizeof buffer; ++i) untouched = untouched && buffer[i] == std::byte{0xaa};
            REQUIRE(untouched);
        }
    }
}

/// Cells made by make() are those of fill(), in any order and for any prefix.
template <class Engine>
void check_cells() {
    constexpr std::size_t cell = Engine::cell_size;
    const std::vector<std::byte> whole = stream<Engine>(key, 0, 9 * cell);
    alignas(64) static std::byte storage[5 * cell];
    const std::span out{storage};
    const spate::cell_request requests[] = {{7, out.data(), cell},
                                            {2, out.data() + cell, 0},
                                            {0, out.data() + 2 * cell, cell / 8 + 1},
                                            {8, out.data() + 3 * cell, cell - 1},
                                            {3, out.data() + 4 * cell, 100}};
    for (const auto mode : {spate::store_mode::cached, spate::store_mode::streaming}) {
        std::fill(out.begin(), out.end(), std::byte{0xaa});
        Engine::make(key, requests, mode);
        for (const spate::cell_request& request : requests) {
            REQUIRE(std::memcmp(request.out, whole.data() + request.index * cell, request.bytes) == 0);
            if (request.bytes < cell) REQUIRE(request.out[request.bytes] == std::byte{0xaa});
        }
    }
}

/// All instruction sets of this machine give the same bytes.
template <class Engine>
void check_isas() {
    const auto all = [](spate::simd::isa which) {
        const with_isa chosen{which};
        std::vector<std::byte> out = stream<Engine>(key, 12'345, 50'000);
        const std::vector<std::byte> far = stream<Engine>({~std::uint64_t{0}, 0}, (std::uint64_t{1} << 62) - 777, 9'999);
        out.insert(out.end(), far.begin(), far.end());
        return out;
    };
    const auto expected = all(spate::simd::isa::scalar);
    REQUIRE(spate::simd::available_isas().size() > 1);
    for (const spate::simd::isa which : spate::simd::available_isas()) {
        INFO("instruction set " << spate::simd::name(which));
        CHECK(all(which) == expected);
    }
}

/// Neighbouring keys, and the two halves of a stream's address, give streams that share nothing.
template <class Engine>
void check_keys() {
    std::vector<std::vector<std::byte>> streams;
    for (const spate::key128 one : {spate::key128{0, 0}, {1, 0}, {0, 1}, {2, 0}, {0, 2}, {1, 1}, {std::uint64_t{1} << 63, 0}, {0, std::uint64_t{1} << 63}})
        streams.push_back(stream<Engine>(one, 0, 16'384));
    for (std::size_t a = 0; a < streams.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) {
            std::size_t equal = 0;
            for (std::size_t i = 0; i < streams[a].size(); ++i) equal += streams[a][i] == streams[b][i];
            INFO("keys " << a << " and " << b);
            // 64 of 16,384 bytes agree by chance, with a standard deviation of 8.
            CHECK(equal > 16);
            CHECK(equal < 112);
        }
}

/// The bytes of the engine for the key of the tests: they may never change.
template <class Engine>
void check_golden(std::uint64_t expected) {
    const std::uint64_t found = hash(stream<Engine>(key, 4096 - 100, 20'000)) ^ hash(stream<Engine>(key, std::uint64_t{1} << 50, 5'000));
    INFO("found 0x" << std::hex << found);
    CHECK(found == expected);
}

template <class Engine>
void check_engine() {
    SUBCASE("slices") { check_slices<Engine>(); }
    SUBCASE("cells") { check_cells<Engine>(); }
    SUBCASE("instruction sets") { check_isas<Engine>(); }
    SUBCASE("keys") { check_keys<Engine>(); }
}

}  // namespace support

#endif  // SPATE_TESTS_RNG_SUPPORT_HPP
