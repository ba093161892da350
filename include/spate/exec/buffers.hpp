// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_BUFFERS_HPP
#define SPATE_EXEC_BUFFERS_HPP

/// Large buffers that cost nothing until they are written: one reservation, huge pages, placed on memory nodes.

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/detail/huge_pages.hpp>
#include <spate/exec/detail/machine.hpp>
#include <spate/exec/detail/os.hpp>
#include <spate/exec/numa.hpp>
#include <spate/exec/placement.hpp>

namespace spate::inline v0 {

struct buffer_options {
    /// automatic: each page on the node of the thread that first writes it. uma: interleaved over all nodes. on_node: on that node
    /// alone. The latter two need hwloc; without it, or where the system refuses, pages lie where they are first written.
    numa_policy numa = {};
    bool huge_pages = true;  ///< ask for huge pages (2 MiB on most machines); a wish, the system decides
};

/// Buffers of equal size that live and die together. Movable, not copyable; spans of a moved set stay valid.
class buffer_set {
public:
    buffer_set() noexcept = default;
    buffer_set(buffer_set&& other) noexcept { swap(other); }
    buffer_set& operator=(buffer_set&& other) noexcept {
        buffer_set taken{std::move(other)};
        swap(taken);
        return *this;
    }
    ~buffer_set() {
        if (reserved_ != nullptr) detail::os::release(reserved_, reserved_size_);
    }

    /// The number of buffers.
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    /// The bytes of each.
    [[nodiscard]] std::size_t buffer_size() const noexcept { return size_; }
    /// From the start of one buffer to that of the next; the buffers lie in order.
    [[nodiscard]] std::size_t stride() const noexcept { return stride_; }
    /// Buffer i. Requires i < size().
    [[nodiscard]] std::span<std::byte> operator[](std::size_t i) const noexcept { return {first_ + i * stride_, size_}; }

    /// Walks over the buffers: `for (std::span<std::byte> buffer : buffers)`.
    class iterator {
    public:
        [[nodiscard]] std::span<std::byte> operator*() const noexcept { return (*set_)[i_]; }
        iterator& operator++() noexcept {
            ++i_;
            return *this;
        }
        friend bool operator==(const iterator&, const iterator&) = default;

    private:
        friend buffer_set;
        iterator(const buffer_set* set, std::size_t i) noexcept : set_{set}, i_{i} {}
        const buffer_set* set_;
        std::size_t i_;
    };
    [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {this, count_}; }

private:
    friend buffer_set allocate_buffers(std::size_t, std::size_t, const buffer_options&);

    void swap(buffer_set& other) noexcept {
        std::swap(reserved_, other.reserved_);
        std::swap(reserved_size_, other.reserved_size_);
        std::swap(first_, other.first_);
        std::swap(count_, other.count_);
        std::swap(size_, other.size_);
        std::swap(stride_, other.stride_);
    }

    void* reserved_ = nullptr;
    std::size_t reserved_size_ = 0;
    std::byte* first_ = nullptr;
    std::size_t count_ = 0, size_ = 0, stride_ = 0;
};

/// Reserves `count` buffers of `size` bytes in one piece of address space. No page is there until it is written, so reserving
/// costs microseconds for any size; the bytes read as 0 until then. Buffers of 2 MiB and more begin at multiples of 2 MiB, smaller
/// ones at multiples of 4 KiB (enough for direct I/O); address space between them is never touched.
///
/// Throws config_error for a count or a size of 0, for more than the address space holds, when the system refuses, and for a node
/// that does not exist.
[[nodiscard]] inline buffer_set allocate_buffers(std::size_t count, std::size_t size, const buffer_options& options = {}) {
    constexpr std::size_t huge = std::size_t{2} << 20, page = 4096;
    const auto wanted = [&] { return std::to_string(count) + " x " + format_size(size); };
    if (count == 0) detail::raise_config("count", "0", "is no number of buffers", "use 1 or more");
    if (size == 0) detail::raise_config("size", "0", "is no size of a buffer", "use 1 byte or more");
    const std::size_t unit = size >= huge ? huge : page;
    std::size_t stride = 0, total = 0;
    if (__builtin_add_overflow(size, unit - 1, &stride) || __builtin_mul_overflow(stride &= ~(unit - 1), count, &total) ||
        __builtin_add_overflow(total, huge, &total))
        detail::raise_config("buffers", wanted(), "is more than the address space", "use fewer or smaller buffers");
    if (options.numa.is_node()) detail::check_node(detail::read_topology(), options.numa);

    buffer_set out;
    out.reserved_ = detail::os::reserve(total);
    if (out.reserved_ == nullptr)
        detail::raise_config("buffers", wanted(), std::string{"cannot be reserved: "} + std::strerror(errno), "use fewer or smaller buffers");
    out.reserved_size_ = total;
    const auto address = reinterpret_cast<std::uintptr_t>(out.reserved_);
    out.first_ = static_cast<std::byte*>(out.reserved_) + ((address + huge - 1) / huge * huge - address);
    out.count_ = count;
    out.size_ = size;
    out.stride_ = stride;
    if (options.huge_pages && stride * count >= huge) detail::ask_for_huge_pages(out.first_, stride * count);
    if (!options.numa.is_automatic())
        if (const auto* const backend = detail::current_backend.load(std::memory_order_acquire)) (void)backend->place(out.first_, stride * count, options.numa);
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_BUFFERS_HPP
