// SPDX-License-Identifier: Apache-2.0
// Writes random bytes to standard output for a battery of statistical tests, in the orders in which keyed cells might show what they have in common; see
// README.md.

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <spate/bytes/random_bytes.hpp>
#include <spate/core/size.hpp>
#include <spate/rng/ars.hpp>
#include <spate/rng/chacha8.hpp>
#include <spate/rng/pcg64.hpp>
#include <spate/rng/philox.hpp>
#include <spate/rng/splitmix64.hpp>
#include <spate/rng/xoshiro256pp.hpp>

namespace {

constexpr const char* usage =
    "Usage: stream MODE [ENGINE [SEED [SIZE]]]\n"
    "  MODE    stream: the bytes of one seed in order\n"
    "          seeds: cell 0 of eight neighbouring seeds, then cell 1 of each, and so on\n"
    "          words: the first 8 bytes of each cell\n"
    "  ENGINE  shishua (default), shishua64k, xoshiro256++, ars5, ars7, philox4x32, splitmix64, pcg64 or chacha8\n"
    "  SEED    a number (default 0)\n"
    "  SIZE    like 64GiB (default unlimited)\n";

enum class order { stream, seeds, words };

constexpr std::size_t buffer_size = std::size_t{1} << 18;

// True while the reader reads.
bool put(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            if (errno != EPIPE) std::perror("stream");
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

template <class Engine>
int run(order mode, std::uint64_t seed, std::uint64_t size) {
    using source = spate::random_bytes<Engine>;
    constexpr std::size_t cell = source::cell_size, neighbours = 8;
    std::vector<source> sources;
    for (std::uint64_t i = 0; i < (mode == order::seeds ? neighbours : 1); ++i) sources.emplace_back(spate::seed{seed + i});
    std::vector<std::byte> buffer(std::max(buffer_size, cell * neighbours));
    std::uint64_t index = 0, written = 0;
    while (written < size) {
        if (mode == order::stream) {
            sources[0].fill(written, buffer);
        } else if (mode == order::seeds) {
            for (std::size_t at = 0; at < buffer.size(); ++index)
                for (const source& one : sources) {
                    one.fill(index * cell, std::span{buffer}.subspan(at, cell));
                    at += cell;
                }
        } else {
            for (std::size_t at = 0; at < buffer.size(); at += 8, ++index) sources[0].fill(index * cell, std::span{buffer}.subspan(at, 8));
        }
        const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - written));
        if (!put(std::span{buffer}.first(taken))) return errno == EPIPE ? 0 : 1;
        written += taken;
    }
    return 0;
}

struct entry {
    std::string_view name;
    int (*run)(order, std::uint64_t, std::uint64_t);
};

constexpr std::array<entry, 9> engines{{{"shishua", run<spate::rng::shishua<>>},
                                        {"shishua64k", run<spate::rng::shishua<65536>>},
                                        {"xoshiro256++", run<spate::rng::xoshiro256pp<>>},
                                        {"ars5", run<spate::rng::ars<5>>},
                                        {"ars7", run<spate::rng::ars<7>>},
                                        {"philox4x32", run<spate::rng::philox4x32>},
                                        {"splitmix64", run<spate::rng::splitmix64>},
                                        {"pcg64", run<spate::rng::pcg64>},
                                        {"chacha8", run<spate::rng::chacha8>}}};

}  // namespace

int main(int count, char** arguments) {
    const auto refuse = [](const char* what) {
        std::fprintf(stderr, "stream: %s\n%s", what, usage);
        return 2;
    };
    const auto given = [&](int at, const char* otherwise) { return count > at ? arguments[at] : otherwise; };
    if (count < 2 || count > 5) return refuse("a mode, and at most an engine, a seed and a size");
    const std::string_view mode = arguments[1], engine = given(2, "shishua");
    if (mode != "stream" && mode != "seeds" && mode != "words") return refuse("there is no such mode");
    char* end = nullptr;
    errno = 0;
    const char* const seed_text = given(3, "0");
    const std::uint64_t seed = std::strtoull(seed_text, &end, 0);
    if (end == seed_text || *end != '\0' || *seed_text == '-' || errno != 0) return refuse("the seed is no number below 2^64");
    std::uint64_t size = 0;
    try {
        size = spate::parse_size(given(4, "unlimited"), "SIZE");
    } catch (const spate::config_error& error) {
        return refuse(error.what());
    }
    // A battery that has read enough closes the pipe, which is no failure.
    std::signal(SIGPIPE, SIG_IGN);
    for (const entry& one : engines)
        if (one.name == engine) return one.run(mode == "stream" ? order::stream : mode == "seeds" ? order::seeds : order::words, seed, size);
    return refuse("there is no such engine");
}
