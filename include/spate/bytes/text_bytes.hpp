// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BYTES_TEXT_BYTES_HPP
#define SPATE_BYTES_TEXT_BYTES_HPP

/// Bytes that look like text: for codecs, search engines and pipelines that treat letters unlike noise.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/rng/cells.hpp>
#include <spate/rng/shishua.hpp>

namespace spate::inline v0 {

namespace detail {

// 256 words, the frequent ones several times, so that one random byte chooses one with about the frequencies of prose.
struct vocabulary {
    static constexpr std::string_view words =
        "the the the the the the the the the the the the of of of of of of and and and and and and to to to to to in in in in in a a a a a "
        "is is is that that that for for for it it it as as was was with with be be by by on on not not he he his his at at are are this "
        "this have have from from or or had had an an they which one you were all her she there would their we him been has when who will "
        "no more if out so up said what its about than into them can only other time new some could these two may first then do any like "
        "my now over such our man me even most made after also did many off before must well back through years much where your way down "
        "should because long each just state people those too mister how little good world make very year still see own work men day get "
        "here old life both between being under three never know same last another while us might great since against go came right used "
        "take himself few house use place american during without high again home around small however found mother thought went say part "
        "once general upon school every away water almost until number course system under fact though public number country system";

    struct entry {
        char letters[14];
        unsigned char length;
    };
    std::array<entry, 256> entries{};

    constexpr vocabulary() {
        std::size_t at = 0;
        for (entry& word : entries) {
            if (at >= words.size()) at = 0;
            while (at < words.size() && words[at] != ' ') word.letters[word.length++] = words[at++];
            ++at;
        }
    }
};
inline constexpr vocabulary common_words{};

}  // namespace detail

/// An endless stream of English-like prose in ASCII: words from a fixed list with about their usual frequencies, sentences of up to
/// sixteen words, a line per sentence. Lines end inside each 4 KiB, so that any 4 KiB can be made alone.
///
/// Determinism: byte i depends on the seed and i. Cost: about a nanosecond a word. Compresses about 3:1 with zlib.
class text_bytes : public cellwise<text_bytes, 4096> {
public:
    explicit text_bytes(seed origin) : text_bytes(unchecked{}, origin) { simd::choose_isa(); }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return unlimited; }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_; }
    [[nodiscard]] text_bytes with_seed(seed other) const noexcept { return text_bytes(unchecked{}, other); }

    void make(std::span<const cell_request> requests, store_mode) const noexcept {
        alignas(64) std::byte choices[most_words];
        alignas(64) char text[cell_size + 16];
        for (const cell_request& request : requests) {
            const cell_request words{request.index, choices, most_words};
            rng::shishua<>::make(key_, {&words, 1}, store_mode::cached);
            write(choices, text, request.bytes);
            std::memcpy(request.out, text, request.bytes);
        }
    }

private:
    struct unchecked {};
    static constexpr std::uint64_t purpose = hash_name("text");
    // A word and its blank are at least two bytes long.
    static constexpr std::size_t most_words = 2048;

    text_bytes(unchecked, seed origin) noexcept : origin_{origin}, key_{derive_key(origin, purpose)} {}

    static void write(const std::byte* choice, char* text, std::size_t size) noexcept {
        std::size_t at = 0;
        unsigned left = 0;
        bool begins = true;
        while (at < size) {
            const detail::vocabulary::entry& word = detail::common_words.entries[std::to_integer<std::size_t>(*choice++)];
            if (begins) left = 4 + (word.length + static_cast<unsigned>(word.letters[0]) * 5) % 13;
            std::memcpy(text + at, word.letters, sizeof word.letters);
            if (begins) text[at] = static_cast<char>(text[at] - 'a' + 'A');
            at += word.length;
            begins = --left == 0;
            if (begins) {
                text[at] = '.';
                text[at + 1] = '\n';
                at += 2;
            } else {
                text[at++] = ' ';
            }
        }
        if (size == cell_size) text[cell_size - 1] = '\n';
    }

    seed origin_;
    key128 key_;
};

static_assert(cell_source<text_bytes> && reseedable_source<text_bytes>);

}  // namespace spate::inline v0

#endif  // SPATE_BYTES_TEXT_BYTES_HPP
