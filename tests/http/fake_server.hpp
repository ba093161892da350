// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_HTTP_FAKE_SERVER_HPP
#define SPATE_TESTS_HTTP_FAKE_SERVER_HPP

// A server on the loopback that answers requests as a test says.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fake {

struct received {
    std::string head, body;
    std::size_t connection = 0;

    // The value of a header, whose name is given as it was sent.
    [[nodiscard]] std::string header(std::string_view name) const {
        const std::size_t at = head.find("\r\n" + std::string{name} + ": ");
        if (at == std::string::npos) return {};
        const std::size_t begin = at + 4 + name.size();
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

// A whole answer.
[[nodiscard]] inline std::string answer(int status, std::string_view body = {}, std::string_view headers = {}) {
    return "HTTP/1.1 " + std::to_string(status) + " Any\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string{headers} + "\r\n" +
           std::string{body};
}

// Each connection has a thread. What `respond` gives is sent as it is; of nothing, the connection is closed without an answer.
class server {
public:
    using responder = std::function<std::string(const received&)>;

    explicit server(responder respond) : respond_{std::move(respond)}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (listener_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error{"no port on the loopback"};
        port_ = ntohs(address.sin_port);
        accepting_ = std::thread{[this] { accept_all(); }};
    }
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    ~server() {
        stop_ = true;
        accepting_.join();
        for (std::thread& one : connections_) one.join();
        ::close(listener_);
    }

    [[nodiscard]] std::string url(std::string_view path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + std::string{path}; }
    [[nodiscard]] unsigned port() const noexcept { return port_; }
    [[nodiscard]] std::size_t connections() const noexcept { return count_; }

private:
    [[nodiscard]] bool readable(int socket) const {
        while (!stop_) {
            pollfd waited{socket, POLLIN, 0};
            if (::poll(&waited, 1, 20) > 0) return true;
        }
        return false;
    }

    void accept_all() {
        while (readable(listener_)) {
            const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) continue;
            connections_.emplace_back([this, socket, number = count_++] {
                serve(socket, number);
                ::close(socket);
            });
        }
    }

    void serve(int socket, std::size_t number) const {
        std::string pending;
        const auto read_more = [&] {
            char buffer[65536];
            const ssize_t got = readable(socket) ? ::recv(socket, buffer, sizeof buffer, 0) : 0;
            if (got > 0) pending.append(buffer, static_cast<std::size_t>(got));
            return got > 0;
        };
        for (;;) {
            std::size_t end = 0;
            while ((end = pending.find("\r\n\r\n")) == std::string::npos) {
                // Whoever speaks TLS is not answered.
                if (!read_more() || pending.front() < 'A') return;
            }
            received request{pending.substr(0, end + 2), {}, number};
            const std::string length = request.header("Content-Length");
            const std::size_t bytes = length.empty() ? 0 : std::strtoull(length.c_str(), nullptr, 10);
            pending.erase(0, end + 4);
            while (pending.size() < bytes)
                if (!read_more()) return;
            request.body = pending.substr(0, bytes);
            pending.erase(0, bytes);
            const std::string out = respond_(request);
            if (out.empty()) return;
            for (std::size_t at = 0; at < out.size();) {
                const ssize_t sent = ::send(socket, out.data() + at, out.size() - at, MSG_NOSIGNAL);
                if (sent <= 0) return;
                at += static_cast<std::size_t>(sent);
            }
        }
    }

    responder respond_;
    int listener_;
    unsigned port_ = 0;
    std::atomic<bool> stop_ = false;
    std::atomic<std::size_t> count_ = 0;
    std::thread accepting_;
    std::vector<std::thread> connections_;
};

}  // namespace fake

#endif  // SPATE_TESTS_HTTP_FAKE_SERVER_HPP
