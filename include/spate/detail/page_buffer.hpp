// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_PAGE_BUFFER_HPP
#define SPATE_DETAIL_PAGE_BUFFER_HPP

/// Memory that begins on a page, for direct transfers and for kernels that store whole lines.

#include <cstddef>
#include <new>
#include <span>
#include <utility>

namespace spate::inline v0 {
namespace detail {

/// Owns memory that begins on a page; its contents are not initialised.
class page_buffer {
public:
    static constexpr std::size_t alignment = 4096;

    page_buffer() noexcept = default;
    explicit page_buffer(std::size_t size) : data_{static_cast<std::byte*>(::operator new(size, std::align_val_t{alignment}))}, size_{size} {}
    page_buffer(page_buffer&& other) noexcept : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}
    page_buffer& operator=(page_buffer&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~page_buffer() { ::operator delete(data_, std::align_val_t{alignment}); }

    [[nodiscard]] std::byte* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::span<std::byte> first(std::size_t n) const noexcept { return {data_, n}; }

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_DETAIL_PAGE_BUFFER_HPP
