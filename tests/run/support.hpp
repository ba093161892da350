// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_RUN_SUPPORT_HPP
#define SPATE_TESTS_RUN_SUPPORT_HPP

/// What the tests of runs share: a source that is easy to check, executors, a directory of their own.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>

namespace test {

/// Byte i is a hash of i / 8 and the seed.
struct hash_source {
    std::uint64_t bytes = spate::unlimited;
    std::uint64_t seed = 1;

    [[nodiscard]] std::uint64_t size() const noexcept { return bytes; }
    void fill(std::uint64_t offset, std::span<std::byte> out) const noexcept {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::uint64_t at = offset + i;
            out[i] = static_cast<std::byte>(spate::mix(seed * 0x9e3779b97f4a7c15u + at / 8) >> at % 8 * 8);
        }
    }
};
static_assert(spate::byte_source<hash_source>);

inline std::vector<std::byte> bytes_of(const hash_source& source, std::uint64_t offset, std::size_t size) {
    std::vector<std::byte> out(size);
    source.fill(offset, out);
    return out;
}

/// As many threads as it says, made for each call.
struct threads {
    std::size_t count;
    [[nodiscard]] std::size_t concurrency() const { return count; }
    template <class F>
    void bulk(std::size_t n, F f) const {
        std::vector<std::thread> made;
        for (std::size_t t = 0; t < count; ++t)
            made.emplace_back([&, t] {
                for (std::size_t i = t; i < n; i += count) f(i);
            });
        for (std::thread& thread : made) thread.join();
    }
};

/// Claims `claimed` workers, and runs them in a random order on fewer threads.
struct shuffled {
    std::size_t claimed;
    std::size_t count;
    unsigned seed;
    [[nodiscard]] std::size_t concurrency() const { return claimed; }
    template <class F>
    void bulk(std::size_t n, F f) const {
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), std::mt19937{seed});
        threads{count}.bulk(n, [&](std::size_t i) { f(order[i]); });
    }
};

/// A new directory, removed with all that is in it.
struct directory {
    std::filesystem::path path;
    directory() {
        std::string name = (std::filesystem::temp_directory_path() / "spate-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path = name;
    }
    directory(const directory&) = delete;
    directory& operator=(const directory&) = delete;
    ~directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] std::string operator/(const char* name) const { return (path / name).string(); }
};

inline std::vector<std::byte> read_file(const std::string& name) {
    std::ifstream in{name, std::ios::binary};
    std::vector<char> text{std::istreambuf_iterator<char>{in}, {}};
    std::vector<std::byte> out(text.size());
    std::transform(text.begin(), text.end(), out.begin(), [](char c) { return static_cast<std::byte>(c); });
    return out;
}

inline std::string read_text(const std::string& name) {
    std::ifstream in{name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_text(const std::string& name, const std::string& text) { std::ofstream{name, std::ios::binary} << text; }

}  // namespace test

#endif  // SPATE_TESTS_RUN_SUPPORT_HPP
