// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_MIMIC_HPP
#define SPATE_SHAPE_MIMIC_HPP

/// `mimic_bytes(parameters, seed{42})`: bytes that several codecs compress like some given data, from a few integers that describe it.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <numeric>
#include <span>
#include <string>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/rng/cells.hpp>
#include <spate/rng/shishua.hpp>

namespace spate::inline v0 {

/// What `mimic_bytes` is made from: the model mimic-v1. Some cells of 4 KiB are random. In the others each sector of 512 bytes begins with a mark that
/// no other sector of the stream has, 8 to 16 bytes long, and goes on with tokens: some literals, and behind them a phrase. `spate profile` finds the
/// parameters for a file; see format_mimic for their text.
struct mimic_parameters {
    /// The name of the model: what it makes of the same parameters never changes.
    static constexpr const char* model = "mimic-v1";
    /// Of what the shares of bytes and phrases are parts.
    static constexpr std::uint32_t whole = 4096;
    static constexpr std::size_t phrase_kinds = 9, length_steps = 256;
    static constexpr std::uint32_t shortest_phrase = 3, longest = 512;
    /// Phrases are the first of so many in a dictionary that all of a stream has in common: the fewer, the nearer is the last that was the same.
    static constexpr std::array<std::uint32_t, phrase_kinds - 2> dictionary_bits{4, 6, 8, 10, 12, 14, 16};

    /// Of 4096 cells, how many are random.
    std::uint16_t random_cells;
    /// Of 4096 literals, how many are this byte.
    std::array<std::uint16_t, 256> bytes;
    /// Of 4096 phrases, how many are: a copy of what stands anywhere before it in its cell of 4 KiB; what follows the source of the last phrase, as
    /// far behind as there are literals (of those of the dictionary among which that one was, and over again behind the last); and one of the first
    /// 2^4, 2^6, ... 2^16 of the dictionary.
    std::array<std::uint16_t, phrase_kinds> phrases;
    /// How many literals stand before a phrase, in 256 equally frequent cases: 0 to 512.
    std::array<std::uint16_t, length_steps> literal_lengths;
    /// How many bytes a phrase has, in 256 equally frequent cases: 3 to 512. The last one of a sector is cut off.
    std::array<std::uint16_t, length_steps> phrase_lengths;

    friend bool operator==(const mimic_parameters&, const mimic_parameters&) = default;
};

namespace detail {

// What parameters become to be drawn from.
struct mimic_tables {
    static constexpr std::size_t slot = 8, slots = std::size_t{1} << mimic_parameters::dictionary_bits.back();
    // A phrase from the last slot ends beyond it, and what follows that phrase is farther still by as many literals.
    static constexpr std::size_t dictionary_size = slot * slots + 2 * mimic_parameters::longest;
    // By what a draw of 20 bits is shifted to be a slot; copies and what goes on have none.
    static constexpr auto shifts = [] {
        std::array<std::uint8_t, mimic_parameters::phrase_kinds> out{20, 20};
        for (std::size_t i = 2; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(20 - mimic_parameters::dictionary_bits[i - 2]);
        return out;
    }();

    std::array<std::byte, mimic_parameters::whole> bytes;
    std::array<std::uint8_t, mimic_parameters::whole> kinds;
    std::array<std::uint16_t, mimic_parameters::length_steps> literal_lengths, phrase_lengths;
    // What marks are written with, 2^mark_bits of them: the most frequent bytes.
    std::array<std::byte, 256> letters;
    std::uint32_t mark_bits, mark_size, random_cells;
    // Copies take up to 31 bytes too many.
    std::array<std::byte, dictionary_size + 32> dictionary;

    // Requires parameters that make sense.
    SPATE_WHEN_USED
    void make_from(const mimic_parameters& from) noexcept {
        std::size_t at = 0;
        for (std::size_t value = 0; value < from.bytes.size(); ++value)
            for (std::size_t i = 0; i < from.bytes[value]; ++i) bytes[at++] = static_cast<std::byte>(value);
        at = 0;
        for (std::size_t kind = 0; kind < from.phrases.size(); ++kind)
            for (std::size_t i = 0; i < from.phrases[kind]; ++i) kinds[at++] = static_cast<std::uint8_t>(kind);
        random_cells = from.random_cells;
        literal_lengths = from.literal_lengths, phrase_lengths = from.phrase_lengths;

        std::array<std::uint16_t, 256> order;
        std::iota(order.begin(), order.end(), std::uint16_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::uint16_t a, std::uint16_t b) { return from.bytes[a] > from.bytes[b]; });
        for (std::size_t i = 0; i < order.size(); ++i) letters[i] = static_cast<std::byte>(order[i]);
        const auto used = static_cast<std::uint32_t>(std::count_if(from.bytes.begin(), from.bytes.end(), [](std::uint16_t weight) { return weight != 0; }));
        mark_bits = static_cast<std::uint32_t>(std::bit_width(used)) - 1;
        if (mark_bits < 4) mark_bits = 8;
        mark_size = (64 + mark_bits - 1) / mark_bits;

        constexpr key128 key = derive_key(seed{0}, "mimic dictionary");
        alignas(64) std::byte draws[4096];
        constexpr std::size_t at_once = sizeof draws / 2;
        for (std::size_t first = 0; first < dictionary.size(); first += at_once) {
            rng::shishua<>::fill(key, 2 * first, draws);
            literals(dictionary.data() + first, draws, std::min(at_once, dictionary.size() - first));
        }
    }

