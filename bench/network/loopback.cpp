// SPDX-License-Identifier: Apache-2.0
// How fast does a stream go through a TCP connection on this machine, beside a sender that sends one constant buffer over and over? Both
// send the same blocks by the same sink to a reader that only reads; what differs is that one of them makes its bytes.

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spate/bytes.hpp>
#include <spate/exec/inline.hpp>
#include <spate/run.hpp>
#include <spate/sink/socket.hpp>

#include "../support/measure.hpp"

namespace {

/// Listens on a port of the loopback address and reads away what one connection after another sends.
class drain {
public:
    drain() : listener_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (listener_ < 0 || ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 4) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            std::perror("loopback");
            std::exit(1);
        }
        port_ = ntohs(address.sin_port);
        reader_ = std::thread{[this] {
            std::vector<char> buffer(std::size_t{1} << 20);
            for (int connection; (connection = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(connection))
                while (::read(connection, buffer.data(), buffer.size()) > 0) {
                }
        }};
    }
    drain(const drain&) = delete;
    drain& operator=(const drain&) = delete;
    ~drain() {
        ::shutdown(listener_, SHUT_RDWR);
        reader_.join();
        ::close(listener_);
    }
    [[nodiscard]] std::string address() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

private:
    int listener_;
    unsigned port_ = 0;
    std::thread reader_;
};

/// A source that makes nothing: what the buffer held before is sent.
struct constant_bytes {
    [[nodiscard]] std::uint64_t size() const noexcept { return spate::unlimited; }
    void fill(std::uint64_t, std::span<std::byte>) const noexcept {}
};

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    const std::uint64_t size = (with.quick ? std::uint64_t{64} : std::uint64_t{512}) << 20;
    const drain reader;
    const auto send = [&](const auto& source) {
        return bench::candidate{[&reader, &source, size] {
                                    spate::socket_sink sink{reader.address()};
                                    spate::inline_executor workers;
                                    const spate::write_report done = spate::write(workers, source, sink, {.length = size, .block = std::size_t{256} << 10});
                                    std::error_code error;
                                    sink.close(error);
                                    if (done.bytes() != size || error) {
                                        std::fprintf(stderr, "loopback: sent %llu bytes: %s\n", static_cast<unsigned long long>(done.bytes()),
                                                     error.message().c_str());
                                        std::exit(1);
                                    }
                                },
                                static_cast<double>(size)};
    };
    const spate::random_bytes random{spate::seed{1}};
    const constant_bytes constant;
    const std::vector<bench::rates> found = bench::take_turns(with, {send(random), send(constant)}, bench::seconds_now);
    bench::report out{"network"};
    out.add({.row = "network",
             .what = "one connection over loopback",
             .unit = "GB/s",
             .ours = bench::median(found[0]) / bench::giga,
             .limit = bench::median(found[1]) / bench::giga,
             .limit_is = "a constant buffer",
             .reached = bench::spread_of(bench::over(found[0], found[1])),
             .of = "that"});
    out.print();
}
