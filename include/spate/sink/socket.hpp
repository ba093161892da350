// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_SOCKET_HPP
#define SPATE_SINK_SOCKET_HPP

/// `socket_sink`: a TCP connection (tcp://host:port) or a Unix stream socket (unix:path), written in order.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/sockios.h>
#endif

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>

namespace spate::inline v0 {

struct socket_options {
    /// How long connecting may take, for each address that the host has; and how long, in `close`, the peer may take to
    /// acknowledge more bytes.
    std::chrono::milliseconds timeout{10'000};
    /// The size of the send buffer; 0 leaves it to the system.
    int send_buffer = 0;
};

/// Where a socket leads, taken apart: the path of a Unix socket, or host and port.
struct socket_address {
    std::string path, host, port;
};

/// Reads "tcp://host:port", "tcp://[::1]:port" or "unix:path". Throws config_error for anything else.
[[nodiscard]] inline socket_address parse_socket_address(std::string_view text) {
    const auto fail = [&](std::string_view problem) {
        detail::raise_config("address", "\"" + std::string{text} + "\"", problem, "write it like tcp://host:9000, tcp://[::1]:9000 or unix:/run/socket");
    };
    socket_address out;
    if (text.starts_with("unix:")) {
        out.path = text.substr(5);
        if (out.path.empty()) fail("names no path");
        if (out.path.size() >= sizeof(sockaddr_un{}.sun_path)) fail("has a path that is longer than sockets can have");
        return out;
    }
    if (!text.starts_with("tcp://")) fail("is neither tcp:// nor unix:");
    const std::string_view rest = text.substr(6);
    const std::size_t colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon + 1 == rest.size()) fail("has no port");
    std::string_view host = rest.substr(0, colon);
    const std::string_view port = rest.substr(colon + 1);
    if (port.find(']') != std::string_view::npos) fail("has no port");
    unsigned number = 0;
    for (const char digit : port) {
        if (digit < '0' || digit > '9' || number > 65535) fail("has a port that is not a number from 1 to 65535");
        number = number * 10 + static_cast<unsigned>(digit - '0');
    }
    if (number == 0 || number > 65535) fail("has a port that is not a number from 1 to 65535");
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        fail("has a colon in its host that is not within brackets");
    if (host.empty()) fail("has no host");
    out.host = host;
    out.port = port;
    return out;
}

/// Writes to a connection. A peer that went away gives EPIPE or ECONNRESET, never SIGPIPE.
///
/// Errors: the constructor throws config_error for an address that is none or a host that is not known, io_error when nobody
/// answers. Thread safety: one thread at a time.
class socket_sink {
public:
    explicit socket_sink(std::string_view address, const socket_options& options = {}) : name_{address}, options_{options} {
        const socket_address where = parse_socket_address(address);
        if (where.path.empty())
            connect_host(where);
        else
            connect_path(where);
#if defined(__APPLE__)
        const int on = 1;
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    }

    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
#if defined(MSG_NOSIGNAL)
        constexpr int flags = MSG_NOSIGNAL;
#else
        constexpr int flags = 0;
#endif
        error = detail::transfer_all(socket_.get(), bytes, position_,
                                     [this](std::span<const std::byte> part) { return ::send(socket_.get(), part.data(), part.size(), flags); });
    }

    /// Tells the peer that this is the end and closes. Over TCP on Linux it first waits until the peer's system has
    /// acknowledged every byte; an error says that it did not. Whether the peer's program has read them no socket can tell.
    void close(std::error_code& error) noexcept {
        error.clear();
        if (!socket_) return;
        if (::shutdown(socket_.get(), SHUT_WR) != 0) error = detail::last_error();
        if (!error && tcp_) error = wait_for_peer();
        if (const std::error_code second = socket_.close(); !error) error = second;
    }

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

