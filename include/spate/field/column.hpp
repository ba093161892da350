// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_COLUMN_HPP
#define SPATE_FIELD_COLUMN_HPP

/// A column of values in Arrow's layout: what generators fill and formats read.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/huge_pages.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

namespace detail {
SPATE_COLD inline void raise_column_too_long() {
    raise(std::length_error{"the texts or lists of one column are more than 2^31 - 1 bytes or elements in a batch; make them shorter, or batches smaller"});
}
}  // namespace detail

/// A place in a column's texts or elements, as its offsets hold it. Throws std::length_error for one beyond 2^31 - 1.
[[nodiscard]] inline std::int32_t column_offset(std::size_t at) {
    if (at > 0x7fffffff) detail::raise_column_too_long();
    return static_cast<std::int32_t>(at);
}

/// Bytes at a multiple of 64, with 64 more behind their end that may be read and written. Grows, never shrinks; moves only.
class column_buffer {
public:
    static constexpr std::size_t slack = 64;

    /// At least so many bytes; what was in the first `kept` stays. Throws std::bad_alloc.
    void reserve(std::size_t bytes, std::size_t kept = 0) {
        if (bytes <= capacity_) return;
        std::size_t wanted = (std::max(bytes, capacity_ * 2) + slack + 63) / 64 * 64;
        const bool large = wanted >= 2 * detail::huge_page;
        if (large) wanted = (wanted + detail::huge_page - 1) / detail::huge_page * detail::huge_page;
        const std::align_val_t alignment{large ? detail::huge_page : 64};
        std::unique_ptr<std::byte, release> larger{static_cast<std::byte*>(::operator new(wanted, alignment)), release{alignment}};
        if (large) detail::ask_for_huge_pages(larger.get(), wanted);
        if (kept != 0) std::memcpy(larger.get(), bytes_.get(), kept);
        bytes_ = std::move(larger);
        capacity_ = wanted - slack;
    }
    [[nodiscard]] std::byte* data() noexcept { return bytes_.get(); }
    [[nodiscard]] const std::byte* data() const noexcept { return bytes_.get(); }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

private:
    struct release {
        release() noexcept : alignment{64} {}
        explicit release(std::align_val_t given) noexcept : alignment{given} {}
        std::align_val_t alignment;
        void operator()(std::byte* bytes) const noexcept { ::operator delete(bytes, alignment); }
    };
    std::unique_ptr<std::byte, release> bytes_;
    std::size_t capacity_ = 0;
};

/// Texts that columns refer to by number. Does not change once a column refers to it.
class text_dictionary {
public:
    text_dictionary() = default;
    text_dictionary(const text_dictionary&) = delete;
    text_dictionary& operator=(const text_dictionary&) = delete;
    explicit text_dictionary(std::span<const std::string_view> texts) {
        for (const std::string_view text : texts) add(text);
    }
    void add(std::string_view text) {
        bytes_.insert(bytes_.end(), text.begin(), text.end());
        offsets_.push_back(column_offset(bytes_.size()));
    }
    [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
    /// A number that no other dictionary of the process has, for those who keep what they made of the texts.
    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
    /// Requires i < size().
    [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
        return {bytes_.data() + offsets_[i], static_cast<std::size_t>(offsets_[i + 1] - offsets_[i])};
    }

private:
    inline static std::atomic<std::uint64_t> next_id{1};
    std::uint64_t id_ = next_id++;
    std::vector<char> bytes_;
    std::vector<std::int32_t> offsets_{0};
};

/// Values of one type for consecutive rows. Arrow's layout, so that each buffer can be handed on as it is:
///
/// | type | values | besides |
/// |---|---|---|
/// | boolean | bits | |
/// | numbers, decimal, date, timestamp, uuid, bits | one of their width each | |
/// | text, binary, json | bytes one behind the other | offsets: int32, one more than rows |
/// | text with a dictionary | uint32, numbers of its texts | |
/// | list | | offsets into child(0) |
/// | vector | | child(0) has `size` values for each row |
/// | structure | | a child for each member |
///
/// Nulls are zeros in `validity`, bits; it is null where there are none. What stands in a null's place is some value of the type.
/// A column is used again for the next rows, so that there is no allocation once it has grown.
class column {
public:
    /// Begins anew: `rows` values of a type, none of them null. Fixed values and offsets have room, texts have `text_bytes`.
    void start(const data_type& type, std::size_t rows, std::size_t text_bytes = 0) {
        id_ = type.id;
        rows_ = rows;
        nulls_ = 0;
        words_ = nullptr;
        plain_ = false;
        const std::size_t width = type.id == type_id::bits ? type.size / 8 : width_of(type.id);
        values_.reserve(type.id == type_id::boolean ? (rows + 63) / 64 * 8 : is_text_like(type.id) ? text_bytes : rows * width);
        if (is_text_like(type.id) || type.id == type_id::list) {
            offsets_.reserve((rows + 1) * sizeof(std::int32_t));
            offsets()[0] = 0;
        }
        if (children_.size() < type.children.size()) children_.resize(type.children.size());
    }
    /// The same, for texts of a dictionary, which must live as long as the column is read.
    void start(const text_dictionary& words, std::size_t rows) {
        id_ = type_id::text;
        rows_ = rows;
        nulls_ = 0;
        words_ = &words;
        plain_ = false;
        values_.reserve(rows * sizeof(std::uint32_t));
    }