    // One literal for each two bytes that were drawn, four at a time, and four at least: up to four too many.
    void literals(std::byte* to, const std::byte* draws, std::size_t count) const noexcept {
        std::size_t i = 0;
        do {
            std::uint64_t four;
            std::memcpy(&four, draws + 2 * i, 8);
            to[i] = bytes[four >> 4 & 4095];
            to[i + 1] = bytes[four >> 20 & 4095];
            to[i + 2] = bytes[four >> 36 & 4095];
            to[i + 3] = bytes[four >> 52];
            i += 4;
        } while (i < count);
    }
};

}  // namespace detail

/// Throws config_error for parameters out of their ranges, and for shares that do not sum to 4096.
SPATE_WHEN_USED
void check(const mimic_parameters& given) {
    const auto refuse = [](const char* what, std::uint64_t value, const char* problem, const char* remedy) {
        detail::raise_config("mimic", std::string{what} + " " + std::to_string(value), problem, remedy);
    };
    const auto sum = [](const auto& shares) { return std::accumulate(shares.begin(), shares.end(), std::uint64_t{0}); };
    if (given.random_cells > mimic_parameters::whole) refuse("random:", given.random_cells, "is more than all cells", "use at most 4096");
    if (const std::uint64_t bytes = sum(given.bytes); bytes != mimic_parameters::whole)
        refuse("bytes:", bytes, "is the sum of the shares", "make them sum to 4096");
    if (const std::uint64_t phrases = sum(given.phrases); phrases != mimic_parameters::whole)
        refuse("phrases:", phrases, "is the sum of the shares", "make them sum to 4096");
    for (const std::uint16_t length : given.literal_lengths)
        if (length > mimic_parameters::longest) refuse("literal_lengths:", length, "is too long", "use 0 to 512");
    for (const std::uint16_t length : given.phrase_lengths)
        if (length < mimic_parameters::shortest_phrase || length > mimic_parameters::longest)
            refuse("phrase_lengths:", length, "is not the length of a phrase", "use 3 to 512");
}

/// An endless stream that codecs compress by what its parameters say: literals with the frequencies of their bytes, and phrases that were there
/// before, some of them near and some far. Cells have nothing to do with their neighbours but for the dictionary, so that they may be shuffled and
/// repeated and compress as before. No two sectors of 512 bytes of a stream are the same; in random cells by chance alone.
///
/// Determinism: byte i depends on the parameters, the seed and i, in integers. Streams of all seeds with the same shares of bytes share one dictionary.
/// Errors: the constructor throws config_error as `check` does, and when SPATE_ISA names no instruction set of this machine. Cost: half a nanosecond a
/// byte; 512 KiB of memory, which copies share, and a millisecond to make them. Thread safety: a value; const members may run on many threads.
///
/// | models | when |
/// |---|---|
/// | byte_source, reseedable_source, cell_source | always |
class mimic_bytes : public cellwise<mimic_bytes, 4096> {
public:
    SPATE_WHEN_USED
    mimic_bytes(const mimic_parameters& parameters, seed origin) : origin_{origin}, key_{derive_key(origin, purpose)} {
        check(parameters);
        simd::choose_isa();
        const auto made = std::make_shared<detail::mimic_tables>();
        made->make_from(parameters);
        tables_ = made;
    }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return unlimited; }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_; }
    [[nodiscard]] mimic_bytes with_seed(seed other) const noexcept {
        mimic_bytes out = *this;
        out.origin_ = other;
        out.key_ = derive_key(other, purpose);
        return out;
    }

    void make(std::span<const cell_request> requests, store_mode) const noexcept {
        alignas(64) scratch space;
        for (const cell_request& request : requests) {
            if (is_random(request.index)) {
                const cell_request random{4 * request.index, request.out, request.bytes};
                rng::shishua<>::make(key_, {&random, 1}, store_mode::cached);
            } else {
                write(request.index, request.bytes, space);
                std::memcpy(request.out, space.cell, request.bytes);
            }
        }
    }

