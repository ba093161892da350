// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_DICTIONARY_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_DICTIONARY_HPP

/// The dictionary of a column chunk: its distinct values, in the order in which they first come.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/detail/config.hpp>
#include <spate/field/column.hpp>
#include <spate/format/text_buffer.hpp>

namespace spate::inline v0::detail::parquet_file {

/// Numbers for values that are bytes: of `width` each, or of any number where the width is 0. Its page is what PLAIN makes of them.
class chunk_dictionary {
public:
    explicit chunk_dictionary(std::size_t width) : width_{width} { clear(); }

    void clear() {
        page_.clear();
        ends_.assign(1, 0);
        slots_.assign(64, empty);
        given_ = 0;
    }
    [[nodiscard]] std::size_t size() const noexcept { return ends_.size() - 1; }
    [[nodiscard]] std::string_view page() const noexcept { return page_.text(); }
    /// Requires i < size().
    [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
        const std::size_t from = ends_[i] + (width_ == 0 ? 4 : 0);
        return {page_.text().data() + from, ends_[i + 1] - from};
    }

    /// The number of a value; a new one's is `size()`.
    [[nodiscard]] std::uint32_t number_of(std::string_view value) {
        return search(value, [&](std::uint32_t i) noexcept { return (*this)[i] == value; });
    }
    /// The same for a value of Width bytes. Requires Width == width.
    template <std::size_t Width>
    [[nodiscard]] SPATE_ALWAYS_INLINE std::uint32_t number_of(const char* value) {
        return search(std::string_view{value, Width},
                      [&](std::uint32_t i) noexcept { return std::memcmp(page_.text().data() + i * Width, value, Width) == 0; });
    }
    /// The same for text i of a dictionary that a column has, with a table instead of a search.
    [[nodiscard]] std::uint32_t number_of(const text_dictionary& texts, std::uint32_t i) {
        if (texts.id() != given_) {
            given_ = texts.id();
            numbers_.assign(texts.size(), empty);
        }
        if (numbers_[i] == empty) numbers_[i] = number_of(texts[i]);
        return numbers_[i];
    }

private:
    static constexpr std::uint32_t empty = ~std::uint32_t{0};

    template <class IsValue>
    SPATE_ALWAYS_INLINE std::uint32_t search(std::string_view value, const IsValue& is_value) {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t slot = hash(value) & mask;; slot = (slot + 1) & mask) {
            if (slots_[slot] == empty) {
                slots_[slot] = static_cast<std::uint32_t>(size());
                return add(value);
            }
            if (is_value(slots_[slot])) return slots_[slot];
        }
    }
    SPATE_ALWAYS_INLINE static std::size_t hash(std::string_view value) noexcept {
        std::uint64_t state = value.size();
        std::size_t at = 0;
        for (; at + 8 <= value.size(); at += 8) {
            std::uint64_t word;
            std::memcpy(&word, value.data() + at, 8);
            state = fold_product(state ^ word, 0x9e3779b97f4a7c15u) ^ word;
        }
        std::uint64_t last = 0;
        if (at != value.size()) std::memcpy(&last, value.data() + at, value.size() - at);
        return static_cast<std::size_t>(mix(state ^ last));
    }
    // Numbers a value that is not there yet.
    [[gnu::noinline]] std::uint32_t add(std::string_view value) {
        if (width_ == 0) {
            const auto bytes = static_cast<std::uint32_t>(value.size());
            page_.append({reinterpret_cast<const char*>(&bytes), 4});
        }
        page_.append(value);
        ends_.push_back(page_.size());
        if (size() * 2 > slots_.size()) grow();
        return static_cast<std::uint32_t>(size() - 1);
    }
    void grow() {
        slots_.assign(slots_.size() * 2, empty);
        const std::size_t mask = slots_.size() - 1;
        for (std::uint32_t i = 0; i < size(); ++i) {
            std::size_t slot = hash((*this)[i]) & mask;
            while (slots_[slot] != empty) slot = (slot + 1) & mask;
            slots_[slot] = i;
        }
    }

    std::size_t width_;
    text_buffer page_;
    std::vector<std::size_t> ends_;
    std::vector<std::uint32_t> slots_;
    std::uint64_t given_ = 0;
    std::vector<std::uint32_t> numbers_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_DICTIONARY_HPP