    [[nodiscard]] type_id id() const noexcept { return id_; }
    /// Gives values another meaning; requires a type of the same width.
    void set_id(type_id id) noexcept { id_ = id; }
    [[nodiscard]] std::size_t size() const noexcept { return rows_; }
    [[nodiscard]] std::size_t nulls() const noexcept { return nulls_; }

    template <class T>
    [[nodiscard]] T* values() noexcept {
        return reinterpret_cast<T*>(values_.data());
    }
    template <class T>
    [[nodiscard]] const T* values() const noexcept {
        return reinterpret_cast<const T*>(values_.data());
    }
    [[nodiscard]] column_buffer& value_buffer() noexcept { return values_; }
    [[nodiscard]] std::int32_t* offsets() noexcept { return reinterpret_cast<std::int32_t*>(offsets_.data()); }
    [[nodiscard]] const std::int32_t* offsets() const noexcept { return reinterpret_cast<const std::int32_t*>(offsets_.data()); }
    /// The dictionary of its texts, or null.
    [[nodiscard]] const text_dictionary* dictionary() const noexcept { return words_; }

    /// Bits, 0 for a null; null where no row is. Whole words of 64 bits, those beyond the rows 0.
    [[nodiscard]] const std::uint64_t* validity() const noexcept { return nulls_ == 0 ? nullptr : reinterpret_cast<const std::uint64_t*>(validity_.data()); }
    [[nodiscard]] bool is_null(std::size_t row) const noexcept { return nulls_ != 0 && (validity()[row / 64] >> row % 64 & 1) == 0; }
    /// Words to write validity into; then say how many nulls they have.
    [[nodiscard]] std::uint64_t* make_validity() {
        validity_.reserve((rows_ + 63) / 64 * 8);
        return reinterpret_cast<std::uint64_t*>(validity_.data());
    }
    void set_nulls(std::size_t count) noexcept { nulls_ = count; }

    /// Whether all texts are made of ASCII letters, digits, blanks and the signs . _ : / + - @ # ( ) ? alone, which JSON never escapes. CSV still looks
    /// for blanks at their ends, and for its delimiter where that is one of these characters. A promise of who filled the column, for speed.
    [[nodiscard]] bool plain() const noexcept { return plain_; }
    void set_plain(bool plain) noexcept { plain_ = plain; }

    [[nodiscard]] bool boolean(std::size_t row) const noexcept { return (values<std::uint8_t>()[row / 8] >> row % 8 & 1) != 0; }
    /// Of texts, binaries and JSON, with a dictionary or without.
    [[nodiscard]] std::string_view text(std::size_t row) const noexcept {
        if (words_ != nullptr) return (*words_)[values<std::uint32_t>()[row]];
        return {values<char>() + offsets()[row], static_cast<std::size_t>(offsets()[row + 1] - offsets()[row])};
    }

    [[nodiscard]] column& child(std::size_t i) noexcept { return children_[i]; }
    [[nodiscard]] const column& child(std::size_t i) const noexcept { return children_[i]; }

private:
    type_id id_ = type_id::int64;
    bool plain_ = false;
    std::size_t rows_ = 0, nulls_ = 0;
    const text_dictionary* words_ = nullptr;
    column_buffer values_, offsets_, validity_;
    std::vector<column> children_;
};

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_COLUMN_HPP
