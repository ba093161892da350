// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_COMPLETE_FILE_HPP
#define SPATE_STORE_DETAIL_COMPLETE_FILE_HPP

/// A file that has its name only once it is whole.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>

namespace spate::inline v0::detail {

/// Is written under `path`.partial, and removed unless close() is reached, which renames it.
class complete_file {
public:
    /// Throws io_error.
    explicit complete_file(std::string path) : path_{std::move(path)}, partial_{path_ + ".partial"} {
        file_ = owned_descriptor{::open(partial_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
        if (!file_) raise(io_error{last_error(), "open", partial_, 0});
    }
    complete_file(const complete_file&) = delete;
    complete_file& operator=(const complete_file&) = delete;
    ~complete_file() {
        if (!closed_) (void)::unlink(partial_.c_str());
    }

    /// How many bytes there are so far.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    void write(std::span<const std::byte> bytes) {
        put(size_, bytes);
        size_ += bytes.size();
    }
    void write(std::string_view text) { write(std::as_bytes(std::span{text})); }
    /// Writes over bytes that are there.
    void patch(std::uint64_t offset, std::string_view text) { put(offset, std::as_bytes(std::span{text})); }
    /// Brings the bytes to the disk and gives the file its name, in the place of one that has it. Throws io_error.
    void close() {
        std::error_code error = ::fdatasync(file_.get()) != 0 ? last_error() : std::error_code{};
        if (!error) error = file_.close();
        if (error) raise(io_error{error, "write", partial_, size_});
        if (std::rename(partial_.c_str(), path_.c_str()) != 0) raise(io_error{last_error(), "rename", partial_, 0});
        closed_ = true;
    }

private:
    void put(std::uint64_t offset, std::span<const std::byte> bytes) {
        if (const std::error_code error = write_all_at(file_.get(), offset, bytes)) raise(io_error{error, "write", partial_, offset});
    }

    std::string path_, partial_;
    owned_descriptor file_;
    std::uint64_t size_ = 0;
    bool closed_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_COMPLETE_FILE_HPP