private:
    static constexpr std::uint64_t purpose = hash_name("mimic");
    static constexpr std::size_t sector = 512, choices_size = 4096;
    // For each cell four of the engine's: two with words for tokens, two with draws for literals.
    struct scratch {
        std::byte choices[2 * choices_size], draws[2 * choices_size + 16];
        std::byte cell[cell_size + mimic_parameters::longest + 32];
    };

    // Multiples of the golden ratio: of any cells in a row as many are random as should be, but for one or two (Weyl's equidistribution).
    [[nodiscard]] bool is_random(std::uint64_t index) const noexcept { return (index * 0x9e3779b97f4a7c15u + key_.low) >> 52 < tables_->random_cells; }

    static void copy(std::byte* to, const std::byte* from, std::size_t size) noexcept {
        // A source behind or far before; that of a dictionary is one of them, wherever it lies.
        if (reinterpret_cast<std::uintptr_t>(to) - reinterpret_cast<std::uintptr_t>(from) >= 16) {
            std::memcpy(to, from, 16);
            std::memcpy(to + 16, from + 16, 16);
            for (std::size_t i = 32; i < size; i += 16) std::memcpy(to + i, from + i, 16);
        } else {
            for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
        }
    }

    void mark(std::uint64_t number, std::byte* to) const noexcept {
        std::uint64_t word = mix(number ^ key_.high);
        const std::uint32_t bits = tables_->mark_bits;
        for (std::uint32_t i = 0; i < tables_->mark_size; ++i, word >>= bits) to[i] = tables_->letters[word & ((1u << bits) - 1)];
    }

    void write(std::uint64_t index, std::size_t size, scratch& space) const noexcept {
        const detail::mimic_tables& tables = *tables_;
        const std::size_t halves = size > cell_size / 2 ? 2 : 1;
        const cell_request first[3] = {
            {4 * index, space.choices, choices_size}, {4 * index + 2, space.draws, choices_size}, {4 * index + 3, space.draws + choices_size, choices_size}};
        rng::shishua<>::make(key_, {first, 1 + halves}, store_mode::cached);
        constexpr std::size_t words = choices_size / 8;
        std::size_t token = 0;
        // Where the last phrase's source ended, in the cell or in the dictionary.
        const std::byte* source = tables.dictionary.data();
        // The bytes of the dictionary that phrases which go on stay in.
        std::size_t window = detail::mimic_tables::slot * detail::mimic_tables::slots;
        for (std::size_t begin = 0; begin < size; begin += sector) {
            std::byte *at = space.cell + begin, *const end = at + sector;
            mark(index * (cell_size / sector) + begin / sector, at);
            at += tables.mark_size;
            while (at < end) {
                if (token == words) {
                    const cell_request more{4 * index + 1, space.choices + choices_size, choices_size};
                    rng::shishua<>::make(key_, {&more, 1}, store_mode::cached);
                }
                std::uint64_t word;
                std::memcpy(&word, space.choices + 8 * token, 8);
                ++token;
                const auto offset = static_cast<std::size_t>(at - space.cell);
                const std::size_t literals = std::min<std::size_t>(tables.literal_lengths[word >> 12 & 255], sector - offset % sector);
                tables.literals(at, space.draws + 2 * offset, literals);
                at += literals;
                if (at == end) break;
                // A token has four bytes or more but at the end of a sector, so that there are words for all.
                std::size_t length = tables.phrase_lengths[word >> 20 & 255];
                length = std::min<std::size_t>(length + (length + literals < 4 ? 1 : 0), static_cast<std::size_t>(end - at));
                source = source_of(tables.kinds[word & 4095], word >> 28 & 0xfffff, source, literals, at, window, space);
                copy(at, source, length);
                source += length;
                at += length;
            }
        }
    }

    // All kinds are made and one is chosen, since no processor can tell beforehand which it is.
    [[nodiscard]] const std::byte* source_of(std::size_t kind, std::uint64_t draw, const std::byte* last, std::size_t literals, const std::byte* at,
                                             std::size_t& window, const scratch& space) const noexcept {
        using tables = detail::mimic_tables;
        const std::byte* const dictionary = tables_->dictionary.data();
        const auto before = static_cast<std::uint64_t>(at - space.cell);
        const std::byte* const near = at - 1 - (draw * before >> 20);
        const std::byte* const far = dictionary + tables::slot * static_cast<std::size_t>(draw >> tables::shifts[kind]);
        // What lies in the cell lies before `at`, as its last did; beyond the slots that the thread began in, it begins anew. Places in different arrays
        // are compared as numbers.
        const std::size_t windows[2] = {window, tables::slot << (20 - tables::shifts[kind])};
        window = windows[kind >= 2 ? 1 : 0];
        const std::byte* next = last + literals;
        const std::uintptr_t place = reinterpret_cast<std::uintptr_t>(next) - reinterpret_cast<std::uintptr_t>(dictionary);
        next -= window & (0 - static_cast<std::size_t>(place - window <= 2 * mimic_parameters::longest));
        const std::byte* const all[3] = {near, next, far};
        return all[std::min<std::size_t>(kind, 2)];
    }

    seed origin_;
    key128 key_;
    std::shared_ptr<const detail::mimic_tables> tables_;
};

static_assert(cell_source<mimic_bytes> && reseedable_source<mimic_bytes>);

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_MIMIC_HPP