    /// The address as it was given.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// The bytes that the system has taken.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

private:
    void connect_path(const socket_address& where) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, where.path.c_str(), where.path.size() + 1);
        if (const std::error_code error = connect_to(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address))
            detail::raise(io_error{error, "connect to", name_, 0});
    }

    void connect_host(const socket_address& where) {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        if (const int result = ::getaddrinfo(where.host.c_str(), where.port.c_str(), &hints, &found); result != 0)
            detail::raise_config("address", "\"" + name_ + "\"", std::string{"has a host that cannot be found: "} + ::gai_strerror(result), "check the name");
        std::error_code error = std::make_error_code(std::errc::address_not_available);
        for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
            error = connect_to(one->ai_family, one->ai_addr, one->ai_addrlen);
            if (!error) break;
        }
        ::freeaddrinfo(found);
        if (error) detail::raise(io_error{error, "connect to", name_, 0});
        tcp_ = true;
    }

    // Connects without blocking, so that the time can be limited; the socket blocks from then on.
    [[nodiscard]] std::error_code connect_to(int family, const sockaddr* address, socklen_t size) noexcept {
        detail::owned_descriptor made{::socket(family, SOCK_STREAM, 0)};
        if (!made) return detail::last_error();
        ::fcntl(made.get(), F_SETFD, FD_CLOEXEC);
        if (options_.send_buffer > 0) ::setsockopt(made.get(), SOL_SOCKET, SO_SNDBUF, &options_.send_buffer, sizeof options_.send_buffer);
        const int flags = ::fcntl(made.get(), F_GETFL);
        ::fcntl(made.get(), F_SETFL, flags | O_NONBLOCK);
        if (::connect(made.get(), address, size) != 0) {
            if (errno != EINPROGRESS && errno != EINTR) return detail::last_error();
            if (!wait_for(made.get(), POLLOUT, std::chrono::steady_clock::now() + options_.timeout)) return std::make_error_code(std::errc::timed_out);
            if (const std::error_code error = pending_error(made.get())) return error;
        }
        ::fcntl(made.get(), F_SETFL, flags);
        socket_ = std::move(made);
        return {};
    }

    [[nodiscard]] static bool wait_for(int socket, short what, std::chrono::steady_clock::time_point until) noexcept {
        for (;;) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
            pollfd waiting{socket, what, 0};
            const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30)));
            if (ready > 0) return true;
            if (ready == 0 && left <= 0) return false;
            if (ready < 0 && errno != EINTR) return false;
        }
    }

    [[nodiscard]] static std::error_code pending_error(int socket) noexcept {
        int reason = 0;
        socklen_t size = sizeof reason;
        if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &reason, &size) != 0) return detail::last_error();
        return {reason, std::generic_category()};
    }

    // What the peer sends is read and dropped: closing with unread bytes would reset the connection and lose ours on their way.
    [[nodiscard]] std::error_code wait_for_peer() noexcept {
#if defined(__linux__)
        auto until = std::chrono::steady_clock::now() + options_.timeout;
        bool peer_done = false;
        for (int last = -1;;) {
            int unacknowledged = 0;
            if (const std::error_code error = pending_error(socket_.get())) return error;
            std::byte dropped[4096];
            for (ssize_t got = 1; got > 0 && !peer_done;) {
                got = ::recv(socket_.get(), dropped, sizeof dropped, MSG_DONTWAIT);
                peer_done = got == 0;
                if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return detail::last_error();
            }
            if (::ioctl(socket_.get(), SIOCOUTQ, &unacknowledged) != 0 || unacknowledged == 0) return {};
            if (unacknowledged != last) until = std::chrono::steady_clock::now() + options_.timeout;
            last = unacknowledged;
            if (std::chrono::steady_clock::now() >= until) return std::make_error_code(std::errc::timed_out);
            ::poll(nullptr, 0, 1);
        }
#else
        return {};
#endif
    }

    std::string name_;
    socket_options options_;
    detail::owned_descriptor socket_;
    bool tcp_ = false;
    std::uint64_t position_ = 0;
};

static_assert(byte_sink<socket_sink>);

}  // namespace spate::inline v0

#endif  // SPATE_SINK_SOCKET_HPP
