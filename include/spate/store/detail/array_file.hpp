// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_ARRAY_FILE_HPP
#define SPATE_STORE_DETAIL_ARRAY_FILE_HPP

/// The file of an array: its rows in memory and on the disk.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/crc32c.hpp>
#include <spate/store/detail/mapped_file.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_error.hpp>

namespace spate::inline v0::detail {

/// An open .npy file of a store. Rows are along the first axis; an array without axes is one row.
class array_file {
public:
    /// Opens `file` of a directory. Throws io_error where it cannot be opened, and store_error where it is not what the manifest says of the array, or is
    /// shorter than its rows.
    array_file(int directory, const std::string& file, std::string path, const manifest_entry& entry, bool writable)
        : path_{std::move(path)}, type_{entry.type}, writable_{writable} {
        file_ = owned_descriptor{::openat(directory, file.c_str(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC)};
        if (!file_) raise(io_error{last_error(), "open", path_, 0});
        struct stat found {};
        std::array<std::byte, npy_data_offset> bytes;
        std::size_t got = 0;
        if (const std::error_code error = read_all_at(file_.get(), 0, bytes, got)) raise(io_error{error, "read", path_, got});
        // The number of rows may be changing just now.
        std::array<std::byte, 512> again;
        for (int i = 0; !writable && i < 100; ++i) {
            std::size_t more = 0;
            if (const std::error_code error = read_all_at(file_.get(), 0, again, more)) raise(io_error{error, "read", path_, more});
            if (std::memcmp(again.data(), bytes.data(), std::min(got, more)) == 0) break;
            std::memcpy(bytes.data(), again.data(), more);
        }
        const npy_header header = read_npy_header({bytes.data(), got}, path_);
        const auto wrong = [&](std::string_view problem) { raise(store_error{path_, 0, problem, "restore the file, or save the array anew"}); };
        if (npy_description(header.type) != npy_description(entry.type) || header.big_endian || header.fortran_order || header.data_offset != npy_data_offset)
            wrong("the header is not that of the array, which has the type " + std::string{to_string(entry.type)});
        if (header.shape.size() != entry.shape.size() ||
            (header.shape.size() > 1 && !std::equal(header.shape.begin() + 1, header.shape.end(), entry.shape.begin() + 1)))
            wrong("the header has another shape than the array");
        shape_ = header.shape;
        row_bytes_ = size_of(type_);
        for (std::size_t i = 1; i < shape_.size(); ++i) row_bytes_ *= shape_[i];
        const std::uint64_t needed = npy_data_offset + bytes_of(rows());
        if (!shape_.empty() && shape_[0] < entry.shape[0])
            wrong("the header has " + std::to_string(shape_[0]) + " rows, but the array was made with " + std::to_string(entry.shape[0]));
        // Only now, since the file may have grown with its number of rows.
        if (::fstat(file_.get(), &found) != 0) raise(io_error{last_error(), "examine", path_, 0});
        const auto size = static_cast<std::uint64_t>(found.st_size);
        if (size < needed)
            raise(store_error{path_, size, "the file ends here, but its " + std::to_string(rows()) + " rows go on to " + std::to_string(needed),
                              "restore the file, or save the array anew"});
        longer_ = size > needed;
    }
    /// Cuts off what an append left behind that did not come to its end. Where the system refuses that, it is not part of the array either.
    void cut() noexcept {
        if (longer_ && ::ftruncate(file_.get(), static_cast<off_t>(npy_data_offset + bytes_of(rows()))) == 0) longer_ = false;
    }
    /// Takes the room for rows behind the last one, so that writing them does not fail later. Throws io_error.
    void reserve(std::uint64_t rows) {
        const std::uint64_t from = npy_data_offset + bytes_of(this->rows());
        longer_ = true;
        if (const int error = ::posix_fallocate(file_.get(), static_cast<off_t>(from), static_cast<off_t>(npy_data_offset + bytes_of(rows) - from));
            error != 0) {
            cut();
            raise(io_error{{error, std::generic_category()}, "enlarge", path_, from});
        }
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] int descriptor() const noexcept { return file_.get(); }
    [[nodiscard]] dtype type() const noexcept { return type_; }
    [[nodiscard]] const array_shape& shape() const noexcept { return shape_; }
    [[nodiscard]] std::uint64_t rows() const noexcept { return shape_.empty() ? 1 : shape_[0]; }
    [[nodiscard]] std::size_t row_bytes() const noexcept { return row_bytes_; }
    [[nodiscard]] std::uint64_t bytes_of(std::uint64_t rows) const noexcept { return rows * row_bytes_; }

    /// The data in memory, mapped when it is first asked for. Throws io_error.
    [[nodiscard]] std::byte* data() {
        const std::uint64_t needed = npy_data_offset + bytes_of(rows());
        if (needed > map_.size()) map(needed);
        return map_.data() + npy_data_offset;
    }

    /// Appends rows: the data first, then the number of rows in the header, which makes them part of the array. With `durable` both reach the disk, in this
    /// order. Throws io_error; then the array is as it was.
    void append(std::span<const std::byte> bytes, std::uint64_t count, bool durable) {
        const std::uint64_t before = npy_data_offset + bytes_of(rows());
        std::error_code error = write_all_at(file_.get(), before, bytes);
        if (!error && durable && ::fdatasync(file_.get()) != 0) error = last_error();
        if (!error) error = write_rows(rows() + count);
        if (!error && durable && ::fdatasync(file_.get()) != 0) error = last_error();
        if (error) {
            // A header that says more rows must find them.
            if (!write_rows(rows())) (void)::ftruncate(file_.get(), static_cast<off_t>(before));
            raise(io_error{error, "append to", path_, before});
        }
        shape_[0] += count;
    }
    /// Only the header; for writes that are done again.
    [[nodiscard]] std::error_code write_rows(std::uint64_t rows) noexcept {
        const auto text = first_axis_text(rows);
        return write_all_at(file_.get(), first_axis_offset(type_), {reinterpret_cast<const std::byte*>(text.data()), text.size()});
    }
    /// Nanoseconds since 1970.
    [[nodiscard]] std::int64_t modify_time() const {
        struct stat found {};
        if (::fstat(file_.get(), &found) != 0) raise(io_error{last_error(), "examine", path_, 0});
        return std::int64_t{found.st_mtim.tv_sec} * 1000000000 + found.st_mtim.tv_nsec;
    }
    void set_rows(std::uint64_t rows) noexcept {
        shape_[0] = rows;
        longer_ = false;
    }
    void sync() const {
        if (::fdatasync(file_.get()) != 0) raise(io_error{last_error(), "sync", path_, 0});
    }

private:
    // More than the file has, so that rows which are appended need no new mapping for a while.
    void map(std::uint64_t needed) {
        constexpr std::uint64_t room = std::uint64_t{64} << 20;
        std::error_code error = map_.map(file_.get(), static_cast<std::size_t>(needed + std::max(needed, room)), writable_);
        if (error) error = map_.map(file_.get(), static_cast<std::size_t>(needed), writable_);
        if (error) raise(io_error{error, "map", path_, 0});
    }

    std::string path_;
    owned_descriptor file_;
    mapped_file map_;
    dtype type_;
    array_shape shape_;
    std::size_t row_bytes_ = 0;
    bool writable_, longer_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_ARRAY_FILE_HPP
