// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_POSIX_HPP
#define SPATE_DETAIL_POSIX_HPP

/// What sinks and runs share of the operating system: an owned descriptor, complete writes.

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/types.h>
#include <unistd.h>

#include <spate/detail/page_buffer.hpp>

namespace spate::inline v0 {
namespace detail {

[[nodiscard]] inline std::error_code last_error() noexcept { return {errno, std::generic_category()}; }

/// Closes its descriptor when destroyed.
class owned_descriptor {
public:
    owned_descriptor() noexcept = default;
    explicit owned_descriptor(int number) noexcept : number_{number} {}
    owned_descriptor(owned_descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    owned_descriptor& operator=(owned_descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~owned_descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    [[nodiscard]] int get() const noexcept { return number_; }
    [[nodiscard]] explicit operator bool() const noexcept { return number_ >= 0; }
    [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }

    /// Closes now. Some file systems report a failed write only here.
    [[nodiscard]] std::error_code close() noexcept {
        if (number_ < 0) return {};
        // EINTR leaves the descriptor closed on Linux and unspecified elsewhere; closing again could hit a descriptor of somebody else.
        return ::close(release()) == 0 || errno == EINTR ? std::error_code{} : last_error();
    }

private:
    int number_ = -1;
};

/// Keeps SIGPIPE from ending the process while it lives: writing to a pipe without a reader only gives EPIPE. The signal is
/// sent to the thread that writes, so holding it back in this thread, and taking it off the queue, disturbs nobody else.
class sigpipe_guard {
public:
    sigpipe_guard() noexcept {
        sigset_t pending;
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        if (!was_pending_) pthread_sigmask(SIG_BLOCK, &pipe_, &old_);
    }
    sigpipe_guard(const sigpipe_guard&) = delete;
    sigpipe_guard& operator=(const sigpipe_guard&) = delete;
    ~sigpipe_guard() {
        if (was_pending_) return;
        const int saved = errno;
        sigset_t pending;
        sigpending(&pending);
        if (int taken = 0; sigismember(&pending, SIGPIPE) == 1) sigwait(&pipe_, &taken);
        pthread_sigmask(SIG_SETMASK, &old_, nullptr);
        errno = saved;
    }

private:
    sigset_t pipe_;
    sigset_t old_;
    bool was_pending_;
};

/// The largest single transfer that every system takes.
inline constexpr std::size_t transfer_limit = std::size_t{1} << 30;

/// Calls `transfer(bytes)` until all is taken, through short counts, EINTR and (by waiting on `descriptor`) EAGAIN. Adds what
/// was taken to `taken`, also when an error follows.
template <class Transfer>
[[nodiscard]] std::error_code transfer_all(int descriptor, std::span<const std::byte> bytes, std::uint64_t& taken, Transfer transfer) noexcept {
    while (!bytes.empty()) {
        const ssize_t n = transfer(bytes.first(std::min(bytes.size(), transfer_limit)));
        if (n > 0) {
            taken += static_cast<std::uint64_t>(n);
            bytes = bytes.subspan(static_cast<std::size_t>(n));
        } else if (n == 0) {
            return {EIO, std::generic_category()};
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd waiting{descriptor, POLLOUT, 0};
            if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) return last_error();
        } else if (errno != EINTR) {
            return last_error();
        }
    }
    return {};
}

/// Writes all of `bytes` at `offset`.
[[nodiscard]] inline std::error_code write_all_at(int descriptor, std::uint64_t offset, std::span<const std::byte> bytes) noexcept {
    std::uint64_t taken = 0;
    return transfer_all(descriptor, bytes, taken,
                        [&](std::span<const std::byte> part) { return ::pwrite(descriptor, part.data(), part.size(), static_cast<off_t>(offset + taken)); });
}

/// Reads up to out.size() bytes at `offset`; fewer only at the end of the file.
[[nodiscard]] inline std::error_code read_all_at(int descriptor, std::uint64_t offset, std::span<std::byte> out, std::size_t& got) noexcept {
    got = 0;
    while (got < out.size()) {
        const ssize_t n = ::pread(descriptor, out.data() + got, std::min(out.size() - got, transfer_limit), static_cast<off_t>(offset + got));
        if (n == 0) break;
        if (n > 0)
            got += static_cast<std::size_t>(n);
        else if (errno != EINTR)
            return last_error();
    }
    return {};
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_DETAIL_POSIX_HPP
