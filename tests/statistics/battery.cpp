// SPDX-License-Identifier: Apache-2.0
// A few of dieharder's tests on each engine: on one stream, and on eight neighbouring seeds interleaved by cells of 4 KiB. A p-value
// below 1e-6, or no p-value at all, is a failure. (Values of 1 are no sign of anything: dieharder rounds them up for few samples.) Each stream is fixed, so
// that the outcome is too. The same check must reject a counter. The streams are written to dieharder's standard input.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <spate/rng.hpp>

namespace {

constexpr std::size_t cell = 4096;

// Writes the cells first, first + 1, ... of a stream.
using cells = std::function<void(std::uint64_t first, std::span<std::byte> out)>;

struct test {
    const char* name;
    std::vector<const char*> options;
    std::size_t p_values;
};

// The tests with fewer samples than dieharder takes by itself: about five seconds a stream. With fewer than eight p-samples the final
// Kolmogorov-Smirnov test could not reach 1e-6 whatever the stream.
const std::array<test, 7> tests{{{"birthdays", {"-d", "0", "-p", "20"}, 1},
                                 {"rank_32x32", {"-d", "2", "-t", "5000", "-p", "8"}, 1},
                                 {"runs", {"-d", "15", "-p", "10"}, 2},
                                 {"sts_monobit", {"-d", "100", "-p", "50"}, 1},
                                 {"sts_runs", {"-d", "101", "-p", "50"}, 1},
                                 {"sts_serial", {"-d", "102", "-t", "20000", "-p", "10"}, 30},
                                 {"dab_filltree", {"-d", "202", "-t", "100000", "-p", "1"}, 1}}};

// The p-values that dieharder prints for a test on a stream.
std::vector<double> p_values(const test& which, const cells& stream) {
    int input[2], output[2];
    if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0) return {};
    std::vector<char*> arguments;
    for (const char* const argument : {"dieharder", "-g", "200", "-D", "pvalues", "-D", "test_name", "-c", "|"})
        arguments.push_back(const_cast<char*>(argument));
    for (const char* const option : which.options) arguments.push_back(const_cast<char*>(option));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        dup2(input[0], 0);
        dup2(output[1], 1);
        execvp("dieharder", arguments.data());
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    if (child < 0) {
        close(input[1]);
        close(output[0]);
        return {};
    }
    // dieharder prints little, and only at the end, so that its output never fills the pipe while it is being fed.
    std::vector<std::byte> buffer(64 * cell);
    for (std::uint64_t at = 0;; at += 64) {
        stream(at, buffer);
        std::size_t done = 0;
        while (done < buffer.size()) {
            const ssize_t written = write(input[1], buffer.data() + done, buffer.size() - done);
            if (written <= 0) break;
            done += static_cast<std::size_t>(written);
        }
        if (done < buffer.size()) break;  // dieharder has seen enough
    }
    close(input[1]);
    std::string text;
    char part[4096];
    for (ssize_t got = 0; (got = read(output[0], part, sizeof part)) > 0;) text.append(part, static_cast<std::size_t>(got));
    close(output[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return {};
    std::vector<double> found;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        const std::size_t bar = line.find('|');
        if (line.empty() || line[0] == '#' || bar == std::string::npos) continue;
        const std::string number = line.substr(bar + 1);
        char* rest = nullptr;
        const double p = std::strtod(number.c_str(), &rest);
        if (rest != number.c_str()) found.push_back(p);
    }
    return found;
}

struct outcome {
    std::size_t failures = 0;
    std::size_t values = 0;
};

outcome run(const std::string& name, const cells& stream) {
    outcome result;
    for (const test& which : tests) {
        const std::vector<double> found = p_values(which, stream);
        double least = 1, greatest = 0;
        for (const double p : found) {
            least = p < least ? p : least;
            greatest = p > greatest ? p : greatest;
            ++result.values;
            if (!(p >= 1e-6)) ++result.failures;
        }
        if (found.size() < which.p_values) ++result.failures;
        std::printf("%-28s %-14s %2zu p-values from %.6f to %.6f\n", name.c_str(), which.name, found.size(), least, greatest);
    }
    std::fflush(stdout);
    return result;
}

bool have_dieharder() {
    // Its exit status is of no use; that it starts is what matters.
    return std::system("command -v dieharder >/dev/null 2>&1") == 0;
}

template <class Engine>
void check() {
    const spate::key128 key = spate::derive_key(spate::seed{1}, "tests/statistics");
    const std::string name{Engine::name};
    const outcome one = run(name, [&key](std::uint64_t first, std::span<std::byte> out) { Engine::fill(key, first * cell, out, spate::store_mode::cached); });
    CHECK(one.failures == 0);
    std::array<spate::key128, 8> keys;
    for (std::uint64_t i = 0; i < 8; ++i) keys[i] = spate::derive_key(spate::seed{i}, "tests/statistics");
    const outcome eight = run(name + ", 8 seeds", [&keys](std::uint64_t first, std::span<std::byte> out) {
        for (std::uint64_t i = 0; i < out.size() / cell; ++i)
            Engine::fill(keys[(first + i) % 8], (first + i) / 8 * cell, out.subspan(i * cell, cell), spate::store_mode::cached);
    });
    CHECK(eight.failures == 0);
}

struct setup {
    setup() {
        signal(SIGPIPE, SIG_IGN);
        if (!have_dieharder()) {
            std::printf("skipped: the program dieharder is not installed (Debian and Ubuntu: dieharder)\n");
            std::exit(77);
        }
    }
};
const setup before_all;

}  // namespace

TEST_CASE("statistics/battery: a counter is rejected") {
    const outcome counter = run("counter", [](std::uint64_t first, std::span<std::byte> out) {
        for (std::size_t i = 0; i < out.size(); i += 8) {
            const std::uint64_t word = (first * cell + i) / 8;
            std::memcpy(out.data() + i, &word, 8);
        }
    });
    CHECK(counter.values > 0);
    CHECK(counter.failures >= 10);
}

TEST_CASE("statistics/battery: a stream that gives no p-value is a failure") {
    CHECK(p_values({"no such test", {"-d", "999"}, 1}, [](std::uint64_t, std::span<std::byte>) {}).empty());
}

TEST_CASE_TEMPLATE("statistics/battery: engines", Engine, spate::rng::shishua<>, spate::rng::xoshiro256pp<>, spate::rng::ars<5>, spate::rng::ars<7>,
                   spate::rng::philox4x32, spate::rng::splitmix64, spate::rng::pcg64, spate::rng::chacha8) {
    check<Engine>();
}
