// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_BIT_GENERATOR_HPP
#define SPATE_RNG_BIT_GENERATOR_HPP

/// Any engine as a generator for <random> and the algorithms of the standard library, with jumps at no cost.

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

#include <spate/core/concepts.hpp>
#include <spate/core/key.hpp>
#include <spate/rng/shishua.hpp>

namespace spate::inline v0::rng {

/// Reads the 64-bit words of a stream one after the other: a std::uniform_random_bit_generator. Word i is a function of the stream's key
/// and of i, so any number of words can be skipped at once, and generators of different stream numbers never meet.
///
///     spate::rng::bit_generator<> generator{spate::seed{42}};
///     std::shuffle(names.begin(), names.end(), generator);
///
/// Determinism: words depend on seed, stream number and index alone. Cost: a word is a load; every 64 words or more (an
/// engine's granule, if that is larger) a block is made; a jump costs the making of one block at the next word. Thread safety: each
/// thread its own. State: the block (4 KiB for the default engine) and a few words; no allocation.
template <bit_engine Engine = shishua<>>
class bit_generator {
public:
    using result_type = std::uint64_t;
    using engine_type = Engine;

    /// The words of the stream `stream` of a seed.
    explicit bit_generator(seed from, std::uint64_t stream = 0) noexcept : bit_generator{derive_key(from, "spate/rng/bit_generator", {stream})} {}

    /// The words of the stream of a key: word i is bytes [8 i, 8 i + 8) of Engine::fill.
    explicit bit_generator(const key128& key) noexcept : key_{key} {}

    [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
    [[nodiscard]] static constexpr result_type max() noexcept { return ~result_type{0}; }

    /// The word at position(), which then is one more.
    result_type operator()() noexcept {
        const std::uint64_t block = position_ / words;
        if (block != block_) refill();
        return buffer_[position_++ % words];
    }

    /// Skips `count` words; backwards for a negative count as an unsigned number. Cost: none.
    void discard(unsigned long long count) noexcept { position_ = (position_ + count) & last; }

    /// Goes to word `position`, modulo 2^61.
    void seek(std::uint64_t position) noexcept { position_ = position & last; }

    /// The index of the next word. Words 2^61 apart are the same.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_ & last; }

    [[nodiscard]] const key128& key() const noexcept { return key_; }

    /// Whether both give the same words from now on.
    friend bool operator==(const bit_generator& a, const bit_generator& b) noexcept { return a.key_ == b.key_ && a.position() == b.position(); }

private:
    static constexpr std::size_t bytes = Engine::granule > 512 ? Engine::granule : 512;
    static constexpr std::size_t words = bytes / 8;
    static constexpr std::uint64_t last = ~std::uint64_t{0} >> 3;
    static_assert((words & (words - 1)) == 0, "the engine's granule must be a power of two");

    void refill() noexcept {
        position_ &= last;
        block_ = position_ / words;
        Engine::fill(key_, block_ * bytes, std::as_writable_bytes(std::span{buffer_}), store_mode::cached);
    }

    key128 key_;
    std::uint64_t position_ = 0;
    std::uint64_t block_ = ~std::uint64_t{0};
    alignas(64) std::uint64_t buffer_[words] = {};
};

static_assert(std::uniform_random_bit_generator<bit_generator<>>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_BIT_GENERATOR_HPP
