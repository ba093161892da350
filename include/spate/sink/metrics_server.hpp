// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_METRICS_SERVER_HPP
#define SPATE_SINK_METRICS_SERVER_HPP

/// `metrics_server`: a page of metrics for whoever asks for it on this machine.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/sink/prometheus.hpp>

namespace spate::inline v0 {

/// Answers GET /metrics on 127.0.0.1, and nothing else and nowhere else. One thread, one request after the other; a request may have 8 KiB and take two
/// seconds, a page is given in as much. Ends when it is destroyed.
class metrics_server {
public:
    /// `port` 0 takes a free one. `page` makes the page, in the server's thread; what it throws is answered with 500. Throws config_error for a port that is
    /// none or is taken, io_error for what the system refuses.
    metrics_server(unsigned port, std::function<std::string()> page) : page_{std::move(page)} {
        if (port > 65535) detail::raise_config("metrics_port", std::to_string(port), "is no port", "give 1 to 65535, or 0 for a free one");
        const std::string name = "127.0.0.1:" + std::to_string(port);
        const auto fail = [&](std::string_view operation) { detail::raise(io_error{detail::last_error(), operation, name, 0}); };
        socket_ = detail::owned_descriptor{::socket(AF_INET, SOCK_STREAM, 0)};
        if (!socket_) fail("open");
        ::fcntl(socket_.get(), F_SETFD, FD_CLOEXEC);
        const int on = 1;
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            if (errno == EADDRINUSE) detail::raise_config("metrics_port", std::to_string(port), "is in use", "give another, or 0 for a free one");
            if (errno == EACCES) detail::raise_config("metrics_port", std::to_string(port), "needs rights that this user has not", "give one above 1023");
            fail("bind");
        }
        socklen_t size = sizeof address;
        if (::listen(socket_.get(), 16) != 0 || ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("listen on");
        port_ = ntohs(address.sin_port);
        // Whoever connects and goes away at once must not hold up the thread.
        ::fcntl(socket_.get(), F_SETFL, O_NONBLOCK);
        int ends[2];
        if (::pipe(ends) != 0) fail("make a pipe for");
        end_ = detail::owned_descriptor{ends[0]}, stop_ = detail::owned_descriptor{ends[1]};
        for (const int one : ends) ::fcntl(one, F_SETFD, FD_CLOEXEC);
        thread_ = std::thread{[this] { serve(); }};
    }
    metrics_server(const metrics_server&) = delete;
    metrics_server& operator=(const metrics_server&) = delete;
    ~metrics_server() {
        (void)stop_.close();
        thread_.join();
    }

    [[nodiscard]] unsigned port() const noexcept { return port_; }

private:
    using clock = std::chrono::steady_clock;
    static constexpr std::size_t most_bytes = 8192;
    static constexpr std::chrono::seconds most_time{2};

    // Until a descriptor can be read or written; false when time is over or the server ends.
    [[nodiscard]] bool wait(int descriptor, short what, clock::time_point until) const noexcept {
        for (;;) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
            pollfd waiting[] = {{descriptor, what, 0}, {end_.get(), POLLIN, 0}};
            const int ready = ::poll(waiting, 2, until == clock::time_point::max() ? -1 : static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30)));
            if (ready < 0 && errno == EINTR) continue;
            if (ready <= 0 || waiting[1].revents != 0) return false;
            return true;
        }
    }
    void serve() noexcept {
        while (wait(socket_.get(), POLLIN, clock::time_point::max())) {
            const detail::owned_descriptor peer{::accept(socket_.get(), nullptr, nullptr)};
            // None left: better a pause than a loop.
            if (!peer && (errno == EMFILE || errno == ENFILE || errno == ENOMEM)) std::this_thread::sleep_for(std::chrono::milliseconds{50});
            if (!peer) continue;
            ::fcntl(peer.get(), F_SETFD, FD_CLOEXEC);
            ::fcntl(peer.get(), F_SETFL, O_NONBLOCK);
            try {
                answer(peer.get());
            } catch (...) {
                // No memory: whoever asked gets nothing.
            }
        }
    }
    void answer(int peer) {
        const clock::time_point until = clock::now() + most_time;
        std::string request;
        while (request.find("\r\n\r\n") == std::string::npos) {
            if (request.size() > most_bytes) return reply(peer, "431 Request Header Fields Too Large", "the request is too long\n", until);
            if (!wait(peer, POLLIN, until)) return;
            char part[2048];
            const ssize_t got = ::recv(peer, part, sizeof part, 0);
            if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (got <= 0) return;
            request.append(part, static_cast<std::size_t>(got));
        }
        const std::string_view line = std::string_view{request}.substr(0, request.find("\r\n"));
        const std::size_t blank = line.find(' ');
        const std::string_view method = line.substr(0, blank), rest = blank == std::string_view::npos ? "" : line.substr(blank + 1);
        const std::string_view path = rest.substr(0, rest.find_first_of(" ?"));
        if (!line.ends_with(" HTTP/1.1") && !line.ends_with(" HTTP/1.0")) return reply(peer, "400 Bad Request", "this is no request\n", until);
        if (method != "GET") return reply(peer, "405 Method Not Allowed", "ask with GET\n", until);
        if (path != "/metrics") return reply(peer, "404 Not Found", "metrics are at /metrics\n", until);
        std::string text;
        try {
            text = page_();
        } catch (const std::exception&) {
            return reply(peer, "500 Internal Server Error", "there are no metrics\n", until);
        }
        reply(peer, "200 OK", text, until, prometheus_text::content_type);
    }
    void reply(int peer, std::string_view status, std::string_view body, clock::time_point until, std::string_view type = "text/plain; charset=utf-8") const {
        std::string text = "HTTP/1.1 " + std::string{status} + "\r\nContent-Type: " + std::string{type} + "\r\nContent-Length: " + std::to_string(body.size()) +
                           "\r\nConnection: close\r\n" + (status.starts_with("405") ? "Allow: GET\r\n" : "") + "\r\n" + std::string{body};
        const detail::sigpipe_guard guard;
        for (std::string_view left = text; !left.empty();) {
            const ssize_t sent = ::write(peer, left.data(), left.size());
            if (sent > 0) left.remove_prefix(static_cast<std::size_t>(sent));
            if (sent > 0 || (sent < 0 && errno == EINTR)) continue;
            if (errno != EAGAIN || !wait(peer, POLLOUT, until)) return;
        }
        // What has come and was not read would reset the connection, and the answer would be lost on its way.
        ::shutdown(peer, SHUT_WR);
        char dropped[2048];
        for (std::size_t total = 0; total < 16 * most_bytes && wait(peer, POLLIN, std::min(until, clock::now() + std::chrono::milliseconds{200}));) {
            const ssize_t got = ::recv(peer, dropped, sizeof dropped, 0);
            if (got <= 0) return;
            total += static_cast<std::size_t>(got);
        }
    }

    std::function<std::string()> page_;
    detail::owned_descriptor socket_, end_, stop_;
    unsigned port_ = 0;
    std::thread thread_;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_METRICS_SERVER_HPP
