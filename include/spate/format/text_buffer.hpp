// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_TEXT_BUFFER_HPP
#define SPATE_FORMAT_TEXT_BUFFER_HPP

/// What encoders write to.

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include <spate/field/column.hpp>

namespace spate::inline v0 {

/// Bytes that grow at their end; cleared, it keeps its memory.
class text_buffer {
public:
    /// Where the next bytes go; at least `bytes` of them fit, and column_buffer::slack more may be stored. Throws std::bad_alloc.
    [[nodiscard]] char* room(std::size_t bytes) {
        bytes_.reserve(size_ + bytes, size_);
        return reinterpret_cast<char*>(bytes_.data()) + size_;
    }
    /// Says how far what `room` gave was filled.
    void set_end(const char* end) noexcept { size_ = static_cast<std::size_t>(end - reinterpret_cast<const char*>(bytes_.data())); }
    void append(std::string_view text) {
        if (text.empty()) return;
        char* const to = room(text.size());
        std::memcpy(to, text.data(), text.size());
        size_ += text.size();
    }
    void clear() noexcept { size_ = 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::string_view text() const noexcept { return {reinterpret_cast<const char*>(bytes_.data()), size_}; }
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {bytes_.data(), size_}; }

private:
    column_buffer bytes_;
    std::size_t size_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_TEXT_BUFFER_HPP
