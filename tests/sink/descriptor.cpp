// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spate/sink/descriptor.hpp>

#include "../run/support.hpp"

using namespace std::chrono_literals;

namespace {

std::vector<std::byte> read_slowly(int descriptor, std::size_t piece) {
    std::vector<std::byte> all, part(piece);
    for (ssize_t n = 0; (n = ::read(descriptor, part.data(), part.size())) > 0;) {
        all.insert(all.end(), part.begin(), part.begin() + n);
        if (all.size() % 5 == 0) std::this_thread::yield();
    }
    return all;
}

std::atomic<unsigned> signals{0};

}  // namespace

TEST_CASE("sink/descriptor: short counts, full buffers and signals lose nothing") {
    struct sigaction action {};
    action.sa_handler = [](int) { ++signals; };  // without SA_RESTART, so that calls end with EINTR
    ::sigaction(SIGUSR1, &action, nullptr);
    const auto bytes = test::bytes_of({}, 0, 3'000'000);
    for (const bool blocking : {true, false}) {
        CAPTURE(blocking);
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        const int small = 4096;
        ::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
        if (!blocking) ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
        std::vector<std::byte> got;
        std::thread reader{[&] { got = read_slowly(ends[0], 1001); }};
        std::atomic<bool> done{false};
        std::thread disturber{[&, writer = ::pthread_self()] {
            while (!done) {
                ::pthread_kill(writer, SIGUSR1);
                std::this_thread::sleep_for(100us);
            }
        }};
        spate::descriptor_sink sink{ends[1], spate::ownership::owned};
        sink.write(std::span{bytes}.first(1));
        sink.write(std::span{bytes}.subspan(1));
        CHECK(sink.position() == bytes.size());
        done = true;
        disturber.join();
        sink.close();
        reader.join();
        ::close(ends[0]);
        CHECK(got == bytes);
    }
    CHECK(signals.load() > 10);
}

TEST_CASE("sink/descriptor: a reader that goes away is an error with the offset, not a signal") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    spate::descriptor_sink sink{ends[1], spate::ownership::owned};
    const auto bytes = test::bytes_of({}, 0, 1000);
    sink.write(bytes);
    ::close(ends[0]);
    std::error_code error;
    sink.write(bytes, error);
    CHECK(error == std::errc::broken_pipe);
    CHECK(sink.position() == 1000);
    CHECK_THROWS_WITH_AS(sink.write(bytes), doctest::Contains("at offset 1000"), spate::io_error);
    sigset_t pending, blocked;
    ::sigpending(&pending);
    ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    CHECK(::sigismember(&pending, SIGPIPE) == 0);
    CHECK(::sigismember(&blocked, SIGPIPE) == 0);
}

TEST_CASE("sink/descriptor: descriptors that cannot be written are refused") {
    CHECK_THROWS_WITH_AS(spate::descriptor_sink{12345}, doctest::Contains("descriptor 12345"), spate::io_error);
    const int reading = ::open("/dev/null", O_RDONLY);
    CHECK_THROWS_AS(spate::descriptor_sink{reading}, spate::io_error);
    ::close(reading);
}

TEST_CASE("sink/descriptor: a full device, and who closes") {
    const int null = ::open("/dev/null", O_WRONLY);
    {
        spate::descriptor_sink borrowed{null};
        borrowed.write(test::bytes_of({}, 0, 10));
        borrowed.close();
    }
    CHECK(::fcntl(null, F_GETFD) != -1);
    { spate::descriptor_sink owned{null, spate::ownership::owned}; }
    CHECK(::fcntl(null, F_GETFD) == -1);
    const int full = ::open("/dev/full", O_WRONLY);
    if (full < 0) {
        MESSAGE("skipped: there is no /dev/full");
        return;
    }
    spate::descriptor_sink sink{full, spate::ownership::owned, "the device"};
    std::error_code error;
    sink.write(test::bytes_of({}, 0, 10), error);
    CHECK(error == std::errc::no_space_on_device);
    CHECK_THROWS_WITH_AS(sink.write(test::bytes_of({}, 0, 10)), doctest::Contains("write to the device at offset 0"), spate::io_error);
}

TEST_CASE("sink/descriptor: standard output") {
    const int saved = ::dup(STDOUT_FILENO);
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::fflush(stdout);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[1]);
    const auto bytes = test::bytes_of({}, 0, 5000);
    {
        spate::descriptor_sink sink = spate::standard_output();
        sink.write(bytes);
        sink.close();
        CHECK(sink.name() == "standard output");
    }
    ::dup2(saved, STDOUT_FILENO);
    ::close(saved);
    CHECK(read_slowly(ends[0], 4096) == bytes);
    ::close(ends[0]);
}
