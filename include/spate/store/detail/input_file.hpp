// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_INPUT_FILE_HPP
#define SPATE_STORE_DETAIL_INPUT_FILE_HPP

/// A file that arrays are read from, of which nothing is believed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/store_error.hpp>

namespace spate::inline v0::detail {

class input_file {
public:
    /// Throws io_error where it cannot be opened or is a directory.
    explicit input_file(std::string path) : path_{std::move(path)} {
        file_ = owned_descriptor{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!file_) raise(io_error{last_error(), "open", path_, 0});
        struct stat found {};
        if (::fstat(file_.get(), &found) != 0) raise(io_error{last_error(), "examine", path_, 0});
        if (S_ISDIR(found.st_mode)) raise(io_error{{EISDIR, std::generic_category()}, "read", path_, 0});
        size_ = static_cast<std::uint64_t>(found.st_size);
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] int descriptor() const noexcept { return file_.get(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Throws io_error, and store_error where the file ends before.
    void read(std::uint64_t offset, std::span<std::byte> out) const {
        std::size_t got = 0;
        if (const std::error_code error = read_all_at(file_.get(), offset, out, got)) raise(io_error{error, "read", path_, offset + got});
        if (got != out.size())
            fail(offset + got, "the file ends here, but " + std::to_string(out.size() - got) + " bytes more belong to it", "copy the file anew");
    }
    [[nodiscard]] std::string text(std::uint64_t offset, std::size_t count) const {
        std::string out(count, '\0');
        read(offset, std::as_writable_bytes(std::span{out}));
        return out;
    }
    /// Calls use(span<std::byte>) with the bytes of [offset, offset + count), a part of at most 1 MiB at a time.
    template <class Use>
    void each_part(std::uint64_t offset, std::uint64_t count, const Use& use) const {
        std::vector<std::byte> part(static_cast<std::size_t>(std::min<std::uint64_t>(count, std::uint64_t{1} << 20)));
        while (count != 0) {
            const std::span<std::byte> some = std::span{part}.first(static_cast<std::size_t>(std::min<std::uint64_t>(count, part.size())));
            read(offset, some);
            use(some);
            offset += some.size();
            count -= some.size();
        }
    }
    [[noreturn]] void fail(std::uint64_t offset, std::string_view problem, std::string_view remedy) const {
        raise(store_error{path_, offset, problem, remedy});
    }

private:
    std::string path_;
    owned_descriptor file_;
    std::uint64_t size_ = 0;
};

/// What an error of importing says of its array.
[[nodiscard]] inline std::string array_text(std::string_view name) { return "the array \"" + std::string{name} + '"'; }

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_INPUT_FILE_HPP
