// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_MAPPED_FILE_HPP
#define SPATE_STORE_DETAIL_MAPPED_FILE_HPP

/// A file in memory.

#include <cstddef>
#include <cstdint>
#include <system_error>
#include <utility>

#include <sys/mman.h>

#include <spate/detail/posix.hpp>

namespace spate::inline v0::detail {

/// A shared mapping of the first bytes of a file. It may be longer than the file, so that a file which grows need not be mapped anew; what lies beyond the
/// file's last page must not be touched.
class mapped_file {
public:
    mapped_file() noexcept = default;
    mapped_file(mapped_file&& other) noexcept : bytes_{std::exchange(other.bytes_, nullptr)}, size_{std::exchange(other.size_, 0)} {}
    mapped_file& operator=(mapped_file&& other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~mapped_file() { clear(); }

    /// Maps `size` bytes, above 0; what was mapped before is let go once the new mapping is there.
    [[nodiscard]] std::error_code map(int descriptor, std::size_t size, bool writable) noexcept {
        void* const at = ::mmap(nullptr, size, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0);
        if (at == MAP_FAILED) return last_error();
        clear();
        bytes_ = static_cast<std::byte*>(at);
        size_ = size;
        return {};
    }
    void clear() noexcept {
        if (bytes_ != nullptr) ::munmap(bytes_, size_);
        bytes_ = nullptr;
        size_ = 0;
    }

    [[nodiscard]] std::byte* data() const noexcept { return bytes_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] explicit operator bool() const noexcept { return bytes_ != nullptr; }

private:
    std::byte* bytes_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_MAPPED_FILE_HPP
