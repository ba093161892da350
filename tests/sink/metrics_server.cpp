// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/metrics_server.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spate/core/error.hpp>

using namespace spate;

namespace {

int connected(unsigned port, const char* host = "127.0.0.1") {
    const int out = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host, &address.sin_addr);
    if (::connect(out, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return out;
    ::close(out);
    return -1;
}

std::string read_all(int socket) {
    std::string out;
    char part[4096];
    for (ssize_t got = 1; got > 0;) {
        got = ::recv(socket, part, sizeof part, 0);
        if (got > 0) out.append(part, static_cast<std::size_t>(got));
    }
    ::close(socket);
    return out;
}

std::string ask(unsigned port, std::string_view request) {
    const int socket = connected(port);
    if (socket < 0) return "no connection";
    (void)!::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
    return read_all(socket);
}

}  // namespace

TEST_CASE("the page is made anew for each who asks") {
    std::atomic<int> calls{0};
    const metrics_server server{0, [&] { return "spate_calls " + std::to_string(++calls) + "\n"; }};
    REQUIRE(server.port() != 0);
    CHECK(ask(server.port(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n") ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: 14\r\nConnection: close\r\n\r\nspate_calls 1\n");
    CHECK(ask(server.port(), "GET /metrics?x=1 HTTP/1.0\r\n\r\n").ends_with("spate_calls 2\n"));
    CHECK(calls == 2);
}

TEST_CASE("all else is refused") {
    const metrics_server server{0, [] { return std::string{}; }};
    const unsigned port = server.port();
    CHECK(ask(port, "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
    CHECK(ask(port, "GET /metricsx HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
    CHECK(ask(port, "POST /metrics HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody").starts_with("HTTP/1.1 405 "));
    CHECK(ask(port, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
    CHECK(ask(port, "\r\n\r\n").starts_with("HTTP/1.1 400 "));
    CHECK(ask(port, "GET /metrics HTTP/1.1\r\nX: " + std::string(20000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431 "));
    CHECK(connected(port, "127.0.0.2") == -1);
}

TEST_CASE("what fails is said, a large page is given whole, and who goes away disturbs nobody") {
    std::string page(3'000'000, 'x');
    bool fails = true;
    const metrics_server server{0, [&]() -> std::string {
                                    if (fails) throw std::runtime_error{"no"};
                                    return page;
                                }};
    CHECK(ask(server.port(), "GET /metrics HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 500 "));
    fails = false;
    for (int i = 0; i < 20; ++i) {
        const int socket = connected(server.port());
        (void)!::send(socket, "GET /metrics HTTP/1.1\r\n\r\n", i % 3 == 0 ? 10 : 25, MSG_NOSIGNAL);
        ::close(socket);
    }
    const std::string got = ask(server.port(), "GET /metrics HTTP/1.1\r\n\r\n");
    CHECK(got.size() > page.size());
    CHECK(got.ends_with(page.substr(0, 1000)));
}

TEST_CASE("one that says nothing does not hold up the end") {
    const auto begin = std::chrono::steady_clock::now();
    std::optional<metrics_server> server;
    server.emplace(0u, [] { return std::string{}; });
    const int socket = connected(server->port());
    std::this_thread::sleep_for(std::chrono::milliseconds{30});
    server.reset();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{1});
    ::close(socket);
}

TEST_CASE("a port that is none or is taken is refused") {
    const auto page = [] { return std::string{}; };
    CHECK_THROWS_AS((metrics_server{65536, page}), config_error);
    const metrics_server one{0, page};
    CHECK_THROWS_AS((metrics_server{one.port(), page}), config_error);
}
