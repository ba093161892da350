// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_PATTERNS_HPP
#define SPATE_BYTES_PATTERNS_HPP

/// Sources that are not random: zeros, counters, and a pattern of the user's.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/stream.hpp>

namespace spate::inline v0 {

/// An endless stream of zeros, for holes and for the limits of compressors and deduplicators.
class zero_bytes : public byte_stream<zero_bytes> {
public:
    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return unlimited; }
    void fill(std::uint64_t, std::span<std::byte> out) const noexcept { std::fill(out.begin(), out.end(), std::byte{0}); }
};

/// An endless stream of 64-bit little-endian words, each its own number in the stream: a reader knows from any eight aligned bytes
/// where they belong.
class counter_bytes : public byte_stream<counter_bytes> {
public:
    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return unlimited; }
    void fill(std::uint64_t offset, std::span<std::byte> out) const noexcept {
        std::uint64_t word = offset / 8;
        if (const auto within = static_cast<std::size_t>(offset % 8); within != 0 && !out.empty()) {
            const std::size_t part = std::min(out.size(), 8 - within);
            std::memcpy(out.data(), reinterpret_cast<const std::byte*>(&word) + within, part);
            out = out.subspan(part);
            ++word;
        }
        std::size_t at = 0;
        for (; at + 8 <= out.size(); at += 8, ++word) std::memcpy(out.data() + at, &word, 8);
        if (at != out.size()) std::memcpy(out.data() + at, &word, out.size() - at);
    }
};

/// An endless repetition of given bytes. Each copy of the source has its own copy of the pattern. Throws config_error for an empty one.
/// Cost: a memcpy a period, or of several periods where the pattern is short; no allocation in `fill`.
class pattern_bytes : public byte_stream<pattern_bytes> {
public:
    explicit pattern_bytes(std::span<const std::byte> pattern) {
        if (pattern.empty()) detail::raise_config("pattern", "", "is empty", "give at least one byte");
        // Short patterns are kept several times over, so that a fill copies long stretches.
        const std::size_t times = std::max<std::size_t>(1, 4096 / pattern.size());
        repeated_.resize(times * pattern.size());
        for (std::size_t i = 0; i < times; ++i) std::memcpy(repeated_.data() + i * pattern.size(), pattern.data(), pattern.size());
    }
    explicit pattern_bytes(std::string_view pattern) : pattern_bytes(std::as_bytes(std::span<const char>{pattern.data(), pattern.size()})) {}

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return unlimited; }
    void fill(std::uint64_t offset, std::span<std::byte> out) const noexcept {
        auto within = static_cast<std::size_t>(offset % repeated_.size());
        while (!out.empty()) {
            const std::size_t part = std::min(out.size(), repeated_.size() - within);
            std::memcpy(out.data(), repeated_.data() + within, part);
            out = out.subspan(part);
            within = 0;
        }
    }

private:
    std::vector<std::byte> repeated_;
};

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_PATTERNS_HPP
