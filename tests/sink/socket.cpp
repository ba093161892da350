// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <spate/run/write.hpp>
#include <spate/sink/socket.hpp>

#include "../run/support.hpp"

namespace {

// Listens on loopback, takes one connection and reads `limit` bytes or all of them. Every wait of it is bounded.
class listener {
public:
    explicit listener(const std::string& path = {}) {
        if (path.empty()) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
            REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
            socklen_t size = sizeof address;
            ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
            name = "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        } else {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            path.copy(address.sun_path, sizeof address.sun_path - 1);
            socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
            REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
            name = "unix:" + path;
        }
        REQUIRE(::listen(socket_, 4) == 0);
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~listener() {
        wait();
        ::close(socket_);
    }

    void receive(std::size_t limit = ~std::size_t{0}, bool answer = false) {
        thread_ = std::thread{[this, limit, answer] {
            const int peer = ::accept(socket_, nullptr, nullptr);
            const timeval patience{20, 0};
            ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            if (answer) (void)!::write(peer, "welcome", 7);
            std::vector<std::byte> part(65536);
            for (ssize_t n = 0; got.size() < limit && (n = ::read(peer, part.data(), std::min(part.size(), limit - got.size()))) > 0;)
                got.insert(got.end(), part.begin(), part.begin() + n);
            ::close(peer);
        }};
    }
    void wait() {
        if (thread_.joinable()) thread_.join();
    }

    std::string name;
    std::vector<std::byte> got;

private:
    int socket_;
    std::thread thread_;
};

}  // namespace

TEST_CASE("sink/socket: the peer gets every byte, over TCP and Unix sockets, in order") {
    const test::directory here;
    const test::hash_source source{5'000'003};
    for (const bool unix_socket : {false, true}) {
        listener peer{unix_socket ? here / "socket" : std::string{}};
        CAPTURE(peer.name);
        peer.receive(~std::size_t{0}, !unix_socket);
        {
            spate::socket_sink sink{peer.name, {.send_buffer = 20'000}};
            CHECK(sink.name() == peer.name);
            test::threads workers{3};
            CHECK(spate::write(workers, source, sink, {.block = 65536}).end == spate::run_end::complete);
            CHECK(sink.position() == source.size());
            sink.close();
            sink.close();
        }
        peer.wait();
        CHECK(peer.got == test::bytes_of(source, 0, source.size()));
    }
}

TEST_CASE("sink/socket: a peer that goes away ends the run with an error and no signal") {
    listener peer;
    peer.receive(100'000);
    spate::socket_sink sink{peer.name};
    test::threads workers{2};
    const spate::write_report report = spate::write(workers, test::hash_source{}, sink, {.block = 65536});
    CHECK(report.end == spate::run_end::failed);
    CHECK((report.error == std::errc::broken_pipe || report.error == std::errc::connection_reset));
    CHECK(report.mark >= 100'000);
    CHECK(report.mark == sink.position());
}

TEST_CASE("sink/socket: where nobody listens") {
    const test::directory here;
    std::string name;
    { name = listener{}.name; }
    CHECK_THROWS_WITH_AS(spate::socket_sink{name}, doctest::Contains(("connect to " + name).c_str()), spate::io_error);
    CHECK_THROWS_WITH_AS(spate::socket_sink{"unix:" + (here / "none")}, doctest::Contains("connect to unix:"), spate::io_error);
    CHECK_THROWS_WITH_AS(spate::socket_sink{"tcp://no-such-host.invalid:9000"}, doctest::Contains("has a host that cannot be found"), spate::config_error);
}

TEST_CASE("sink/socket: addresses") {
    const spate::socket_address name = spate::parse_socket_address("tcp://some.host:9000");
    CHECK(name.host == "some.host");
    CHECK(name.port == "9000");
    CHECK(name.path.empty());
    CHECK(spate::parse_socket_address("tcp://[::1]:80").host == "::1");
    CHECK(spate::parse_socket_address("unix:/a:b").path == "/a:b");
    const std::pair<const char*, const char*> bad[] = {
        {"", "neither tcp:// nor unix:"},
        {"udp://a:1", "neither tcp:// nor unix:"},
        {"tcp://host", "has no port"},
        {"tcp://host:", "has no port"},
        {"tcp://[::1]", "has no port"},
        {"tcp://:80", "has no host"},
        {"tcp://[]:80", "has no host"},
        {"tcp://::1:80", "within brackets"},
        {"tcp://host:0", "not a number from 1 to 65535"},
        {"tcp://host:65536", "not a number from"},
        {"tcp://host:http", "not a number from"},
        {"tcp://host:99999999999999999999", "not a number from"},
        {"unix:", "names no path"},
    };
    for (const auto& [text, problem] : bad) CHECK_THROWS_WITH_AS((void)spate::parse_socket_address(text), doctest::Contains(problem), spate::config_error);
    CHECK_THROWS_WITH_AS((void)spate::parse_socket_address("unix:" + std::string(200, 'x')), doctest::Contains("longer than"), spate::config_error);
}
