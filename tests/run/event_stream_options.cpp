// SPDX-License-Identifier: Apache-2.0
#include <spate/run/event_stream_options.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>

using namespace spate;
using namespace std::chrono_literals;

namespace {

std::string problem(const event_stream_options& options, std::uint64_t size = 100) {
    try {
        options.check(size);
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("run/event_stream_options: every place belongs to one shard, at its place in it") {
    for (const std::uint64_t count : {1u, 2u, 5u}) {
        std::uint64_t below[5] = {};
        for (std::uint64_t place = 0; place < 20'000; ++place) {
            std::uint64_t owners = 0;
            for (std::uint64_t k = 0; k < count; ++k) {
                const stream_shard shard{k, count};
                REQUIRE(shard.below(place) == below[k]);
                if (shard.below(place + 1) == below[k]) continue;
                ++owners;
                REQUIRE(shard.place(below[k]++) == place);
            }
            REQUIRE(owners == 1);
        }
    }
    CHECK(stream_shard{}.below(unlimited) == unlimited);
}

TEST_CASE("run/event_stream_options: what makes no sense is refused") {
    CHECK(problem({}).empty());
    CHECK(problem({.first = 40, .count = 60}).empty());
    CHECK(problem({.first = 101}).starts_with("first: 101 is beyond the end of the source at 100"));
    CHECK(problem({.first = 40, .count = 61}).starts_with("count: 61 reaches beyond the end of the source at 100; take 60 or less"));
    CHECK(problem({.shard = {3, 3}}).starts_with("shard: 3/3 is no shard"));
    CHECK(problem({.shard = {0, 0}}).starts_with("shard: 0/0 is no shard"));
    CHECK(problem({.speed = {0, 1}}).starts_with("speed: 0 lets no time pass"));
    CHECK(problem({.tick = 0ns}).starts_with("tick: 0 ns is no time"));
    CHECK(problem({.duration = 0ns}).starts_with("duration: 0 ns is over at once"));
}
