// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_ARRAY_WRITER_HPP
#define SPATE_STORE_DETAIL_ARRAY_WRITER_HPP

/// A new .npy file, from its header to its last element.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/mapped_file.hpp>
#include <spate/store/detail/spare_file.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/npy_header.hpp>

namespace spate::inline v0::detail {

/// Takes the elements in order, by write() or in memory; removes the file unless close() is reached.
class array_writer {
public:
    /// Throws io_error; then there is no file.
    array_writer(const store_directory& files, const std::string& name, dtype type, std::span<const std::uint64_t> shape, spare_file& spare)
        : files_{&files}, name_{name}, bytes_{elements_of(shape) * size_of(type)} {
        file_ = spare.take(name.c_str(), npy_data_offset + bytes_);
        if (!file_) file_ = owned_descriptor{::openat(files.descriptor(), name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
        if (!file_) files.fail("open", path());
        const std::string header = make_npy_header(type, shape);
        // Blocks that are there already take a third less time to write; a disk that is too full for them tells so now.
        constexpr std::uint64_t worth = std::uint64_t{1} << 18;
        if (const int error = bytes_ < worth ? 0 : ::posix_fallocate(file_.get(), 0, static_cast<off_t>(npy_data_offset + bytes_));
            error != 0 && error != EOPNOTSUPP && error != EINVAL && error != EINTR) {
            (void)::unlinkat(files.descriptor(), name.c_str(), 0);
            raise(io_error{{error, std::generic_category()}, "enlarge", path(), npy_data_offset});
        }
        if (const std::error_code error = write_all_at(file_.get(), 0, {reinterpret_cast<const std::byte*>(header.data()), header.size()})) {
            (void)::unlinkat(files.descriptor(), name.c_str(), 0);
            raise(io_error{error, "write", path(), 0});
        }
    }
    array_writer(const array_writer&) = delete;
    array_writer& operator=(const array_writer&) = delete;
    ~array_writer() {
        if (!closed_) (void)::unlinkat(files_->descriptor(), name_.c_str(), 0);
    }

    /// How many bytes the elements have.
    [[nodiscard]] std::uint64_t size() const noexcept { return bytes_; }
    void write(std::span<const std::byte> bytes) {
        put(npy_data_offset + done_, bytes);
        done_ += bytes.size();
    }
    /// The place of all elements, which holds anything and which the caller fills. Their blocks are taken before, so that a full disk is an error here. Throws
    /// io_error.
    [[nodiscard]] std::span<std::byte> all() {
        done_ = bytes_;
        if (bytes_ == 0) return {};
        if (const int error = ::posix_fallocate(file_.get(), 0, static_cast<off_t>(npy_data_offset + bytes_)); error != 0)
            raise(io_error{{error, std::generic_category()}, "enlarge", path(), npy_data_offset});
        if (const std::error_code error = map_.map(file_.get(), static_cast<std::size_t>(npy_data_offset + bytes_), true))
            raise(io_error{error, "map", path(), 0});
        return {map_.data() + npy_data_offset, static_cast<std::size_t>(bytes_)};
    }
    /// The file stays if `take()` does not throw. Throws io_error; config_error where the elements were not as many as the shape
    /// says.
    template <class Take>
    void close(bool durable, const Take& take) {
        if (done_ != bytes_)
            raise_config("save", std::to_string(done_), "bytes are not those of the shape, which has " + std::to_string(bytes_),
                         "give all elements, row by row");
        map_.clear();
#if defined(F_SETLEASE)
        // Closing does not end the lease of a reused file where a fork() has a copy of the descriptor.
        (void)::fcntl(file_.get(), F_SETLEASE, F_UNLCK);
#endif
        std::error_code error;
        if (durable && ::fdatasync(file_.get()) != 0) error = last_error();
        if (!error) error = file_.close();
        if (error) raise(io_error{error, "write", path(), 0});
        take();
        closed_ = true;
    }

private:
    [[nodiscard]] std::string path() const { return files_->path_of(name_); }
    void put(std::uint64_t offset, std::span<const std::byte> bytes) {
        if (const std::error_code error = write_all_at(file_.get(), offset, bytes)) raise(io_error{error, "write", path(), offset});
    }

    const store_directory* files_;
    std::string name_;
    owned_descriptor file_;
    mapped_file map_;
    std::uint64_t bytes_, done_ = 0;
    bool closed_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_ARRAY_WRITER_HPP
