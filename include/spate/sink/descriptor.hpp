// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_DESCRIPTOR_HPP
#define SPATE_SINK_DESCRIPTOR_HPP

/// `descriptor_sink`: any open file descriptor, written in order; `standard_output()`.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>

namespace spate::inline v0 {

/// Who closes a descriptor.
enum class ownership : unsigned char { borrowed, owned };

/// Writes to a descriptor that is open for writing: a pipe, a terminal, a socket, a file from its current offset on. Works for
/// blocking and non-blocking descriptors. A pipe is enlarged to 1 MiB where the system allows it.
///
/// Errors: io_error from the constructor where the descriptor is not open for writing; `write` reports the system's error. A
/// reader that went away gives EPIPE: SIGPIPE is held back in the writing thread and does not end the process.
/// Thread safety: one thread at a time.
class descriptor_sink {
public:
    explicit descriptor_sink(int number, ownership owner = ownership::borrowed, std::string name = {})
        : name_{name.empty() ? "descriptor " + std::to_string(number) : std::move(name)}, number_{number} {
        const int flags = ::fcntl(number, F_GETFL);
        if (flags == -1) detail::raise(io_error{detail::last_error(), "write to", name_, 0});
        if ((flags & O_ACCMODE) == O_RDONLY) detail::raise(io_error{{EBADF, std::generic_category()}, "write to", name_, 0});
        if (owner == ownership::owned) owned_ = detail::owned_descriptor{number};
#if defined(__linux__)
        struct stat target {};
        if (::fstat(number, &target) == 0 && S_ISFIFO(target.st_mode) && ::fcntl(number, F_GETPIPE_SZ) < (1 << 20)) ::fcntl(number, F_SETPIPE_SZ, 1 << 20);
#endif
    }

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        const detail::sigpipe_guard guard;
        error = detail::transfer_all(number_, bytes, position_, [this](std::span<const std::byte> part) { return ::write(number_, part.data(), part.size()); });
    }

    /// Closes an owned descriptor; a borrowed one stays open, for its owner to close.
    void close(std::error_code& error) noexcept { error = owned_.close(); }

    void write(std::span<const std::byte> bytes) {
        std::error_code error;
        write(bytes, error);
        if (error) detail::raise(io_error{error, "write to", name_, position_});
    }
    void close() {
        std::error_code error;
        close(error);
        if (error) detail::raise(io_error{error, "close", name_, position_});
    }

    /// What the descriptor is called in messages.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// The bytes that the system has taken, those of a write that failed later included.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

private:
    std::string name_;
    int number_;
    detail::owned_descriptor owned_;
    std::uint64_t position_ = 0;
};

static_assert(byte_sink<descriptor_sink>);

/// Standard output. What the C and C++ streams still hold back is not flushed.
[[nodiscard]] inline descriptor_sink standard_output() { return descriptor_sink{STDOUT_FILENO, ownership::borrowed, "standard output"}; }

}  // namespace spate::inline v0

#endif  // SPATE_SINK_DESCRIPTOR_HPP
